"""Candidates to evidence: how well a name fits a mention, and everything that was added or taken off.

In come names with the way they were hit, out comes one `Scored` an entity, with the evidence of its best name. The
score is made of what the evidence records and nothing else, so an explanation cannot disagree with its decision.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Adjustment, Alias, Evidence, Mention, Method, TokenPair
from polyonym.resolve.align import Alignment, align
from polyonym.resolve.candidates import Found, Hit
from polyonym.resolve.policy import Policy
from polyonym.text.name import Name, Token
from polyonym.text.normalise import folded

Rarity = Callable[[str], float]


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
    against: dict[int, float] = {}
    for candidate in found:
        indexed = snapshot.names[candidate.name]
        if candidate.hit == "alike":
            evidence = alike(name, indexed.form, indexed.alias, snapshot.rarity, policy)
        else:
            evidence = _exact(name, indexed.form, indexed.alias, candidate.hit, policy)
        if indexed.never:
            against[indexed.entity] = max(against.get(indexed.entity, 0.0), evidence.score)
        elif indexed.entity not in best or evidence.score > best[indexed.entity].score:
            best[indexed.entity] = evidence
    # Where a name under `not` fits as well as the best alias, that other thing was meant.
    kept = [Scored(e, evidence) for e, evidence in best.items() if evidence.score > against.get(e, 0.0)]
    adjusted = _told_apart(snapshot, mention, name, kept, policy)
    return tuple(sorted(adjusted, key=lambda scored: (-scored.evidence.score, scored.entity)))


_EXACT: Final[dict[Hit, tuple[Method, str]]] = {
    "cased": ("cased", ""),
    "exact": ("exact", ""),
    "left_out": ("exact", "Words beside the name that carry no identity were left out."),
    "spaceless": ("exact", "The names differ in their spaces only."),
}


def _exact(name: Name, other: Name, alias: Alias, hit: Hit, policy: Policy) -> Evidence:
    """Return the evidence of a name that stands in the gazetteer as it was found, or nearly."""
    method, detail = _EXACT[hit]
    cost = {"left_out": policy.left_out, "spaceless": policy.spaceless}.get(hit, 0.0)
    adjustments = (Adjustment(hit, -cost, detail),) if cost else ()
    pair = TokenPair(name.core if hit == "left_out" else name.folded, other.folded, 1.0, method, 1.0)
    return Evidence(method, alias, other.script, (pair,), adjustments, 1.0 - cost)


def alike(name: Name, other: Name, alias: Alias, rarity: Rarity, policy: Policy) -> Evidence:
    """Return the evidence of an alignment: rare tokens that agree, less what is left over.

    The score is the share of the mention that is covered to the power of `mention_share`, times the share of the
    alias that is covered to the power of the rest, less what contradicts. Shares count tokens by rarity and role.
    """

    def weigh(token: Token) -> float:
        return policy.role_weights[token.role] * rarity(token.latin)

    alignment = align(name.tokens, other.tokens, weigh, policy)
    ours, theirs = sum(map(weigh, name.tokens)) or 1.0, sum(map(weigh, other.tokens)) or 1.0
    pairs = []
    covered_ours = covered_theirs = 0.0
    for pair in alignment.pairs:
        mine, its = sum(weigh(name.tokens[i]) for i in pair.ours), sum(weigh(other.tokens[j]) for j in pair.theirs)
        covered_ours += pair.similarity * mine
        covered_theirs += pair.similarity * its
        pairs.append(
            TokenPair(
                " ".join(name.tokens[i].text for i in pair.ours),
                " ".join(other.tokens[j].text for j in pair.theirs),
                round(pair.similarity, 4),
                pair.method,
                round((mine + its) / (ours + theirs), 4),
            )
        )
    coverage = (covered_ours / ours) ** policy.mention_share * (covered_theirs / theirs) ** (1 - policy.mention_share)
    adjustments = _contradictions(name, other, alignment, weigh, policy)
    total = max(0.0, coverage + sum(adjustment.amount for adjustment in adjustments))
    return Evidence(_method(alignment, pairs), alias, other.script, tuple(pairs), adjustments, min(total, 1.0))


def _method(alignment: Alignment, pairs: Sequence[TokenPair]) -> Method:
    """Name the method that carried most of an alignment; agreement to the letter is spelling at its best."""
    shares: dict[Method, float] = {}
    for aligned, pair in zip(alignment.pairs, pairs, strict=True):
        method: Method = "spelling" if aligned.method == "exact" else aligned.method
        shares[method] = shares.get(method, 0.0) + pair.weight
    if "script" in shares:
        return "script"
    return max(shares, key=lambda method: shares[method], default="spelling")


def _contradictions(
    name: Name, other: Name, alignment: Alignment, weigh: Callable[[Token], float], policy: Policy
) -> tuple[Adjustment, ...]:
    """Return what speaks against: tokens left over on both sides, numbers that differ, another order."""
    adjustments = []
    ours = [name.tokens[i] for i in alignment.ours_left]
    theirs = [other.tokens[j] for j in alignment.theirs_left]
    if _numbers(name) != _numbers(other):
        detail = "The names hold different numbers."
        return (Adjustment("numbers", -1.0, detail),)
    left_ours = sum(map(weigh, ours)) / (sum(map(weigh, name.tokens)) or 1.0)
    left_theirs = sum(map(weigh, theirs)) / (sum(map(weigh, other.tokens)) or 1.0)
    cost = policy.contradiction * min(left_ours, left_theirs)
    if cost > 0.0:
        words = f"{' '.join(t.text for t in ours)!r} stands against {' '.join(t.text for t in theirs)!r}."
        adjustments.append(Adjustment("contradiction", -round(cost, 4), words))
    order = [pair.theirs[0] for pair in alignment.pairs]
    if order != sorted(order):
        adjustments.append(Adjustment("reordered", -policy.reordered, "The parts stand in another order."))
    return tuple(adjustments)


def _numbers(name: Name) -> list[str]:
    """Return the numbers in a name, sorted: July 7 is not July 8."""
    return sorted(token.latin for token in name.tokens if token.latin.isdigit())


def _told_apart(
    snapshot: Snapshot, mention: Mention, name: Name, scored: Sequence[Scored], policy: Policy
) -> list[Scored]:
    """Let the type, the context and the language of the mention speak for some candidates and against others."""
    in_context = _in_context(snapshot, mention, name, scored)
    language = (mention.language or "").split("-")[0].lower()
    in_language = {s.entity for s in scored if language and _language(s.evidence.alias) == language}
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
        adjusted.append(Scored(item.entity, evidence))
    return adjusted


def _in_context(snapshot: Snapshot, mention: Mention, name: Name, scored: Sequence[Scored]) -> set[int]:
    """Return the candidates that a word of the context, or a word left out of the mention, speaks for."""
    left_out = name.folded if name.core != name.folded else ""
    text = f" {folded(mention.context or '')} {left_out} "
    if not text.strip():
        return set()
    return {s.entity for s in scored if any(f" {term} " in text for term in snapshot.context[s.entity])}


def _language(alias: Alias) -> str:
    """Return the primary language of an alias, without script or region."""
    return (alias.lang or "").split("-")[0].lower()


def _with(evidence: Evidence, adjustment: Adjustment) -> Evidence:
    """Return the evidence with one more adjustment, its score moved by the amount."""
    score_ = min(1.0, max(0.0, evidence.score + adjustment.amount))
    return replace(evidence, adjustments=(*evidence.adjustments, adjustment), score=score_)
