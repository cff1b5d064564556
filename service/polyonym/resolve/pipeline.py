"""A mention to a resolution. One step a line; every arrow's product is a frozen value."""

from __future__ import annotations

from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Mention, Resolution
from polyonym.resolve.candidates import candidates
from polyonym.resolve.decide import decide
from polyonym.resolve.explain import explain
from polyonym.resolve.policy import Policy
from polyonym.resolve.score import score
from polyonym.text.name import analyse


def resolve(snapshot: Snapshot, mention: Mention, policy: Policy) -> Resolution:
    """Say which entity a mention means, and why. The mention has passed `intake.check_mention`."""
    name = analyse(mention.text, snapshot.lexicon)
    found = candidates(snapshot, name, policy)
    scored = score(snapshot, mention, name, found, policy)
    decision = decide(scored, policy)
    shown = [item for item in scored if item.evidence.score >= policy.shown_floor]
    explained = explain(snapshot, mention.text, shown, decision, mention.limit)
    winner = explained[0] if decision.status == "match" else None
    return Resolution(
        mention=mention.text,
        status=decision.status,
        id=winner.id if winner else None,
        name=winner.name if winner else None,
        score=explained[0].score if explained else 0.0,
        candidates=explained,
        gazetteer=snapshot.fingerprint,
    )
