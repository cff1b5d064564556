"""The distinct romanised tokens of a gazetteer, and which of them are spelled or sound nearly alike.

Near tokens are found by keys, not by comparing: a token is filed under its spelling and its sound key, and under each
of them with one letter less. Two tokens that differ by a letter (more, less, another, two swapped) in either meet
under one of these keys, and long ones that differ by two in sound. What meets is measured, so that a key may bring up
too much but nothing wrong.
"""

from __future__ import annotations

import zlib
from array import array
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import JaroWinkler

from polyonym.gazetteer.arrays import Numbers, Texts
from polyonym.text.likeness import same_word
from polyonym.text.sound import sound

MOST_NEAR: Final = 10
"""Of the tokens that are measured, so many of the nearest are judged by their likeness."""
MOST_MEASURED: Final = 200
"""Of the tokens that meet one under its keys, so many are measured: those that meet it under most of them."""
LEAST_ALIKE: Final = 0.65
"""Jaro-Winkler similarity below which two tokens that met under a key are not measured any closer."""
SAME_SOUND: Final = 0.3
"""What an equal sound key counts for in finding names, where the spellings differ; scoring looks at the spellings."""
LEAST_LIKELY: Final = 0.05
LONGEST: Final = 40
"""Longer tokens are no words: they lose no letter, or their keys would grow with the square of their length."""
SHORTEST_SPELLING: Final = 4
SHORTEST_SOUND: Final = 4
"""Shorter keys lose no letter: what is left would be shared by too many."""
LONG_SOUND: Final = 6
LONGEST_SOUND: Final = 12
"""Sound keys of so many signs are filed with two letters less as well: a long word has room for two slips."""


def keys_of(latin: str) -> set[int]:
    """Return the keys under which a romanised token is filed and sought; the two kinds do not meet."""
    spoken, spelled = sound(latin), latin
    keys = {f"/{spelled}"}
    if SHORTEST_SPELLING <= len(spelled) <= LONGEST:
        keys.update(f"/{shorter}" for shorter in _one_less(spelled))
    if len(spoken) > 1:
        keys.add(spoken)
    if SHORTEST_SOUND <= len(spoken) <= LONGEST:
        shorter = list(_one_less(spoken))
        keys.update(shorter)
        if LONG_SOUND <= len(spoken) <= LONGEST_SOUND:
            keys.update(shortest for one in shorter for shortest in _one_less(one))
    return {zlib.crc32(key.encode()) for key in keys}


def _one_less(text: str) -> Iterator[str]:
    """Yield a text without one of its letters, each in turn."""
    return (text[:place] + text[place + 1 :] for place in range(len(text)))


@dataclass(frozen=True, eq=False)
class Spellings:
    """Romanised tokens by number; `keys` ascend, and the token at the same place of `holders` is filed under one."""

    texts: Texts
    keys: NDArray[np.uint32]
    holders: Numbers

    @classmethod
    def of(cls, latins: Sequence[str]) -> Spellings:
        """File distinct tokens under their keys."""
        keys, holders = array("I"), array("i")  # a million tokens have tens of millions of keys
        for number, latin in enumerate(latins):
            own = keys_of(latin)
            keys.extend(own)
            holders.extend([number] * len(own))
        ordered = np.array(keys, np.uint32)
        order = np.argsort(ordered, kind="stable")
        return cls(Texts.of(latins), ordered[order], np.array(holders, np.int32)[order])

    @cached_property
    def latins(self) -> list[str]:
        """The tokens themselves."""
        return self.texts.all()

    @cached_property
    def numbers(self) -> Mapping[str, int]:
        """The number of each token."""
        return {latin: number for number, latin in enumerate(self.latins)}

    def near(self, latin: str) -> dict[int, float]:
        """Return the tokens that may be the same word, each with how likely that is: at most MOST_NEAR."""
        sought = np.fromiter(keys_of(latin), np.uint32)
        starts, ends = self.keys.searchsorted(sought), self.keys.searchsorted(sought, "right")
        runs = [self.holders[start:end] for start, end in zip(starts.tolist(), ends.tolist(), strict=True)]
        met, meetings = np.unique(np.concatenate(runs), return_counts=True)
        if len(met) > MOST_MEASURED:
            # Tokens that are nearly one meet under many keys.
            met = np.sort(met[np.argpartition(-meetings, MOST_MEASURED)[:MOST_MEASURED]])
        numbers, latins, spoken = met.tolist(), self.latins, sound(latin)
        others = [latins[number] for number in numbers]
        alike = process.cdist([latin], others, scorer=JaroWinkler.normalized_similarity, score_cutoff=LEAST_ALIKE)[0]
        near = {}
        for place in np.argsort(-alike, kind="stable")[:MOST_NEAR].tolist():
            if not alike[place]:
                break
            likely = same_word(latin, others[place])
            if likely < SAME_SOUND and len(spoken) > 1 and spoken == sound(others[place]):
                likely = SAME_SOUND
            if likely >= LEAST_LIKELY:
                near[numbers[place]] = likely
        return near
