"""Terms with a similar spelling or sound: a deletion neighbourhood index.

A term is filed under its spelling, under its phonetic key, and under each of the two with one letter deleted. Two terms
of at least four letters at an edit distance of one (insertion, deletion, substitution, transposition) share one of
these keys, so a search compares hashes and no letters. Long phonetic keys are filed with two letters deleted as well.
This is the symmetric delete method (Mor and Fraenkel 1982; Garbe's SymSpell 2012), for two kinds of keys at once.

What shares a key is then measured: the share of letters that no edit touches (optimal string alignment), where an equal
phonetic key makes up half of what is missing, squared. So a hash collision brings up a term and never a wrong answer.
The measure is cheap and only good enough for retrieval; scoring looks closer.

All terms of a mention are searched together: a step over arrays costs as much for one term as for five.

Four terms. `konduz` and `kunduz` differ in one letter, and have the same phonetic key:

    >>> index = TermIndex.of(["kunduz", "konduz", "safi", "kundus"])
    >>> len(index.keys) == len(index.term_rows) == sum(len(deletion_keys(term)) for term in index.latins)
    True
    >>> [neighbours] = index.neighbours(["konduz"])
    >>> neighbours.term_rows.tolist()
    [1, 0, 3]
    >>> [round(similarity, 2) for similarity in neighbours.similarities.tolist()]
    [1.0, 0.84, 0.69]
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

from polyonym.index.arrays import Float32Array, Int32Array, Int64Array, Texts, concat_ranges
from polyonym.text.phonetic import phonetic_key

MAX_NEIGHBOURS: Final = 64
"""A term has at most this many neighbours."""
MAX_COMPARED: Final = 100
"""Of the terms that share a key with one, this many are measured: those that share most keys."""
MIN_SIMILARITY: Final = 0.2
"""Terms below this share a key by chance and are no neighbours."""
MAX_LENGTH: Final = 40
"""Longer terms are no words and get no deletions: their keys would take space with the square of their length."""
MIN_SPELLING: Final = 4
MIN_PHONETIC: Final = 4
"""Shorter spellings and phonetic keys, in letters, get no deletions: too many terms would share what is left."""
MIN_TWO_DELETIONS: Final = 6
MAX_TWO_DELETIONS: Final = 12
"""Phonetic keys of a length between these two are filed with two letters deleted as well."""

_SPELLING_SEED: Final = crc32(b"spelled ")
_PHONETIC_SEED: Final = crc32(b"spoken ")
_SAME_SOUND_SEED: Final = crc32(b"alike ")
"""Start values of the hashes, so that keys of different kinds differ. The last is for whole phonetic keys alone."""
_TERM_MASK: Final = 0xFFFFFFFF


def deletion_keys(latin: str) -> set[int]:
    """Return the hashes under which a term is filed and searched, unsigned with 32 bits."""
    spelling, phonetic = latin.encode(), phonetic_key(latin).encode()
    keys = {crc32(spelling, _SPELLING_SEED)}
    if MIN_SPELLING <= len(spelling) <= MAX_LENGTH:
        keys.update([crc32(shorter, _SPELLING_SEED) for shorter in _deletions(spelling)])
    if len(phonetic) > 1:
        keys.update((crc32(phonetic, _PHONETIC_SEED), crc32(phonetic, _SAME_SOUND_SEED)))
    if MIN_PHONETIC <= len(phonetic) <= MAX_LENGTH:
        shorter = _deletions(phonetic)
        if MIN_TWO_DELETIONS <= len(phonetic) <= MAX_TWO_DELETIONS:
            shorter |= {shortest for one in shorter for shortest in _deletions(one)}
        keys.update([crc32(one, _PHONETIC_SEED) for one in shorter])
    return keys


def _deletions(text: bytes) -> set[bytes]:
    """Return every text that is left when one letter is deleted."""
    return {text[:position] + text[position + 1 :] for position in range(len(text))}


@dataclass(frozen=True, slots=True)
class TermNeighbours:
    """The neighbours of a term: their rows, most similar first, and their similarities between 0 and 1.

    `term_rows` is int32 and `similarities` float32, both with shape (neighbours,).
    """

    term_rows: Int32Array
    similarities: Float32Array
    _by_row: tuple[Int32Array, Float32Array]

    @classmethod
    def of(cls, term_rows: Int32Array, similarities: Float32Array) -> TermNeighbours:
        """Store neighbours that are sorted by descending similarity, and once more by row."""
        order = np.argsort(term_rows)
        return cls(term_rows, similarities, (term_rows[order], similarities[order]))

    def similarities_to(self, term_rows: Int32Array) -> Float32Array:
        """Return the similarity to each of some terms, 0 for one that is no neighbour: float32, same shape."""
        rows, similarities = self._by_row
        if not len(rows):
            return np.zeros(len(term_rows), np.float32)
        indices = np.minimum(rows.searchsorted(term_rows), len(rows) - 1)
        found: Float32Array = similarities[indices] * (rows[indices] == term_rows)
        return found


@dataclass(frozen=True, slots=True)
class _Matches:
    """Pairs of a query and a term that share a key. All arrays have shape (pairs,); `queries` ascend.

    `queries` are positions among the queries, `term_rows` the terms, `same_sound` whether their phonetic keys are
    equal.
    """

    queries: Int64Array
    term_rows: Int32Array
    same_sound: NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class TermIndex:
    """The terms of a snapshot, and the hashes they are filed under.

    `texts` holds the terms by row. `keys` (uint32) ascend, and `term_rows` (int32, same shape) is the term that is
    filed under each.
    """

    texts: Texts
    keys: NDArray[np.uint32]
    term_rows: Int32Array

    @classmethod
    def of(cls, latins: Sequence[str]) -> TermIndex:
        """Index distinct romanised terms."""
        keys, term_rows = array("I"), array("i")  # a million terms have tens of millions of keys
        for term_row, latin in enumerate(latins):
            hashes = deletion_keys(latin)
            keys.extend(hashes)
            term_rows.extend([term_row] * len(hashes))
        unsorted = np.array(keys, np.uint32)
        order = np.argsort(unsorted, kind="stable")
        return cls(Texts.of(latins), unsorted[order], np.array(term_rows, np.int32)[order])

    @cached_property
    def latins(self) -> list[str]:
        """The terms by row."""
        return self.texts.to_list()

    @cached_property
    def row_of(self) -> Mapping[str, int]:
        """The row of each term."""
        return {latin: term_row for term_row, latin in enumerate(self.latins)}

    def neighbours(self, latins: Sequence[str]) -> list[TermNeighbours]:
        """Return the neighbours of each of some romanised words, at most MAX_NEIGHBOURS of each.

        A word that is a term of the index is its own neighbour with similarity 1.
        """
        matches = self._matches(latins)
        bounds = np.searchsorted(matches.queries, np.arange(len(latins) + 1)).tolist()
        terms = self.latins
        others = list(map(terms.__getitem__, matches.term_rows.tolist()))
        spelling = np.empty(len(others), np.float32)
        for latin, (start, end) in zip(latins, pairwise(bounds), strict=True):
            spelling[start:end] = process.cdist([latin], others[start:end], scorer=OSA.normalized_similarity)
        similarities = np.where(matches.same_sound, (1 + spelling) / 2, spelling) ** 2
        order = np.lexsort((-similarities, matches.queries))
        term_rows, similarities = matches.term_rows[order], similarities[order]
        found = []
        for start, end in pairwise(bounds):
            count = np.count_nonzero(similarities[start : min(end, start + MAX_NEIGHBOURS)] >= MIN_SIMILARITY)
            # Copies, so that a cached result does not keep the arrays of all queries alive.
            rows, likely = term_rows[start : start + count].copy(), similarities[start : start + count].copy()
            found.append(TermNeighbours.of(rows, likely))
        return found

    def _matches(self, latins: Sequence[str]) -> _Matches:
        """Return the terms that share a key with each query; of many, those that share most keys."""
        keys = [deletion_keys(latin) for latin in latins]
        searched = np.fromiter(chain.from_iterable(keys), np.uint32)
        queries = np.repeat(np.arange(len(latins)), list(map(len, keys)))
        same_sound_keys = np.array(
            [crc32(phonetic_key(latin).encode(), _SAME_SOUND_SEED) for latin in latins], np.uint32
        )
        starts = self.keys.searchsorted(searched)
        lengths = self.keys.searchsorted(searched, "right") - starts
        # One int64 for each shared key: the query in bits 33 and up, the term row in bits 1 to 32, and in bit 0 whether
        # it is the key for equal sounds. Sorted, the last one of a pair has that bit if any has.
        heads = queries << 33 | (searched == same_sound_keys[queries])
        shared = np.repeat(heads, lengths) | self.term_rows[concat_ranges(starts, lengths)].astype(np.int64) << 1
        shared.sort()
        pairs = shared >> 1
        lasts = np.flatnonzero(np.append(pairs[1:] != pairs[:-1], True)[: len(pairs)])
        if len(lasts) > MAX_COMPARED:
            lasts = lasts[_most_shared(pairs[lasts] >> 32, lasts)]
        found = pairs[lasts]
        return _Matches(found >> 32, (found & _TERM_MASK).astype(np.int32), (shared[lasts] & 1).astype(np.bool_))


def _most_shared(queries: Int64Array, lasts: Int64Array) -> Int64Array:
    """Return the indices, ascending, of the MAX_COMPARED pairs of each query that share most keys.

    `lasts` holds the index of the last shared key of each pair, so differences count the keys that a pair shares.
    """
    counts = lasts.copy()
    counts[1:] -= lasts[:-1]
    order = np.argsort((queries << 32) - counts, kind="stable")
    ranks = np.arange(len(order)) - queries.searchsorted(queries)
    return np.sort(order[ranks < MAX_COMPARED])
