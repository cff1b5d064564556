"""Evidence to something a person can read. Nothing is computed here that could change a score."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from polyonym.index.snapshot import Snapshot
from polyonym.model import Candidate, Evidence, Explanation, Method, Resolution, RunnerUp
from polyonym.resolve.decide import Decision
from polyonym.resolve.rank import Scored

VERBS: Final[dict[Method, str]] = {
    "cased": "is, to the letter,",
    "exact": "is, but for case and accents,",
    "spelling": "is spelled like",
    "sound": "sounds like",
    "script": "is, across scripts, like",
}


def render(snapshot: Snapshot, text: str, scored: Sequence[Scored], decision: Decision, limit: int) -> Resolution:
    """Render a decision and the first `limit` scored entities as the answer for a text."""
    candidates = explain(snapshot, text, scored, decision, limit)
    winner = candidates[0] if decision.status == "match" else None
    return Resolution(
        mention=text,
        status=decision.status,
        id=winner.id if winner else None,
        name=winner.name if winner else None,
        score=candidates[0].score if candidates else 0.0,
        candidates=candidates,
        gazetteer=snapshot.fingerprint,
    )


def explain(
    snapshot: Snapshot, text: str, scored: Sequence[Scored], decision: Decision, limit: int
) -> tuple[Candidate, ...]:
    """Render the first `limit` scored entities as candidates, each with its explanation."""
    # The runner-up of a candidate is the best entity beside it.
    first, second = (_runner_up(snapshot, item) for item in scored[:2]) if len(scored) > 1 else (None, None)
    return tuple(
        [
            _candidate(snapshot, text, item, first if place else second, None if place else decision)
            for place, item in enumerate(scored[:limit])
        ]
    )


def _candidate(
    snapshot: Snapshot, text: str, item: Scored, runner_up: RunnerUp | None, decision: Decision | None
) -> Candidate:
    """Render one candidate; the first one with the decision, which is about its lead."""
    entity = snapshot.entities[item.entity]
    score = round(item.evidence.score, 4)
    margin = None if runner_up is None else round(score - runner_up.score, 4)
    sentence = sentence_for(text, entity.name, item.evidence, runner_up)
    if decision is not None and decision.status == "ambiguous" and runner_up is not None:
        sentence += f" The lead over {runner_up.name} is too small to decide."
    explanation = Explanation(item.evidence, runner_up, margin, sentence)
    return Candidate(entity.id, entity.name, entity.type, score, item.evidence.alias.name, explanation)


def _runner_up(snapshot: Snapshot, item: Scored) -> RunnerUp:
    """Render a scored entity as the one that another leads or follows."""
    entity = snapshot.entities[item.entity]
    return RunnerUp(entity.id, entity.name, round(item.evidence.score, 4))


def adjustments_in_words(evidence: Evidence) -> list[str]:
    """Put each adjustment into words, with its amount."""
    return [f"{adjustment.detail.rstrip('.')} ({adjustment.amount:+.2f})" for adjustment in evidence.adjustments]


def sentence_for(text: str, label: str, evidence: Evidence, runner_up: RunnerUp | None) -> str:
    """Say in one sentence which name was met, how well, and what counted against it."""
    origin = evidence.alias.origin
    parts = [f"{text!r} {VERBS[evidence.method]} {evidence.alias.name!r}, a name of {label} ({origin})"]
    parts[0] += f", with a score of {evidence.score:.2f}"
    parts += adjustments_in_words(evidence)
    if runner_up is not None:
        parts.append(f"next comes {runner_up.name} with {runner_up.score:.2f}")
    return "; ".join(parts) + "."
