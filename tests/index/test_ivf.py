from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.index.ivf import ONE_CELL, IvfIndex, top_k


def unit_rows(count: int, clusters: int = 60):
    """Return unit vectors that crowd round a few directions, as those of words do."""
    drawn = np.random.default_rng(0)
    centres = drawn.normal(size=(clusters, 32))
    rows = centres[drawn.integers(0, clusters, count)] + 0.6 * drawn.normal(size=(count, 32))
    return (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)


def neighbours(rows, count: int):
    """Return unit vectors that lie beside some of the rows, as that of another spelling does."""
    drawn = np.random.default_rng(1)
    beside = rows[drawn.integers(0, len(rows), count)] + 0.05 * drawn.normal(size=(count, rows.shape[1]))
    return (beside / np.linalg.norm(beside, axis=1, keepdims=True)).astype(np.float32)


def exact(rows, vector, most):
    """Compare with every row: slow and sure."""
    return set(np.argsort(-(rows @ vector), kind="stable")[:most].tolist())


def test_one_cell_finds_what_comparing_with_all_finds() -> None:
    rows = unit_rows(500)
    cells = IvfIndex.of(rows, np.arange(500, dtype=np.int32))
    for vector in neighbours(rows, 20):
        numbers, cosines = cells.search(vector, 10, -1.0)
        assert len(exact(rows, vector, 10) & set(numbers.tolist())) >= 9
        assert np.allclose(cosines, rows[numbers] @ vector, atol=0.02)


@pytest.mark.slow
def test_many_cells_find_nearly_all_that_comparing_with_all_finds() -> None:
    rows = unit_rows(3 * ONE_CELL)
    cells = IvfIndex.of(rows, np.arange(len(rows), dtype=np.int32))
    assert len(cells.centroids) > 1
    found = sought = 0
    for vector in neighbours(rows, 200):
        expected = exact(rows, vector, 10)
        numbers, _ = cells.search(vector, 10, -1.0)
        found += len(expected & set(numbers.tolist()))
        sought += len(expected)
    assert found / sought >= 0.95


def test_every_row_stands_in_one_cell_with_its_number() -> None:
    rows = unit_rows(ONE_CELL + 1)
    numbers = np.arange(len(rows), dtype=np.int32)[::-1].copy()
    cells = IvfIndex.of(rows, numbers)
    assert sorted(cells.values.tolist()) == list(range(len(rows)))
    assert (cells.offsets[0], cells.offsets[-1]) == (0, len(rows))
    assert cells.codes.dtype == np.int8


def test_the_same_vectors_give_the_same_cells() -> None:
    rows, numbers = unit_rows(ONE_CELL + 1), np.arange(ONE_CELL + 1, dtype=np.int32)
    one, other = IvfIndex.of(rows, numbers), IvfIndex.of(rows, numbers)
    assert np.array_equal(one.codes, other.codes)
    assert np.array_equal(one.centroids, other.centroids)


def test_no_vectors_are_near_to_nothing() -> None:
    cells = IvfIndex.of(np.zeros((0, 8), np.float32), np.zeros(0, np.int32))
    numbers, cosines = cells.search(np.ones(8, np.float32), 10, 0.0)
    assert (numbers.tolist(), cosines.tolist()) == ([], [])


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 10), st.integers(0, 5))
def test_the_best_are_the_first_of_a_stable_sort(scores: list[int], most: int, least: int) -> None:
    array = np.array(scores, np.float32)
    expected = sorted((n for n in range(len(scores)) if scores[n] >= least), key=lambda n: (-scores[n], n))[:most]
    numbers, values = top_k(array, most, least)
    assert numbers.tolist() == expected
    assert values.tolist() == [scores[number] for number in expected]
