"""Two names judged by themselves: whether one entity could bear both.

The same alignment as for a candidate, but with both names counting alike: it does not matter here which one was found
and which was listed, so `compare(a, b)` and `compare(b, a)` agree. What the gazetteer says of the two names stands
above their likeness, unless the caller wants the names alone to be judged.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from polyonym.compare.explain import sentence_for_pair
from polyonym.compare.listed_verdict import listed_verdict
from polyonym.compare.pair_features import AlignedPair, accents_clash, aligned_pairs, is_latin_person, pair_features
from polyonym.compare.pair_model import pair_probability
from polyonym.gazetteer.entry import default_match
from polyonym.index.snapshot import Snapshot
from polyonym.matching.pair_score import leading_method, token_pairs, vetoed
from polyonym.model import Adjustment, Alias, Comparison, EntityType, Evidence, Explanation, Origin, TokenPair, Verdict
from polyonym.policy import Policy
from polyonym.text.lexicon import Role
from polyonym.text.name import Name, analyse

IMPERSONAL: Final[frozenset[Role]] = frozenset({"head", "legal", "descriptor", "distinguishing"})


def compare(  # noqa: PLR0913 -- two names, what they are, and how to judge them
    snapshot: Snapshot, a: str, b: str, kind: EntityType | None, policy: Policy, *, look_up: bool = True
) -> Comparison:
    """Compare two names of one kind of entity. Without `look_up` the snapshot says only how much each token tells."""
    # One fixed order inside makes the two directions agree to the last digit.
    swapped = a > b
    first, second = (b, a) if swapped else (a, b)
    one, other = analyse(first, snapshot.lexicon), analyse(second, snapshot.lexicon)
    personal = kind is None or snapshot.types.of(kind).personal
    if kind is not None and personal:
        one, other = _as_person(one), _as_person(other)
    evidence = _evidence(snapshot, one, other, policy, personal=personal)
    if look_up and one.folded != other.folded:
        evidence = _with_knowledge(snapshot, one, other, kind, policy, evidence)
    if swapped:
        turned = tuple(TokenPair(p.alias, p.mention, p.similarity, p.method, p.weight) for p in evidence.pairs)
        evidence = replace(evidence, pairs=turned, alias=replace(evidence.alias, name=b))
    score = round(evidence.score, 4)
    explanation = Explanation(evidence, None, None, sentence_for_pair(a, evidence))
    return Comparison(a, b, verdict(score, policy), score, explanation)


def verdict(score: float, policy: Policy) -> Verdict:
    """Return what a score of two names comes to."""
    if score >= policy.same_threshold:
        return "same"
    return "unsure" if score >= policy.unsure_floor else "different"


def _with_knowledge(  # noqa: PLR0913, PLR0917 -- as in `compare`
    snapshot: Snapshot, one: Name, other: Name, kind: EntityType | None, policy: Policy, evidence: Evidence
) -> Evidence:
    """Move a score to where the gazetteer says that it belongs."""
    found = listed_verdict(snapshot, one, other, kind, policy)
    if found is None:
        return evidence
    asked, adjustment = found
    score = max(evidence.score, asked) if adjustment.code == "known_same" else min(evidence.score, asked)
    adjustment = replace(adjustment, amount=round(score - evidence.score, 4))
    return replace(evidence, adjustments=(*evidence.adjustments, adjustment), score=score)


def _as_person(name: Name) -> Name:
    """Read words as names that mean something in an organization only: a Mr Bank is no bank."""
    tokens = tuple(replace(t, role="name", concept="") if t.role in IMPERSONAL else t for t in name.tokens)
    return name._replace(tokens=tokens)


def _evidence(snapshot: Snapshot, first: Name, second: Name, policy: Policy, *, personal: bool) -> Evidence:
    """Return what speaks for the two names being one entity's; `personal` ones may be names of people."""
    alias = Alias(second.text, None, default_match(second.text), Origin("", 0))
    if first.cased == second.cased:
        pair = TokenPair(first.folded, second.folded, 1.0, "cased", 1.0)
        return Evidence("cased", alias, second.script, (pair,), (), 1.0)
    if first.folded == second.folded and not _clash(first, second, personal=personal):
        # `IS` and `is`: what is to be matched to the letter was not.
        pair = TokenPair(first.folded, second.folded, 1.0, "exact", 1.0)
        if "cased" in {default_match(first.text), alias.match}:
            short = Adjustment("to_the_letter", -1.0, "A name as short as this counts to the letter only.")
            return Evidence("exact", alias, second.script, (pair,), (short,), 0.0)
        return Evidence("exact", alias, second.script, (pair,), (), 1.0)
    if _left_out(first, second) or _left_out(second, first):
        pair = TokenPair(first.core, second.core, 1.0, "exact", 1.0)
        detail = "Words beside the name that carry no identity were left out."
        adjustment = Adjustment("left_out", -policy.relaxed_penalty, detail)
        return Evidence("exact", alias, second.script, (pair,), (adjustment,), 1.0 - policy.relaxed_penalty)
    found = (_aligned(pair, alias, personal=personal) for pair in aligned_pairs(snapshot, first, second, policy))
    return max(found, key=lambda evidence: evidence.score)


def _clash(first: Name, second: Name, *, personal: bool) -> bool:
    """Tell whether two people's names that fold to one differ in accents that both typists wrote."""
    return is_latin_person(first, second, personal=personal) and accents_clash(first, second)


def _left_out(longer: Name, shorter: Name) -> bool:
    """Tell whether a name is another and an honorific or the like; what is left has to be more than one word."""
    return longer.core == shorter.folded and len(shorter.tokens) > 1


def _aligned(pair: AlignedPair, alias: Alias, *, personal: bool) -> Evidence:
    """Return the evidence of an alignment under the weights of a pair."""
    mine, its, alignment = pair.mine, pair.its, pair.alignment
    if not alignment.pairs:
        return Evidence("spelling", alias, its.script, (), (), 0.0)
    likely, adjustments = pair_probability(pair_features(pair, personal=personal), across=mine.script != its.script)
    veto = vetoed(mine, its)
    if veto:
        adjustments = (*adjustments, Adjustment(veto[0], round(-likely, 4), veto[1]))
        likely = 0.0
    pairs = token_pairs(mine, its, alignment)
    return Evidence(leading_method(alignment, pairs), alias, its.script, pairs, adjustments, likely)
