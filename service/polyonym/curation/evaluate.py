"""Ask questions with known answers, and measure the answers: a file of gold, or the gazetteer's own names.

In come gold or held-out trials and something that answers; out comes one frozen run. Nothing is printed; progress goes
to a callback.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, Protocol

from polyonym.curation.gold import GoldFile
from polyonym.curation.holdout import Gap, HoldOut
from polyonym.curation.measures import Evaluation, evaluation_of
from polyonym.curation.outcomes import outcome_of, outcome_of_pair
from polyonym.errors import MentionError
from polyonym.model import Comparison, Entity, Mention, Problem, Resolution

Subject = Literal["mentions", "pairs", "names"]


class Engine(Protocol):
    """What answers the questions."""

    def resolve_many(self, mentions: Iterable[Mention], /) -> Iterator[Resolution | MentionError]:
        """Resolve mentions in order."""

    def compare(self, a: str, b: str) -> Comparison:
        """Compare two names."""

    def entity(self, id: str, /) -> Entity:  # noqa: A002 -- the word of the files
        """Return an entity by its id."""


@dataclass(frozen=True, slots=True)
class EvaluationRun:
    """What was evaluated, the figures, and the rows that were left out.

    For names that were held out, `entities` is the number of entities they belong to, and `gaps` what was missed.
    """

    subject: Subject
    evaluation: Evaluation
    problems: tuple[Problem, ...] = ()
    entities: int = 0
    gaps: tuple[Gap, ...] = ()


def evaluate_gold(
    gold: GoldFile, engine: Engine, threshold: float, progress: Callable[[int, int], None] | None = None
) -> EvaluationRun:
    """Resolve the mentions or compare the pairs of a file, and measure the answers.

    `threshold` is the one in force; `progress` is called with how many questions are done, and how many there are.
    Raises MentionError for a mention that cannot be resolved; `read_gold` makes none.
    """
    outcomes = []
    total = len(gold.mentions) + len(gold.pairs)
    answers = engine.resolve_many(mention.mention for mention in gold.mentions)
    for mention, answer in zip(gold.mentions, answers, strict=True):
        if isinstance(answer, MentionError):
            raise answer
        kind = "" if mention.expected is None else engine.entity(mention.expected).type
        outcomes.append(outcome_of(mention, answer, kind))
        if progress is not None:
            progress(len(outcomes), total)
    for pair in gold.pairs:
        outcomes.append(outcome_of_pair(pair, engine.compare(pair.a, pair.b)))
        if progress is not None:
            progress(len(outcomes), total)
    return EvaluationRun(gold.holds, evaluation_of(outcomes, threshold), gold.problems)


def evaluate_hold_out(found: HoldOut, threshold: float) -> EvaluationRun:
    """Measure the answers to held-out names."""
    evaluation = evaluation_of(found.outcomes, threshold)
    return EvaluationRun("names", evaluation, entities=found.entities, gaps=found.gaps)
