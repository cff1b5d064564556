"""An alignment in numbers: what the fitted weights are applied to.

Every feature is a plain statement about two names; together with the fitted weights they make the score. The order of
FEATURES is the order in which an explanation adds them up.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Final

from rapidfuzz.distance import Indel

from polyonym.matching.align import Alignment
from polyonym.matching.prepared import PreparedName
from polyonym.text.frequency import token_frequencies

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


def features(mine: PreparedName, its: PreparedName, alignment: Alignment, log_index_size: float) -> list[float]:
    """Return the features of two aligned names, in the order of FEATURES.

    `log_index_size` is the decimal logarithm of the number of names that the alias was picked from: among a million
    names more look alike by chance than among a hundred.
    """
    covered_ours = covered_theirs = told = exactly = doubt = initials = joined = 0.0
    for ours, theirs, likeness, method in alignment.pairs:
        weight_ours, weight_theirs = weight(mine, ours), weight(its, theirs)
        covered_ours += weight_ours * likeness
        covered_theirs += weight_theirs * likeness
        least = min(weight_ours, weight_theirs)
        told += least * likeness
        exactly += least if method == "exact" else 0.0
        doubt = max(doubt, least * (1.0 - likeness))
        if len(ours) == len(theirs) == 1:
            initials += len(mine.tokens[ours[0]].latin) == 1 or len(its.tokens[theirs[0]].latin) == 1
        else:
            joined = 1.0
    left_ours, left_theirs = weight(mine, alignment.ours_left), weight(its, alignment.theirs_left)
    order = [pair.theirs[0] for pair in alignment.pairs]
    moved = order != sorted(order)
    rotated = moved and _rotated(order)
    share_ours, share_theirs = covered_ours / mine.total, covered_theirs / its.total
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
        initials,
        float(rotated),
        float(moved and not rotated),
        *_differing(mine, its, alignment),
        joined,
        _whole(mine, its),
        float(min(len(mine.tokens), len(its.tokens))),
        *_concepts(mine, its),
        log_index_size,
    ]


def weight(one: PreparedName, places: tuple[int, ...]) -> float:
    """Return what the tokens at some places tell together."""
    if len(places) == 1:
        return one.weights[places[0]]
    return sum([one.weights[place] for place in places])


def _rotated(order: list[int]) -> bool:
    """Tell whether an order is another one turned round: a surname put first or last."""
    drops = sum(after < before for before, after in pairwise(order))
    return drops == 1 and order[-1] < order[0]


def _differing(ours: PreparedName, theirs: PreparedName, alignment: Alignment) -> tuple[float, float]:
    """Count paired tokens of one script that are two words by all that is known: given names, and common words.

    Christian is not Christina, since no list of given names holds both; Davis and Davies are each too common to be a
    misspelling of the other. Across scripts this says nothing: one spelling without vowels is read as Hamed and Hamid.
    """
    given = common = 0.0
    for mine, its, likeness, _ in alignment.pairs:
        if likeness == 1.0 or len(mine) + len(its) > 2:
            continue
        a, b = ours.tokens[mine[0]], theirs.tokens[its[0]]
        if a.script != b.script or not a.given.isdisjoint(b.given):
            continue
        given += bool(a.given and b.given)
        common += a.latin in token_frequencies() and b.latin in token_frequencies()
    return given, common


def _whole(ours: PreparedName, theirs: PreparedName) -> float:
    """Return the likeness of the names written without spaces, in whichever order of the parts is nearer."""
    return max(
        Indel.normalized_similarity(ours.whole, theirs.whole),
        Indel.normalized_similarity(ours.whole_sorted, theirs.whole_sorted),
    )


def _concepts(ours: PreparedName, theirs: PreparedName) -> list[float]:
    """Return where two names disagree in what their words stand for."""
    digits = float(bool(ours.digits) != bool(theirs.digits))
    if not ours.concepts and not theirs.concepts:
        return [0.0, 0.0, 0.0, 0.0, digits, 0.0]
    axes, other_axes = ours.axes, theirs.axes
    families = ours.legal_families.isdisjoint(theirs.legal_families)
    return [
        float(bool(ours.heads and theirs.heads) and ours.heads.isdisjoint(theirs.heads)),
        float(any(axes[axis].isdisjoint(other_axes[axis]) for axis in axes.keys() & other_axes.keys())),
        float(len(axes.keys() ^ other_axes.keys())),
        (1.0 if families else 0.5 * ours.legal.isdisjoint(theirs.legal)) if ours.legal and theirs.legal else 0.0,
        digits,
        float(bool(ours.generation) != bool(theirs.generation)),
    ]
