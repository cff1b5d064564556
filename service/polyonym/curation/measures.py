"""Outcomes to figures: precision, recall, F1, reliability of the scores, and what other thresholds would give.

In come outcomes, out comes one frozen evaluation. A share of nothing is None and never 0 or 1, so that an empty group
looks neither good nor bad. Reliability is the expected calibration error over ten bins of equal width (Naeini,
Cooper and Hauskrecht, 2015).
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.curation.outcomes import Outcome

TOP_RANKS: Final = (1, 3, 10)
"""Among how many first candidates the expected one is looked for."""
BINS: Final = 10
STEPS: Final = 100
"""The thresholds of the sweep: 0, 0.01, and so on to 1."""


@dataclass(frozen=True, slots=True)
class Measures:
    """The counts of a group of outcomes.

    `positives` expect an entity, `matched` were a match, `correct` a match with what is expected, `false` a match where
    nobody is expected. `top` counts the positives whose rank is within each of TOP_RANKS.
    """

    count: int
    positives: int
    matched: int
    correct: int
    false: int
    ambiguous: int
    top: tuple[int, ...]

    @property
    def precision(self) -> float | None:
        """Return the share of the matches that are correct."""
        return share(self.correct, self.matched)

    @property
    def recall(self) -> float | None:
        """Return the share of the positives that are matched correctly."""
        return share(self.correct, self.positives)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return share(2 * self.correct, self.matched + self.positives)

    @property
    def false_share(self) -> float | None:
        """Return the share of the negatives, which mean nobody, that are matched."""
        return share(self.false, self.count - self.positives)

    @property
    def top_shares(self) -> tuple[float | None, ...]:
        """Return the share of the positives within each of TOP_RANKS."""
        return tuple(share(found, self.positives) for found in self.top)


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of the outcomes that have a script or a type in common."""

    name: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class Bin:
    """First candidates with a score from `low` to `high`: the mean score, and the share that is correct.

    A score on the border of two bins belongs to the upper one.
    """

    low: float
    high: float
    count: int
    score: float | None
    accuracy: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Ten bins, and the expected calibration error: the distance of score and accuracy, weighted by count."""

    bins: tuple[Bin, ...]
    error: float | None


@dataclass(frozen=True, slots=True)
class ThresholdPoint:
    """Precision, recall and F1 of the decisions with another threshold."""

    threshold: float
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is measured. `errors` come with the highest score first, `threshold` is the one in force."""

    overall: Measures
    scripts: tuple[Group, ...]
    types: tuple[Group, ...]
    reliability: Reliability
    threshold: float
    best: ThresholdPoint | None
    sweep: tuple[ThresholdPoint, ...]
    errors: tuple[Outcome, ...]


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, None of nothing."""
    return part / whole if whole else None


def evaluation_of(outcomes: Sequence[Outcome], threshold: float) -> Evaluation:
    """Measure the outcomes of answers that were given with a threshold in force."""
    wrong = (item for item in outcomes if not item.is_correct)
    return Evaluation(
        overall=measure(outcomes),
        scripts=groups(outcomes, lambda item: item.script),
        types=groups(outcomes, lambda item: item.type),
        reliability=reliability(outcomes),
        threshold=threshold,
        best=best_threshold(outcomes),
        sweep=sweep(outcomes),
        errors=tuple(sorted(wrong, key=lambda item: (-(item.score or 0.0), item.origin.file, item.origin.line))),
    )


def measure(outcomes: Iterable[Outcome]) -> Measures:
    """Count the outcomes of a group."""
    rows = tuple(outcomes)
    positives = [row for row in rows if row.expected is not None]
    matched = [row for row in rows if row.status == "match"]
    return Measures(
        count=len(rows),
        positives=len(positives),
        matched=len(matched),
        correct=sum(row.is_correct for row in matched),
        false=sum(row.expected is None for row in matched),
        ambiguous=sum(row.status == "ambiguous" for row in rows),
        top=tuple(sum(row.rank is not None and row.rank <= most for row in positives) for most in TOP_RANKS),
    )


def groups(outcomes: Iterable[Outcome], key: Callable[[Outcome], str]) -> tuple[Group, ...]:
    """Measure outcomes by a key, the largest group first."""
    found: dict[str, list[Outcome]] = defaultdict(list)
    for item in outcomes:
        found[key(item)].append(item)
    ordered = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(Group(name, measure(items)) for name, items in ordered)


def reliability(outcomes: Iterable[Outcome]) -> Reliability:
    """Compare the scores of first candidates with how often they are correct."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for item in outcomes:
        if item.score is not None:
            found[min(int(item.score * BINS), BINS - 1)].append((item.score, item.rank == 1))
    bins = tuple(_bin(number, rows) for number, rows in enumerate(found))
    distances = (b.count * abs(b.score - b.accuracy) for b in bins if b.score is not None and b.accuracy is not None)
    total = sum(b.count for b in bins)
    return Reliability(bins, sum(distances) / total if total else None)


def _bin(number: int, rows: Sequence[tuple[float, bool]]) -> Bin:
    """Average the scores and the outcomes of one bin."""
    count, low, high = len(rows), number / BINS, (number + 1) / BINS
    if not rows:
        return Bin(low, high, 0, None, None)
    return Bin(low, high, count, sum(score for score, _ in rows) / count, sum(correct for _, correct in rows) / count)


def sweep(outcomes: Sequence[Outcome]) -> tuple[ThresholdPoint, ...]:
    """Return precision and recall at evenly spaced thresholds."""
    at = _measures_at(outcomes)
    return tuple(at(step / STEPS) for step in range(STEPS + 1))


def best_threshold(outcomes: Sequence[Outcome]) -> ThresholdPoint | None:
    """Return the threshold with the best F1, of equals the highest; None where no threshold gives a correct match."""
    at = _measures_at(outcomes)
    points = (at(score) for score in {score for score, _ in _decidable(outcomes)})
    return max((point for point in points if point.f1), key=lambda point: (point.f1, point.threshold), default=None)


def _decidable(outcomes: Iterable[Outcome]) -> list[tuple[float, bool]]:
    """Return score and correctness where a threshold decides: what is ambiguous stays so with any threshold."""
    return [(row.score, row.rank == 1) for row in outcomes if row.score is not None and row.status != "ambiguous"]


def _measures_at(outcomes: Sequence[Outcome]) -> Callable[[float], ThresholdPoint]:
    """Return what gives the measures at a threshold, by two binary searches."""
    decidable = _decidable(outcomes)
    scores = sorted(score for score, _ in decidable)
    correct_scores = sorted(score for score, correct in decidable if correct)
    positives = sum(row.expected is not None for row in outcomes)

    def at(threshold: float) -> ThresholdPoint:
        matched = len(scores) - bisect_left(scores, threshold)
        correct = len(correct_scores) - bisect_left(correct_scores, threshold)
        return ThresholdPoint(
            threshold, share(correct, matched), share(correct, positives), share(2 * correct, matched + positives)
        )

    return at
