"""A mention to a resolution. One step a line; every arrow's product is a frozen value."""

from __future__ import annotations

from collections.abc import Iterable

from polyonym.index.snapshot import Snapshot
from polyonym.model import Mention, Resolution
from polyonym.policy import Policy
from polyonym.resolve.candidates import Stage, candidates, exact_lookup
from polyonym.resolve.decide import decide
from polyonym.resolve.explain import render
from polyonym.resolve.rank import score
from polyonym.text.name import Name, analyse, without_tokens


def resolve(snapshot: Snapshot, mention: Mention, policy: Policy) -> Resolution:
    """Say which entity a mention means, and why. The mention has passed `intake.check_mention`."""
    name, stages = _read(snapshot, mention, policy)
    scored = score(snapshot, mention, name, stages, policy)
    decision = decide(scored, policy)
    shown = [item for item in scored if item.evidence.score >= policy.shown_floor]
    return render(snapshot, mention.text, shown, decision, mention.limit)


def _read(snapshot: Snapshot, mention: Mention, policy: Policy) -> tuple[Name, Iterable[Stage]]:
    """Take a mention apart and look for the names that it may be.

    A name that one entity is listed under needs no taking apart: the short path, which most mentions go.
    """
    bare = without_tokens(mention.text)
    hits = exact_lookup(snapshot, bare.cased, bare.folded)
    names = snapshot.columns.names
    meant = {(names.entity_rows.item(hit.name), names.is_never(hit.name)) for hit in hits}
    if len(meant) == 1 and not meant.pop()[1]:
        return bare, (Stage(hits),)
    name = analyse(mention.text, snapshot.lexicon)
    return name, candidates(snapshot, name, policy, hits, alone=mention.by_itself)
