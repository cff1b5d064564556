"""Candidates to evidence: how well a name fits a mention, and everything that was added or taken off.

In come names with the way they were hit, out comes one `Scored` an entity, with the evidence of its best name. The
score is made of what the evidence records and nothing else, so an explanation cannot disagree with its decision.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Final, NamedTuple

from polyonym.index.snapshot import Snapshot
from polyonym.matching.pair_score import Laid, crowd, evidence_of, lay
from polyonym.matching.prepared import Side, listed_sides, sides
from polyonym.model import Adjustment, Alias, EntityType, Evidence, Mention, Method, TokenPair
from polyonym.policy import Policy
from polyonym.resolve.candidates import Found, Hit, Step
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


class Judged(NamedTuple):
    """A listed name that a mention was compared with: its score, and what evidence is made of where it is shown."""

    found: Found
    score: float
    laid: Laid | None = None
    adjustments: tuple[Adjustment, ...] = ()


def score(
    snapshot: Snapshot, mention: Mention, name: Name, steps: Iterable[Step], policy: Policy
) -> tuple[Scored, ...]:
    """Score candidates and keep the best name of each entity; best entity first, equal ones by id.

    No more entities are returned than the mention asks for, but always the second, which the first has to lead.
    """
    standing = Standing(snapshot, name, policy)
    _judge(standing, mention, steps)
    adjusted = _told_apart(snapshot, mention, name, standing.kept(), policy)
    ordered = sorted(adjusted.items(), key=lambda item: (-item[1].score, item[0]))[: max(mention.limit, 2)]
    return tuple(Scored(entity, evidence(snapshot, name, judged, policy)) for entity, judged in ordered)


class Standing:
    """How things stand while names are judged one by one: the best name of each entity, and what rules entities out."""

    def __init__(self, snapshot: Snapshot, name: Name, policy: Policy) -> None:
        """Know of nothing yet."""
        self.snapshot, self.name, self.policy = snapshot, name, policy
        self.tried: set[int] = set()
        self._mine: Sequence[Side] = ()  # an exact hit needs none
        self._best: dict[int, Judged] = {}
        self._bars: dict[int, float] = {}  # what the best alias of an entity has to reach beside a name under `not`
        self._to_the_letter: set[int] = set()  # entities with a name under `not` that was met to the letter

    def lay(self, found: Found) -> None:
        """Lay a name that is only alike beside the mention, and take it in."""
        snapshot, policy = self.snapshot, self.policy
        self._mine = self._mine or sides(snapshot, self.name, policy)
        kind = snapshot.columns.kind(snapshot.columns.names.entities[found.name])
        laid = lay(self._mine, listed_sides(snapshot, found.name, policy), kind, crowd(snapshot), policy)
        self.add(Judged(found, laid.score, laid))

    def add(self, judged: Judged) -> None:
        """Take a name in, by which its entity may be meant, or may not."""
        number = judged.found.name
        self.tried.add(number)
        names = self.snapshot.columns.names
        entity = names.entities.item(number)
        best = self._best.get(entity)
        if names.never(number):
            # A likeness alone has to lead: what the mention shares with both, such as a surname, speaks for neither.
            bar = judged.score - (self.policy.never_lead if judged.found.hit == "alike" else 0.0)
            self._bars[entity] = max(self._bars.get(entity, 0.0), bar)
            if judged.found.hit == "cased":
                self._to_the_letter.add(entity)
        elif best is None or self._rank(judged) > self._rank(best):
            self._best[entity] = judged

    def kept(self) -> dict[int, Judged]:
        """Return the best name of each entity that is not ruled out.

        Where a name under `not` fits better than the best alias, or was met as it is listed, that other thing was
        meant. An alias to the letter is listed on purpose and stands above `not` in another case.
        """
        bars = self._bars
        if not bars:
            return self._best
        return {
            entity: judged
            for entity, judged in self._best.items()
            if judged.score > bars.get(entity, -1.0)
            or (judged.found.hit == "cased" and entity not in self._to_the_letter)
        }

    def surest(self, kind: EntityType | None) -> Judged | None:
        """Return the name with the highest score, of the entities that are not ruled out and are of the type asked."""
        columns = self.snapshot.columns
        fitting = [judged for entity, judged in self.kept().items() if kind is None or columns.kind(entity) == kind]
        return max(fitting, key=_SCORE, default=None)

    def _rank(self, judged: Judged) -> float:
        """Return by what the names of an entity are chosen from: of two that fit alike, the one in the script asked."""
        own = self.snapshot.columns.names.script(judged.found.name) == self.name.script
        return judged.score + (self.policy.own_script if own else 0.0)


def _judge(standing: Standing, mention: Mention, steps: Iterable[Step]) -> None:
    """Score names one after the other, the most promising first, until what is left cannot matter any more."""
    policy, names = standing.policy, standing.snapshot.columns.names
    # Who asks for one answer is told the same as who asks for five.
    few = max(policy.first_tried, mention.limit)
    surest: Judged | None = None
    for found, enough, promise in steps:
        for place, item in enumerate(found):
            if item.name in standing.tried:
                continue
            if item.hit != "alike":
                standing.add(Judged(item, 1.0 - _cost(standing.name, item.hit, policy)))
                continue
            late = place >= few and item.promise < policy.least_promised * found[0].promise
            late = late or (surest is not None and _decided(place, surest, item, mention, policy))
            # A name under `not` may rule out an entity that is there already.
            if late and not names.never(item.name):
                continue
            standing.lay(item)
            surest = standing.surest(mention.type)
        if surest is not None and surest.score >= enough and surest.found.promise >= promise:
            return


def _decided(place: int, surest: Judged, item: Found, mention: Mention, policy: Policy) -> bool:
    """Tell whether the surest name so far decides, since what comes at a place promises only a share of what it did.

    Of what promises nearly as much all is scored: another entity may bear the same name.
    """
    share = item.promise / (surest.found.promise or 1.0)
    if surest.score >= policy.sure:
        few = 2 if share < policy.less and mention.by_itself else max(policy.first_tried, mention.limit)
    elif surest.score >= policy.likely:
        few = max(policy.then_tried, mention.limit)
    else:
        return False
    return place >= few and share < policy.rivals


_EXACT: Final[dict[Hit, tuple[Method, str]]] = {
    "cased": ("cased", ""),
    "exact": ("exact", ""),
    "left_out": ("exact", "Words beside the name that carry no identity were left out."),
    "place_left_out": ("exact", "A word for the kind of place was left out."),
    "initialism": ("spelling", "Only the first letters of the words agree."),
    "spaceless": ("exact", "The names differ in their spaces only."),
}


def _cost(name: Name, hit: Hit, policy: Policy) -> float:
    """Return what is taken off for a name that was found by another key than its own."""
    if hit == "initialism":
        return 1.0 - (policy.initialism if len(name.folded) < policy.long_initialism else policy.initialism_long)
    if hit == "spaceless":
        return policy.spaceless
    return policy.left_out if hit in {"left_out", "place_left_out"} else 0.0


def evidence(snapshot: Snapshot, name: Name, judged: Judged, policy: Policy) -> Evidence:
    """Write down what speaks for a listed name."""
    number, laid, names = judged.found.name, judged.laid, snapshot.columns.names
    alias = snapshot.alias(number)
    if laid is not None:
        found = evidence_of(laid, alias, snapshot.columns.kind(names.entities[number]))
    else:
        found = _evidence_of_key(name, judged.found.hit, alias, names.script(number), policy)
    if not judged.adjustments:
        return found
    return replace(found, adjustments=(*found.adjustments, *judged.adjustments), score=judged.score)


def _evidence_of_key(name: Name, hit: Hit, alias: Alias, script: str, policy: Policy) -> Evidence:
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


def _told_apart(
    snapshot: Snapshot, mention: Mention, name: Name, scored: Mapping[int, Judged], policy: Policy
) -> Mapping[int, Judged]:
    """Let the type, the context and the language of the mention speak for some candidates and against others."""
    if not (mention.type or mention.context or mention.language or name.core != name.folded):
        return scored
    # What the mention cannot be is not what its context speaks for.
    likely = {entity: judged for entity, judged in scored.items() if judged.score >= policy.heard}
    in_context = _in_context(snapshot, mention, name, likely)
    language = _language(mention.language)
    in_language = {
        entity
        for entity, judged in likely.items()
        if language and _language(snapshot.alias(judged.found.name).lang) == language
    }
    adjusted = {}
    for entity, judged in scored.items():
        taken = []
        kind = snapshot.columns.kind(entity)
        if mention.type and kind != mention.type:
            detail = f"The mention is said to be a {mention.type}, and this is a {kind}."
            taken.append(Adjustment("wrong_type", -policy.wrong_type, detail))
        if in_context and entity not in in_context:
            detail = "The context speaks for another candidate."
            taken.append(Adjustment("context_elsewhere", -policy.context_elsewhere, detail))
        if in_language and entity not in in_language:
            detail = "Another candidate has the name in the language of the mention."
            taken.append(Adjustment("language_elsewhere", -policy.language_elsewhere, detail))
        if judged.found.hit == "cased" and name.folded in snapshot.lexicon.common and _shouted(mention.context):
            detail = "In a text all in capitals this may be an everyday word."
            taken.append(Adjustment(ALL_CAPITALS, -policy.all_capitals, detail))
        adjusted[entity] = _with(judged, taken) if taken else judged
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
    return {entity for entity in entities if any(f" {term} " in text for term in snapshot.context(entity))}


def _language(tag: str | None) -> str:
    """Return the primary language of a tag, without script or region."""
    return (tag or "").split("-")[0].lower()


def _with(judged: Judged, taken: Iterable[Adjustment]) -> Judged:
    """Return a judged name with more adjustments, its score moved by each amount."""
    moved = judged.score
    for adjustment in taken:
        moved = min(1.0, max(0.0, moved + adjustment.amount))
    return judged._replace(score=moved, adjustments=(*judged.adjustments, *taken))
