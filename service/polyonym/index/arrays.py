"""The plain arrays that a snapshot is made of: built once, only read afterwards, as good in memory as on disk.

Every structure here is a frozen value whose fields are NumPy arrays, so that `snapshotfile` can write them as they
stand and map them into memory again. Nothing here knows what a name is.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np
from numpy.typing import ArrayLike, NDArray

from polyonym.hashing import digest

Int32Array = NDArray[np.int32]
Float32Array = NDArray[np.float32]
UInt64Array = NDArray[np.uint64]


def csr_offsets(lengths: ArrayLike) -> NDArray[np.int64]:
    """Return where lists of some lengths begin that are laid end to end, and behind these where the last one ends."""
    counts = np.asarray(lengths, np.int64)
    starts = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=starts[1:])
    return starts


def concat_ranges(starts: NDArray[np.integer], lengths: NDArray[np.integer]) -> NDArray[np.int64]:
    """Return the places of runs, each from its start on and so long, one run after the other."""
    ends = np.cumsum(lengths, dtype=np.int64)
    count = int(ends[-1]) if len(ends) else 0
    places: NDArray[np.int64] = np.arange(count) + np.repeat(starts - ends + lengths, lengths)
    return places


@dataclass(frozen=True, eq=False)
class Texts(Sequence[str]):
    """Texts laid end to end as UTF-8; text `i` is `data[ends[i]:ends[i + 1]]`, decoded when it is asked for."""

    data: NDArray[np.uint8]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Lay texts end to end."""
        return cls.of_encoded([text.encode() for text in texts])

    @classmethod
    def of_encoded(cls, rows: Sequence[bytes]) -> Texts:
        """Lay texts that are UTF-8 already end to end."""
        return cls(np.frombuffer(b"".join(rows), np.uint8), csr_offsets(list(map(len, rows))))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, key: int) -> str: ...

    @overload
    def __getitem__(self, key: slice) -> list[str]: ...

    def __getitem__(self, key: int | slice) -> str | list[str]:
        """Return one text, or some."""
        if isinstance(key, slice):
            return [self[place] for place in range(*key.indices(len(self)))]
        ends = self.offsets
        if not 0 <= key < len(ends) - 1:
            if not -len(self) <= key < 0:
                raise IndexError(key)
            key += len(self)
        return self.data[ends.item(key) : ends.item(key + 1)].tobytes().decode()

    def to_list(self) -> list[str]:
        """Return every text at once, faster than one by one."""
        whole, ends = self.data.tobytes(), self.offsets.tolist()
        if whole.isascii():
            text = whole.decode("ascii")
            return [text[start:end] for start, end in pairwise(ends)]
        return [whole[start:end].decode() for start, end in pairwise(ends)]


@dataclass(frozen=True, eq=False)
class Postings:
    """Lists of numbers, one list a key, laid end to end: list `i` is `numbers[starts[i]:starts[i + 1]]`."""

    offsets: NDArray[np.int64]
    values: Int32Array

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Postings:
        """Lay lists end to end."""
        rows = list(lists)
        starts = csr_offsets(list(map(len, rows)))
        return cls(starts, np.fromiter((number for row in rows for number in row), np.int32, int(starts[-1])))

    @classmethod
    def of_sorted(cls, keys: NDArray[np.integer], numbers: Int32Array, count: int) -> Postings:
        """Lay out numbers whose keys, below `count`, ascend."""
        return cls(csr_offsets(np.bincount(keys, minlength=count)), numbers)

    def take(self, keys: NDArray[np.integer]) -> Postings:
        """Return the lists of some keys, in the order of these."""
        lengths = np.diff(self.offsets)[keys]
        return Postings(csr_offsets(lengths), self.values[concat_ranges(self.offsets[keys], lengths)])

    def sums(self, values: NDArray[np.generic]) -> NDArray[np.int64]:
        """Return for every list the sum of the values of its numbers."""
        reached = csr_offsets(values[self.values])
        sums: NDArray[np.int64] = reached[self.offsets[1:]] - reached[self.offsets[:-1]]
        return sums

    def any(self, values: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Tell of every list whether it has a number of which something is true."""
        return self.sums(values) > 0

    def __getitem__(self, key: int) -> Int32Array:
        """Return one list, without a copy."""
        return self.values[self.offsets[key] : self.offsets[key + 1]]

    def __len__(self) -> int:
        """Count the lists."""
        return len(self.offsets) - 1


@dataclass(frozen=True, eq=False)
class Lookup:
    """Numbers by the digest of a key: the digests ascend, so that one is found by halving."""

    keys: UInt64Array
    values: Int32Array

    @classmethod
    def of(cls, keys: NDArray[np.uint64], numbers: Int32Array) -> Lookup:
        """Sort digests with their numbers; the numbers of one digest ascend where they did before."""
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], numbers[order])

    def get(self, text: str) -> tuple[int, ...]:
        """Return the numbers of a text, none where there is none; nothing is found by an empty text."""
        found = self.of_key(digest(text)) if text else None
        return () if found is None else tuple(found.tolist())

    def of_key(self, key: int) -> Int32Array | None:
        """Return the numbers of a digest, without a copy; None where there is none."""
        keys, sought = self.keys, np.uint64(key)
        start = int(keys.searchsorted(sought))
        if start == len(keys) or keys.item(start) != key:
            return None
        if start + 1 == len(keys) or keys.item(start + 1) != key:
            return self.values[start : start + 1]
        return self.values[start : int(keys.searchsorted(sought, "right"))]

    def of_keys(self, keys: UInt64Array, most: int) -> tuple[Int32Array, NDArray[np.int64]]:
        """Return the numbers of some digests, at most so many of each, end to end, and how many there are of each."""
        starts = self.keys.searchsorted(keys)
        lengths = np.minimum(self.keys.searchsorted(keys, "right") - starts, most)
        return self.values[concat_ranges(starts, lengths)], lengths
