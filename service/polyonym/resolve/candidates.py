"""A mention to the names that may be meant: from look-ups and indexes, never from a scan.

In comes an analysed mention, out come the numbers of names, each with the way it was hit. An exact hit ends the
search: what stands in the gazetteer to the letter needs no likeness. Recall is decided here, since what is not found
cannot be scored.

Names that are only alike are gathered by their tokens: each token of the mention brings the names that hold a near
token, times what that tells, and the names with the most are tried first. No token brings more than a fixed number of
names. Of a common one only the smallest names come, since a larger one with nothing else in common cannot be better;
and one with something else in common comes by a rarer token, or by the index of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from polyonym.gazetteer.analysis import SHORTEST_JOINED, spaceless, whole_sound
from polyonym.gazetteer.arrays import Numbers, Postings, Weights, digest
from polyonym.gazetteer.compile import pair_key
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import MATCH_MODES
from polyonym.resolve.policy import Policy
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import PARTED, Name, Token, joins_of

Hit = Literal["cased", "exact", "left_out", "place_left_out", "spaceless", "initialism", "alike"]

FUZZY: Final = MATCH_MODES.index("fuzzy")


Lengths = NDArray[np.int64]
Run = tuple[Numbers, Weights]
"""Names, and what each is worth."""


@dataclass(frozen=True, slots=True)
class Found:
    """A name that a mention may be, by its number, how it was hit, and what it promises where it is only alike."""

    name: int
    hit: Hit
    promise: float = 1.0


def candidates(snapshot: Snapshot, mention: Name, policy: Policy) -> Iterator[tuple[Found, ...]]:
    """Yield the names to score, in up to three steps: what is found at once is no reason to look any further.

    First come exact hits, alone where they name somebody; then names that are alike in their romanised spelling or
    sound; then those that the learned map between scripts brings up. No name comes twice.
    """
    exact = exact_hits(snapshot, mention)
    names = snapshot.columns.names
    if any(not names.never(found.name) for found in exact) or (
        mention.script == "Latn" and len(mention.folded) <= policy.longest_word
    ):
        yield exact
        return
    seen = {found.name for found in exact}
    yield (*exact, *_initialisms(snapshot, mention))
    spelled = [found for found in _alike(snapshot, mention, policy, mapped=False) if found.name not in seen]
    yield tuple(spelled)
    if mention.script != "Latn" or snapshot.nearby.crosses:
        seen.update(found.name for found in spelled)
        yield tuple(found for found in _alike(snapshot, mention, policy, mapped=True) if found.name not in seen)


def _initialisms(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Return the names whose words begin with the letters of a mention in capitals."""
    if len(mention.tokens) != 1 or not mention.cased.isupper():
        return ()
    found = snapshot.called(snapshot.columns.initialisms, mention.tokens[0].latin)
    return tuple(Found(name, "initialism") for name in found)


