"""Many mentions to the best name of each entity: the stages of the search, and the rule when to stop.

For each stage: retrieve, match the best, stop where one is enough, match some more. All mentions of a batch that still
search take a stage, and a round of matching, together. What a mention finds does not depend on the others.

The stages: names that are listed as the mention is written; names that hold its words as they are written; names that
are spelled or sound alike; names that the learned map between scripts brings up.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import Final

import numpy as np

from polyonym.index.analysis import full_phonetic_key
from polyonym.index.snapshot import Snapshot
from polyonym.matching.batch_score import score_batch
from polyonym.matching.pair_score import evidence_of, log_index_size, pair_score
from polyonym.matching.prepared import prepare_listed, prepare_variants
from polyonym.model import Alias, Evidence, Mention
from polyonym.policy import Policy
from polyonym.resolve.candidates import FoundName, exact_lookup, exact_stage, initialisms
from polyonym.resolve.query import STRATEGIES, Strategy
from polyonym.resolve.rank import Ranking, ScoredName, exact_scored
from polyonym.resolve.retrieve import retrieve_batch
from polyonym.text.name import Name
from polyonym.text.scripts import LATIN

_MOST_MENTIONS: Final = 1024
"""Mentions in one block: bounds the memory of a batch, whatever its length."""
_FEW: Final = 24
"""So few pairs are matched one by one: arrays have a price of their own."""
_FIRST_ROUND: Final = 2
"""Names that are matched before the first look at whether one is enough: the best, and one that it has to lead."""


class Search:
    """One mention while it is searched for: the best name of each entity so far, and the names left to match."""

    __slots__ = ("at", "best", "done", "found", "mention", "name", "ranking", "scores", "some_never")

    def __init__(self, snapshot: Snapshot, mention: Mention, name: Name, policy: Policy) -> None:
        """Begin with nothing found."""
        self.mention, self.name = mention, name
        self.ranking = Ranking(snapshot, name, policy)
        self.best: ScoredName | None = None
        self.done = False
        self.found: list[int] = []
        self.scores: list[float] = []
        self.some_never = False
        self.at = 0

    def begin(self, snapshot: Snapshot, found: list[int], scores: list[float]) -> None:
        """Take the names of a stage, the most promising first."""
        self.found, self.scores, self.at = found, scores, 0
        names = snapshot.columns.names
        self.some_never = any(names.is_never(name) for name in found)

    def next_round(self, stop: int, policy: Policy) -> list[int]:
        """Return the names up to a place that are still worth matching, by their places."""
        tried, found, scores = self.ranking.tried, self.found, self.scores
        end = min(stop, len(found))
        places = [
            place
            for place in range(self.at, end)
            if found[place] not in tried
            and (not self._late(place, scores, policy) or (self.some_never and self.ranking.is_never(found[place])))
        ]
        self.at = end
        return places

    def _late(self, place: int, scores: list[float], policy: Policy) -> bool:
        """Tell whether a name at a place comes too late to matter, by how much it agrees beside the best one.

        Of what agrees nearly as much all is matched: another entity may bear the same name.
        """
        limit = self.mention.limit
        few = max(policy.first_batch, limit)  # who asks for one answer is told the same as who asks for five
        if place >= few and scores[place] < policy.tail_ratio * scores[0]:
            return True
        best = self.best
        if best is None:
            return False
        share = scores[place] / (best.found.retrieval_score or 1.0)
        if best.score >= policy.early_stop_score:
            if share < policy.early_stop_ratio and self.mention.by_itself:
                few = _FIRST_ROUND
        elif best.score >= policy.second_batch_score:
            few = max(policy.second_batch, limit)
        else:
            return False
        return place >= few and share < policy.batch_ratio

    def settle(self) -> None:
        """Look at which name is best now."""
        self.best = self.ranking.surest(self.mention.type)

    def is_enough(self, score: float, retrieval_score: float = 0.0) -> bool:
        """Tell whether the best name so far makes further stages needless."""
        best = self.best
        return best is not None and best.score >= score and best.found.retrieval_score >= retrieval_score


def search_batch(
    snapshot: Snapshot,
    mentions: Sequence[Mention],
    names: Sequence[Name],
    hits: Sequence[tuple[FoundName, ...]],
    policy: Policy,
) -> list[Ranking]:
    """Return the best name of each entity for each mention. `hits` are the names that a mention is listed under."""
    found: list[Ranking] = []
    for start in range(0, len(mentions), _MOST_MENTIONS):
        block = slice(start, start + _MOST_MENTIONS)
        searches = [
            Search(snapshot, mention, name, policy) for mention, name in zip(mentions[block], names[block], strict=True)
        ]
        _search(snapshot, searches, hits[block], policy)
        found += [search.ranking for search in searches]
    return found


def _search(
    snapshot: Snapshot, searches: Sequence[Search], hits: Sequence[tuple[FoundName, ...]], policy: Policy
) -> None:
    """Take all stages for a block of mentions."""
    for search, own in zip(searches, hits, strict=True):
        exact, final = exact_stage(snapshot, search.name, own, policy)
        for item in exact if final else (*exact, *initialisms(snapshot, search.name)):
            search.ranking.add(exact_scored(search.name, item, policy))
        search.done = final
    left = [search for search in searches if not search.done]
    take_stage(snapshot, left, "identical", policy, _identical)
    for search in left:
        search.done = search.mention.by_itself and search.is_enough(policy.second_batch_score)
    left = [search for search in left if not search.done]
    take_stage(snapshot, left, "fuzzy", policy, None)
    for search in left:
        sure = policy.early_stop_score if search.name.script == LATIN else policy.romanised_stop_score
        search.done = search.is_enough(sure, policy.romanised_stop_prefilter)
    native = snapshot.neighbours.has_native_scripts
    left = [search for search in left if not search.done and (native or search.name.script != LATIN)]
    take_stage(snapshot, left, "cross_script", policy, None)


Narrow = Callable[[Snapshot, Search, list[int], list[float], Policy], tuple[list[int], list[float]]]


def take_stage(
    snapshot: Snapshot, searches: Sequence[Search], strategy: Strategy, policy: Policy, narrow: Narrow | None
) -> None:
    """Retrieve names for mentions and match them, round by round, the most promising first."""
    if not searches:
        return
    found = retrieve_batch(snapshot, [search.name for search in searches], strategy, policy)
    names, scores, offsets = found.names.tolist(), found.scores.tolist(), found.offsets.tolist()
    for row, search in enumerate(searches):
        own = slice(offsets[row], offsets[row + 1])
        chosen = names[own], scores[own]
        search.begin(snapshot, *(narrow(snapshot, search, *chosen, policy) if narrow else chosen))
    rounds = (_FIRST_ROUND, policy.first_batch, policy.second_batch, policy.max_candidates + policy.first_batch)
    for stop in rounds:
        _match_round(snapshot, [search for search in searches if search.at < len(search.found)], stop, policy)


def _match_round(snapshot: Snapshot, searches: Sequence[Search], stop: int, policy: Policy) -> None:
    """Match the next names of all mentions, up to a place."""
    rows: list[int] = []
    names: list[int] = []
    scores: list[float] = []
    counts: list[int] = []
    for row, search in enumerate(searches):
        places = search.next_round(stop, policy)
        counts.append(len(places))
        rows += [row] * len(places)
        names += [search.found[place] for place in places]
        scores += [search.scores[place] for place in places]
    if not names:
        return
    scored = _scored(snapshot, [search.name for search in searches], rows, names, policy)
    at = 0
    for search, count in zip(searches, counts, strict=True):
        for place in range(at, at + count):
            value, make = scored[place]
            search.ranking.add(ScoredName(FoundName(names[place], "alike", scores[place]), value, make))
        at += count
        if count:
            search.settle()


def _scored(
    snapshot: Snapshot, mentions: Sequence[Name], rows: Sequence[int], names: Sequence[int], policy: Policy
) -> list[tuple[float, Callable[[Alias], Evidence]]]:
    """Return the score of each pair of a mention, by row, and a listed name, and what makes its evidence.

    A few pairs are matched one by one, which is faster; both ways give the same.
    """
    if len(names) > _FEW:
        matched = score_batch(snapshot, mentions, np.array(rows, np.int64), np.array(names, np.int64), policy)
        values = matched.scores.tolist()
        return [(value, partial(matched.evidence, place)) for place, value in enumerate(values)]
    size, columns = log_index_size(snapshot), snapshot.columns
    prepared = {row: prepare_variants(snapshot, mentions[row], policy) for row in set(rows)}
    found: list[tuple[float, Callable[[Alias], Evidence]]] = []
    for row, name in zip(rows, names, strict=True):
        kind = columns.traits(columns.names.entity_rows.item(name)).like
        pair = pair_score(prepared[row], prepare_listed(snapshot, name, policy), kind, size, policy)
        found.append((pair.score, partial(evidence_of, pair, kind=kind)))
    return found


def match_names(
    snapshot: Snapshot, rankings: Sequence[Ranking], listed: Sequence[Sequence[int]], policy: Policy
) -> None:
    """Match mentions, each with listed names of its own, and take these into its ranking."""
    rows = [row for row, names in enumerate(listed) for _ in names]
    numbers = [number for names in listed for number in names]
    scored = _scored(snapshot, [ranking.name for ranking in rankings], rows, numbers, policy)
    for row, number, (score, make) in zip(rows, numbers, scored, strict=True):
        rankings[row].add(ScoredName(FoundName(number, "alike"), score, make))


def _identical(
    snapshot: Snapshot, search: Search, found: list[int], scores: list[float], policy: Policy
) -> tuple[list[int], list[float]]:
    """Keep the names in the script of the mention that hold its words as they are written, and lack next to none.

    With them come those that sound as the best of them does, whatever their script: two entities may bear one name in
    two spellings. Nothing is returned where the best is too short to be told by its sound.
    """
    names, joined = snapshot.columns.names, snapshot.columns.joined_phonetic
    script = names.script_row(search.name.script)
    kept = [
        place
        for place, score in enumerate(scores)
        if score >= policy.identical_prefilter and names.script_rows.item(found[place]) == script
    ]
    if not kept:
        return [], []
    found, scores = [found[place] for place in kept], [scores[place] for place in kept]
    key = full_phonetic_key(snapshot.tokens(found[0]))
    if not key:
        return [], []
    known = {names.entity_rows.item(name) for name in found}
    own = full_phonetic_key(search.name.tokens)
    sounding = dict.fromkeys(snapshot.look_up(joined, key))
    if own != key:
        sounding.update(dict.fromkeys(snapshot.look_up(joined, own)))
    # Names of the entities that are found already tell nothing new, and a few others are enough to be ambiguous among.
    twins = [name for name in sounding if names.entity_rows.item(name) not in known][: policy.first_batch]
    return [*found, *twins], [*scores, *[scores[0]] * len(twins)]


def every_candidate(snapshot: Snapshot, name: Name, policy: Policy) -> list[int]:
    """Return all names that a mention may be matched with, whatever the scores; none for one that is listed.

    For fitting: the search itself stops where one name is enough.
    """
    hits, final = exact_stage(snapshot, name, exact_lookup(snapshot, name.cased, name.folded), policy)
    if final or hits or initialisms(snapshot, name):
        return []
    found: dict[int, None] = {}
    for strategy in STRATEGIES:
        found.update(dict.fromkeys(retrieve_batch(snapshot, [name], strategy, policy).names.tolist()))
    return list(found)
