"""The accuracy of a map between scripts: how often it finds the Latin spelling of a name among many.

In come a map and held-out pairs, out come top-1 and top-10 accuracy. Every held-out native spelling is looked up among
the held-out Latin ones and ten thousand others. The pairs were aligned by machine, and about one in twenty is wrong, so
no map reaches 1.
"""

from __future__ import annotations

import heapq
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from polyonym.text.encoder import ScriptMap, Vectors, latin_grams
from polyonym.training.pairs import Pair, Tokens, digest

DISTRACTORS: Final = 10_000
TOP: Final = 10
_QUERIES_AT_ONCE: Final = 512


@dataclass(frozen=True, slots=True)
class Accuracy:
    """How many spellings were looked up among how many, and the share found first and among the first ten."""

    tokens: int
    among: int
    top1: float
    top10: float


def retrieval(map_: ScriptMap, held: Sequence[Pair], others: Sequence[Pair]) -> Accuracy:
    """Look up the native spellings of held-out pairs; `others` give the Latin spellings to be confused with."""
    own = {pair.latin for pair in held}
    distractors = {pair.latin for pair in others} - own
    pool = sorted(own | set(heapq.nsmallest(DISTRACTORS, distractors, key=lambda name: (digest(name), name))))
    row = {name: at for at, name in enumerate(pool)}
    right: dict[Tokens, set[int]] = {}
    for pair in held:
        right.setdefault(pair.native, set()).add(row[pair.latin])
    queries = sorted(right)
    nearest = _nearest(native_vectors(map_, queries), latin_vectors(map_, pool))
    top1 = sum(rows[0] in right[name] for name, rows in zip(queries, nearest, strict=True))
    top10 = sum(not right[name].isdisjoint(rows) for name, rows in zip(queries, nearest, strict=True))
    return Accuracy(len(queries), len(pool), round(top1 / len(queries), 4), round(top10 / len(queries), 4))


def latin_vectors(map_: ScriptMap, names: Sequence[Tokens]) -> Vectors:
    """Return a unit row for each Latin name, from the n-grams of all its tokens: float32, shape (names, d)."""
    return map_.latin.encode([[gram for token in name for gram in latin_grams(token)] for name in names])


def native_vectors(map_: ScriptMap, names: Sequence[Tokens]) -> Vectors:
    """Return a unit row for each name in the script of a map: float32, shape (names, d)."""
    return map_.native.encode([[gram for token in name for gram in map_.features(token, "")] for name in names])


def _nearest(queries: Vectors, pool: Vectors) -> list[list[int]]:
    """Return for each query the rows of the pool with the highest cosines, highest first."""
    nearest: list[list[int]] = []
    for start in range(0, len(queries), _QUERIES_AT_ONCE):
        cosines = queries[start : start + _QUERIES_AT_ONCE] @ pool.T
        nearest.extend(np.argsort(-cosines, axis=1, kind="stable")[:, :TOP].tolist())
    return nearest
