"""A spot to the entities it may mean: listed names as `resolve` resolves them, forms as the names they are forms of.

In comes a spot, out come scored entities, best first, in the terms of `resolve`: the same evidence, the same decision,
the same explanation. A form costs what its way of being found costs, and nothing here searches by likeness.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.spotter import Spot, Way
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Adjustment, Evidence, Mention, Resolution, TokenPair
from polyonym.resolve import pipeline
from polyonym.resolve.decide import Decision, decide
from polyonym.resolve.explain import explain
from polyonym.resolve.policy import Policy
from polyonym.resolve.score import Scored
from polyonym.text.normalise import cased, folded

_DETAILS: Final[dict[Way, str]] = {
    "form": "The name has another ending in this sentence.",
    "affixed": "A small word is written to the name.",
}


@dataclass(frozen=True, slots=True)
class Meaning:
    """A spot with the entities it may mean, best first; `doubt` says why it cannot be more than ambiguous."""

    spot: Spot
    scored: tuple[Scored, ...]
    doubt: Adjustment | None = None

    def decision(self, policy: Policy) -> Decision:
        """Decide over the entities, as `resolve` does; a doubt leaves a match ambiguous."""
        found = decide(self.scored, policy)
        return Decision("ambiguous", found.margin) if self.doubt and found.status == "match" else found


@dataclass(frozen=True, slots=True)
class Reading:
    """What a text is read with: a snapshot, the policies, and what the reader was told of its language."""

    snapshot: Snapshot
    policy: Policy
    annotation: AnnotationPolicy
    language: str | None

    def meaning(self, spot: Spot, text: str, context: str | None = None) -> tuple[Scored, ...]:
        """Return the entities that a spot may mean; none where no listed name stands there."""
        written = text[spot.start : spot.end]
        if spot.way == "listed":
            return self.listed(written, context)
        costs = {"form": self.annotation.inflected, "affixed": self.annotation.affixed}
        bases = dict.fromkeys(self.snapshot.names[number].alias.name for number in spot.names)
        own = {self.snapshot.names[number].entity for number in spot.names}
        best: dict[int, Scored] = {}
        for base in bases:
            for item in self.listed(base, context):
                if item.entity in own and item.entity not in best:
                    cost = Adjustment(spot.way, -costs[spot.way], _DETAILS[spot.way])
                    evidence = item.evidence if spot.way == "affixed" else as_form(item.evidence, written)
                    best[item.entity] = Scored(item.entity, with_adjustment(evidence, cost))
        return in_order(best.values())

    def listed(self, written: str, context: str | None = None) -> tuple[Scored, ...]:
        """Return the entities that bear a name as it is written, by the short path of `resolve`; none otherwise."""
        snapshot = self.snapshot
        if not (snapshot.exact.get(folded(written)) or snapshot.cased.get(cased(written))):
            return ()
        mention = Mention(written, None, self.language, context, self.annotation.most_candidates)
        found = pipeline.resolve(snapshot, mention, self.policy)
        return tuple(
            Scored(snapshot.by_id[candidate.id], candidate.explanation.evidence)
            for candidate in found.candidates
            if candidate.explanation.evidence.method in {"cased", "exact"}
        )

    def resolution(self, meaning: Meaning, text: str) -> Resolution:
        """Render what a spot means as `resolve` would answer it."""
        written = text[meaning.spot.start : meaning.spot.end]
        decision = meaning.decision(self.policy)
        candidates = explain(self.snapshot, written, meaning.scored, decision, self.annotation.shown)
        winner = candidates[0] if decision.status == "match" else None
        return Resolution(
            mention=written,
            status=decision.status,
            id=winner.id if winner else None,
            name=winner.name if winner else None,
            score=candidates[0].score if candidates else 0.0,
            candidates=candidates,
            gazetteer=self.snapshot.fingerprint,
        )


def as_form(evidence: Evidence, written: str) -> Evidence:
    """Return the evidence of a listed name for a form or a part of it: alike in what they share, not to the letter."""
    pair = TokenPair(folded(written), folded(evidence.alias.name), 1.0, "spelling", 1.0)
    return replace(evidence, method="spelling", pairs=(pair,))


def with_adjustment(evidence: Evidence, adjustment: Adjustment) -> Evidence:
    """Return the evidence with one more adjustment, its score moved by the amount."""
    score = min(1.0, max(0.0, evidence.score + adjustment.amount))
    return replace(evidence, adjustments=(*evidence.adjustments, adjustment), score=score)


def in_order(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """Put scored entities in order, best first, equal ones by id."""
    return tuple(sorted(scored, key=lambda item: (-item.evidence.score, item.entity)))


def tied(scored: Sequence[Scored], policy: Policy) -> set[int]:
    """Return the entities that nothing tells from the best one."""
    return {item.entity for item in scored if scored[0].evidence.score - item.evidence.score < policy.margin}
