"""The fitted weights of the score, and how a score is put together from features.

An additive model: each feature has a curve, piecewise linear, that can be read and drawn by itself; the sum of the
curves is the logit, and a calibration fitted on decisions turns it into a probability. `weights.json` is written by
`polyonym.training.score_model`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from itertools import pairwise
from typing import Final, Self

from polyonym.matching.features import FEATURES
from polyonym.memo import read_once
from polyonym.model import Adjustment
from polyonym.text.spelling_similarity import sigmoid

Line = tuple[float, float, float, float]
"""Where a piece of a curve begins, its value there, by how much it rises, and how wide it is."""
Curve = tuple[tuple[float, ...], tuple[Line, ...]]
"""A piecewise linear function: knots, ascending, and the lines before, between and behind them."""

REASONS: Final[Reasons] = (
    ("left_over", "Parts of one name have no counterpart in the other.", ("left_mention", "left_alias", "left_both")),
    ("initials", "A letter stands for a word.", ("initials",)),
    ("reordered", "The parts stand in another order.", ("rotated", "reordered")),
    ("given_name", "The given names are two.", ("given_differs",)),
    ("common_words", "Words that are both common differ.", ("common_differs",)),
    ("heads", "The names are of two kinds of thing.", ("heads_differ",)),
    ("distinguished", "A word tells one from the other.", ("distinguished", "distinguished_once")),
    ("legal_form", "The legal forms differ.", ("legal_differs",)),
    ("number_once", "Only one of the names holds a number.", ("numbers_once",)),
    ("generation_once", "Only one of the names has a mark of generation.", ("generation_once",)),
)
"""What an explanation takes off, in its order: a code, a sentence, and the features behind it, 0 where all is well."""

Reasons = tuple[tuple[str, str, tuple[str, ...]], ...]
SMALLEST_SHOWN: Final = 0.005


@dataclass(frozen=True, slots=True)
class Curves:
    """One curve a feature, in the order of `names`.

    `at_zero` is what each curve adds where its feature is 0; `behind` leads from the place of a feature to the code and
    the sentence of the reason that it is behind, in the order of the reasons.
    """

    names: tuple[str, ...]
    curves: tuple[Curve, ...]
    at_zero: tuple[float, ...]
    behind: tuple[tuple[int, tuple[str, str]], ...]

    @classmethod
    def of(cls, stored: Mapping[str, Sequence[Sequence[float]]], names: tuple[str, ...], reasons: Reasons) -> Self:
        """Read curves by the names of their features."""
        curves = [curve_of(*stored[name]) for name in names]
        behind = [(names.index(name), (code, detail)) for code, detail, of in reasons for name in of]
        return cls(names, tuple(curves), tuple([at(curve, 0.0) for curve in curves]), tuple(behind))

    def parts(self, features: Sequence[float]) -> list[float]:
        """Return what each feature adds to the logit."""
        # Most features are 0.
        return [
            at(curve, value) if value else at_zero
            for curve, value, at_zero in zip(self.curves, features, self.at_zero, strict=True)
        ]

    def reasons(
        self, features: Sequence[float], parts: Sequence[float], probability: Callable[[float], float]
    ) -> tuple[Adjustment, ...]:
        """Return the adjustments of a score, made of what each feature adds to the logit.

        Each adjustment is the step that the score takes when the features behind it are counted in, in the order of
        the reasons; before the first step the score knows only how much of the names agrees.
        """
        # A feature that is 0 is no step.
        steps = [(reason, parts[place] - self.at_zero[place]) for place, reason in self.behind if features[place]]
        if not steps:
            return ()
        taken: dict[tuple[str, str], float] = {}
        for reason, step in steps:
            taken[reason] = taken.get(reason, 0.0) + step
        logit = sum(parts) - sum([step for _, step in steps])
        before = probability(logit)
        adjustments = []
        for (code, detail), step in taken.items():
            logit += step
            after = probability(logit)
            if abs(after - before) >= SMALLEST_SHOWN:
                adjustments.append(Adjustment(code, round(after - before, 4), detail))
            before = after
        return tuple(adjustments)


@dataclass(frozen=True, slots=True)
class Weights:
    """For each kind of comparison the curves of the FEATURES.

    Kinds are `same` and `across` (the scripts), alone or with a type: `same/place`. `slope` and `offset` are the
    calibration: the log-odds of being right are slope times logit plus offset.
    """

    curves: dict[str, Curves]
    slope: float
    offset: float

    def of(self, kind: str, *, across: bool) -> Curves:
        """Return the curves of a kind of comparison."""
        base = "across" if across else "same"
        return self.curves.get(f"{base}/{kind}") or self.curves[base]

    def probability(self, logit: float) -> float:
        """Return the calibrated probability of a logit."""
        return sigmoid(self.slope * logit + self.offset)


def curve_of(knots: Sequence[float], values: Sequence[float]) -> Curve:
    """Return the piecewise linear function with these values at its knots; beyond its ends it is flat."""
    between = [
        (low, start, end - start, high - low)
        for (low, high), (start, end) in zip(pairwise(knots), pairwise(values), strict=True)
    ]
    return tuple(knots), ((0.0, values[0], 0.0, 1.0), *between, (0.0, values[-1], 0.0, 1.0))


def at(curve: Curve, value: float) -> float:
    """Return a piecewise linear function at a value."""
    knots, lines = curve
    low, start, rise, width = lines[bisect_right(knots, value)]
    return start + rise * (value - low) / width


@read_once("score_model")
def score_model() -> Weights:
    """Read the weights inside the package, once."""
    stored = json.loads(resources.files("polyonym.matching").joinpath("weights.json").read_text(encoding="utf-8"))
    curves = {kind: Curves.of(of, FEATURES, REASONS) for kind, of in stored["curves"].items()}
    return Weights(curves, stored["slope"], stored["offset"])
