"""Nearest vectors by cosine: an inverted file (IVF) index with 8-bit codes.

In comes a unit vector, out come the values of the stored vectors that are nearest to it, with their cosines.

The vectors are partitioned into cells by k-means on the unit sphere (spherical k-means, Dhillon and Modha 2001). A
search compares the query with the centroids, and then with all vectors of the `PROBES` best cells (Sivic and Zisserman
2003; FAISS calls this IndexIVFScalarQuantizer). With the square root of n as the number of cells, the work of a search
grows with that root. Up to `ONE_CELL` vectors form one cell, and the search is exact but for the rounding of the codes.
The result is the same on every run: the sample and the first centroids come from a fixed seed.

Four unit vectors in the plane, searched for the two that are nearest to the first axis:

    >>> vectors = np.array([[1, 0], [0.6, 0.8], [0, 1], [0.8, 0.6]], np.float32)
    >>> index = IvfIndex.of(vectors, np.array([10, 11, 12, 13], np.int32))
    >>> index.codes.tolist()
    [[127, 0], [76, 102], [0, 127], [102, 76]]
    >>> index.offsets.tolist(), index.values.tolist()
    ([0, 4], [10, 11, 12, 13])
    >>> values, cosines = index.search(np.array([1, 0], np.float32), limit=2, minimum=0.5)
    >>> values.tolist(), [round(cosine, 2) for cosine in cosines.tolist()]
    ([10, 13], [1.0, 0.8])
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Float32Array, Int32Array, Int64Array, csr_offsets

ONE_CELL: Final = 512
"""Up to this many vectors are one cell: comparing all of them takes less time than choosing cells."""
PROBES: Final = 12
"""Cells that a search compares."""
_SAMPLE: Final = 40_000
"""Vectors that the centroids are computed from."""
_ROUNDS: Final = 6
"""Rounds of k-means."""
_SCALE: Final = 127.0
"""A code is a coordinate times this, rounded."""
_CHUNK: Final = 8192
"""Vectors that are assigned to cells at a time, to bound the memory."""


@dataclass(frozen=True, eq=False)
class IvfIndex:
    """Vectors sorted by cell: cell `i` is `codes[offsets[i]:offsets[i + 1]]`, with the same slice of `values`.

    `centroids` is float32 with shape (cells, dimensions), `offsets` int64 with shape (cells + 1,), `codes` int8 with
    shape (n, dimensions), `values` int32 with shape (n,).
    """

    centroids: Float32Array
    offsets: Int64Array
    codes: NDArray[np.int8]
    values: Int32Array

    @classmethod
    def of(cls, vectors: Float32Array, values: Int32Array) -> IvfIndex:
        """Index unit vectors, float32 with shape (n, dimensions), each with a value, int32 with shape (n,)."""
        count = 1 if len(vectors) <= ONE_CELL else round(len(vectors) ** 0.5)
        centroids = _centroids(vectors, count)
        cells = _nearest_cell(vectors, centroids)
        order = np.argsort(cells, kind="stable")
        offsets = csr_offsets(np.bincount(cells, minlength=count))
        codes = np.rint(vectors[order] * _SCALE).astype(np.int8)
        return cls(centroids, offsets, codes, values[order])

    def search(self, vector: Float32Array, limit: int, minimum: float) -> tuple[Int32Array, Float32Array]:
        """Return the values and the cosines of the nearest vectors, best first.

        `vector` is a unit vector, float32 with shape (dimensions,). At most `limit` vectors are returned, all with a
        cosine of at least `minimum`. Vectors outside the probed cells are not found.
        """
        if len(self.centroids) == 1:
            cells = [0]
        else:
            cells = np.argpartition(self.centroids @ vector, -PROBES)[-PROBES:].tolist()
        bounds = [(self.offsets[cell], self.offsets[cell + 1]) for cell in cells]
        codes = np.concatenate([self.codes[start:end] for start, end in bounds])
        cosines = (codes.astype(np.float32) @ vector) / np.float32(_SCALE)
        indices, best = top_k(cosines, limit, minimum)
        values = np.concatenate([self.values[start:end] for start, end in bounds])
        return values[indices], best


def _centroids(vectors: Float32Array, count: int) -> Float32Array:
    """Return the centroids of `count` cells by spherical k-means: float32, shape (count, dimensions)."""
    if count == 1:
        return np.zeros((1, vectors.shape[1]), np.float32)
    generator = np.random.default_rng(0)
    sample = vectors[generator.choice(len(vectors), min(_SAMPLE, len(vectors)), replace=False)]
    centroids = sample[:count].copy()
    for _ in range(_ROUNDS):
        cells = _nearest_cell(sample, centroids)
        order = np.argsort(cells, kind="stable")
        filled, starts = np.unique(cells[order], return_index=True)
        sums = np.add.reduceat(sample[order], starts, axis=0)
        lengths = np.linalg.norm(sums, axis=1, keepdims=True)
        centroids[filled] = sums / np.where(lengths > 0, lengths, 1)
    return centroids


def _nearest_cell(vectors: Float32Array, centroids: Float32Array) -> Int64Array:
    """Return the cell of each vector: int64, shape (n,)."""
    chunks = (vectors[start : start + _CHUNK] for start in range(0, len(vectors), _CHUNK))
    return np.concatenate([np.argmax(chunk @ centroids.T, axis=1) for chunk in chunks] or [np.zeros(0, np.int64)])


def top_k(scores: Float32Array, limit: int, minimum: float) -> tuple[Int32Array, Float32Array]:
    """Return the indices of the highest scores of at least `minimum`, best first, and those scores.

    At most `limit` are returned. Equal scores come in the order of their indices.
    """
    chosen = np.flatnonzero(scores >= minimum)
    if len(chosen) > limit:
        # Keep all scores that equal the last one: a partition orders equal scores arbitrarily.
        bound = np.partition(scores[chosen], len(chosen) - limit)[len(chosen) - limit]
        chosen = chosen[scores[chosen] >= bound]
    order = chosen[np.argsort(-scores[chosen], kind="stable")][:limit].astype(np.int32)
    return order, scores[order]
