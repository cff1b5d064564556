"""Two names laid side by side: which tokens of one are tokens of the other.

In come the tokens of a mention and of an alias, out come the pairs, the likeness of each, and what is left over on
either side. Order is free, neighbours may be joined (`noorul haq`, `noorolhaq`), an initial may stand for its word. The
choice is greedy, best pair first, which for names of a few tokens is as good as the best assignment.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA, JaroWinkler

from polyonym.model import Method
from polyonym.resolve.policy import Policy
from polyonym.text.name import Token

Weigh = Callable[[Token], float]


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens of the mention (`ours`) and of the alias (`theirs`), by place, that were read as the same."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    similarity: float
    method: Method


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in the order of the mention, and the places that no pair covers."""

    pairs: tuple[Pair, ...]
    ours_left: tuple[int, ...]
    theirs_left: tuple[int, ...]


def align(ours: Sequence[Token], theirs: Sequence[Token], weigh: Weigh, policy: Policy) -> Alignment:
    """Pair tokens, the pair that explains most of the two names first."""
    options = _single_pairs(ours, theirs, policy)
    options += _joined_pairs(ours, theirs, policy)
    options += [Pair(p.theirs, p.ours, p.similarity, p.method) for p in _joined_pairs(theirs, ours, policy)]

    def gain(pair: Pair) -> tuple[float, float]:
        weight = sum(weigh(ours[i]) for i in pair.ours) + sum(weigh(theirs[j]) for j in pair.theirs)
        # Likeness counts more than weight, or a join of three half-alike tokens would beat two equal ones.
        return pair.similarity**3 * weight, -abs(pair.ours[0] - pair.theirs[0])

    chosen: list[Pair] = []
    free_ours, free_theirs = set(range(len(ours))), set(range(len(theirs)))
    for pair in sorted(options, key=gain, reverse=True):
        if free_ours.issuperset(pair.ours) and free_theirs.issuperset(pair.theirs):
            free_ours.difference_update(pair.ours)
            free_theirs.difference_update(pair.theirs)
            chosen.append(pair)
    chosen.sort(key=lambda pair: pair.ours)
    return Alignment(tuple(chosen), tuple(sorted(free_ours)), tuple(sorted(free_theirs)))


def _single_pairs(ours: Sequence[Token], theirs: Sequence[Token], policy: Policy) -> list[Pair]:
    """Return every pair of one token with one that is alike enough."""
    found = []
    for i, a in enumerate(ours):
        for j, b in enumerate(theirs):
            similarity, method = token_similarity(a, b, policy)
            if similarity >= policy.pair_floor:
                found.append(Pair((i,), (j,), similarity, method))
    return found


def _joined_pairs(ours: Sequence[Token], theirs: Sequence[Token], policy: Policy) -> list[Pair]:
    """Return every pair of two or three neighbours, written as one, with one token of the other side."""
    found = []
    for length in (2, 3):
        for i in range(len(ours) - length + 1):
            run = ours[i : i + length]
            joined = "".join(token.latin for token in run)
            native = "".join(token.text for token in run)
            for j, b in enumerate(theirs):
                if abs(len(joined) - len(b.latin)) > 2 or len(b.latin) < length:
                    continue
                similarity = 1.0 if native == b.text else spelling_similarity(joined, b.latin, policy)
                if similarity - policy.join_cost >= policy.pair_floor:
                    found.append(Pair(tuple(range(i, i + length)), (j,), similarity - policy.join_cost, "spelling"))
    return found


def token_similarity(a: Token, b: Token, policy: Policy) -> tuple[float, Method]:
    """Return how likely two tokens are the same word in two spellings, and what says so."""
    if a.text == b.text:
        return 1.0, "exact"
    if not a.latin or not b.latin:
        return 0.0, "spelling"
    across = a.text.isascii() != b.text.isascii()
    if a.latin == b.latin:
        return policy.script_similarity, "script"
    if a.latin.isdigit() or b.latin.isdigit():
        return 0.0, "spelling"
    if min(len(a.latin), len(b.latin)) == 1:
        return (policy.initial_similarity if a.latin[0] == b.latin[0] else 0.0), "spelling"
    similarity = spelling_similarity(a.latin, b.latin, policy)
    if a.sound == b.sound and len(a.sound) >= 2:
        bonus = policy.sound_bonus if len(a.sound) > 2 else policy.sound_bonus / 2
        return min(policy.sound_ceiling, similarity + bonus), "script" if across else "sound"
    return similarity, "script" if across else "spelling"


def spelling_similarity(a: str, b: str, policy: Policy) -> float:
    """Return the likeness of two Latin spellings: the mean of Jaro-Winkler and of edits (OSA) per letter."""
    if a == b:
        return 1.0
    similarity = (JaroWinkler.similarity(a, b) + OSA.normalized_similarity(a, b)) / 2
    return similarity if min(len(a), len(b)) > policy.short_token else similarity * 0.9
