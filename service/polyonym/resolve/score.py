"""Candidates to evidence: how well a name fits a mention, and everything that was added or taken off.

In come names with the way they were hit, out comes one `Scored` an entity, with the evidence of its best name. The
score is made of what the evidence records and nothing else, so an explanation cannot disagree with its decision.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Adjustment, Alias, Evidence, Mention, Method, TokenPair
from polyonym.resolve.align import Alignment, Side, align
from polyonym.resolve.candidates import Found, Hit
from polyonym.resolve.features import concepts, digits, features
from polyonym.resolve.policy import Policy
from polyonym.resolve.weights import fitted
from polyonym.text.name import Name
from polyonym.text.normalise import folded

ALL_CAPITALS: Final = "all_capitals"
"""The code of the adjustment after which a name can be `ambiguous` at best."""


@dataclass(frozen=True, slots=True)
class Scored:
    """An entity, by its number, and the best evidence for it."""

    entity: int
    evidence: Evidence


def score(
    snapshot: Snapshot, mention: Mention, name: Name, found: Iterable[Found], policy: Policy
) -> tuple[Scored, ...]:
    """Score every candidate and keep the best name of each entity; best entity first, equal ones by id."""
    best: dict[int, Evidence] = {}
    bars: dict[int, float] = {}  # what the best alias of an entity has to reach beside a name under `not`
    to_the_letter: set[int] = set()  # entities with a name under `not` that was met to the letter
    for candidate in found:
        indexed = snapshot.names[candidate.name]
        if candidate.hit == "alike":
            evidence = alike(
                snapshot, name, indexed.form, indexed.alias, policy, snapshot.entities[indexed.entity].type
            )
        else:
            evidence = _exact(name, indexed.form, indexed.alias, candidate.hit, policy)
        if indexed.never:
            # A likeness alone has to lead: what the mention shares with both, such as a surname, speaks for neither.
            bar = evidence.score - (policy.never_lead if candidate.hit == "alike" else 0.0)
            bars[indexed.entity] = max(bars.get(indexed.entity, 0.0), bar)
            if candidate.hit == "cased":
                to_the_letter.add(indexed.entity)
        elif indexed.entity not in best or _rank(evidence, name, policy) > _rank(best[indexed.entity], name, policy):
            best[indexed.entity] = evidence
    # Where a name under `not` fits better than the best alias, or was met as it is listed, that other thing was meant.
    # An alias to the letter is listed on purpose and stands above `not` in another case.
    kept = [
        Scored(e, evidence)
        for e, evidence in best.items()
        if evidence.score > bars.get(e, -1.0) or (evidence.method == "cased" and e not in to_the_letter)
    ]
    adjusted = _told_apart(snapshot, mention, name, kept, policy)
    return tuple(sorted(adjusted, key=lambda scored: (-scored.evidence.score, scored.entity)))


def _rank(evidence: Evidence, name: Name, policy: Policy) -> float:
    """Return by what the names of an entity are chosen from: of two that fit alike, the one in the mention's script."""
    return evidence.score + (policy.own_script if evidence.script == name.script else 0.0)


_EXACT: Final[dict[Hit, tuple[Method, str]]] = {
    "cased": ("cased", ""),
    "exact": ("exact", ""),
    "left_out": ("exact", "Words beside the name that carry no identity were left out."),
    "place_left_out": ("exact", "A word for the kind of place was left out."),
    "initialism": ("spelling", "Only the first letters of the words agree."),
    "spaceless": ("exact", "The names differ in their spaces only."),
}


