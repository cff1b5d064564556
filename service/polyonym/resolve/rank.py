"""Candidates to evidence: how well a name fits a mention, and everything that was added or taken off.

In come names with the way they were hit, out comes one `Scored` an entity, with the evidence of its best name. The
score is made of what the evidence records and nothing else, so an explanation cannot disagree with its decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, NamedTuple

from polyonym.index.snapshot import Snapshot
from polyonym.model import Adjustment, Alias, EntityType, Evidence, Mention, Method, TokenPair
from polyonym.policy import Policy
from polyonym.resolve.candidates import FoundName, HitKind
from polyonym.text.name import Name
from polyonym.text.normalise import folded

_SCORE: Final = attrgetter("score")
ALL_CAPITALS: Final = "all_capitals"
"""The code of the adjustment after which a name can be `ambiguous` at best."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity, by its number, and the best evidence for it."""

    entity: int
    evidence: Evidence


class ScoredName(NamedTuple):
    """A listed name that a mention was compared with: its score, and what evidence is made of where it is shown."""

    found: FoundName
    score: float
    evidence_for: Callable[[Alias], Evidence] | None = None
    adjustments: tuple[Adjustment, ...] = ()


def ranked(snapshot: Snapshot, mention: Mention, ranking: Ranking, policy: Policy) -> list[tuple[int, ScoredName]]:
    """Return entities with their best names after all adjustments; best entity first, equal ones by id.

    No more entities are returned than the mention asks for, but always the second, which the first has to lead.
    """
    adjusted = apply_context(snapshot, mention, ranking.name, ranking.kept(), policy)
    return sorted(adjusted.items(), key=lambda item: (-item[1].score, item[0]))[: max(mention.limit, 2)]


def exact_ranking(snapshot: Snapshot, name: Name, hits: Sequence[FoundName], policy: Policy) -> Ranking:
    """Return the ranking of the entities that a mention is listed under."""
    ranking = Ranking(snapshot, name, policy)
    for item in hits:
        ranking.add(exact_scored(name, item, policy))
    return ranking


def rank_exact(
    snapshot: Snapshot, mention: Mention, name: Name, hits: Sequence[FoundName], policy: Policy
) -> tuple[Scored, ...]:
    """Rank the entities that a mention is listed under, with their evidence; best first, equal ones by id."""
    ranking = exact_ranking(snapshot, name, hits, policy)
    return with_evidence(snapshot, ranking, ranked(snapshot, mention, ranking, policy))


def with_evidence(
    snapshot: Snapshot, ranking: Ranking, entities: Sequence[tuple[int, ScoredName]]
) -> tuple[Scored, ...]:
    """Return entities with the evidence of their best names."""
    return tuple([Scored(entity, evidence(snapshot, ranking.name, one, ranking.policy)) for entity, one in entities])


class Ranking:
    """How things stand while names are judged one by one: the best name of each entity, and what rules entities out."""

    def __init__(self, snapshot: Snapshot, name: Name, policy: Policy) -> None:
        """Know of nothing yet."""
        self.snapshot, self.name, self.policy = snapshot, name, policy
        self.tried: set[int] = set()
        self._best: dict[int, ScoredName] = {}
        self._bars: dict[int, float] = {}  # what the best alias of an entity has to reach beside a name under `not`
        self._to_the_letter: set[int] = set()  # entities with a name under `not` that was met to the letter

    def is_never(self, name: int) -> bool:
        """Tell whether a name stands under `not`."""
        return self.snapshot.columns.names.is_never(name)

    def add(self, scored_name: ScoredName) -> None:
        """Take a name in, by which its entity may be meant, or may not."""
        number = scored_name.found.name
        self.tried.add(number)
        names = self.snapshot.columns.names
        entity = names.entity_rows.item(number)
        best = self._best.get(entity)
        if names.is_never(number):
            # A likeness alone has to lead: what the mention shares with both, such as a surname, speaks for neither.
            bar = scored_name.score - (self.policy.never_margin if scored_name.found.hit == "alike" else 0.0)
            self._bars[entity] = max(self._bars.get(entity, 0.0), bar)
            if scored_name.found.hit == "cased":
                self._to_the_letter.add(entity)
        elif best is None or self._rank(scored_name) > self._rank(best):
            self._best[entity] = scored_name

    def kept(self) -> dict[int, ScoredName]:
        """Return the best name of each entity that is not ruled out.

        Where a name under `not` fits better than the best alias, or was met as it is listed, that other thing was
        meant. An alias to the letter is listed on purpose and stands above `not` in another case.
        """
        bars = self._bars
        if not bars:
            return self._best
        return {
            entity: scored_name
            for entity, scored_name in self._best.items()
            if scored_name.score > bars.get(entity, -1.0)
            or (scored_name.found.hit == "cased" and entity not in self._to_the_letter)
        }

    def surest(self, kind: EntityType | None) -> ScoredName | None:
        """Return the name with the highest score, of the entities that are not ruled out and are of the type asked."""
        columns = self.snapshot.columns
        fitting = [
            scored_name
            for entity, scored_name in self.kept().items()
            if kind is None or columns.entity_type(entity) == kind
        ]
        return max(fitting, key=_SCORE, default=None)

    def _rank(self, scored_name: ScoredName) -> float:
        """Return by what the names of an entity are chosen from: of two that fit alike, the one in the script asked."""
        own = self.snapshot.columns.names.script(scored_name.found.name) == self.name.script
        return scored_name.score + (self.policy.own_script_margin if own else 0.0)


