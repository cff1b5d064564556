"""Canonical correlation analysis of two sides that are counted together, with NumPy alone.

In come bags of n-grams, one a name and side; out come a row for each n-gram of either side, such that the sums of the
rows of two spellings of one name lie near each other. The covariances are inverted in full, not their diagonals:
n-grams overlap so much that this is worth four points of accuracy. The same input gives the same numbers on the same
machine: every vocabulary is sorted, and the random start of the decomposition is fixed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float32]
Bag = Sequence[str]

RAREST: Final = 3
"""An n-gram of fewer names than this is not known."""
_ROWS_AT_ONCE: Final = 4096
_SMALLEST_BLOCK: Final = 256
_SPARE: Final = 32


@dataclass(frozen=True, slots=True, eq=False)
class Counts:
    """Names as sparse rows: where each begins, and its columns with their values; no column stands twice in a row."""

    starts: NDArray[np.int64]
    columns: NDArray[np.int64]
    values: Matrix
    width: int

    @property
    def rows(self) -> NDArray[np.int64]:
        """Return the row of each value."""
        return np.repeat(np.arange(len(self.starts) - 1), np.diff(self.starts))


def vocabulary(bags: Sequence[Bag], size: int) -> tuple[str, ...]:
    """Return the n-grams that most names hold, the most frequent first."""
    found: Counter[str] = Counter()
    for bag in bags:
        found.update(set(bag))
    return tuple(sorted((g for g, n in found.items() if n >= RAREST), key=lambda g: (-found[g], g))[:size])


def count(bags: Sequence[Bag], grams: Sequence[str]) -> Counts:
    """Count the known n-grams of each name."""
    place = {gram: at for at, gram in enumerate(grams)}
    counted = [sorted(Counter(place[gram] for gram in bag if gram in place).items()) for bag in bags]
    starts = np.cumsum([0, *map(len, counted)])
    columns = np.fromiter((at for row in counted for at, _ in row), np.int64, count=int(starts[-1]))
    values = np.fromiter((n for row in counted for _, n in row), np.float32, count=int(starts[-1]))
    return Counts(starts, columns, values, len(grams))


def rarity(counts: Counts) -> Matrix:
    """Return how much an n-gram tells: the logarithm of how seldom names hold it."""
    held = np.bincount(counts.columns, minlength=counts.width)
    return np.log(1 + (len(counts.starts) - 1) / (1 + held)).astype(np.float32)


def weighted(counts: Counts, weights: Matrix) -> Counts:
    """Weigh every n-gram and scale every name to length 1."""
    values = counts.values * weights[counts.columns]
    squares = np.bincount(counts.rows, values.astype(np.float64) ** 2, minlength=len(counts.starts) - 1)
    lengths = np.sqrt(np.where(squares > 0, squares, 1)).astype(np.float32)
    return Counts(counts.starts, counts.columns, values / lengths[counts.rows], counts.width)


def product(a: Counts, b: Counts) -> Matrix:
    """Return how often the columns of two sides meet in a row: the transpose of one times the other."""
    total = np.zeros(a.width * b.width, np.float32)
    sizes = np.diff(b.starts)
    for first in range(0, len(a.starts) - 1, _ROWS_AT_ONCE):
        start, end = a.starts[first], a.starts[min(first + _ROWS_AT_ONCE, len(a.starts) - 1)]
        rows = a.rows[start:end]
        repeats = sizes[rows]
        mine = np.repeat(np.arange(start, end), repeats)
        within = np.arange(len(mine)) - np.repeat(np.cumsum(repeats) - repeats, repeats)
        theirs = np.repeat(b.starts[rows], repeats) + within
        np.add.at(total, a.columns[mine] * b.width + b.columns[theirs], a.values[mine] * b.values[theirs])
    return total.reshape(a.width, b.width)


def canonical(x: Counts, y: Counts, dimensions: int, ridge: float) -> tuple[Matrix, Matrix, Matrix]:
    """Return the projections of both sides with their canonical correlations between them."""
    left, right = _root(product(x, x), ridge), _root(product(y, y), ridge)
    white = _solve_lower(right, np.ascontiguousarray(_solve_lower(left, product(x, y)).T)).T
    u, strengths, v = _decompose(np.ascontiguousarray(white), dimensions)
    return _solve_upper(left.T, u), strengths, _solve_upper(right.T, v)


def _root(covariance: Matrix, ridge: float) -> Matrix:
    """Return the Cholesky root of a covariance to whose diagonal a share of its mean was added."""
    diagonal = np.diag_indices_from(covariance)
    covariance[diagonal] += ridge * covariance[diagonal].mean()
    return np.linalg.cholesky(covariance)


def _solve_lower(root: Matrix, right: Matrix) -> Matrix:
    """Solve a lower triangular system by halves, so that nearly all of it is a product of matrices."""
    size = len(root)
    if size <= _SMALLEST_BLOCK:
        return np.linalg.solve(root, right)
    half = size // 2
    above = _solve_lower(root[:half, :half], right[:half])
    below = _solve_lower(root[half:, half:], right[half:] - root[half:, :half] @ above)
    return np.concatenate([above, below])


def _solve_upper(root: Matrix, right: Matrix) -> Matrix:
    """Solve an upper triangular system: a lower one read from its end."""
    return _solve_lower(root[::-1, ::-1], right[::-1])[::-1]


def _decompose(matrix: Matrix, rank: int, rounds: int = 4) -> tuple[Matrix, Matrix, Matrix]:
    """Return the leading singular vectors and values by subspace iteration, exact enough and far cheaper than all."""
    rank = min(rank, *matrix.shape)
    wide = min(rank + _SPARE, *matrix.shape)
    start = np.random.default_rng(0).standard_normal((matrix.shape[1], wide)).astype(np.float32)
    basis = matrix @ start
    for _ in range(rounds):
        basis = matrix @ np.linalg.qr(matrix.T @ np.linalg.qr(basis)[0])[0]
    basis = np.linalg.qr(basis)[0]
    u, s, vt = np.linalg.svd(basis.T @ matrix, full_matrices=False)
    return (basis @ u)[:, :rank], s[:rank], vt[:rank].T
