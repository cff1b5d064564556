"""How well a map finds the Latin spelling of a name among many: the figure that maps are compared by.

Every held-out native spelling is looked up among the held-out Latin ones and ten thousand others. The pairs were
aligned by machine, and about one in twenty is itself wrong: nothing reaches 1.
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
FIRST: Final = 10
_ASKED_AT_ONCE: Final = 512


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
    strangers = {pair.latin for pair in others} - own
    pool = sorted(own | set(heapq.nsmallest(DISTRACTORS, strangers, key=lambda name: (digest(name), name))))
    place = {name: at for at, name in enumerate(pool)}
    right: dict[Tokens, set[int]] = {}
    for pair in held:
        right.setdefault(pair.native, set()).add(place[pair.latin])
    asked = sorted(right)
    best = _nearest(native_vectors(map_, asked), latin_vectors(map_, pool))
    first = sum(row[0] in right[name] for name, row in zip(asked, best, strict=True))
    ten = sum(not right[name].isdisjoint(row) for name, row in zip(asked, best, strict=True))
    return Accuracy(len(asked), len(pool), round(first / len(asked), 4), round(ten / len(asked), 4))


def latin_vectors(map_: ScriptMap, names: Sequence[Tokens]) -> Vectors:
    """Return a unit row for each Latin name, its tokens taken together."""
    return map_.latin.encode([[gram for token in name for gram in latin_grams(token)] for name in names])


def native_vectors(map_: ScriptMap, names: Sequence[Tokens]) -> Vectors:
    """Return a unit row for each name of the script of a map."""
    return map_.native.encode([[gram for token in name for gram in map_.features(token, "")] for name in names])


def _nearest(asked: Vectors, pool: Vectors) -> list[list[int]]:
    """Return the places of the nearest rows of the pool, nearest first."""
    best: list[list[int]] = []
    for start in range(0, len(asked), _ASKED_AT_ONCE):
        cosines = asked[start : start + _ASKED_AT_ONCE] @ pool.T
        best.extend(np.argsort(-cosines, axis=1, kind="stable")[:, :FIRST].tolist())
    return best
