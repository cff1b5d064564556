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
from polyonym.gazetteer.arrays import Numbers, Weights, digest
from polyonym.gazetteer.columns import pair_key
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.resolve.policy import Policy
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import PARTED, Name, Token, joins_of, written_as_one

Hit = Literal["cased", "exact", "left_out", "place_left_out", "spaceless", "initialism", "alike"]

SYLLABLE: Final = 3
"""Words of so many letters may be syllables of one."""

Lengths = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Run:
    """Names, and what each is worth at a place of the mention."""

    place: int
    names: Numbers
    gains: Weights


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


def listed(snapshot: Snapshot, cased: str, folded: str) -> tuple[Found, ...]:
    """Return the names that stand in the gazetteer as a mention does, to the letter or folded."""
    columns, called = snapshot.columns, snapshot.called
    to_the_letter = called(columns.cased, cased)
    # A name to the letter does not hide another entity that bears it in another case.
    hits: dict[int, Hit] = dict.fromkeys(called(columns.exact, folded), "exact")
    hits.update(dict.fromkeys(to_the_letter, "cased"))
    return tuple([Found(name, hit) for name, hit in hits.items()])


def exact_hits(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Look the keys of a mention up, strictest first; stop at the first that hits."""
    columns, called = snapshot.columns, snapshot.called
    hits = listed(snapshot, mention.cased, mention.folded)
    if hits:
        return hits
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
    """What the tokens that were looked for bring: a name may stand there more than once.

    The names of query `i` are `names[ends[i]:ends[i + 1]]`. `tokens` are romanised tokens near to one of them, `owners`
    the query each is near to, `worth` what it is worth there, and `cut` those that more names hold than were brought.
    """

    names: Numbers
    gains: Weights
    ends: Lengths
    tokens: Numbers
    owners: Lengths
    worth: Weights
    cut: NDArray[np.bool_]

    def common(self, query: int, most: int) -> tuple[Numbers, Weights]:
        """Return the tokens near to a query that were cut, the best of them first, and their worth."""
        chosen = np.flatnonzero(self.cut & (self.owners == query))[:most]
        return self.tokens[chosen], self.worth[chosen]


def _alike(snapshot: Snapshot, mention: Name, policy: Policy, *, mapped: bool) -> list[Found]:
    """Return the names that share rare and similar tokens with the mention, the most promising first."""
    asked = _queries(mention, snapshot.lexicon)
    brought = _bring(snapshot, asked, mention, policy, mapped=mapped)
    runs: list[Run] = []
    for number, query in enumerate(asked):
        # Neighbours as one are one word, shared by their places; the ways to part an unspaced name are each the name.
        share = np.float32(1.0 if mention.script in PARTED else 1.0 / len(query.places))
        start, end = brought.ends[number], brought.ends[number + 1]
        runs += [Run(place, brought.names[start:end], brought.gains[start:end] * share) for place in query.places]
        apart = _written_apart(snapshot, query.token.sound, policy)
        gain = np.float32(policy.joined_gain * policy.role_weights[query.token.role])
        runs += [Run(place, apart, np.full(len(apart), gain * share)) for place in query.places if len(apart)]
    if brought.cut.any():
        runs += _both(snapshot, asked, brought, policy)
    whole = _written_apart(snapshot, whole_sound(mention.tokens), policy)
    runs.append(Run(len(mention.tokens), whole, np.full(len(whole), policy.whole_gain, np.float32)))
    names, totals = _summed(runs, len(mention.tokens) + 1)
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


def _summed(runs: Sequence[Run], places: int) -> tuple[Numbers, Weights]:
    """Return every name of some runs once, with the sum over the places of the highest gain that it has at each."""
    names = np.concatenate([run.names for run in runs])
    gains = np.concatenate([run.gains for run in runs])
    at = np.repeat(np.array([run.place for run in runs]), [len(run.names) for run in runs])
    if not len(names):
        return names, gains
    keys = names * np.int64(places) + at
    order = np.argsort(keys)
    keys = keys[order]
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    highest = np.maximum.reduceat(gains[order], begins)
    owners = keys[begins] // places
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    return owners[firsts].astype(np.int32), np.add.reduceat(highest, firsts)


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
    if len(mention.tokens) > 1 and all(len(token.latin) <= SYLLABLE for token in mention.tokens):
        # `La mu an la`: what is written in syllables may be one word.
        whole = written_as_one(mention.tokens, lexicon)
        found.setdefault(whole, _Query(whole, range(len(mention.tokens))))
    for other in mention.others:
        undivided = len(other.tokens) == 1
        for place, token in enumerate(other.tokens):
            places = range(len(mention.tokens)) if undivided else range(place, place + 1)
            found.setdefault(token, _Query(token, places))
    return list(found.values())


def _counting(snapshot: Snapshot, names: Numbers, totals: Weights, mention: Name) -> tuple[Numbers, Weights]:
    """Keep the names that may be met by likeness: a short one only in another script, which is no misspelling."""
    table = snapshot.columns.names
    counts = table.have(names, "fuzzy") | (table.scripts[names] != table.script_code(mention.script))
    return names[counts], totals[counts]


def _bring(snapshot: Snapshot, asked: Sequence[_Query], mention: Name, policy: Policy, *, mapped: bool) -> _Brought:
    """Gather the names that hold a token near to one that is looked for."""
    columns = snapshot.columns
    # A Latin name is long where its native form is, so its words as one say nothing that each does not say.
    lone = mention.script == "Latn"
    nears = [snapshot.nearby.of(q.token, mapped=mapped and not (lone and len(q.places) > 1)) for q in asked]
    tokens = np.concatenate([near.numbers[: policy.nearest] for near in nears])
    owners = np.repeat(np.arange(len(asked)), [min(len(near.numbers), policy.nearest) for near in nears])
    roles = np.array([policy.role_weights[query.token.role] for query in asked], np.float32)
    worth = (
        np.concatenate([near.likeness[: policy.nearest] for near in nears]) * columns.weights[tokens] * roles[owners]
    )
    order = np.lexsort((-worth, owners))
    tokens, owners, worth = tokens[order], owners[order], worth[order]
    starts = columns.holders.starts[tokens]
    held = columns.holders.starts[tokens + 1] - starts
    lengths = np.minimum(held, policy.most_holders)
    # The best tokens of a query come first, and each takes what room is left.
    before = np.cumsum(lengths) - lengths
    firsts = np.searchsorted(owners, np.arange(len(asked)))
    before -= np.append(before, 0)[firsts][owners]
    lengths = np.clip(policy.most_brought - before, 0, lengths)
    ends = np.cumsum(lengths)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(starts - ends + lengths, lengths)
    bounds = np.append(0, ends)[np.append(firsts, len(tokens))]
    gains = np.repeat(worth, lengths)
    return _Brought(columns.holders.numbers[places], gains, bounds, tokens, owners, worth, lengths < held)


def _written_apart(snapshot: Snapshot, key: str, policy: Policy) -> Numbers:
    """Return the names that write as several words what sounds like one, none for a key too short to tell."""
    joined = snapshot.columns.joined
    found = joined.of_key(digest(key)) if len(key) >= SHORTEST_JOINED else None
    return joined.numbers[:0] if found is None else found[: policy.most_holders]


def _both(snapshot: Snapshot, asked: Sequence[_Query], brought: _Brought, policy: Policy) -> Iterator[Run]:
    """Yield the names that hold a common token near to one of the mention and a common one near to another."""
    common = [brought.common(query, policy.paired) for query in range(len(asked))]
    for (query, (ours, worth)), (other, (theirs, other_worth)) in combinations(zip(asked, common, strict=True), 2):
        if not len(ours) or not len(theirs) or not set(query.places).isdisjoint(other.places):
            continue
        keys = pair_key(ours[:, None], theirs[None, :]).ravel()
        found = [run[: policy.most_holders] for run in snapshot.columns.pairs.of_digests(keys)]
        names, lengths = np.concatenate(found), [len(run) for run in found]
        yield Run(query.places[0], names, np.repeat(np.repeat(worth, len(theirs)), lengths))
        yield Run(other.places[0], names, np.repeat(np.tile(other_worth, len(ours)), lengths))
