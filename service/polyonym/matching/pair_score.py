"""Two names laid side by side: how well they fit, and the evidence of it.

In come the sides of a mention and of a listed name, out comes a score with everything that it was made of; evidence is
written down only where somebody is shown it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import product
from operator import attrgetter
from typing import Final, NamedTuple

from polyonym.index.snapshot import Snapshot
from polyonym.matching.align import Alignment, align
from polyonym.matching.features import features, weight
from polyonym.matching.prepared import PreparedName
from polyonym.matching.score_model import score_model
from polyonym.model import Adjustment, Alias, Evidence, Method, TokenPair
from polyonym.policy import Policy

SCORE_DIGITS: Final = 9
"""Scores are rounded to so many places: names that fit alike score alike, in whatever order numbers were added up."""
_SCORE: Final = attrgetter("score")


class PairScore(NamedTuple):
    """Two names laid side by side, with their features, what each of these adds to the logit, and the score."""

    ours: PreparedName
    theirs: PreparedName
    alignment: Alignment
    features: list[float]
    parts: list[float]
    veto: tuple[str, str] | None
    score: float


def pair_score(
    ours: Sequence[PreparedName], theirs: Sequence[PreparedName], kind: str, size: float, policy: Policy
) -> PairScore:
    """Lay two names side by side, under the way to part an unspaced one that brings them nearest.

    `kind` is the built-in type whose curves apply, `size` what `log_index_size` returns.
    """
    ways = [_pair_score(one, other, kind, size, policy) for one, other in product(ours, theirs)]
    return max(ways, key=_SCORE)


def _pair_score(ours: PreparedName, theirs: PreparedName, kind: str, size: float, policy: Policy) -> PairScore:
    """Lay two names side by side: the fitted weights applied to what they share, have and lack."""
    alignment = align(ours, theirs, policy)
    if not alignment.pairs:
        return PairScore(ours, theirs, alignment, [], [], None, 0.0)
    measured = features(ours, theirs, alignment, size)
    weights = score_model()
    parts = weights.of(kind, across=ours.script != theirs.script).parts(measured)
    veto = vetoed(ours, theirs)
    score = 0.0 if veto else round(weights.probability(sum(parts)), SCORE_DIGITS)
    return PairScore(ours, theirs, alignment, measured, parts, veto, score)


def evidence_of(pair: PairScore, alias: Alias, kind: str) -> Evidence:
    """Write down what speaks for two names that were laid side by side."""
    ours, theirs, alignment = pair.ours, pair.theirs, pair.alignment
    if not alignment.pairs:
        return Evidence("spelling", alias, theirs.script, (), (), 0.0)
    weights = score_model()
    curves = weights.of(kind, across=ours.script != theirs.script)
    adjustments = curves.reasons(pair.features, pair.parts, weights.probability)
    if pair.veto:
        likely = weights.probability(sum(pair.parts))
        adjustments = (*adjustments, Adjustment(pair.veto[0], round(-likely, 4), pair.veto[1]))
    pairs = token_pairs(ours, theirs, alignment)
    return Evidence(leading_method(alignment, pairs), alias, theirs.script, pairs, adjustments, pair.score)


def log_index_size(snapshot: Snapshot) -> float:
    """Return the decimal logarithm of the number of names that likeness picks from."""
    return math.log10(snapshot.columns.tokenised_count + 1)


def vetoed(ours: PreparedName, theirs: PreparedName) -> tuple[str, str] | None:
    """Return what makes two names those of two things however alike they look, as a code and a sentence."""
    if ours.digits and theirs.digits and ours.digits != theirs.digits:
        return "numbers", "The names hold different numbers."
    if not ours.concepts or not theirs.concepts:
        return None
    if ours.generation and theirs.generation and ours.generation != theirs.generation:
        return "generation", "The names are marked as of different generations."
    if len(ours.heads) == len(theirs.heads) == 1 and ours.heads != theirs.heads and ours.script == theirs.script:
        return "heads", "The names are of two kinds of thing."
    chain, other_chain = ours.chain, theirs.chain
    if chain and other_chain and chain != other_chain and set(chain) == set(other_chain):
        return "patronymic", "Father and son change places."
    return None


def token_pairs(mine: PreparedName, its: PreparedName, alignment: Alignment) -> tuple[TokenPair, ...]:
    """Write the pairs of an alignment in words."""
    whole = sum(mine.weights) + sum(its.weights) or 1.0
    pairs = []
    for ours, theirs, likeness, method in alignment.pairs:
        share = (weight(mine, ours) + weight(its, theirs)) / whole
        pair = TokenPair(_words(mine, ours), _words(its, theirs), round(likeness, 4), method, round(share, 4))
        pairs.append(pair)
    return tuple(pairs)


def _words(one: PreparedName, places: tuple[int, ...]) -> str:
    """Return the tokens at some places as they are written."""
    if len(places) == 1:
        return one.tokens[places[0]].text
    return " ".join([one.tokens[place].text for place in places])


def leading_method(alignment: Alignment, pairs: Sequence[TokenPair]) -> Method:
    """Name the method that carried most of an alignment; agreement to the letter is spelling at its best."""
    shares: dict[Method, float] = {}
    for aligned, pair in zip(alignment.pairs, pairs, strict=True):
        method: Method = "spelling" if aligned.method == "exact" else aligned.method
        shares[method] = shares.get(method, 0.0) + pair.weight
    if "script" in shares:
        return "script"
    return max(shares, key=shares.__getitem__, default="spelling")
