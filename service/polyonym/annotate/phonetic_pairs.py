"""Phonetic pairs: keys of two neighbouring words, by which a text finds names that it spells differently.

In come folded words, out come keys that spellings of two words share. A look-up leads from a key to the names that
have it. The key is of two words, since hundreds of words share one phonetic key (see `text.phonetic`).

Rule: keys only retrieve. The similarity of the names decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.arrays import Int64Array, Lookup, Postings, UInt64Array
from polyonym.memo import memoised
from polyonym.text.lexicon import Lexicon
from polyonym.text.phonetic import phonetic_key
from polyonym.text.romanise import romanise
from polyonym.workers import WorkerPool

_MIN_KEY_LENGTH: Final = 2
_MIN_PAIR_LENGTH: Final = 5
MAX_NAME_WORDS: Final = 5
"""Longer names are translations and titles, which have no other spellings."""
_MULTIPLIER: Final = 0x9E3779B97F4A7C15
"""Odd, so that the sum of one digest times it and the other tells which of the two is which."""
_MAX_LENGTH: Final = 255
_WORDS_PER_TASK: Final = 8192

PhoneticDigest = tuple[int, int]
"""The digest of a phonetic key and its length; both are 0 for a key that too many words have."""
WordRun = tuple[int, ...]
"""Neighbouring words of a name, by their places, that are written as one."""


@memoised("phonetic_digest")
def phonetic_digest(word: str) -> PhoneticDigest:
    """Return the phonetic digest of a folded word in any script."""
    # Not through the caches of the two functions: the garbage collector would walk through their entries as well.
    key = phonetic_key.__wrapped__(romanise.__wrapped__(word)) if word.isalpha() else ""
    return (digest(key), len(key)) if len(key) >= _MIN_KEY_LENGTH else (0, 0)


def pair_key(one: str, other: str) -> int:
    """Return the key of two words in any order; 0 where too many words have their phonetic keys."""
    (a, first), (b, second) = phonetic_digest(one), phonetic_digest(other)
    if not first or not second or first + second < _MIN_PAIR_LENGTH:
        return 0
    return (min(a, b) * _MULTIPLIER + max(a, b)) & 0xFFFFFFFFFFFFFFFF


def paired_runs(length: int) -> Iterator[tuple[WordRun, WordRun]]:
    """Yield what is paired in a name of so many words: neighbours, three of which two are joined, and the two ends."""
    if not 2 <= length <= MAX_NAME_WORDS:
        return
    for at in range(length - 1):
        yield (at,), (at + 1,)
    for at in range(length - 2):
        yield (at, at + 1), (at + 2,)
        yield (at,), (at + 1, at + 2)
    if length > 2:
        yield (0,), (length - 1,)


@dataclass(frozen=True, slots=True)
class PhoneticDigests:
    """Phonetic digests of words: their digests, uint64, and the lengths of their keys, uint8, both shape (words,)."""

    digests: UInt64Array
    lengths: NDArray[np.uint8]

    def extended(self, others: Iterable[PhoneticDigests]) -> PhoneticDigests:
        """Return these with others behind them."""
        parts = (self, *others)
        return PhoneticDigests(
            np.concatenate([part.digests for part in parts]), np.concatenate([part.lengths for part in parts])
        )

    def pair_keys(self, ones: Int64Array, others: Int64Array) -> UInt64Array:
        """Return the keys of pairs of words by their rows, as `pair_key` does: uint64, shape (pairs,)."""
        a, b = self.digests[ones], self.digests[others]
        first, second = self.lengths[ones].astype(np.int32), self.lengths[others].astype(np.int32)
        keys = np.minimum(a, b) * np.uint64(_MULTIPLIER) + np.maximum(a, b)
        return np.where((first > 0) & (second > 0) & (first + second >= _MIN_PAIR_LENGTH), keys, np.uint64(0))


def phonetic_digests(words: Sequence[str]) -> PhoneticDigests:
    """Return the phonetic digests of words, without keeping them: each distinct word comes once."""
    found = [phonetic_digest.__wrapped__(word) for word in words]
    lengths = [min(length, _MAX_LENGTH) for _, length in found]
    return PhoneticDigests(np.array([key for key, _ in found], np.uint64), np.array(lengths, np.uint8))


def compile_pairs(
    names: Postings, rows: Int64Array, of_words: PhoneticDigests, words: Sequence[str], worker_pool: WorkerPool
) -> Lookup:
    """Return the look-up from pair keys to names.

    Args:
        names: the word ids of all names.
        rows: int64; the rows of the names that are taken in.
        of_words: the phonetic digests of the words, by id.
        words: the words, by id.
        worker_pool: the processes that compute the digests of joined words.
    """
    lengths = np.diff(names.offsets)[rows]
    tables = []
    for length in range(2, MAX_NAME_WORDS + 1):
        own = rows[lengths == length]
        tables.append((own, names.values[names.offsets[own][:, None] + np.arange(length)].astype(np.int64)))
    joined = [(table[:, at] << 32) | table[:, at + 1] for _, table in tables[1:] for at in range(table.shape[1] - 1)]
    distinct = np.unique(np.concatenate(joined))
    digests = of_words.extended(worker_pool.map(_digests_task, _joined_words(distinct, words)))

    def digest_rows(table: Int64Array, run: WordRun) -> Int64Array:
        """Return the rows of the digests of a run of words, for all names of a table."""
        if len(run) == 1:
            return table[:, run[0]]
        return len(words) + distinct.searchsorted((table[:, run[0]] << 32) | table[:, run[1]])

    keys, owners = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for own, table in tables:
        for one, other in paired_runs(table.shape[1]):
            found = digests.pair_keys(digest_rows(table, one), digest_rows(table, other))
            keys.append(found[found > 0])
            owners.append(own[found > 0].astype(np.int32))
    all_keys, values = np.concatenate(keys), np.concatenate(owners)
    order = np.lexsort((values, all_keys))
    return Lookup(all_keys[order], values[order])


def _joined_words(distinct: Int64Array, words: Sequence[str]) -> Iterator[tuple[list[str]]]:
    """Yield pairs of words written as one, a task at a time; a pair is `id << 32 | id`."""
    for start in range(0, len(distinct), _WORDS_PER_TASK):
        part = distinct[start : start + _WORDS_PER_TASK]
        pairs = zip((part >> 32).tolist(), (part & 0xFFFFFFFF).tolist(), strict=True)
        yield ([words[one] + words[other] for one, other in pairs],)


def _digests_task(_: Lexicon, words: Sequence[str]) -> PhoneticDigests:
    """Return phonetic digests in a worker process."""
    return phonetic_digests(words)


def names_with_keys(pairs: Lookup, keys: Sequence[int], limit: int) -> list[list[int]]:
    """Return the names that have each key; none for the key 0, and none for a key of more than `limit` names."""
    # One name more than the limit shows that there are too many.
    values, lengths = pairs.of_keys(np.array(keys, np.uint64), limit + 1)
    ends, rows = np.cumsum(lengths).tolist(), values.tolist()
    found = zip(keys, ends, lengths.tolist(), strict=True)
    return [rows[end - length : end] if key and length <= limit else [] for key, end, length in found]
