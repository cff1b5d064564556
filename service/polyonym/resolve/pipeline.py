"""Mentions to resolutions. One step a line; every arrow's product is a frozen value.

A column of mentions goes through together; one mention is a column of one.
"""

from __future__ import annotations

from collections.abc import Sequence

from polyonym.index.snapshot import Snapshot
from polyonym.model import Mention, Resolution
from polyonym.policy import Policy
from polyonym.resolve.candidates import FoundName, exact_lookup
from polyonym.resolve.decide import decide
from polyonym.resolve.explain import render
from polyonym.resolve.rank import Scored, rank_exact, ranked, with_evidence
from polyonym.resolve.search import search_batch
from polyonym.text.name import analyse, as_it_stands


def resolve(snapshot: Snapshot, mention: Mention, policy: Policy) -> Resolution:
    """Say which entity a mention means, and why. The mention has passed `intake.check_mention`."""
    return resolve_batch(snapshot, [mention], policy)[0]


def resolve_batch(snapshot: Snapshot, mentions: Sequence[Mention], policy: Policy) -> list[Resolution]:
    """Say which entity each mention means, and why: the same for each as by itself."""
    scored: dict[int, tuple[Scored, ...]] = {}
    searched: list[int] = []
    hits: list[tuple[FoundName, ...]] = []
    for row, mention in enumerate(mentions):
        found = _listed_once(snapshot, mention, policy)
        if isinstance(found, tuple):
            searched.append(row)
            hits.append(found)
        else:
            scored[row] = found.scored
    own = [mentions[row] for row in searched]
    names = [analyse(mention.text, snapshot.lexicon) for mention in own]
    rankings = search_batch(snapshot, own, names, hits, policy)
    for row, mention, ranking in zip(searched, own, rankings, strict=True):
        scored[row] = with_evidence(snapshot, ranking, ranked(snapshot, mention, ranking, policy))
    return [_answer(snapshot, mention, scored[row], policy) for row, mention in enumerate(mentions)]


class _Short:
    """What the short path found: a name that one entity is listed under needs no taking apart."""

    __slots__ = ("scored",)

    def __init__(self, scored: tuple[Scored, ...]) -> None:
        """Keep what was found."""
        self.scored = scored


def _listed_once(snapshot: Snapshot, mention: Mention, policy: Policy) -> _Short | tuple[FoundName, ...]:
    """Return the answer for a name that one entity is listed under; else the names that the mention is listed under."""
    bare = as_it_stands(mention.text)
    hits = exact_lookup(snapshot, bare.cased, bare.folded)
    names = snapshot.columns.names
    meant = {(names.entity_rows.item(hit.name), names.is_never(hit.name)) for hit in hits}
    if len(meant) == 1 and not meant.pop()[1]:
        return _Short(rank_exact(snapshot, mention, bare, hits, policy))
    return hits


def _answer(snapshot: Snapshot, mention: Mention, scored: tuple[Scored, ...], policy: Policy) -> Resolution:
    """Decide over scored entities, and render the answer."""
    shown = [item for item in scored if item.evidence.score >= policy.shown_floor]
    return render(snapshot, mention.text, shown, decide(scored, policy), mention.limit)
