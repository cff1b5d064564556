"""Vectors of the learned map in cells, so that the nearest ones are found without going through all of them.

In comes a unit vector, out come the numbers of the rows nearest to it, with their cosines. A few rows are one cell and
are all compared. Many are gathered round centroids (k-means on the sphere), and only the cells whose centroids lie
nearest are compared: the work grows with the square root of their number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Float32Array, Int32Array, csr_offsets

ONE_CELL: Final = 512
"""So many rows are compared in less time than it takes to choose among cells."""
PROBES: Final = 12
_SAMPLE: Final = 40_000
_ROUNDS: Final = 6
_SCALE: Final = 127.0
_CHUNK: Final = 8192


@dataclass(frozen=True, eq=False)
class IvfIndex:
    """Rows of eight bits a number, sorted by cell: cell `i` is `rows[starts[i]:starts[i + 1]]`."""

    centroids: Float32Array
    offsets: NDArray[np.int64]
    codes: NDArray[np.int8]
    values: Int32Array

    @classmethod
    def of(cls, vectors: Float32Array, numbers: Int32Array) -> IvfIndex:
        """Gather unit vectors with their numbers into cells."""
        count = 1 if len(vectors) <= ONE_CELL else round(len(vectors) ** 0.5)
        centroids = _centroids(vectors, count)
        cells = _nearest_cell(vectors, centroids)
        order = np.argsort(cells, kind="stable")
        starts = csr_offsets(np.bincount(cells, minlength=count))
        rows = np.rint(vectors[order] * _SCALE).astype(np.int8)
        return cls(centroids, starts, rows, numbers[order])

    def search(self, vector: Float32Array, most: int, least: float) -> tuple[Int32Array, Float32Array]:
        """Return up to `most` numbers with a cosine of at least `least`, best first, and the cosines."""
        if len(self.centroids) == 1:
            chosen = [0]
        else:
            chosen = np.argpartition(self.centroids @ vector, -PROBES)[-PROBES:].tolist()
        bounds = [(self.offsets[cell], self.offsets[cell + 1]) for cell in chosen]
        rows = np.concatenate([self.codes[start:end] for start, end in bounds])
        cosines = (rows.astype(np.float32) @ vector) / np.float32(_SCALE)
        places, found = top_k(cosines, most, least)
        numbers = np.concatenate([self.values[start:end] for start, end in bounds])
        return numbers[places], found


def _centroids(vectors: Float32Array, count: int) -> Float32Array:
    """Return the centres of so many cells; the same vectors give the same centres."""
    if count == 1:
        return np.zeros((1, vectors.shape[1]), np.float32)
    drawn = np.random.default_rng(0)
    sample = vectors[drawn.choice(len(vectors), min(_SAMPLE, len(vectors)), replace=False)]
    centroids = sample[:count].copy()
    for _ in range(_ROUNDS):
        cells = _nearest_cell(sample, centroids)
        order = np.argsort(cells, kind="stable")
        filled, starts = np.unique(cells[order], return_index=True)
        sums = np.add.reduceat(sample[order], starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centroids[filled] = sums / np.where(lengths > 0, lengths, 1)
    return centroids


def _nearest_cell(vectors: Float32Array, centroids: Float32Array) -> NDArray[np.int64]:
    """Return for each vector the cell it falls into."""
    chunks = (vectors[start : start + _CHUNK] for start in range(0, len(vectors), _CHUNK))
    return np.concatenate([np.argmax(chunk @ centroids.T, axis=1) for chunk in chunks] or [np.zeros(0, np.int64)])


def top_k(scores: Float32Array, most: int, least: float) -> tuple[Int32Array, Float32Array]:
    """Return the places of the highest scores of at least `least`, best first; equal scores in order of place."""
    chosen = np.flatnonzero(scores >= least)
    if len(chosen) > most:
        # Keep every score that ties with the last one, so that the cut does not depend on the partition's whims.
        bound = np.partition(scores[chosen], len(chosen) - most)[len(chosen) - most]
        chosen = chosen[scores[chosen] >= bound]
    order = chosen[np.argsort(-scores[chosen], kind="stable")][:most].astype(np.int32)
    return order, scores[order]
