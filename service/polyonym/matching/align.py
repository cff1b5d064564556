"""Two names laid side by side: which tokens of one are tokens of the other.

In come the tokens of a mention and of an alias with their weights, out come the pairs, how likely each is to be one
word, and what is left over on either side. Order is free, neighbours may be joined (`noorul haq`, `noorolhaq`), an
initial may stand for its word. The choice is greedy, best pair first, which for names of a few tokens is as good as
the best assignment.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from polyonym.matching.prepared import PreparedName
from polyonym.model import Method
from polyonym.policy import Policy
from polyonym.text.cross_script_similarity import cross_script_similarity
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Token
from polyonym.text.phonetic import phonetic_key
from polyonym.text.scripts import scripts_with
from polyonym.text.spelling_similarity import same_word_probability, share_letters

UNSPELLED: Final = scripts_with(lambda script: not script.is_spelled_out)
"""Scripts in which an equal romanisation says little: people write such names in other ways as often."""

FARTHEST_JOIN: Final = 3
FARTHEST_ACROSS: Final = 6
"""By so many letters may words written as one be longer or shorter than the word they are compared with, in one script
and across scripts, where one side may lack its vowels."""

LEAST_SHARED_SOUND: Final = 0.4
"""Neighbours whose consonants share less than this with a word of another script are not compared with it."""


class Pair(NamedTuple):
    """Tokens of the mention (`ours`) and of the alias (`theirs`), by place, and how likely they are one word."""

    ours: tuple[int, ...]
    theirs: tuple[int, ...]
    likeness: float
    method: Method


class Alignment(NamedTuple):
    """Pairs in the order of the mention, and the places that no pair covers."""

    pairs: tuple[Pair, ...]
    ours_left: tuple[int, ...]
    theirs_left: tuple[int, ...]


_PLACE: Final = attrgetter("ours")
"""Where a pair stands in the mention."""


def align(ours: PreparedName, theirs: PreparedName, policy: Policy) -> Alignment:
    """Pair tokens, the pair that explains most of the two names first.

    Neighbours written as one are only looked for on a side on which a token is left over, or is paired by half.
    """
    options = _single_pairs(ours, theirs, policy)
    alignment = _chosen(options, ours, theirs)
    halves = min([pair.likeness for pair in alignment.pairs], default=1.0) < policy.join_ceiling
    joined: list[Pair] = []
    reach = FARTHEST_JOIN if ours.script == theirs.script == "Latn" else FARTHEST_ACROSS
    if len(ours.tokens) > 1 and (alignment.ours_left or halves) and ours.shortest_join <= theirs.longest + reach:
        joined += _joined_pairs(ours, theirs, policy)
    if len(theirs.tokens) > 1 and (alignment.theirs_left or halves) and theirs.shortest_join <= ours.longest + reach:
        joined += [Pair(p.theirs, p.ours, p.likeness, p.method) for p in _joined_pairs(theirs, ours, policy)]
    return _chosen(options + joined, ours, theirs) if joined else alignment


def _chosen(options: list[Pair], ours: PreparedName, theirs: PreparedName) -> Alignment:
    """Align two names by some of the pairs that there may be: by all where no two of them want the same token."""
    pairs = options
    mine, its = _places(pairs)
    if len(set(mine)) < len(mine) or len(set(its)) < len(its):
        pairs = _best(options, ours, theirs)
        mine, its = _places(pairs)
    ours_left = [place for place in range(len(ours.tokens)) if place not in mine]
    theirs_left = [place for place in range(len(theirs.tokens)) if place not in its]
    return Alignment(tuple(sorted(pairs, key=_PLACE)), tuple(ours_left), tuple(theirs_left))


def _places(pairs: Iterable[Pair]) -> tuple[list[int], list[int]]:
    """Return the places of the mention and of the alias that pairs cover."""
    return [place for pair in pairs for place in pair.ours], [place for pair in pairs for place in pair.theirs]


def _best(options: list[Pair], ours: PreparedName, theirs: PreparedName) -> list[Pair]:
    """Take the best pair, then the best of what is left."""

    def gain(pair: Pair) -> tuple[float, int]:
        # By the mean and not by the sum, or a join that swallows a word too much would beat two good pairs.
        weight = _mean(ours.weights, pair.ours) + _mean(theirs.weights, pair.theirs)
        return pair.likeness**2 * weight, -abs(pair.ours[0] - pair.theirs[0])

    chosen: list[Pair] = []
    taken_ours: set[int] = set()
    taken_theirs: set[int] = set()
    for pair in sorted(options, key=gain, reverse=True):
        if taken_ours.isdisjoint(pair.ours) and taken_theirs.isdisjoint(pair.theirs):
            taken_ours.update(pair.ours)
            taken_theirs.update(pair.theirs)
            chosen.append(pair)
    return chosen


def _mean(weights: Sequence[float], places: tuple[int, ...]) -> float:
    """Return the mean weight of the tokens at some places."""
    if len(places) == 1:
        return weights[places[0]]
    return sum([weights[place] for place in places]) / len(places)


def _single_pairs(ours: PreparedName, theirs: PreparedName, policy: Policy) -> list[Pair]:
    """Return every pair of one token with one that is likely enough to be the same word."""
    found = [
        Pair((i,), (j,), likeness, method)
        for j, b in enumerate(theirs.tokens)
        for i, likeness, method in _row(ours, b, policy)
    ]
    found.sort(key=_PLACE)
    return found


def _row(ours: PreparedName, b: Token, policy: Policy) -> list[tuple[int, float, Method]]:
    """Return the places of a name at which a token of another may be the same word."""
    # Candidates share their words: what a word of theirs is to ours is worked out for the first of them.
    row = ours.met.get(b)
    if row is None:
        row = ours.met[b] = []
        for i, a in enumerate(ours.tokens):
            likeness, method = token_likeness(a, b, ours.lexicon, policy)
            if likeness >= policy.pair_floor:
                row.append((i, likeness, method))
    return row


def _joined_pairs(ours: PreparedName, theirs: PreparedName, policy: Policy) -> list[Pair]:
    """Return every pair of neighbours of one name, written as one, with one token of the other."""
    found = []
    for run in ours.runs:
        start, length, letters = run
        script = ours.tokens[start].script
        for j, b in enumerate(theirs.tokens):
            farthest = FARTHEST_JOIN if script == b.script else FARTHEST_ACROSS
            if len(b.latin) <= length or abs(len(letters) - len(b.latin)) > farthest:
                continue
            if _only_spelled(b) and not _is_near(letters, script, b):
                continue
            token = ours.joined(run)
            if token is None:
                break
            likely, method = token_likeness(token, b, ours.lexicon, policy)
            if likely - policy.join_penalty >= policy.pair_floor:
                found.append(Pair(tuple(range(start, start + length)), (j,), likely - policy.join_penalty, method))
    return found


def _only_spelled(token: Token) -> bool:
    """Tell whether nothing but its spelling can make a token of its script one word with neighbours as one."""
    return not (token.given or token.latin.isdigit())


def _is_near(letters: str, script: str, token: Token) -> bool:
    """Tell whether neighbours as one, by their letters and their script, are worth comparing with a token.

    In one script they share letters, across scripts consonants. Nothing is asked of scripts whose romanisation is one
    of several readings.
    """
    if script == token.script:
        return share_letters(letters, token.latin)
    if script in UNSPELLED or token.script in UNSPELLED:
        return True
    shared = OSA.normalized_similarity(phonetic_key(letters), phonetic_key(token.latin))
    return shared >= LEAST_SHARED_SOUND


def token_likeness(a: Token, b: Token, lexicon: Lexicon, policy: Policy) -> tuple[float, Method]:
    """Return how likely two tokens are one word, and what says so."""
    if a.text == b.text:
        return 1.0, "exact"
    if a.concept and a.concept == b.concept:
        return policy.concept_similarity, _crossing(a, b, "spelling")
    ours, theirs = a.latin, b.latin
    if not (ours.isalpha() and theirs.isalpha()) and _apart(ours, theirs):
        return 0.0, "spelling"
    if len(ours) == 1 or len(theirs) == 1:
        return (policy.initial_similarity if ours[0] == theirs[0] else 0.0), _crossing(a, b, "spelling")
    trusted = lexicon.given_name_probability(a.given, b.given) if a.given and b.given else 0.0
    if a.script == b.script == "Hani":
        # Two signs that Mandarin reads alike are two signs; some are one sign in the old and the new form.
        return (policy.han_same_reading if ours == theirs else 0.0), "sound"
    if a.script == b.script:
        likely = max(same_word_probability(ours, theirs), trusted) if trusted else same_word_probability(ours, theirs)
        sounds = likely > 0.0 and a.phonetic_key == b.phonetic_key != ""
        return likely, "sound" if sounds else "spelling"
    if ours == theirs and not {a.script, b.script} & UNSPELLED:
        return policy.same_romanisation, "script"
    if (a.script == "Latn") != (b.script == "Latn"):
        native, latin = (b, a) if a.script == "Latn" else (a, b)
        return max(cross_script_similarity(native.text, native.script, latin.latin), trusted), "script"
    return max(same_word_probability(ours, theirs), trusted), "script"


def _apart(ours: str, theirs: str) -> bool:
    """Tell of two words of which one at least is not made of letters alone, whether that keeps them apart.

    A number is no misspelling of another, or of letters.
    """
    numbers, others = ("".join(filter(str.isdigit, word)) for word in (ours, theirs))
    return numbers != others or not ours or not theirs or ours.isdigit() or theirs.isdigit()


def _crossing(a: Token, b: Token, method: Method) -> Method:
    """Return `script` for tokens of two scripts, else the method given."""
    return method if a.script == b.script else "script"
