"""An alignment in numbers: what the fitted weights are applied to.

Every feature is a plain statement about two names; together with the fitted weights they make the score. The order of
FEATURES is the order in which an explanation adds them up.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel

from polyonym.resolve.align import Alignment, Side
from polyonym.text.frequency import shares
from polyonym.text.name import Name

_DIGITS: Final = re.compile(r"\d+")

FEATURES: Final = (
    "bias",
    "covered_mention",
    "covered_alias",
    "covered_least",
    "covered_both",
    "told",
    "told_exactly",
    "left_mention",
    "left_alias",
    "left_both",
    "doubt",
    "single_pair",
    "initials",
    "rotated",
    "reordered",
    "given_differs",
    "common_differs",
    "joined",
    "whole",
    "tokens",
    "heads_differ",
    "distinguished",
    "distinguished_once",
    "legal_differs",
    "numbers_once",
    "generation_once",
    "crowd",
)
"""The features of two names. What the entity is, and whether the names cross scripts, choose the weights."""


def features(mine: Side, its: Side, alignment: Alignment, crowd: float) -> list[float]:
    """Return the features of two aligned names, in the order of FEATURES.

    `crowd` is the decimal logarithm of the number of names that the alias was picked from: among a million names more
    look alike by chance than among a hundred.
    """
    whole_ours, whole_theirs = sum(mine.weights) or 1.0, sum(its.weights) or 1.0
    covered_ours = covered_theirs = told = exactly = doubt = 0.0
    initials = joined = 0
    for pair in alignment.pairs:
        weight_ours = sum(mine.weights[i] for i in pair.ours)
        weight_theirs = sum(its.weights[j] for j in pair.theirs)
        covered_ours += weight_ours * pair.likeness
        covered_theirs += weight_theirs * pair.likeness
        least = min(weight_ours, weight_theirs)
        told += least * pair.likeness
        exactly += least if pair.method == "exact" else 0.0
        doubt = max(doubt, least * (1.0 - pair.likeness))
        initials += len(pair.ours) == len(pair.theirs) == 1 and 1 in (
            len(mine.name.tokens[pair.ours[0]].latin),
            len(its.name.tokens[pair.theirs[0]].latin),
        )
        joined += len(pair.ours) + len(pair.theirs) > 2
    left_ours = sum(mine.weights[i] for i in alignment.ours_left)
    left_theirs = sum(its.weights[j] for j in alignment.theirs_left)
    order = [pair.theirs[0] for pair in alignment.pairs]
    share_ours, share_theirs = covered_ours / whole_ours, covered_theirs / whole_theirs
    return [
        1.0,
        share_ours,
        share_theirs,
        min(share_ours, share_theirs),
        share_ours * share_theirs,
        told,
        exactly,
        left_ours,
        left_theirs,
        min(left_ours, left_theirs),
        doubt,
        float(len(alignment.pairs) == 1),
        float(initials),
        float(_rotated(order)),
        float(order != sorted(order) and not _rotated(order)),
        *_differing(mine.name, its.name, alignment),
        float(joined > 0),
        _whole(mine.name, its.name),
        float(min(len(mine.name.tokens), len(its.name.tokens))),
        *_concepts(mine.name, its.name),
        crowd,
    ]


def _rotated(order: list[int]) -> bool:
    """Tell whether an order is another one turned round: a surname put first or last."""
    drops = sum(after < before for before, after in pairwise(order))
    return drops == 1 and order[-1] < order[0]


def _differing(ours: Name, theirs: Name, alignment: Alignment) -> tuple[float, float]:
    """Count paired tokens of one script that are two words by all that is known: given names, and common words.

    Christian is not Christina, since no list of given names holds both; Davis and Davies are each too common to be a
    misspelling of the other. Across scripts this says nothing: one spelling without vowels is read as Hamed and Hamid.
    """
    given = common = 0.0
    for pair in alignment.pairs:
        if pair.likeness == 1.0 or len(pair.ours) + len(pair.theirs) > 2:
            continue
        a, b = ours.tokens[pair.ours[0]], theirs.tokens[pair.theirs[0]]
        if a.script != b.script or not a.given.isdisjoint(b.given):
            continue
        given += bool(a.given and b.given)
        common += a.latin in shares() and b.latin in shares()
    return given, common


def _whole(ours: Name, theirs: Name) -> float:
    """Return the likeness of the names written without spaces, in whichever order of the parts is nearer."""
    a, b = ("".join(token.latin for token in name.tokens) for name in (ours, theirs))
    c, d = ("".join(sorted(token.latin for token in name.tokens)) for name in (ours, theirs))
    return max(Indel.normalized_similarity(a, b), Indel.normalized_similarity(c, d))


def concepts(name: Name, prefix: str) -> frozenset[str]:
    """Return the concepts of a kind that a name holds."""
    return frozenset(token.concept for token in name.tokens if token.concept.startswith(prefix))


def digits(name: Name) -> frozenset[str]:
    """Return the numbers in a name, those inside words too: UNITED24 is not UNITED25."""
    return frozenset(run.lstrip("0") for token in name.tokens for run in _DIGITS.findall(token.latin))


def _concepts(ours: Name, theirs: Name) -> list[float]:
    """Return where two names disagree in what their words stand for."""
    heads, other_heads = concepts(ours, "head:"), concepts(theirs, "head:")
    axes, other_axes = _axes(ours), _axes(theirs)
    legal, other_legal = concepts(ours, "legal:"), concepts(theirs, "legal:")
    families = {form.split("/")[0] for form in legal}.isdisjoint(form.split("/")[0] for form in other_legal)
    return [
        float(bool(heads and other_heads) and heads.isdisjoint(other_heads)),
        float(any(axes[axis].isdisjoint(other_axes[axis]) for axis in axes.keys() & other_axes.keys())),
        float(len(axes.keys() ^ other_axes.keys())),
        (1.0 if families else 0.5 * legal.isdisjoint(other_legal)) if legal and other_legal else 0.0,
        float(bool(digits(ours)) != bool(digits(theirs))),
        float(bool(concepts(ours, "generation:")) != bool(concepts(theirs, "generation:"))),
    ]


def _axes(name: Name) -> dict[str, set[str]]:
    """Return the distinguishing words of a name by what they speak of: the compass, age, size."""
    found: dict[str, set[str]] = {}
    for concept in concepts(name, "axis:"):
        found.setdefault(concept.split("/")[0], set()).add(concept)
    return found
