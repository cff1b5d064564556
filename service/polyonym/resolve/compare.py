"""Two names judged without looking anything up: whether one entity could bear both.

The same alignment and the same score as for a candidate, but with both names counting alike: it does not matter here
which one was found and which was listed, so `compare(a, b)` and `compare(b, a)` agree.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from polyonym.gazetteer.entry import default_match
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Adjustment, Alias, Comparison, EntityType, Evidence, Explanation, Origin, TokenPair
from polyonym.resolve.explain import sentence_for_pair
from polyonym.resolve.policy import Policy
from polyonym.resolve.score import evidence_of, lay
from polyonym.resolve.side import sides
from polyonym.resolve.weights import PAIR
from polyonym.text.lexicon import Role
from polyonym.text.name import Name, analyse

IMPERSONAL: Final[frozenset[Role]] = frozenset({"head", "legal", "descriptor", "distinguishing"})


def compare(snapshot: Snapshot, a: str, b: str, kind: EntityType | None, policy: Policy) -> Comparison:
    """Compare two names of one kind of entity. The snapshot says only how much each token tells."""
    # One fixed order inside makes the two directions agree to the last digit.
    swapped = a > b
    first, second = (b, a) if swapped else (a, b)
    one, other = analyse(first, snapshot.lexicon), analyse(second, snapshot.lexicon)
    if kind == "person":
        one, other = _as_person(one), _as_person(other)
    evidence = _evidence(snapshot, one, other, policy)
    if swapped:
        turned = tuple(TokenPair(p.alias, p.mention, p.similarity, p.method, p.weight) for p in evidence.pairs)
        evidence = replace(evidence, pairs=turned, alias=replace(evidence.alias, name=b))
    score = round(evidence.score, 4)
    explanation = Explanation(evidence, None, None, sentence_for_pair(a, evidence))
    return Comparison(a, b, score >= policy.same_threshold, score, explanation)


def _as_person(name: Name) -> Name:
    """Read words as names that mean something in an organization only: a Mr Bank is no bank."""
    tokens = tuple(replace(t, role="name", concept="") if t.role in IMPERSONAL else t for t in name.tokens)
    return replace(name, tokens=tokens)


def _evidence(snapshot: Snapshot, first: Name, second: Name, policy: Policy) -> Evidence:
    """Return what speaks for the two names being one entity's."""
    alias = Alias(second.text, None, default_match(second.text), Origin("", 0))
    if first.cased == second.cased:
        pair = TokenPair(first.folded, second.folded, 1.0, "cased", 1.0)
        return Evidence("cased", alias, second.script, (pair,), (), 1.0)
    if first.folded == second.folded:
        # `IS` and `is`: what is to be matched to the letter was not.
        pair = TokenPair(first.folded, second.folded, 1.0, "exact", 1.0)
        if "cased" in {default_match(first.text), alias.match}:
            short = Adjustment("to_the_letter", -1.0, "A name as short as this counts to the letter only.")
            return Evidence("exact", alias, second.script, (pair,), (short,), 0.0)
        return Evidence("exact", alias, second.script, (pair,), (), 1.0)
    laid = lay(sides(snapshot, first, policy), sides(snapshot, second, policy), PAIR, 0.0, policy)
    return evidence_of(laid, alias, PAIR)