_EXACT: Final[dict[HitKind, tuple[Method, str]]] = {
    "cased": ("cased", ""),
    "exact": ("exact", ""),
    "left_out": ("exact", "Words beside the name that carry no identity were left out."),
    "place_left_out": ("exact", "A word for the kind of place was left out."),
    "initialism": ("spelling", "Only the first letters of the words agree."),
    "spaceless": ("exact", "The names differ in their spaces only."),
}


def exact_scored(name: Name, item: FoundName, policy: Policy) -> ScoredName:
    """Return the score of a name that was found by a key."""
    return ScoredName(item, 1.0 - _cost(name, item.hit, policy))


def _cost(name: Name, hit: HitKind, policy: Policy) -> float:
    """Return what is taken off for a name that was found by another key than its own."""
    if hit == "initialism":
        return 1.0 - (
            policy.initialism_score
            if len(name.folded) < policy.long_initialism_length
            else policy.long_initialism_score
        )
    if hit == "spaceless":
        return policy.spaceless_penalty
    return policy.relaxed_penalty if hit in {"left_out", "place_left_out"} else 0.0


def evidence(snapshot: Snapshot, name: Name, scored_name: ScoredName, policy: Policy) -> Evidence:
    """Write down what speaks for a listed name."""
    number, make, names = scored_name.found.name, scored_name.evidence_for, snapshot.columns.names
    alias = snapshot.alias(number)
    if make is not None:
        found = make(alias)
    else:
        found = _evidence_of_key(name, scored_name.found.hit, alias, names.script(number), policy)
    if not scored_name.adjustments:
        return found
    return replace(found, adjustments=(*found.adjustments, *scored_name.adjustments), score=scored_name.score)


def _evidence_of_key(name: Name, hit: HitKind, alias: Alias, script: str, policy: Policy) -> Evidence:
    """Write down what speaks for a name that one of the keys of a mention led to."""
    method, detail = _EXACT[hit]
    if hit in {"cased", "exact"}:
        return Evidence(method, alias, script, (TokenPair(name.folded, name.folded, 1.0, method, 1.0),), (), 1.0)
    ours, cost = (
        {"left_out": name.core, "place_left_out": name.core_place}.get(hit, name.folded),
        _cost(name, hit, policy),
    )
    pair = TokenPair(ours, folded(alias.name), 1.0, method, 1.0)
    return Evidence(method, alias, script, (pair,), (Adjustment(hit, -cost, detail),) if cost else (), 1.0 - cost)


def apply_context(
    snapshot: Snapshot, mention: Mention, name: Name, scored: Mapping[int, ScoredName], policy: Policy
) -> Mapping[int, ScoredName]:
    """Let the type, the context and the language of the mention speak for some candidates and against others."""
    if not (mention.type or mention.context or mention.language or name.core != name.folded):
        return scored
    # What the mention cannot be is not what its context speaks for.
    likely = {
        entity: scored_name for entity, scored_name in scored.items() if scored_name.score >= policy.context_floor
    }
    in_context = _in_context(snapshot, mention, name, likely)
    language = _language(mention.language)
    in_language = {
        entity
        for entity, scored_name in likely.items()
        if language and _language(snapshot.alias(scored_name.found.name).lang) == language
    }
    adjusted = {}
    for entity, scored_name in scored.items():
        taken = []
        kind = snapshot.columns.entity_type(entity)
        if mention.type and kind != mention.type:
            detail = f"The mention is said to be a {mention.type}, and this is a {kind}."
            taken.append(Adjustment("wrong_type", -policy.wrong_type_penalty, detail))
        if in_context and entity not in in_context:
            detail = "The context speaks for another candidate."
            taken.append(Adjustment("context_elsewhere", -policy.context_penalty, detail))
        if in_language and entity not in in_language:
            detail = "Another candidate has the name in the language of the mention."
            taken.append(Adjustment("language_elsewhere", -policy.language_penalty, detail))
        if (
            scored_name.found.hit == "cased"
            and name.folded in snapshot.lexicon.common_words
            and _shouted(mention.context)
        ):
            detail = "In a text all in capitals this may be an everyday word."
            taken.append(Adjustment(ALL_CAPITALS, -policy.all_capitals_penalty, detail))
        adjusted[entity] = _with(scored_name, taken) if taken else scored_name
    return adjusted


def _shouted(context: str | None) -> bool:
    """Tell whether a context is written in capitals throughout, where case tells names from words no more."""
    return context is not None and len(context.split()) > 1 and context.isupper()


def _in_context(snapshot: Snapshot, mention: Mention, name: Name, entities: Iterable[int]) -> set[int]:
    """Return the candidates that a word of the context, or a word left out of the mention, speaks for."""
    left_out = name.folded if name.core != name.folded else ""
    text = f" {folded(mention.context or '')} {left_out} "
    if not text.strip():
        return set()
    return {entity for entity in entities if any(f" {term} " in text for term in snapshot.context_terms(entity))}


def _language(tag: str | None) -> str:
    """Return the primary language of a tag, without script or region."""
    return (tag or "").split("-")[0].lower()


def _with(scored_name: ScoredName, taken: Iterable[Adjustment]) -> ScoredName:
    """Return a judged name with more adjustments, its score moved by each amount."""
    moved = scored_name.score
    for adjustment in taken:
        moved = min(1.0, max(0.0, moved + adjustment.amount))
    return scored_name._replace(score=moved, adjustments=(*scored_name.adjustments, *taken))