def _exact(name: Name, other: Name, alias: Alias, hit: Hit, policy: Policy) -> Evidence:
    """Return the evidence of a name that stands in the gazetteer as it was found, or nearly."""
    method, detail = _EXACT[hit]
    cost = {
        "left_out": policy.left_out,
        "place_left_out": policy.left_out,
        "spaceless": policy.spaceless,
        "initialism": 1.0
        - (policy.initialism if len(name.folded) < policy.long_initialism else policy.initialism_long),
    }.get(hit, 0.0)
    adjustments = (Adjustment(hit, -cost, detail),) if cost else ()
    ours = {"left_out": name.core, "place_left_out": name.core_place}.get(hit, name.folded)
    pair = TokenPair(ours, other.folded, 1.0, method, 1.0)
    return Evidence(method, alias, other.script, (pair,), adjustments, 1.0 - cost)


def alike(  # noqa: PLR0913, PLR0917 -- two names, whose they are, and what they are judged by
    snapshot: Snapshot, name: Name, other: Name, alias: Alias, policy: Policy, kind: str
) -> Evidence:
    """Return the evidence of two names, under the way to part an unspaced one that brings them nearest."""
    found = (_aligned(snapshot, ours, theirs, alias, policy, kind) for ours, theirs in ways(name, other))
    return max(found, key=lambda evidence: evidence.score)


def ways(name: Name, other: Name) -> Iterator[tuple[Name, Name]]:
    """Yield two names under every way to part those that are written without spaces."""
    return product((name, *name.others), (other, *other.others))


def _aligned(  # noqa: PLR0913, PLR0917 -- as in `alike`
    snapshot: Snapshot, name: Name, other: Name, alias: Alias, policy: Policy, kind: str
) -> Evidence:
    """Return the evidence of an alignment: the fitted weights applied to what two names share, have and lack."""
    mine, its = side(snapshot, name, policy), side(snapshot, other, policy)
    alignment = align(mine, its, snapshot.lexicon, policy)
    if not alignment.pairs:
        return Evidence("spelling", alias, other.script, (), (), 0.0)
    likely, adjustments = fitted().apply(
        features(mine, its, alignment, crowd(snapshot)),
        kind,
        across=name.script != other.script,
    )
    veto = vetoed(name, other)
    if veto:
        adjustments = (*adjustments, Adjustment(veto[0], round(-likely, 4), veto[1]))
        likely = 0.0
    pairs = token_pairs(mine, its, alignment)
    return Evidence(leading_method(alignment, pairs), alias, other.script, pairs, adjustments, likely)


def crowd(snapshot: Snapshot) -> float:
    """Return the decimal logarithm of the number of names that likeness picks from."""
    return math.log10(len(snapshot.loose) + 1)


def side(snapshot: Snapshot, name: Name, policy: Policy) -> Side:
    """Return a name with what each of its tokens tells."""
    weights = []
    for token in name.tokens:
        weight = policy.initial_weight if len(token.latin) == 1 else snapshot.weight(token.latin)
        weights.append(weight * policy.role_weights[token.role])
    return Side(name, weights)


def vetoed(name: Name, other: Name) -> tuple[str, str] | None:
    """Return what makes two names those of two things however alike they look, as a code and a sentence."""
    numbers, other_numbers = digits(name), digits(other)
    if numbers and other_numbers and numbers != other_numbers:
        return "numbers", "The names hold different numbers."
    marks, other_marks = concepts(name, "generation:"), concepts(other, "generation:")
    if marks and other_marks and marks != other_marks:
        return "generation", "The names are marked as of different generations."
    heads, other_heads = concepts(name, "head:"), concepts(other, "head:")
    if len(heads) == len(other_heads) == 1 and heads != other_heads and name.script == other.script:
        return "heads", "The names are of two kinds of thing."
    chain, other_chain = _chain(name), _chain(other)
    if chain and other_chain and chain != other_chain and set(chain) == set(other_chain):
        return "patronymic", "Father and son change places."
    return None


def _chain(name: Name) -> tuple[str, ...]:
    """Return the names of a patronymic chain in order (`Ahmad bin Hasan`), sound keys for spellings; else nothing."""
    if not any(token.concept == "particle:linking" for token in name.tokens[1:]):
        return ()
    return tuple(token.sound for token in name.tokens if token.role == "name")


