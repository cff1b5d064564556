from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pytest

from polyonym.index.arrays import Postings
from polyonym.snapshots.packing import Packed, pack, unpack


@dataclass(frozen=True, eq=False)
class Outer:
    """A value of every kind that can be stored."""

    name: str
    count: int
    rows: np.ndarray
    inner: Postings


@dataclass(frozen=True)
class Odd:
    """A value that cannot."""

    what: list[int]


def test_names_are_paths_through_the_fields_and_all_comes_back() -> None:
    packed = Packed()
    value = Outer("a", 3, np.eye(2), Postings.of([[1, 2], []]))
    pack(value, "outer", packed)
    assert packed.values == {"outer.name": "a", "outer.count": 3}
    assert set(packed.arrays) == {"outer.rows", "outer.inner.offsets", "outer.inner.values"}
    again = unpack(Postings, "outer.inner", packed.arrays, packed.values)
    assert [again[0].tolist(), again[1].tolist()] == [[1, 2], []]


def test_what_is_missing_is_named() -> None:
    with pytest.raises(KeyError, match=r"x\.offsets"):
        unpack(Postings, "x", {}, {})


def test_what_cannot_be_stored_is_named() -> None:
    with pytest.raises(TypeError, match=r"odd\.what"):
        pack(Odd([1]), "odd", Packed())
