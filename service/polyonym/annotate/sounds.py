"""Two neighbouring words of a name as one key of sound: how a name that is spelled otherwise is found in a text.

In come folded words, out come keys that spellings of them share; a table leads from a key to the names that have it. A
pair is asked for, since the sound of one word is that of hundreds of others. Keys only retrieve: the likeness of the
names decides.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.text.romanise import romanise
from polyonym.text.sound import sound

_SHORTEST: Final = 2
_SHORTEST_PAIR: Final = 5
LONGEST_SPELLED: Final = 5
"""Longer names are translations and titles, which nobody spells by ear."""


@lru_cache(maxsize=65536)
def sound_of(word: str) -> str:
    """Return the sound key of a folded word in any script; nothing for one that sounds like too many."""
    # What is remembered here is not remembered once more below: every full run of the collector walks through it.
    key = sound.__wrapped__(romanise.__wrapped__(word)) if word.isalpha() else ""
    return key if len(key) >= _SHORTEST else ""


def pair(one: str, other: str) -> str:
    """Return the key of two words, whichever stands first; nothing for words that sound like too many."""
    a, b = sound_of(one), sound_of(other)
    if not a or not b or len(a) + len(b) < _SHORTEST_PAIR:
        return ""
    return f"{a} {b}" if a < b else f"{b} {a}"


def pairs_of_name(tokens: Sequence[str]) -> Iterator[str]:
    """Yield the keys of a name: its neighbours, its first and last word, and three words of which two are one."""
    if not 2 <= len(tokens) <= LONGEST_SPELLED:
        return
    for at in range(len(tokens) - 1):
        yield pair(tokens[at], tokens[at + 1])
    for at in range(len(tokens) - 2):
        yield pair(tokens[at] + tokens[at + 1], tokens[at + 2])
        yield pair(tokens[at], tokens[at + 1] + tokens[at + 2])
    if len(tokens) > 2:
        yield pair(tokens[0], tokens[-1])


@dataclass(frozen=True, slots=True, eq=False)
class Sounds:
    """Names by the pairs of sounds in them: sorted hashes of the keys, and for each the number of a name."""

    hashes: NDArray[np.int64]
    names: NDArray[np.int32]

    @classmethod
    def of(cls, hashes: array[int], names: array[int]) -> Sounds:
        """Lay out the hashes of keys and the numbers of the names that have them."""
        # Hashes of this process, which never leave it; two keys with one hash only bring a name that is judged unlike.
        keys, numbers = np.array(hashes, np.int64), np.array(names, np.int32)
        order = np.lexsort((numbers, keys))
        return cls(keys[order], numbers[order])

    def holders(self, keys: Sequence[str], most: int) -> list[list[int]]:
        """Return for each key the numbers of the names that have it, at most so many; more say nothing."""
        wanted = np.fromiter(map(hash, keys), np.int64, len(keys))
        first = np.searchsorted(self.hashes, wanted, "left").tolist()
        last = np.searchsorted(self.hashes, wanted, "right").tolist()
        return [
            self.names[start:end].tolist() if key and end - start <= most else []
            for key, start, end in zip(keys, first, last, strict=True)
        ]
