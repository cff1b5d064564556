"""A spot to the entities it may mean: listed names as `resolve` resolves them, forms as the names they are forms of.

In comes a spot, out come scored entities, best first, in the terms of `resolve`: the same evidence, the same decision,
the same explanation. A form costs what its way of being found costs, and nothing here searches by likeness.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple

from polyonym.annotate.keys import Keyed
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.spotter import Forms, Spot, Way
from polyonym.gazetteer.entry import MAX_NAME_LENGTH
from polyonym.index.snapshot import Snapshot
from polyonym.model import Adjustment, Evidence, Mention, Resolution, TokenPair
from polyonym.policy import Policy
from polyonym.resolve.candidates import HitKind, exact_matches
from polyonym.resolve.decide import Decision, decide
from polyonym.resolve.explain import render
from polyonym.resolve.rank import Scored, rank_exact
from polyonym.text.name import analyse
from polyonym.text.normalise import folded

_MOST_BARS: Final = 50
"""Of so many names under `not` that begin before a name at most, it is asked whether they hold it."""
_WORDS_OF_A_NAME: Final = 8
"""So many words are remembered for each name; there are more of them, and they are shorter."""
_TO_THE_WORD: Final[frozenset[HitKind]] = frozenset({"cased", "exact"})
_DETAILS: Final[dict[Way, str]] = {
    "form": "The name has another ending in this sentence.",
    "affixed": "A small word is written to the name.",
}


@dataclass(frozen=True, slots=True, eq=False)
class ScoredName:
    """Scored entities, best first, with the decision over them and those that nothing tells from the best one.

    `doubt` is why they cannot be more than ambiguous.
    """

    scored: tuple[Scored, ...]
    decision: Decision
    tied: frozenset[int]
    doubt: Adjustment | None = None

    @property
    def sure(self) -> int | None:
        """Return the entity that is meant, where one is and not another."""
        return self.scored[0].entity if self.decision.status == "match" else None


class LinkedSpan(NamedTuple):
    """A spot with what it may mean."""

    spot: Spot
    judged: ScoredName


class AnnotationCache:
    """What was computed for the names of earlier texts with one snapshot; the same again would come out the same."""

    def __init__(self, most: int) -> None:
        """Remember so many names at most."""
        self._most = most
        self.judged: dict[tuple[str, tuple[int, ...], str | None], ScoredName | None] = {}
        self.terms: dict[int, frozenset[str]] = {}
        self.adjusted: dict[tuple[int, str, float, frozenset[int]], tuple[ScoredName, ScoredName]] = {}
        self.resolutions: dict[tuple[str, int], tuple[ScoredName, Resolution]] = {}
        self.forms: Forms = {}
        self.words: dict[tuple[str, bool], Keyed] = {}
        self.numbers: dict[str, int] = {}

    def make_room(self) -> None:
        """Forget everything once it is too much: names come again soon or not at all."""
        # New dictionaries, since another thread may be reading the old ones.
        if len(self.judged) > self._most:
            self.judged = {}
        if len(self.terms) > self._most:
            self.terms = {}
        if len(self.adjusted) > self._most:
            self.adjusted = {}
        if len(self.resolutions) > self._most:
            self.resolutions = {}
        if len(self.forms) > self._most:
            self.forms = {}
        if len(self.words) > self._most * _WORDS_OF_A_NAME:
            self.words = {}
        if len(self.numbers) > self._most * _WORDS_OF_A_NAME:
            self.numbers = {}


@dataclass(frozen=True, slots=True)
class AnnotationContext:
    """What a text is read with: a snapshot, the policies, what the reader was told of its language, and a memory."""

    snapshot: Snapshot
    policy: Policy
    annotation: AnnotationPolicy
    language: str | None = None
    memory: AnnotationCache = field(default_factory=lambda: AnnotationCache(1000))

    def judged(self, spot: Spot, text: str) -> ScoredName | None:
        """Return what a spot may mean by itself; None where no listed name stands there."""
        key = text[spot.start : spot.end], spot.names, self.language
        found = self.memory.judged.get(key, self)
        if isinstance(found, AnnotationContext):
            scored = self._scored(spot, text)
            found = self.memory.judged[key] = self.judge(scored) if scored else None
        return found

    def judge(self, scored: tuple[Scored, ...], doubt: Adjustment | None = None) -> ScoredName:
        """Decide over scored entities, as `resolve` does; a doubt leaves a match ambiguous."""
        decision = decide(scored, self.policy)
        if doubt and decision.status == "match":
            decision = Decision("ambiguous", decision.margin)
        floor = scored[0].evidence.score - self.policy.margin
        tied = frozenset(item.entity for item in scored if item.evidence.score > floor)
        return ScoredName(scored, decision, tied, doubt)

    def adjusted(
        self, judged: ScoredName, cost: Adjustment, kept: frozenset[int] = frozenset(), *, doubtful: bool = False
    ) -> ScoredName:
        """Return a judgement with an adjustment for all entities but those that are kept from it."""
        key = id(judged), cost.code, cost.amount, kept
        known = self.memory.adjusted.get(key)
        if known is not None and known[0] is judged:
            return known[1]
        scored = in_order(
            item if item.entity in kept else Scored(item.entity, with_adjustment(item.evidence, cost))
            for item in judged.scored
        )
        found = self.judge(scored, cost if doubtful else None)
        self.memory.adjusted[key] = judged, found
        return found

    def terms(self, entity: int) -> frozenset[str]:
        """Return the folded words that speak for an entity beside a name of it: its context, and what it is part of."""
        found = self.memory.terms.get(entity)
        if found is None:
            found = self.memory.terms[entity] = self.snapshot.context_terms(entity)
        return found

    def _scored(self, spot: Spot, text: str) -> tuple[Scored, ...]:
        """Return the entities that a spot may mean by itself."""
        written = text[spot.start : spot.end]
        if spot.way == "listed":
            return self._listed(written)
        costs = {"form": self.annotation.inflected, "affixed": self.annotation.affixed}
        bases = dict.fromkeys(self.snapshot.alias(number).name for number in spot.names)
        own = set(self.snapshot.columns.names.entity_rows[list(spot.names)].tolist())
        best: dict[int, Scored] = {}
        for base in bases:
            for item in self._listed(base):
                if item.entity in own and item.entity not in best:
                    cost = Adjustment(spot.way, -costs[spot.way], _DETAILS[spot.way])
                    evidence = item.evidence if spot.way == "affixed" else as_form(item.evidence, written)
                    best[item.entity] = Scored(item.entity, with_adjustment(evidence, cost))
        return in_order(best.values())

    def _listed(self, written: str) -> tuple[Scored, ...]:
        """Return the entities that bear a name as it is written, by the short path of `resolve`; none otherwise."""
        snapshot = self.snapshot
        name = analyse(written, snapshot.lexicon)
        hits = tuple(found for found in exact_matches(snapshot, name) if found.hit in _TO_THE_WORD)
        if not hits:
            return ()
        mention = Mention(written, None, self.language, None, self.annotation.most_candidates)
        return rank_exact(snapshot, mention, name, hits, self.policy)

    def never(self, written: str) -> frozenset[int]:
        """Return the entities that a text never means by a name, as the gazetteer has it under `not`."""
        columns, names = self.snapshot.columns, self.snapshot.columns.names
        found = self.snapshot.look_up(columns.exact, folded(written))
        return frozenset(int(names.entity_rows[number]) for number in found if names.is_never(number))

    def without(self, meanings: list[LinkedSpan], barred: list[tuple[Spot, frozenset[int]]]) -> list[LinkedSpan]:
        """Take an entity from the names inside a longer one that never means it: no `Jordan` in `Jordan Valley`."""
        bars = sorted(((spot.start, spot.end, entities) for spot, entities in barred), key=itemgetter(0, 1))
        starts = [start for start, _, _ in bars]
        kept = []
        for meaning in meanings:
            start, end = meaning.spot.start, meaning.spot.end
            # Names are a few words long, so only the bars that begin a little before can hold this one.
            near = bars[bisect_left(starts, start - MAX_NAME_LENGTH) : bisect_right(starts, start)][-_MOST_BARS:]
            out = frozenset().union(*(entities for _, last, entities in near if end <= last))
            scored = tuple(item for item in meaning.judged.scored if item.entity not in out)
            if len(scored) == len(meaning.judged.scored):
                kept.append(meaning)
            elif scored:
                kept.append(LinkedSpan(meaning.spot, self.judge(scored)))
        return kept

    def resolution(self, meaning: LinkedSpan, text: str) -> Resolution:
        """Render what a spot means as `resolve` would answer it."""
        written, judged = text[meaning.spot.start : meaning.spot.end], meaning.judged
        known = self.memory.resolutions.get((written, id(judged)))
        if known is not None and known[0] is judged:
            return known[1]
        rendered = render(self.snapshot, written, judged.scored, judged.decision, self.annotation.shown)
        # The judgement is kept beside the answer, so that its identity is nobody else's meanwhile.
        self.memory.resolutions[written, id(judged)] = judged, rendered
        return rendered


def as_form(evidence: Evidence, written: str) -> Evidence:
    """Return the evidence of a listed name for a form or a part of it: alike in what they share, not to the letter."""
    pair = TokenPair(folded(written), folded(evidence.alias.name), 1.0, "spelling", 1.0)
    return Evidence("spelling", evidence.alias, evidence.script, (pair,), evidence.adjustments, evidence.score)


def with_adjustment(evidence: Evidence, adjustment: Adjustment) -> Evidence:
    """Return the evidence with one more adjustment, its score moved by the amount."""
    score = min(1.0, max(0.0, evidence.score + adjustment.amount))
    adjustments = (*evidence.adjustments, adjustment)
    return Evidence(evidence.method, evidence.alias, evidence.script, evidence.pairs, adjustments, score)


def in_order(scored: Iterable[Scored]) -> tuple[Scored, ...]:
    """Put scored entities in order, best first, equal ones by id."""
    return tuple(sorted(scored, key=lambda item: (-item.evidence.score, item.entity)))