def exact_hits(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Look the keys of a mention up, strictest first; stop at the first that hits."""
    columns, called = snapshot.columns, snapshot.called
    folded, to_the_letter = called(columns.exact, mention.folded), called(columns.cased, mention.cased)
    if folded or to_the_letter:
        # A name to the letter does not hide another entity that bears it in another case.
        hits: dict[int, Hit] = dict.fromkeys(folded, "exact")
        hits.update(dict.fromkeys(to_the_letter, "cased"))
        return tuple(Found(name, hit) for name, hit in hits.items())
    left_out = (*called(columns.cased, mention.core_cased), *called(columns.exact, mention.core))
    if left_out:
        return tuple(Found(name, "left_out") for name in dict.fromkeys(left_out))
    places = [name for name in called(columns.exact, mention.core_place) if _is_place(snapshot, name)]
    if places:
        return tuple(Found(name, "place_left_out") for name in places)
    return tuple(Found(name, "spaceless") for name in called(columns.spaceless, spaceless(mention.folded)))


def _is_place(snapshot: Snapshot, name: int) -> bool:
    """Tell whether a name belongs to a place."""
    return snapshot.columns.kind(snapshot.columns.names.entities[name]) == "place"


@dataclass(frozen=True, slots=True)
class _Brought:
    """Names that a token of the mention brings, and what each is worth; a name may stand there more than once.

    `cut` are romanised tokens near to it, with their worth, that more names hold than were brought.
    """

    names: Numbers
    gains: Weights
    cut: Numbers
    worth: Weights


def _alike(snapshot: Snapshot, mention: Name, policy: Policy, *, mapped: bool) -> list[Found]:
    """Return the names that share rare and similar tokens with the mention, the most promising first."""
    asked = _queries(mention, snapshot.lexicon)
    # A Latin name is long where its native form is, so its words as one say nothing that each does not say.
    lone = mention.script == "Latn"
    brought = [
        _bring(snapshot, query.token, policy, mapped=mapped and not (lone and len(query.places) > 1)) for query in asked
    ]
    runs: list[list[Run]] = [[] for _ in mention.tokens]
    for query, one in zip(asked, brought, strict=True):
        # Neighbours as one are one word, shared by their places; the ways to part an unspaced name are each the name.
        share = 1.0 if mention.script in PARTED else 1.0 / len(query.places)
        for place in query.places:
            runs[place].append((one.names, one.gains * np.float32(share)))
    for (query, one), (other_query, other) in combinations(zip(asked, brought, strict=True), 2):
        if set(query.places).isdisjoint(other_query.places):
            names, gains, other_gains = _both(snapshot, one, other, policy)
            runs[query.places[0]].append((names, gains))
            runs[other_query.places[0]].append((names, other_gains))
    whole = _written_apart(snapshot, whole_sound(mention.tokens), policy)
    runs.append([(whole, np.full(len(whole), policy.whole_gain, np.float32))])
    names, totals = _summed([_highest(run) for run in runs if run])
    totals -= policy.size_cost * snapshot.columns.sizes[names]
    names, totals = _counting(snapshot, names, totals, mention)
    if len(names) > policy.candidates:
        kept = np.argpartition(-totals, policy.candidates)[: policy.candidates]
        names, totals = names[kept], totals[kept]
    order = np.lexsort((names, -totals))
    return [
        Found(name, "alike", promise)
        for name, promise in zip(names[order].tolist(), totals[order].tolist(), strict=True)
        if name not in snapshot.hidden
    ]


def _highest(runs: Sequence[Run]) -> tuple[Numbers, Weights]:
    """Return every name of some runs once, with the highest of its gains."""
    names, gains = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    order = np.argsort(-gains, kind="stable")
    distinct, first = np.unique(names[order], return_index=True)
    return distinct, gains[order[first]]


def _summed(runs: Sequence[Run]) -> tuple[Numbers, Weights]:
    """Return every name of some runs once, with the sum of its gains."""
    names, gains = (np.concatenate(parts) for parts in zip(*runs, strict=True))
    distinct, places = np.unique(names, return_inverse=True)
    return distinct, np.bincount(places, gains, len(distinct)).astype(np.float32)


@dataclass(frozen=True, slots=True)
class _Query:
    """A token to look for, and the places of the mention that it stands for."""

    token: Token
    places: range


def _queries(mention: Name, lexicon: Lexicon) -> list[_Query]:
    """Return the tokens to look for: those of the mention, two neighbours as one, and other ways to part it."""
    found = {token: _Query(token, range(place, place + 1)) for place, token in reversed([*enumerate(mention.tokens)])}
    joins = (join for join in joins_of(mention.tokens, lexicon) if join.length == 2)
    found.update({join.token: _Query(join.token, range(join.start, join.start + 2)) for join in joins})
    for other in mention.others:
        whole = len(other.tokens) == 1
        for place, token in enumerate(other.tokens):
            places = range(len(mention.tokens)) if whole else range(place, place + 1)
            found.setdefault(token, _Query(token, places))
    return list(found.values())


def _counting(snapshot: Snapshot, names: Numbers, totals: Weights, mention: Name) -> tuple[Numbers, Weights]:
    """Keep the names that may be met by likeness: a short one only in another script, which is no misspelling."""
    listed = snapshot.columns.names
    counts = ((listed.flags[names] & 3) == FUZZY) | (listed.scripts[names] != listed.script_code(mention.script))
    return names[counts], totals[counts]


def _bring(snapshot: Snapshot, token: Token, policy: Policy, *, mapped: bool) -> _Brought:
    """Gather the names that hold a token near to one of the mention, or that write it as several words."""
    columns, near = snapshot.columns, snapshot.nearby.of(token, mapped=mapped)
    role = np.float32(policy.role_weights[token.role])
    worth = near.likeness * columns.weights[near.numbers] * role
    order = np.argsort(-worth, kind="stable")[: policy.nearest]
    numbers, worth = near.numbers[order], worth[order]
    runs, lengths, held = _first_holders(columns.holders, numbers, policy)
    joined = _written_apart(snapshot, token.sound if len(token.sound) >= SHORTEST_JOINED else "", policy)
    names = np.concatenate((runs, joined))
    gains = np.repeat(np.append(worth, role * np.float32(policy.joined_gain)), np.append(lengths, len(joined)))
    kept = np.flatnonzero(lengths < held)[: policy.paired]
    return _Brought(names, gains, numbers[kept], worth[kept])


def _first_holders(holders: Postings, numbers: Numbers, policy: Policy) -> tuple[Numbers, Lengths, Lengths]:
    """Return the first holders of each token laid end to end, how many those are of each, and how many there are.

    The tokens come nearest first, and each takes what room is left.
    """
    starts = holders.starts[numbers]
    held = holders.starts[numbers + 1] - starts
    ends = np.minimum(np.cumsum(np.minimum(held, policy.most_holders)), policy.most_brought)
    begins = np.append(0, ends[:-1]) if len(ends) else ends
    lengths = ends - begins
    places = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(starts - begins, lengths)
    return holders.numbers[places], lengths, held


def _written_apart(snapshot: Snapshot, key: str, policy: Policy) -> Numbers:
    """Return the names that write as several words what sounds like one."""
    joined = snapshot.columns.joined
    return joined.of_key(digest(key) if key else 0)[: policy.most_holders]


def _both(snapshot: Snapshot, one: _Brought, other: _Brought, policy: Policy) -> tuple[Numbers, Weights, Weights]:
    """Gather the names that hold a common token near to one of the mention and a common one near to another."""
    if not len(one.cut) or not len(other.cut):
        return _NOBODY
    keys = pair_key(one.cut[:, None], other.cut[None, :]).ravel()
    runs = [run[: policy.most_holders] for run in snapshot.columns.pairs.of_digests(keys)]
    lengths = [len(run) for run in runs]
    return (
        np.concatenate(runs),
        np.repeat(np.repeat(one.worth, len(other.worth)), lengths),
        np.repeat(np.tile(other.worth, len(one.worth)), lengths),
    )


_NOBODY: Final = (np.zeros(0, np.int32), np.zeros(0, np.float32), np.zeros(0, np.float32))
