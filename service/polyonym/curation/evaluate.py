"""Answers whose right ones are known, to measures: how often a decision, a score and a threshold can be trusted.

In come frozen answers with what should have been said, out comes one frozen evaluation; nothing is resolved, printed
or read here. Mentions and pairs are judged alike: a pair is a question with one possible answer. Every share of
nothing is None and never 0 or 1, so that an empty group cannot look good or bad.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.model import Comparison, EntityType, Mention, Origin, Resolution, Status
from polyonym.text.scripts import script_of

TOP: Final = (1, 3, 10)
"""Among how many first candidates the right one is looked for."""
BINS: Final = 10
STEPS: Final = 100
"""The thresholds at which precision and recall are shown: 0, 0.01, and so on to 1."""
SAME: Final = "same"
"""What stands for an id where two names are the same."""
UNSTATED: Final = "unstated"
NOTHING_NEAR: Final = "No name of the gazetteer comes near."


@dataclass(frozen=True, slots=True)
class Gold:
    """A mention, the id that it means (None: nobody in the gazetteer), and where both are stated."""

    mention: Mention
    expected: str | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class GoldPair:
    """Two names, whether one entity bears both, and where that is stated."""

    a: str
    b: str
    same: bool
    type: EntityType | None
    origin: Origin


@dataclass(frozen=True, slots=True)
class Judged:
    """One answer beside what should have been said.

    `asked` is a mention or two names. `expected`, `got` and `first` are ids, or SAME for a pair: what had to be
    matched, what was, and the first candidate, with its `score`. `place`, from 1 on, is where the right one stands.
    """

    origin: Origin
    asked: tuple[str, ...]
    script: str
    type: str
    expected: str | None
    status: Status
    got: str | None
    first: str | None
    score: float | None
    place: int | None
    sentence: str

    @property
    def is_right(self) -> bool:
        """Say whether what had to be found was matched, and nothing else was."""
        return self.got == self.expected


@dataclass(frozen=True, slots=True)
class Measures:
    """What a group of answers comes to, in counts; `wanted` have a right candidate, `false` matched without one."""

    count: int
    wanted: int
    matched: int
    right: int
    false: int
    ambiguous: int
    top: tuple[int, ...]

    @property
    def precision(self) -> float | None:
        """Return the share of the matches that are right."""
        return share(self.right, self.matched)

    @property
    def recall(self) -> float | None:
        """Return the share of what was to be matched that was."""
        return share(self.right, self.wanted)

    @property
    def f1(self) -> float | None:
        """Return the harmonic mean of precision and recall."""
        return share(2 * self.right, self.matched + self.wanted)

    @property
    def false_share(self) -> float | None:
        """Return the share of those that mean nobody which were matched all the same."""
        return share(self.false, self.count - self.wanted)

    @property
    def top_shares(self) -> tuple[float | None, ...]:
        """Return how often the right candidate is among the first, for each number of TOP."""
        return tuple(share(found, self.wanted) for found in self.top)


@dataclass(frozen=True, slots=True)
class Group:
    """The measures of the answers that have a script or a type in common."""

    name: str
    measures: Measures


@dataclass(frozen=True, slots=True)
class Bin:
    """First candidates with a score from `low` to `high`: the mean score, and the share that is right.

    A score on the border of two bins belongs to the upper one.
    """

    low: float
    high: float
    count: int
    score: float | None
    right: float | None


@dataclass(frozen=True, slots=True)
class Reliability:
    """Ten bins, and the expected calibration error: how far score and share lie apart, weighted by count."""

    bins: tuple[Bin, ...]
    error: float | None


@dataclass(frozen=True, slots=True)
class Point:
    """Precision, recall and F1 of the decisions, had the threshold been another."""

    threshold: float
    precision: float | None
    recall: float | None
    f1: float | None


@dataclass(frozen=True, slots=True)
class Evaluation:
    """Everything that is measured. `errors` come with the surest first, `threshold` is the one in force."""

    whole: Measures
    scripts: tuple[Group, ...]
    types: tuple[Group, ...]
    reliability: Reliability
    threshold: float
    best: Point | None
    sweep: tuple[Point, ...]
    errors: tuple[Judged, ...]


def share(part: int, whole: int) -> float | None:
    """Return a part of a whole, None of nothing."""
    return part / whole if whole else None


def judge(gold: Gold, answer: Resolution, kind: str) -> Judged:
    """Lay a resolution beside what should have been said; `kind` is the type of what is meant, where it is known."""
    ids = [candidate.id for candidate in answer.candidates]
    first = answer.candidates[0] if answer.candidates else None
    return Judged(
        origin=gold.origin,
        asked=(gold.mention.text,),
        script=script_of(gold.mention.text),
        type=gold.mention.type or kind or UNSTATED,
        expected=gold.expected,
        status=answer.status,
        got=answer.id,
        first=first.id if first else None,
        score=first.score if first else None,
        place=ids.index(gold.expected) + 1 if gold.expected in ids else None,
        sentence=first.explanation.sentence if first else NOTHING_NEAR,
    )


def judge_pair(gold: GoldPair, answer: Comparison) -> Judged:
    """Lay a comparison beside what should have been said."""
    return Judged(
        origin=gold.origin,
        asked=(gold.a, gold.b),
        script="/".join(sorted({script_of(gold.a), script_of(gold.b)})),
        type=gold.type or UNSTATED,
        expected=SAME if gold.same else None,
        status="match" if answer.same else "no_match",
        got=SAME if answer.same else None,
        first=SAME,
        score=answer.score,
        place=1 if gold.same else None,
        sentence=answer.explanation.sentence,
    )


def evaluate(judged: Sequence[Judged], threshold: float) -> Evaluation:
    """Measure answers that were given with a threshold in force."""
    wrong = (item for item in judged if not item.is_right)
    return Evaluation(
        whole=measure(judged),
        scripts=groups(judged, lambda item: item.script),
        types=groups(judged, lambda item: item.type),
        reliability=reliability(judged),
        threshold=threshold,
        best=best(judged),
        sweep=sweep(judged),
        errors=tuple(sorted(wrong, key=lambda item: (-(item.score or 0.0), item.origin.file, item.origin.line))),
    )


def measure(judged: Iterable[Judged]) -> Measures:
    """Count the answers of a group."""
    rows = tuple(judged)
    wanted = [row for row in rows if row.expected is not None]
    matched = [row for row in rows if row.status == "match"]
    return Measures(
        count=len(rows),
        wanted=len(wanted),
        matched=len(matched),
        right=sum(row.is_right for row in matched),
        false=sum(row.expected is None for row in matched),
        ambiguous=sum(row.status == "ambiguous" for row in rows),
        top=tuple(sum(row.place is not None and row.place <= most for row in wanted) for most in TOP),
    )


def groups(judged: Iterable[Judged], key: Callable[[Judged], str]) -> tuple[Group, ...]:
    """Measure what has a key in common, the largest group first."""
    found: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        found[key(item)].append(item)
    ordered = sorted(found.items(), key=lambda group: (-len(group[1]), group[0]))
    return tuple(Group(name, measure(items)) for name, items in ordered)


def reliability(judged: Iterable[Judged]) -> Reliability:
    """Compare what the scores of first candidates promise with how often they are right."""
    found: list[list[tuple[float, bool]]] = [[] for _ in range(BINS)]
    for item in judged:
        if item.score is not None:
            found[min(int(item.score * BINS), BINS - 1)].append((item.score, item.place == 1))
    bins = tuple(_bin(number, rows) for number, rows in enumerate(found))
    apart = (b.count * abs(b.score - b.right) for b in bins if b.score is not None and b.right is not None)
    total = sum(b.count for b in bins)
    return Reliability(bins, sum(apart) / total if total else None)


def _bin(number: int, rows: Sequence[tuple[float, bool]]) -> Bin:
    """Average the scores and the outcomes of one bin."""
    count, low, high = len(rows), number / BINS, (number + 1) / BINS
    if not rows:
        return Bin(low, high, 0, None, None)
    return Bin(low, high, count, sum(score for score, _ in rows) / count, sum(right for _, right in rows) / count)


def sweep(judged: Sequence[Judged]) -> tuple[Point, ...]:
    """Return precision and recall at evenly spaced thresholds."""
    at = _decided_anew(judged)
    return tuple(at(step / STEPS) for step in range(STEPS + 1))


def best(judged: Sequence[Judged]) -> Point | None:
    """Return the threshold with the best F1, of equals the highest; None where nothing could be matched rightly."""
    at = _decided_anew(judged)
    points = (at(score) for score in {score for score, _ in _movable(judged)})
    return max((point for point in points if point.f1), key=lambda point: (point.f1, point.threshold), default=None)


def _movable(judged: Iterable[Judged]) -> list[tuple[float, bool]]:
    """Return score and outcome where a threshold decides: what is ambiguous stays so wherever the threshold lies."""
    return [(row.score, row.place == 1) for row in judged if row.score is not None and row.status != "ambiguous"]


def _decided_anew(judged: Sequence[Judged]) -> Callable[[float], Point]:
    """Return what gives the measures at a threshold, in the time of two look-ups."""
    movable = _movable(judged)
    scores = sorted(score for score, _ in movable)
    right = sorted(score for score, is_right in movable if is_right)
    wanted = sum(row.expected is not None for row in judged)

    def at(threshold: float) -> Point:
        matched = len(scores) - bisect_left(scores, threshold)
        hit = len(right) - bisect_left(right, threshold)
        return Point(threshold, share(hit, matched), share(hit, wanted), share(2 * hit, matched + wanted))

    return at
