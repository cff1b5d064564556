"""Questions with known answers, and how an answer compares with what is expected.

In come a gold row and the answer to it; out comes one frozen outcome. Mentions and pairs have the same shape: a pair is
a question with one possible answer.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from polyonym.model import Comparison, EntityType, Mention, Origin, Resolution, Status
from polyonym.text.scripts import script_of

SAME: Final = "same"
"""What stands for an id where two names are the same."""
UNSTATED: Final = "unstated"
"""The type of a question that states none and expects nobody."""
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
class Outcome:
    """One answer beside the expected one.

    `texts` is a mention or two names. `expected`, `predicted` and `first` are ids, or SAME for a pair: what had to be
    matched, what was matched, and the first candidate, with its `score`. `rank`, from 1, is the place of the expected
    one among the candidates; None where it is not among them or nobody is expected.
    """

    origin: Origin
    texts: tuple[str, ...]
    script: str
    type: str
    expected: str | None
    status: Status
    predicted: str | None
    first: str | None
    score: float | None
    rank: int | None
    sentence: str

    @property
    def is_correct(self) -> bool:
        """Tell whether what is expected was matched, and nothing else was."""
        return self.predicted == self.expected


def outcome_of(gold: Gold, answer: Resolution, kind: str) -> Outcome:
    """Compare a resolution with what is expected; `kind` is the type of the expected entity, empty for nobody."""
    ids = [candidate.id for candidate in answer.candidates]
    first = answer.candidates[0] if answer.candidates else None
    return Outcome(
        origin=gold.origin,
        texts=(gold.mention.text,),
        script=script_of(gold.mention.text),
        type=gold.mention.type or kind or UNSTATED,
        expected=gold.expected,
        status=answer.status,
        predicted=answer.id,
        first=first.id if first else None,
        score=first.score if first else None,
        rank=ids.index(gold.expected) + 1 if gold.expected in ids else None,
        sentence=first.explanation.sentence if first else NOTHING_NEAR,
    )


def outcome_of_pair(gold: GoldPair, answer: Comparison) -> Outcome:
    """Compare the verdict on two names with what is expected."""
    return Outcome(
        origin=gold.origin,
        texts=(gold.a, gold.b),
        script="/".join(sorted({script_of(gold.a), script_of(gold.b)})),
        type=gold.type or UNSTATED,
        expected=SAME if gold.same else None,
        status="match" if answer.same else "no_match",
        predicted=SAME if answer.same else None,
        first=SAME,
        score=answer.score,
        rank=1 if gold.same else None,
        sentence=answer.explanation.sentence,
    )
