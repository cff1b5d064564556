"""The distinct romanised tokens of a gazetteer, and which of them are spelled or sound nearly alike.

Near tokens are found by keys, not by comparing: a token is filed under its spelling and its sound key, and under each
of them with one letter less. Two tokens that differ by a letter (more, less, another, two swapped) in either meet
under one of these keys, and long ones that differ by two in sound. What meets is measured, so that a key may bring up
too much but nothing wrong. All words of a mention are looked for together: a step over arrays costs as much for one
as for five. How alike two tokens are is told at a glance here, which is enough for finding names; scoring looks closer.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, pairwise
from typing import Final
from zlib import crc32

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from polyonym.index.arrays import Float32Array, Int32Array, Texts, concat_ranges
from polyonym.text.phonetic import phonetic_key

MAX_NEIGHBOURS: Final = 64
"""Of the tokens that meet one under its keys, so many of the nearest are near."""
MAX_COMPARED: Final = 100
"""And so many are measured: those that meet it under most of its keys."""
MIN_SIMILARITY: Final = 0.2
"""Tokens less near than this were brought together by chance."""
LONGEST: Final = 40
"""Longer tokens are no words: they lose no letter, or their keys would grow with the square of their length."""
SHORTEST_SPELLING: Final = 4
SHORTEST_SOUND: Final = 4
"""Shorter keys lose no letter: what is left would be shared by too many."""
LONG_SOUND: Final = 6
LONGEST_SOUND: Final = 12
"""Sound keys of so many signs are filed with two letters less as well: a long word has room for two slips."""

_SPELLED: Final = crc32(b"spelled ")
_SPOKEN: Final = crc32(b"spoken ")
_ALIKE: Final = crc32(b"alike ")
"""Where keys begin: those of spellings, those of sounds, and those under which only equal sounds meet."""
_NUMBER: Final = 0xFFFFFFFF


def deletion_keys(latin: str) -> set[int]:
    """Return the keys under which a romanised token is filed and sought; those of two kinds do not meet."""
    spelled, spoken = latin.encode(), phonetic_key(latin).encode()
    keys = {crc32(spelled, _SPELLED)}
    if SHORTEST_SPELLING <= len(spelled) <= LONGEST:
        keys.update([crc32(shorter, _SPELLED) for shorter in _deletions(spelled)])
    if len(spoken) > 1:
        keys.update((crc32(spoken, _SPOKEN), crc32(spoken, _ALIKE)))
    if SHORTEST_SOUND <= len(spoken) <= LONGEST:
        shorter = _deletions(spoken)
        if LONG_SOUND <= len(spoken) <= LONGEST_SOUND:
            shorter |= {shortest for one in shorter for shortest in _deletions(one)}
        keys.update([crc32(one, _SPOKEN) for one in shorter])
    return keys


def _deletions(text: bytes) -> set[bytes]:
    """Return a text without one of its letters, each in turn."""
    return {text[:place] + text[place + 1 :] for place in range(len(text))}


@dataclass(frozen=True, slots=True)
class TermNeighbours:
    """Romanised tokens by number, the nearest first, and how near each is, between 0 and 1."""

    term_rows: Int32Array
    similarities: Float32Array
    _ascending: tuple[Int32Array, Float32Array]

    @classmethod
    def of(cls, numbers: Int32Array, likeness: Float32Array) -> TermNeighbours:
        """Keep tokens in the order given, which is that of their likeness, and once more in that of their numbers."""
        order = np.argsort(numbers)
        return cls(numbers, likeness, (numbers[order], likeness[order]))

    def similarities_to(self, others: Int32Array) -> Float32Array:
        """Return how near each of some tokens is, 0 for one that is not."""
        numbers, likeness = self._ascending
        if not len(numbers):
            return np.zeros(len(others), np.float32)
        places = np.minimum(numbers.searchsorted(others), len(numbers) - 1)
        found: Float32Array = likeness[places] * (numbers[places] == others)
        return found


@dataclass(frozen=True, slots=True)
class _Met:
    """Tokens that met those that are sought: which of these each met, in their order, and whether they sound alike."""

    owners: NDArray[np.int64]
    numbers: Int32Array
    same_sound: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TermIndex:
    """Romanised tokens by number; `keys` ascend, and the token at the same place of `holders` is filed under one."""

    texts: Texts
    keys: NDArray[np.uint32]
    term_rows: Int32Array

    @classmethod
    def of(cls, latins: Sequence[str]) -> TermIndex:
        """File distinct tokens under their keys."""
        keys, holders = array("I"), array("i")  # a million tokens have tens of millions of keys
        for number, latin in enumerate(latins):
            own = deletion_keys(latin)
            keys.extend(own)
            holders.extend([number] * len(own))
        ordered = np.array(keys, np.uint32)
        order = np.argsort(ordered, kind="stable")
        return cls(Texts.of(latins), ordered[order], np.array(holders, np.int32)[order])

    @cached_property
    def latins(self) -> list[str]:
        """The tokens themselves."""
        return self.texts.to_list()

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The number of each token."""
        return {latin: number for number, latin in enumerate(self.latins)}

    def neighbours(self, sought: Sequence[str]) -> list[TermNeighbours]:
        """Return for each of some tokens those that may be the same word: at most MOST_NEAR, the nearest first.

        How near two tokens are is the square of the share of letters that no edit touches; an equal sound key makes
        up half of what is missing from the whole.
        """
        met = self._met(sought)
        bounds = np.searchsorted(met.owners, np.arange(len(sought) + 1)).tolist()
        latins = self.latins
        others = list(map(latins.__getitem__, met.numbers.tolist()))
        alike = np.empty(len(others), np.float32)
        for latin, (start, end) in zip(sought, pairwise(bounds), strict=True):
            alike[start:end] = process.cdist([latin], others[start:end], scorer=OSA.normalized_similarity)
        likeness = np.where(met.same_sound, (1 + alike) / 2, alike) ** 2
        order = np.lexsort((-likeness, met.owners))
        numbers, likeness = met.numbers[order], likeness[order]
        near = []
        for start, end in pairwise(bounds):
            enough = np.count_nonzero(likeness[start : min(end, start + MAX_NEIGHBOURS)] >= MIN_SIMILARITY)
            # Copies: what is remembered of one token should not keep what was found for the others.
            near.append(
                TermNeighbours.of(numbers[start : start + enough].copy(), likeness[start : start + enough].copy())
            )
        return near

    def _met(self, sought: Sequence[str]) -> _Met:
        """Return the tokens that meet some others under their keys, of each those that do so most."""
        keys = [deletion_keys(latin) for latin in sought]
        asked = np.fromiter(chain.from_iterable(keys), np.uint32)
        owners = np.repeat(np.arange(len(sought)), list(map(len, keys)))
        sounds = np.array([crc32(phonetic_key(latin).encode(), _ALIKE) for latin in sought], np.uint32)
        starts = self.keys.searchsorted(asked)
        lengths = self.keys.searchsorted(asked, "right") - starts
        # One number a meeting: the token sought, the token met, and whether they met as what sounds alike.
        asking = owners << 33 | (asked == sounds[owners])
        meetings = np.repeat(asking, lengths) | self.term_rows[concat_ranges(starts, lengths)].astype(np.int64) << 1
        meetings.sort()
        pairs = meetings >> 1
        lasts = np.flatnonzero(np.append(pairs[1:] != pairs[:-1], True)[: len(pairs)])
        if len(lasts) > MAX_COMPARED:
            lasts = lasts[_most_met(pairs[lasts] >> 32, lasts)]
        found = pairs[lasts]
        return _Met(found >> 32, (found & _NUMBER).astype(np.int32), (meetings[lasts] & 1).astype(np.bool_))


def _most_met(owners: NDArray[np.int64], lasts: NDArray[np.int64]) -> NDArray[np.int64]:
    """Return the places, ascending, of the MOST_MEASURED of each owner that were met most.

    `lasts` are the places of the last meeting of each, so that they tell how many there were.
    """
    met = lasts.copy()
    met[1:] -= lasts[:-1]
    order = np.argsort((owners << 32) - met, kind="stable")
    places = np.arange(len(order)) - owners.searchsorted(owners)
    return np.sort(order[places < MAX_COMPARED])
