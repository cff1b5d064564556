"""Two neighbouring words of a name as one key of sound: how a name that is spelled otherwise is found in a text.

In come folded words, out come keys that spellings of them share; a look-up leads from a key to the names that have it.
A pair is asked for, since the sound of one word is that of hundreds of others. Keys only retrieve: the likeness of the
names decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.arrays import Int64Array as Places
from polyonym.index.arrays import Lookup, Postings, UInt64Array
from polyonym.memo import memoised
from polyonym.text.lexicon import Lexicon
from polyonym.text.phonetic import phonetic_key
from polyonym.text.romanise import romanise
from polyonym.workers import WorkerPool

_SHORTEST: Final = 2
_SHORTEST_PAIR: Final = 5
LONGEST_SPELLED: Final = 5
"""Longer names are translations and titles, which nobody spells by ear."""
_SPREAD: Final = 0x9E3779B97F4A7C15
"""An odd number by which one of two digests is multiplied, so that their sum tells which is which."""
_LONGEST: Final = 255
_TASK: Final = 8192
"""Joined words that one process listens to at a time."""

Sound = tuple[int, int]
"""The digest of a sound key and its length, both 0 for a word that sounds like too many."""


@memoised("phonetic_digest")
def heard(word: str) -> Sound:
    """Return the sound of a folded word in any script."""
    # What is remembered here is not remembered once more below: every full run of the collector walks through it.
    key = phonetic_key.__wrapped__(romanise.__wrapped__(word)) if word.isalpha() else ""
    return (digest(key), len(key)) if len(key) >= _SHORTEST else (0, 0)


def pair(one: str, other: str) -> int:
    """Return the key of two words, whichever stands first; 0 for words that sound like too many."""
    (a, first), (b, second) = heard(one), heard(other)
    if not first or not second or first + second < _SHORTEST_PAIR:
        return 0
    return (min(a, b) * _SPREAD + max(a, b)) & 0xFFFFFFFFFFFFFFFF


def runs_of_name(length: int) -> Iterator[tuple[tuple[int, ...], tuple[int, ...]]]:
    """Yield the words that are paired in a name of so many: neighbours, the ends, and three of which two are one."""
    if not 2 <= length <= LONGEST_SPELLED:
        return
    for at in range(length - 1):
        yield (at,), (at + 1,)
    for at in range(length - 2):
        yield (at, at + 1), (at + 2,)
        yield (at,), (at + 1, at + 2)
    if length > 2:
        yield (0,), (length - 1,)


@dataclass(frozen=True, slots=True)
class Sounds:
    """Sounds by number: the digests of their keys, and how long those are."""

    digests: UInt64Array
    lengths: NDArray[np.uint8]

    def with_(self, others: Iterable[Sounds]) -> Sounds:
        """Return these with others behind them."""
        every = (self, *others)
        return Sounds(
            np.concatenate([some.digests for some in every]), np.concatenate([some.lengths for some in every])
        )

    def pairs(self, ones: Places, others: Places) -> UInt64Array:
        """Return the keys of two sounds each, as `pair` does."""
        a, b = self.digests[ones], self.digests[others]
        first, second = self.lengths[ones].astype(np.int32), self.lengths[others].astype(np.int32)
        keys = np.minimum(a, b) * np.uint64(_SPREAD) + np.maximum(a, b)
        return np.where((first > 0) & (second > 0) & (first + second >= _SHORTEST_PAIR), keys, np.uint64(0))


def sounds_of_words(words: Sequence[str]) -> Sounds:
    """Return the sounds of words, and remember none: each is asked for once."""
    sounds = [heard.__wrapped__(word) for word in words]
    lengths = [min(length, _LONGEST) for _, length in sounds]
    return Sounds(np.array([key for key, _ in sounds], np.uint64), np.array(lengths, np.uint8))


def sounds_of(
    names: Postings, which: Places, of_words: Sounds, words: Sequence[str], worker_pool: WorkerPool
) -> Lookup:
    """Lead from the keys of some names to these; names are numbers of words, which have texts and sounds."""
    lengths = np.diff(names.offsets)[which]
    tables = []
    for length in range(2, LONGEST_SPELLED + 1):
        own = which[lengths == length]
        tables.append((own, names.values[names.offsets[own][:, None] + np.arange(length)].astype(np.int64)))
    joined = [(table[:, at] << 32) | table[:, at + 1] for _, table in tables[1:] for at in range(table.shape[1] - 1)]
    distinct = np.unique(np.concatenate(joined))
    sounds = of_words.with_(worker_pool.map(_listened, _joined(distinct, words)))

    def places(table: Places, run: tuple[int, ...]) -> Places:
        """Return the numbers of the sounds of a run of words of all names of a table."""
        if len(run) == 1:
            return table[:, run[0]]
        return len(words) + distinct.searchsorted((table[:, run[0]] << 32) | table[:, run[1]])

    keys, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for own, table in tables:
        for one, other in runs_of_name(table.shape[1]):
            found = sounds.pairs(places(table, one), places(table, other))
            keys.append(found[found > 0])
            owners.append(own[found > 0].astype(np.int32))
    every, numbers = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((numbers, every))
    return Lookup(every[order], numbers[order])


def _joined(distinct: Places, words: Sequence[str]) -> Iterator[tuple[list[str]]]:
    """Yield two words written as one, a task at a time."""
    for start in range(0, len(distinct), _TASK):
        part = distinct[start : start + _TASK]
        rows = zip((part >> 32).tolist(), (part & 0xFFFFFFFF).tolist(), strict=True)
        yield ([words[one] + words[other] for one, other in rows],)


def _listened(_: Lexicon, words: Sequence[str]) -> Sounds:
    """Return the sounds of words, in whichever process."""
    return sounds_of_words(words)


def holders(sounds: Lookup, keys: Sequence[int], most: int) -> list[list[int]]:
    """Return for each key the numbers of the names that have it, at most so many; more say nothing."""
    # One number more than may be shows that there are too many.
    numbers, lengths = sounds.of_keys(np.array(keys, np.uint64), most + 1)
    ends, every = np.cumsum(lengths).tolist(), numbers.tolist()
    found = zip(keys, ends, lengths.tolist(), strict=True)
    return [every[end - length : end] if key and length <= most else [] for key, end, length in found]
