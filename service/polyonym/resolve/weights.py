"""The fitted weights of the score, and how a score is put together from features.

An additive model: each feature has a curve, piecewise linear, that can be read and drawn by itself; the sum of the
curves is the logit, and a calibration fitted on decisions turns it into a probability. `weights.json` is written by
`polyonym.training.score`.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Final

from polyonym.model import Adjustment
from polyonym.resolve.features import FEATURES
from polyonym.text.likeness import sigmoid

Curve = tuple[tuple[float, ...], tuple[float, ...]]
"""A piecewise linear function: knots, ascending, and the values at them."""

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
class Weights:
    """For each kind of comparison, one curve a feature, in the order of FEATURES.

    Kinds are `same` and `across` (the scripts), alone or with a type: `same/place`. `slope` and `offset` are the
    calibration: the log-odds of being right are slope times logit plus offset.
    """

    curves: dict[str, tuple[Curve, ...]]
    slope: float
    offset: float

    def score(self, features: Sequence[float], kind: str, *, across: bool) -> float:
        """Return the score of a list of features."""
        logit = sum([at(curve, value) for curve, value in zip(self._curves(kind, across), features, strict=True)])
        return self._probability(logit)

    def reasons(self, features: Sequence[float], kind: str, *, across: bool) -> tuple[Adjustment, ...]:
        """Return what was taken off a score or added to it, and why."""
        curves = dict(zip(FEATURES, self._curves(kind, across), strict=True))
        return added_up(curves, dict(zip(FEATURES, features, strict=True)), REASONS, self._probability)[1]

    def _curves(self, kind: str, across: bool) -> tuple[Curve, ...]:
        """Return the curves of a kind of comparison."""
        base = "across" if across else "same"
        return self.curves.get(f"{base}/{kind}") or self.curves[base]

    def _probability(self, logit: float) -> float:
        """Return the calibrated probability of a logit."""
        return sigmoid(self.slope * logit + self.offset)


def added_up(
    curves: Mapping[str, Curve], values: Mapping[str, float], reasons: Reasons, probability: Callable[[float], float]
) -> tuple[float, tuple[Adjustment, ...]]:
    """Return the score of features under curves, and its adjustments.

    Each adjustment is the step that the score takes when the features behind it are counted in, in the order of the
    reasons; before the first step the score knows only how much of the names agrees.
    """
    logit = sum([at(curve, values[name]) for name, curve in curves.items()])
    score = probability(logit)
    # A feature that is 0 is no step.
    behind = [name for _, _, names in reasons for name in names if values[name]]
    steps = {name: at(curves[name], values[name]) - at(curves[name], 0.0) for name in behind}
    before = logit - sum(steps.values())
    adjustments = []
    for code, detail, names in reasons:
        if any(values[name] for name in names):
            after = before + sum(steps[name] for name in names if name in steps)
            amount = probability(after) - probability(before)
            before = after
            if abs(amount) >= SMALLEST_SHOWN:
                adjustments.append(Adjustment(code, round(amount, 4), detail))
    return score, tuple(adjustments)


def at(curve: Curve, value: float) -> float:
    """Return a piecewise linear function at a value; beyond its ends it is flat."""
    knots, values = curve
    if value <= knots[0]:
        return values[0]
    if value >= knots[-1]:
        return values[-1]
    place = bisect_right(knots, value)
    low, high = knots[place - 1], knots[place]
    return values[place - 1] + (values[place] - values[place - 1]) * (value - low) / (high - low)


@cache
def fitted() -> Weights:
    """Read the weights inside the package, once."""
    stored = json.loads(resources.files("polyonym.resolve").joinpath("weights.json").read_text(encoding="utf-8"))
    curves = {
        kind: tuple((tuple(of[name][0]), tuple(of[name][1])) for name in FEATURES)
        for kind, of in stored["curves"].items()
    }
    return Weights(curves, stored["slope"], stored["offset"])
