"""Two names laid side by side: which tokens of one are tokens of the other.

In come the tokens of a mention and of an alias with their weights, out come the pairs, how likely each is to be one
word, and what is left over on either side. Order is free, neighbours may be joined (`noorul haq`, `noorolhaq`), an
initial may stand for its word. The choice is greedy, best pair first, which for names of a few tokens is as good as
the best assignment.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.model import Method
from polyonym.resolve.policy import Policy
from polyonym.resolve.side import Side
from polyonym.text.across import across
from polyonym.text.lexicon import Lexicon
from polyonym.text.likeness import same_word
from polyonym.text.name import Token

UNSPELLED: Final = frozenset({"Hani", "Hang", "Jpan"})
"""Scripts in which an equal romanisation says little: people write such names in other ways as often."""

FARTHEST_JOIN: Final = 3
FARTHEST_ACROSS: Final = 6
"""By so many letters may words written as one be longer or shorter than the word they are compared with, in one script
and across scripts, where one side may lack its vowels."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Tokens of the mention (`ours`) and of the alias (`theirs`), by place, and how likely they are one word."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    method: Method


@dataclass(frozen=True, slots=True)
class Alignment:
    """Pairs in the order of the mention, and the places that no pair covers."""

    pairs: tuple[Pair, ...]
    ours_left: tuple[int, ...]
    theirs_left: tuple[int, ...]


def align(ours: Side, theirs: Side, policy: Policy) -> Alignment:
    """Pair tokens, the pair that explains most of the two names first.

    Neighbours written as one are only looked for on a side on which a token is left over, or is paired by half.
    """
    options = _single_pairs(ours, theirs, policy)
    chosen, ours_left, theirs_left = _choose(options, ours, theirs)
    halves = any(pair.likeness < policy.settled for pair in chosen)
    joined: list[Pair] = []
    reach = FARTHEST_JOIN if ours.script == theirs.script == "Latn" else FARTHEST_ACROSS
    if len(ours.tokens) > 1 and (ours_left or halves) and ours.shortest_join <= theirs.longest + reach:
        joined += _joined_pairs(ours, theirs, policy)
    if len(theirs.tokens) > 1 and (theirs_left or halves) and theirs.shortest_join <= ours.longest + reach:
        joined += [Pair(p.theirs, p.ours, p.likeness, p.method) for p in _joined_pairs(theirs, ours, policy)]
    if joined:
        chosen, ours_left, theirs_left = _choose(options + joined, ours, theirs)
    return Alignment(tuple(chosen), tuple(ours_left), tuple(theirs_left))


def _choose(options: list[Pair], ours: Side, theirs: Side) -> tuple[list[Pair], list[int], list[int]]:
    """Take the best pair, then the best of what is left; return the pairs in order, and what no pair covers."""

    def gain(pair: Pair) -> tuple[float, int]:
        # By the mean and not by the sum, or a join that swallows a word too much would beat two good pairs.
        weight = _mean(ours.weights, pair.ours) + _mean(theirs.weights, pair.theirs)
        return pair.likeness**2 * weight, -abs(pair.ours[0] - pair.theirs[0])

    chosen: list[Pair] = []
    free_ours, free_theirs = set(range(len(ours.tokens))), set(range(len(theirs.tokens)))
    for pair in sorted(options, key=gain, reverse=True) if len(options) > 1 else options:
        if free_ours.issuperset(pair.ours) and free_theirs.issuperset(pair.theirs):
            free_ours.difference_update(pair.ours)
            free_theirs.difference_update(pair.theirs)
            chosen.append(pair)
    chosen.sort(key=_place)
    return chosen, sorted(free_ours), sorted(free_theirs)


def _mean(weights: Sequence[float], places: tuple[int, ...]) -> float:
    """Return the mean weight of the tokens at some places."""
    if len(places) == 1:
        return weights[places[0]]
    return sum([weights[place] for place in places]) / len(places)


def _place(pair: Pair) -> tuple[int, ...]:
    """Return where a pair stands in the mention."""
    return pair.ours


def _single_pairs(ours: Side, theirs: Side, policy: Policy) -> list[Pair]:
    """Return every pair of one token with one that is likely enough to be the same word."""
    found = []
    for j, b in enumerate(theirs.tokens):
        found += [Pair((i,), (j,), likeness, method) for i, likeness, method in _row(ours, b, policy)]
    found.sort(key=_place)
    return found


def _row(ours: Side, b: Token, policy: Policy) -> list[tuple[int, float, Method]]:
    """Return the places of a name at which a token of another may be the same word."""
    # Candidates share their words: what a word of theirs is to ours is worked out for the first of them.
    row = ours.met.get(b)
    if row is None:
        likely = enumerate(token_likeness(a, b, ours.lexicon, policy) for a in ours.tokens)
        row = ours.met[b] = [(i, likeness, method) for i, (likeness, method) in likely if likeness >= policy.pair_floor]
    return row


def _joined_pairs(ours: Side, theirs: Side, policy: Policy) -> list[Pair]:
    """Return every pair of neighbours of one name, written as one, with one token of the other."""
    found = []
    for join in ours.joins:
        token, length = join.token, len(join.token.latin)
        for j, b in enumerate(theirs.tokens):
            farthest = FARTHEST_JOIN if token.script == b.script else FARTHEST_ACROSS
            if len(b.latin) <= join.length or abs(length - len(b.latin)) > farthest:
                continue
            likely, method = token_likeness(token, b, ours.lexicon, policy)
            if likely - policy.join_cost >= policy.pair_floor:
                places = tuple(range(join.start, join.start + join.length))
                found.append(Pair(places, (j,), likely - policy.join_cost, method))
    return found


def token_likeness(a: Token, b: Token, lexicon: Lexicon, policy: Policy) -> tuple[float, Method]:
    """Return how likely two tokens are one word, and what says so."""
    if a.text == b.text:
        return 1.0, "exact"
    if a.concept and a.concept == b.concept:
        return policy.concept_likeness, _crossing(a, b, "spelling")
    if a.latin.isdigit() or b.latin.isdigit():
        return 0.0, "spelling"
    if not a.latin or not b.latin:
        return 0.0, "spelling"
    if min(len(a.latin), len(b.latin)) == 1:
        return (policy.initial_likeness if a.latin[0] == b.latin[0] else 0.0), _crossing(a, b, "spelling")
    trusted = lexicon.trust_in(a.given, b.given) if a.given and b.given else 0.0
    if a.script == b.script == "Hani":
        # Two signs that Mandarin reads alike are two signs; some are one sign in the old and the new form.
        return (policy.same_reading if a.latin == b.latin else 0.0), "sound"
    if a.script == b.script:
        method: Method = "sound" if a.sound and a.sound == b.sound else "spelling"
        return max(same_word(a.latin, b.latin), trusted), method
    if a.latin == b.latin and not {a.script, b.script} & UNSPELLED:
        return policy.across_likeness, "script"
    if (a.script == "Latn") != (b.script == "Latn"):
        native, latin = (b, a) if a.script == "Latn" else (a, b)
        return max(across(native.text, native.script, latin.latin), trusted), "script"
    return max(same_word(a.latin, b.latin), trusted), "script"


def _crossing(a: Token, b: Token, method: Method) -> Method:
    """Return `script` for tokens of two scripts, else the method given."""
    return method if a.script == b.script else "script"
