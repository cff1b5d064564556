"""Linking: a spot to the entities that it may mean, as `resolve` would decide.

In comes a spot, out come scored candidate entities, best first, with the decision over them. Evidence, decision and
explanation are those of `resolve`. A listed name is looked up exactly; a form is scored as the names that it is a form
of, less a penalty for the way it was found.

Rule: nothing here searches by similarity.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from operator import itemgetter
from typing import Final, NamedTuple, TypeVar

from polyonym.annotate.keys import WordKeyCache
from polyonym.annotate.policy import AnnotationPolicy
from polyonym.annotate.spotter import FormNames, Spot, SpotKind
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

K = TypeVar("K")
V = TypeVar("V")

_MAX_BLOCKED: Final = 50
"""Check at most so many blocked spans that start before a span."""
_WORDS_PER_NAME: Final = 8
"""So many words and keys are cached for each name: there are more of them, and they are smaller."""
_DEFAULT_CACHE_SIZE: Final = 1000
_EXACT_HITS: Final[frozenset[HitKind]] = frozenset({"cased", "exact"})
_DETAILS: Final[dict[SpotKind, str]] = {
    "form": "The name has another ending in this sentence.",
    "affixed": "A small word is written to the name.",
}


@dataclass(frozen=True, slots=True, eq=False)
class ScoredName:
    """The candidate entities of a name in a text.

    Attributes:
        candidates: scored entities, best first.
        decision: the decision over them.
        tied: the entities whose scores are within the margin of the best one.
        word_penalty: the adjustment of a name that may be a common word, for which a match is ambiguous.
    """

    candidates: tuple[Scored, ...]
    decision: Decision
    tied: frozenset[int]
    word_penalty: Adjustment | None = None

    @property
    def matched(self) -> int | None:
        """Return the entity that the name means, None where that is not decided."""
        return self.candidates[0].entity if self.decision.status == "match" else None


class LinkedSpan(NamedTuple):
    """A spot with its candidates."""

    spot: Spot
    name: ScoredName


def _within(cache: dict[K, V], size: int) -> dict[K, V]:
    """Return a cache, or an empty one if it has outgrown its size."""
    return cache if len(cache) <= size else {}


class AnnotationCache:
    """What was computed for the texts before, with one snapshot. A cached result is equal to a new one.

    Attributes:
        scored: the candidates of a name by the text, the names that it is a form of, and the language.
        terms: the context terms of an entity.
        adjusted: the name that comes of another one by an adjustment, kept beside the other one.
        resolutions: the rendered answer for a name, kept beside the name.
        form_names: see `spotter.SpotterCache`.
        word_keys: see `keys.keys_of_text`.
        word_ids: see `spotter.SpotterCache`.
    """

    def __init__(self, size: int) -> None:
        """Start empty; `size` is the number of names that are kept, at a kilobyte or two each."""
        self._size = size
        self.scored: dict[tuple[str, tuple[int, ...], str | None], ScoredName | None] = {}
        self.terms: dict[int, frozenset[str]] = {}
        self.adjusted: dict[tuple[int, str, float, frozenset[int]], tuple[ScoredName, ScoredName]] = {}
        self.resolutions: dict[tuple[str, int], tuple[ScoredName, Resolution]] = {}
        self.form_names: FormNames = {}
        self.word_keys: WordKeyCache = {}
        self.word_ids: dict[str, int] = {}

    def make_room(self) -> None:
        """Empty what has outgrown its size. Names that are still in use are soon back."""
        # New dictionaries, since another thread may be reading the old ones.
        words = self._size * _WORDS_PER_NAME
        self.scored = _within(self.scored, self._size)
        self.terms = _within(self.terms, self._size)
        self.adjusted = _within(self.adjusted, self._size)
        self.resolutions = _within(self.resolutions, self._size)
        self.form_names = _within(self.form_names, self._size)
        self.word_keys = _within(self.word_keys, words)
        self.word_ids = _within(self.word_ids, words)


@dataclass(frozen=True, slots=True)
class AnnotationContext:
    """What a text is annotated with: a snapshot, the policies, the language of the text if known, and a cache."""

    snapshot: Snapshot
    policy: Policy
    annotation: AnnotationPolicy
    language: str | None = None
    cache: AnnotationCache = field(default_factory=lambda: AnnotationCache(_DEFAULT_CACHE_SIZE))

    def link(self, spot: Spot, text: str) -> ScoredName | None:
        """Return the candidates of a spot by itself, None where no listed name stands there."""
        key = text[spot.start : spot.end], spot.names, self.language
        found = self.cache.scored.get(key, self)
        if isinstance(found, AnnotationContext):
            candidates = self._candidates(spot, text)
            found = self.cache.scored[key] = self.decide(candidates) if candidates else None
        return found

    def decide(self, candidates: tuple[Scored, ...], word_penalty: Adjustment | None = None) -> ScoredName:
        """Decide over candidates, best first, as `resolve` does. With a word penalty a match is ambiguous."""
        decision = decide(candidates, self.policy)
        if word_penalty and decision.status == "match":
            decision = Decision("ambiguous", decision.margin)
        floor = candidates[0].evidence.score - self.policy.margin
        tied = frozenset(item.entity for item in candidates if item.evidence.score > floor)
        return ScoredName(candidates, decision, tied, word_penalty)

    def adjust(
        self, name: ScoredName, adjustment: Adjustment, spared: frozenset[int] = frozenset(), *, is_word: bool = False
    ) -> ScoredName:
        """Return a name with an adjustment for all candidates but the spared ones.

        With `is_word` the adjustment is for a name that may be a common word.
        """
        key = id(name), adjustment.code, adjustment.amount, spared
        known = self.cache.adjusted.get(key)
        if known is not None and known[0] is name:
            return known[1]
        candidates = best_first(
            item if item.entity in spared else Scored(item.entity, with_adjustment(item.evidence, adjustment))
            for item in name.candidates
        )
        found = self.decide(candidates, adjustment if is_word else None)
        self.cache.adjusted[key] = name, found
        return found

    def context_terms(self, entity: int) -> frozenset[str]:
        """Return the folded words that are evidence for an entity: its context, and what it is part of."""
        found = self.cache.terms.get(entity)
        if found is None:
            found = self.cache.terms[entity] = self.snapshot.context_terms(entity)
        return found

    def _candidates(self, spot: Spot, text: str) -> tuple[Scored, ...]:
        """Return the candidates of a spot by itself, best first."""
        written = text[spot.start : spot.end]
        if spot.kind == "listed":
            return self._listed_candidates(written)
        penalties = {"form": self.annotation.inflected_penalty, "affixed": self.annotation.affixed_penalty}
        base_names = dict.fromkeys(self.snapshot.alias(name).name for name in spot.names)
        entities = set(self.snapshot.columns.names.entity_rows[list(spot.names)].tolist())
        best: dict[int, Scored] = {}
        for base_name in base_names:
            for item in self._listed_candidates(base_name):
                if item.entity in entities and item.entity not in best:
                    adjustment = Adjustment(spot.kind, -penalties[spot.kind], _DETAILS[spot.kind])
                    evidence = item.evidence if spot.kind == "affixed" else as_form(item.evidence, written)
                    best[item.entity] = Scored(item.entity, with_adjustment(evidence, adjustment))
        return best_first(best.values())

    def _listed_candidates(self, written: str) -> tuple[Scored, ...]:
        """Return the entities that have a name as it is written, best first."""
        snapshot = self.snapshot
        name = analyse(written, snapshot.lexicon)
        hits = tuple(found for found in exact_matches(snapshot, name) if found.hit in _EXACT_HITS)
        if not hits:
            return ()
        mention = Mention(written, None, self.language, None, self.annotation.max_candidates)
        return rank_exact(snapshot, mention, name, hits, self.policy)

    def blocked_entities(self, written: str) -> frozenset[int]:
        """Return the entities that list a name under `not`."""
        columns, names = self.snapshot.columns, self.snapshot.columns.names
        found = self.snapshot.look_up(columns.exact, folded(written))
        return frozenset(int(names.entity_rows[name]) for name in found if names.is_never(name))

    def without_blocked(self, spans: list[LinkedSpan], blocked: list[tuple[Spot, frozenset[int]]]) -> list[LinkedSpan]:
        """Drop candidates inside a longer name that they list under `not`: no `Jordan` in `Jordan Valley`."""
        ordered = sorted(((spot.start, spot.end, entities) for spot, entities in blocked), key=itemgetter(0, 1))
        starts = [start for start, _, _ in ordered]
        kept = []
        for span in spans:
            start, end = span.spot.start, span.spot.end
            # Only blocked spans that start at most a name's length before this one can hold it.
            first, last = bisect_left(starts, start - MAX_NAME_LENGTH), bisect_right(starts, start)
            around = ordered[first:last][-_MAX_BLOCKED:]
            dropped = frozenset().union(*(entities for _, blocked_end, entities in around if end <= blocked_end))
            candidates = tuple(item for item in span.name.candidates if item.entity not in dropped)
            if len(candidates) == len(span.name.candidates):
                kept.append(span)
            elif candidates:
                kept.append(LinkedSpan(span.spot, self.decide(candidates)))
        return kept

    def resolution(self, span: LinkedSpan, text: str) -> Resolution:
        """Render a span as `resolve` would answer it."""
        written, name = text[span.spot.start : span.spot.end], span.name
        known = self.cache.resolutions.get((written, id(name)))
        if known is not None and known[0] is name:
            return known[1]
        rendered = render(self.snapshot, written, name.candidates, name.decision, self.annotation.shown_candidates)
        # The name is kept beside its answer, so that no other object can have its identity.
        self.cache.resolutions[written, id(name)] = name, rendered
        return rendered


def as_form(evidence: Evidence, written: str) -> Evidence:
    """Return the evidence of a listed name for a form or a part of it: a match by spelling, not to the letter."""
    pair = TokenPair(folded(written), folded(evidence.alias.name), 1.0, "spelling", 1.0)
    return Evidence("spelling", evidence.alias, evidence.script, (pair,), evidence.adjustments, evidence.score)


def with_adjustment(evidence: Evidence, adjustment: Adjustment) -> Evidence:
    """Return evidence with one more adjustment, which moves its score."""
    score = min(1.0, max(0.0, evidence.score + adjustment.amount))
    adjustments = (*evidence.adjustments, adjustment)
    return Evidence(evidence.method, evidence.alias, evidence.script, evidence.pairs, adjustments, score)


def best_first(candidates: Iterable[Scored]) -> tuple[Scored, ...]:
    """Return candidates by descending score, and by row where scores are equal."""
    return tuple(sorted(candidates, key=lambda item: (-item.evidence.score, item.entity)))
