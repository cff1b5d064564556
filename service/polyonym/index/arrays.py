"""Lists, texts and look-ups as plain NumPy arrays: what the tables of a snapshot are made of.

Every structure is a frozen value that is built once and only read afterwards. `snapshots.snapshot_file` stores its
arrays as they are and maps them into memory again. Nothing here knows what a name is.

- `Postings` holds lists of numbers in compressed sparse row (CSR) layout: all values in one array, and the offset where
  each list begins.
- `Texts` holds texts in the same layout, as UTF-8 bytes. Arrow stores strings like this.
- `Lookup` holds 64-bit digests of keys in ascending order, each with a value. It is searched by bisection.

Four lists, four texts and four keys:

    >>> postings = Postings.of([[4, 7], [], [7], [1, 2, 3]])
    >>> postings.offsets.tolist()
    [0, 2, 2, 3, 6]
    >>> postings.values.tolist()
    [4, 7, 7, 1, 2, 3]
    >>> postings[3].tolist()
    [1, 2, 3]

    >>> texts = Texts.of(["omar", "safi", "", "konduz"])
    >>> texts.offsets.tolist(), texts.data.tobytes()
    ([0, 4, 8, 8, 14], b'omarsafikonduz')
    >>> texts[1]
    'safi'

    >>> keys = np.array([digest(key) for key in ("safi", "omar", "safi", "kunduz")], np.uint64)
    >>> lookup = Lookup.of(keys, np.arange(4, dtype=np.int32))
    >>> lookup.get("safi"), lookup.get("omar"), lookup.get("herat")
    ((0, 2), (1,), ())
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
Int64Array = NDArray[np.int64]
Float32Array = NDArray[np.float32]
UInt64Array = NDArray[np.uint64]


def csr_offsets(lengths: ArrayLike) -> Int64Array:
    """Return the CSR offsets of lists with these lengths: int64, shape (n + 1,), from 0 to the sum of the lengths."""
    counts = np.asarray(lengths, np.int64)
    offsets = np.zeros(len(counts) + 1, np.int64)
    np.cumsum(counts, out=offsets[1:])
    return offsets


def concat_ranges(starts: NDArray[np.integer], lengths: NDArray[np.integer]) -> Int64Array:
    """Return the ranges `start, start + 1, ...` of each length one after the other: int64, shape (sum of lengths,).

    Both arrays have shape (n,). With CSR offsets as starts, these are the indices of the values of n lists.
    """
    ends = np.cumsum(lengths, dtype=np.int64)
    count = int(ends[-1]) if len(ends) else 0
    indices: Int64Array = np.arange(count) + np.repeat(starts - ends + lengths, lengths)
    return indices


@dataclass(frozen=True, eq=False)
class Texts(Sequence[str]):
    """A sequence of texts: text `i` is `data[offsets[i]:offsets[i + 1]]`, decoded when it is read.

    `data` is uint8, `offsets` int64 with shape (n + 1,).
    """

    data: NDArray[np.uint8]
    offsets: Int64Array

    @classmethod
    def of(cls, texts: Iterable[str]) -> Texts:
        """Store texts."""
        return cls.of_encoded([text.encode() for text in texts])

    @classmethod
    def of_encoded(cls, texts: Sequence[bytes]) -> Texts:
        """Store texts that are encoded as UTF-8."""
        return cls(np.frombuffer(b"".join(texts), np.uint8), csr_offsets(list(map(len, texts))))

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.offsets) - 1

    @overload
    def __getitem__(self, key: int) -> str: ...

    @overload
    def __getitem__(self, key: slice) -> list[str]: ...

    def __getitem__(self, key: int | slice) -> str | list[str]:
        """Return one text, or the texts of a slice; raise IndexError for an index out of range."""
        if isinstance(key, slice):
            return [self[row] for row in range(*key.indices(len(self)))]
        offsets = self.offsets
        if not 0 <= key < len(offsets) - 1:
            if not -len(self) <= key < 0:
                raise IndexError(key)
            key += len(self)
        return self.data[offsets.item(key) : offsets.item(key + 1)].tobytes().decode()

    def encoded(self) -> list[bytes]:
        """Return all texts as UTF-8."""
        data = self.data.tobytes()
        return [data[start:end] for start, end in pairwise(self.offsets.tolist())]

    def to_list(self) -> list[str]:
        """Return all texts at once, which is faster than one by one."""
        data = self.data.tobytes()
        if data.isascii():
            text = data.decode("ascii")
            return [text[start:end] for start, end in pairwise(self.offsets.tolist())]
        return [text.decode() for text in self.encoded()]


@dataclass(frozen=True, eq=False)
class Postings:
    """Lists of numbers in CSR layout: list `i` is `values[offsets[i]:offsets[i + 1]]`.

    `offsets` is int64 with shape (n + 1,), `values` int32.
    """

    offsets: Int64Array
    values: Int32Array

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Postings:
        """Store lists."""
        rows = list(lists)
        offsets = csr_offsets(list(map(len, rows)))
        return cls(offsets, np.fromiter((value for row in rows for value in row), np.int32, int(offsets[-1])))

    @classmethod
    def of_sorted(cls, rows: NDArray[np.integer], values: Int32Array, count: int) -> Postings:
        """Build `count` lists from values and the row that each belongs to.

        `rows` and `values` have the same shape; `rows` ascend and are below `count`.
        """
        return cls(csr_offsets(np.bincount(rows, minlength=count)), values)

    def take(self, rows: NDArray[np.integer]) -> Postings:
        """Return a copy of the lists of some rows, in the order given; a row may come more than once."""
        lengths = np.diff(self.offsets)[rows]
        return Postings(csr_offsets(lengths), self.values[concat_ranges(self.offsets[rows], lengths)])

    def sums(self, weights: NDArray[np.generic]) -> Int64Array:
        """Return for each list the sum of `weights[value]` over its values: int64, shape (lists,)."""
        running = csr_offsets(weights[self.values])
        sums: Int64Array = running[self.offsets[1:]] - running[self.offsets[:-1]]
        return sums

    def any(self, mask: NDArray[np.bool_]) -> NDArray[np.bool_]:
        """Return for each list whether `mask[value]` is true of any of its values: bool, shape (lists,)."""
        return self.sums(mask) > 0

    def __getitem__(self, row: int) -> Int32Array:
        """Return one list, without a copy."""
        return self.values[self.offsets[row] : self.offsets[row + 1]]

    def __len__(self) -> int:
        """Count the lists."""
        return len(self.offsets) - 1


@dataclass(frozen=True, eq=False)
class Lookup:
    """Values by the digest of a key. `keys` (uint64) ascend; a key may have several values (int32)."""

    keys: UInt64Array
    values: Int32Array

    @classmethod
    def of(cls, keys: UInt64Array, values: Int32Array) -> Lookup:
        """Sort keys with their values. Values of one key keep their order."""
        order = np.argsort(keys, kind="stable")
        return cls(keys[order], values[order])

    def get(self, text: str) -> tuple[int, ...]:
        """Return the values of a text; an empty text has none."""
        values = self.of_key(digest(text)) if text else None
        return () if values is None else tuple(values.tolist())

    def of_key(self, key: int) -> Int32Array | None:
        """Return the values of a digest without a copy, or None where there is none."""
        keys, wanted = self.keys, np.uint64(key)
        start = int(keys.searchsorted(wanted))
        if start == len(keys) or keys.item(start) != key:
            return None
        if start + 1 == len(keys) or keys.item(start + 1) != key:
            return self.values[start : start + 1]
        return self.values[start : int(keys.searchsorted(wanted, "right"))]

    def of_keys(self, keys: UInt64Array, limit: int) -> tuple[Int32Array, Int64Array]:
        """Return the first values of each digest one after the other, and how many there are of each.

        At most `limit` values are returned for a digest. The counts are int64 with the shape of `keys`.
        """
        starts = self.keys.searchsorted(keys)
        lengths = np.minimum(self.keys.searchsorted(keys, "right") - starts, limit)
        return self.values[concat_ranges(starts, lengths)], lengths