def token_pairs(mine: Side, its: Side, alignment: Alignment) -> tuple[TokenPair, ...]:
    """Write the pairs of an alignment in words."""
    whole = sum(mine.weights) + sum(its.weights) or 1.0
    return tuple(
        TokenPair(
            " ".join(mine.name.tokens[i].text for i in pair.ours),
            " ".join(its.name.tokens[j].text for j in pair.theirs),
            round(pair.likeness, 4),
            pair.method,
            round((sum(mine.weights[i] for i in pair.ours) + sum(its.weights[j] for j in pair.theirs)) / whole, 4),
        )
        for pair in alignment.pairs
    )


def leading_method(alignment: Alignment, pairs: Sequence[TokenPair]) -> Method:
    """Name the method that carried most of an alignment; agreement to the letter is spelling at its best."""
    shares: dict[Method, float] = {}
    for aligned, pair in zip(alignment.pairs, pairs, strict=True):
        method: Method = "spelling" if aligned.method == "exact" else aligned.method
        shares[method] = shares.get(method, 0.0) + pair.weight
    if "script" in shares:
        return "script"
    return max(shares, key=lambda method: shares[method], default="spelling")


def _told_apart(
    snapshot: Snapshot, mention: Mention, name: Name, scored: Sequence[Scored], policy: Policy
) -> list[Scored]:
    """Let the type, the context and the language of the mention speak for some candidates and against others."""
    in_context = _in_context(snapshot, mention, name, scored)
    language = _language(mention.language)
    in_language = {s.entity for s in scored if language and _language(s.evidence.alias.lang) == language}
    adjusted = []
    for item in scored:
        entity, evidence = snapshot.entities[item.entity], item.evidence
        if mention.type and entity.type != mention.type:
            detail = f"The mention is said to be a {mention.type}, and this is a {entity.type}."
            evidence = _with(evidence, Adjustment("wrong_type", -policy.wrong_type, detail))
        if in_context and item.entity not in in_context:
            detail = "The context speaks for another candidate."
            evidence = _with(evidence, Adjustment("context_elsewhere", -policy.context_elsewhere, detail))
        if in_language and item.entity not in in_language:
            detail = "Another candidate has the name in the language of the mention."
            evidence = _with(evidence, Adjustment("language_elsewhere", -policy.language_elsewhere, detail))
        if evidence.method == "cased" and name.folded in snapshot.lexicon.common and _shouted(mention.context):
            detail = "In a text all in capitals this may be an everyday word."
            evidence = _with(evidence, Adjustment(ALL_CAPITALS, -policy.all_capitals, detail))
        adjusted.append(Scored(item.entity, evidence))
    return adjusted


def _shouted(context: str | None) -> bool:
    """Tell whether a context is written in capitals throughout, where case tells names from words no more."""
    return context is not None and len(context.split()) > 1 and context.isupper()


def _in_context(snapshot: Snapshot, mention: Mention, name: Name, scored: Sequence[Scored]) -> set[int]:
    """Return the candidates that a word of the context, or a word left out of the mention, speaks for."""
    left_out = name.folded if name.core != name.folded else ""
    text = f" {folded(mention.context or '')} {left_out} "
    if not text.strip():
        return set()
    return {s.entity for s in scored if any(f" {term} " in text for term in snapshot.context[s.entity])}


def _language(tag: str | None) -> str:
    """Return the primary language of a tag, without script or region."""
    return (tag or "").split("-")[0].lower()


def _with(evidence: Evidence, adjustment: Adjustment) -> Evidence:
    """Return the evidence with one more adjustment, its score moved by the amount."""
    score_ = min(1.0, max(0.0, evidence.score + adjustment.amount))
    return replace(evidence, adjustments=(*evidence.adjustments, adjustment), score=score_)
