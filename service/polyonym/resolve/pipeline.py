"""Mentions to resolutions. One step a line; every arrow's product is a frozen value.

A column of mentions goes through together; one mention is a column of one.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from polyonym.index.snapshot import Snapshot
from polyonym.model import BriefResolution, Mention, Resolution
from polyonym.policy import Policy
from polyonym.resolve.candidates import FoundName, exact_lookup
from polyonym.resolve.decide import Decision, decision
from polyonym.resolve.explain import render
from polyonym.resolve.rank import Ranking, ScoredName, exact_ranking, ranked, with_evidence
from polyonym.resolve.search import search_batch
from polyonym.text.name import analyse, without_tokens


class Outcome(NamedTuple):
    """What was decided about a mention: entities with their best names, best first, and the decision over them.

    Evidence is made of it for whoever asks for that.
    """

    mention: Mention
    ranking: Ranking
    entities: list[tuple[int, ScoredName]]
    decision: Decision


def resolve(snapshot: Snapshot, mention: Mention, policy: Policy) -> Resolution:
    """Say which entity a mention means, and why. The mention has passed `intake.check_mention`."""
    return resolution(snapshot, decide_batch(snapshot, [mention], policy)[0])


def decide_batch(snapshot: Snapshot, mentions: Sequence[Mention], policy: Policy) -> list[Outcome]:
    """Decide which entity each mention means: the same for each as by itself."""
    rankings: dict[int, Ranking] = {}
    searched: list[int] = []
    hits: list[tuple[FoundName, ...]] = []
    for row, mention in enumerate(mentions):
        found = _listed_once(snapshot, mention, policy)
        if isinstance(found, Ranking):
            rankings[row] = found
        else:
            searched.append(row)
            hits.append(found)
    own = [mentions[row] for row in searched]
    names = [analyse(mention.text, snapshot.lexicon) for mention in own]
    rankings.update(zip(searched, search_batch(snapshot, own, names, hits, policy), strict=True))
    return [_outcome(snapshot, mention, rankings[row], policy) for row, mention in enumerate(mentions)]


def _listed_once(snapshot: Snapshot, mention: Mention, policy: Policy) -> Ranking | tuple[FoundName, ...]:
    """Return the ranking of a name that one entity is listed under; else the names that the mention is listed under.

    The first is the short path, which most mentions take: such a name needs no taking apart.
    """
    bare = without_tokens(mention.text)
    hits = exact_lookup(snapshot, bare.cased, bare.folded)
    names = snapshot.columns.names
    meant = {(names.entity_rows.item(hit.name), names.is_never(hit.name)) for hit in hits}
    if len(meant) == 1 and not meant.pop()[1]:
        return exact_ranking(snapshot, bare, hits, policy)
    return hits


def _outcome(snapshot: Snapshot, mention: Mention, ranking: Ranking, policy: Policy) -> Outcome:
    """Decide over the entities of a ranking."""
    entities = ranked(snapshot, mention, ranking, policy)
    if not entities:
        return Outcome(mention, ranking, entities, Decision("no_match", None))
    first = entities[0][1]
    second = entities[1][1].score if len(entities) > 1 else None
    shown = [item for item in entities if item[1].score >= policy.shown_floor]
    return Outcome(mention, ranking, shown, decision(first.score, second, first.adjustments, policy))


def resolution(snapshot: Snapshot, outcome: Outcome) -> Resolution:
    """Return the whole answer for a mention, each candidate with its explanation."""
    scored = with_evidence(snapshot, outcome.ranking, outcome.entities)
    return render(snapshot, outcome.mention.text, scored, outcome.decision, outcome.mention.limit)


def brief_resolution(snapshot: Snapshot, outcome: Outcome) -> BriefResolution:
    """Return the answer for a mention without candidates and explanations."""
    text, status = outcome.mention.text, outcome.decision.status
    if not outcome.entities:
        return BriefResolution(text, status, None, None, 0.0, None)
    row, best = outcome.entities[0]
    alias, score = snapshot.alias(best.found.name).name, round(best.score, 4)
    if status != "match":
        return BriefResolution(text, status, None, None, score, alias)
    entity = snapshot.entities[row]
    return BriefResolution(text, status, entity.id, entity.name, score, alias)
