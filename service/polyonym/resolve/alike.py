"""A mention to the names that are only alike: gathered by their tokens.

Each token of the mention brings the names that hold a near token, times what that tells; the names with the most are
looked at once more (`agreement`), and those that agree best are scored first. No token brings more than a fixed number
of names. Of a common one only the smallest names come, since a larger one with nothing else in common cannot be
better; and one with something else in common comes by a rarer token, or by the index of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, pairwise

import numpy as np
from numpy.typing import NDArray

from polyonym.gazetteer.analysis import SHORTEST_JOINED, whole_sound
from polyonym.gazetteer.arrays import Numbers, Weights, digest, runs
from polyonym.gazetteer.columns import pair_key
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.resolve.agreement import agreement
from polyonym.resolve.asked import Asked, asked_of
from polyonym.resolve.policy import Policy
from polyonym.text.name import Name

Lengths = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Brought:
    """Names, the place of the mention that brought each, and what it is worth there; a name may come again."""

    names: Numbers
    places: Lengths
    gains: Weights


def alike(snapshot: Snapshot, mention: Name, policy: Policy, *, mapped: bool) -> list[tuple[int, float]]:
    """Return the names that share rare and similar tokens with the mention, each with how much of the two agrees.

    The most promising comes first. With `mapped` the learned map between scripts says as well what is near.
    """
    asked = asked_of(snapshot, mention, mapped=mapped)
    brought = [*_by_token(snapshot, asked, policy), *_written_apart(snapshot, asked, policy)]
    names, totals = _summed(brought, len(mention.tokens) + 1)
    totals -= policy.size_cost * snapshot.columns.sizes[names]
    names, totals = _counting(snapshot, names, totals, mention)
    if len(names) > policy.candidates:
        kept = np.argpartition(-totals, policy.candidates)[: policy.candidates]
        names, totals = names[kept], totals[kept]
    promises = agreement(snapshot, asked, names, policy)
    order = np.lexsort((names, -totals, -promises))
    found = zip(names[order].tolist(), promises[order].tolist(), strict=True)
    return [(name, promise) for name, promise in found if name not in snapshot.hidden]


def _by_token(snapshot: Snapshot, asked: Asked, policy: Policy) -> Iterator[Brought]:
    """Yield the names that hold a token near to one that is looked for, then those that hold two common ones.

    Each place of the mention brings names of its own; its best tokens come first, and each takes what room is left.
    """
    holders = snapshot.columns.holders
    ends, owners, tokens, worth = _best_tokens(snapshot, asked, policy)
    starts = holders.starts[tokens]
    held = holders.starts[tokens + 1] - starts
    most = np.minimum(held, policy.most_holders)
    before = np.append(0, np.cumsum(most))
    before = before[:-1] - before[ends[:-1]][owners]
    taken = np.minimum(np.maximum(policy.most_brought - before, 0), most)
    places = np.array([place for one in asked.sought for place in one.places])[owners]
    yield Brought(holders.numbers[runs(starts, taken)], np.repeat(places, taken), np.repeat(worth, taken))
    cut = np.flatnonzero(taken < held)
    if len(cut):
        bounds = np.searchsorted(cut, ends).tolist()
        common = [cut[start:end][: policy.paired] for start, end in pairwise(bounds)]
        yield from _by_two(snapshot, asked, [(tokens[chosen], worth[chosen]) for chosen in common], policy)


def _best_tokens(snapshot: Snapshot, asked: Asked, policy: Policy) -> tuple[Lengths, Lengths, Numbers, Weights]:
    """Return the tokens near to what is looked for, place by place, those first that are worth most.

    The tokens of the place `i`, counting the places of each that is looked for, stand from the first `ends[i]` to the
    next; with them come the number of the place and what each token is worth there.
    """
    entries = [number for number, one in enumerate(asked.sought) for _ in one.places]
    near = [asked.nears[number].numbers[: policy.nearest] for number in entries]
    ends = np.append(0, np.cumsum([len(numbers) for numbers in near]))
    owners = np.repeat(np.arange(len(entries)), ends[1:] - ends[:-1])
    roles = [policy.role_weights[asked.sought[number].token.role] * asked.share(number) for number in entries]
    tokens = np.concatenate(near)
    worth = np.concatenate([asked.nears[number].likeness[: policy.nearest] for number in entries])
    worth *= snapshot.columns.weights[tokens] * np.array(roles, np.float32)[owners]
    order = np.lexsort((-worth, owners))
    return ends, owners, tokens[order], worth[order]


def _by_two(
    snapshot: Snapshot, asked: Asked, common: Sequence[tuple[Numbers, Weights]], policy: Policy
) -> Iterator[Brought]:
    """Yield the names that hold a common token near to one of the mention and a common one near to another.

    `common` are the tokens of each place, counting the places of each that is looked for, and what they are worth.
    """
    found = []
    at = np.cumsum([0, *(len(one.places) for one in asked.sought)]).tolist()
    for (first, one), (second, other) in combinations(zip(at[:-1], asked.sought, strict=True), 2):
        (ours, worth), (theirs, other_worth) = common[first], common[second]
        if len(ours) and len(theirs) and set(one.places).isdisjoint(other.places):
            keys = pair_key(ours[:, None], theirs[None, :]).ravel()
            at_place = np.full(len(keys), one.places[0]), np.full(len(keys), other.places[0])
            found.append((keys, *at_place, np.repeat(worth, len(theirs)), np.tile(other_worth, len(ours))))
    if not found:
        return
    keys, place, other_place, gains, other_gains = map(np.concatenate, zip(*found, strict=True))
    names, lengths = snapshot.columns.pairs.of_keys(keys, policy.most_holders)
    yield Brought(names, np.repeat(place, lengths), np.repeat(gains, lengths))
    yield Brought(names, np.repeat(other_place, lengths), np.repeat(other_gains, lengths))


def _written_apart(snapshot: Snapshot, asked: Asked, policy: Policy) -> Iterator[Brought]:
    """Yield the names that write as several words what is one here, or that sound the same without their spaces."""
    for number, one in enumerate(asked.sought):
        names = _joined(snapshot, one.token.sound, policy)
        if len(names):
            gain = policy.joined_gain * policy.role_weights[one.token.role] * asked.share(number)
            for place in one.places:
                yield _brought(names, place, gain)
    names = _joined(snapshot, whole_sound(asked.mention.tokens), policy)
    if len(names):
        yield _brought(names, len(asked.mention.tokens), policy.whole_gain)


def _brought(names: Numbers, place: int, gain: float) -> Brought:
    """Return names that are all worth the same at one place."""
    return Brought(names, np.full(len(names), place), np.full(len(names), gain, np.float32))


def _joined(snapshot: Snapshot, key: str, policy: Policy) -> Numbers:
    """Return the names that write as several words what sounds like one, none for a key too short to tell."""
    joined = snapshot.columns.joined
    found = joined.of_key(digest(key)) if len(key) >= SHORTEST_JOINED else None
    return joined.numbers[:0] if found is None else found[: policy.most_holders]


def _summed(brought: Sequence[Brought], places: int) -> tuple[Numbers, Weights]:
    """Return every name once, with the sum over the places of the highest gain that it has at each."""
    names = np.concatenate([one.names for one in brought])
    gains = np.concatenate([one.gains for one in brought])
    if not len(names):
        return names, gains
    keys = names * np.int64(places) + np.concatenate([one.places for one in brought])
    order = np.argsort(keys)
    keys = keys[order]
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    highest = np.maximum.reduceat(gains[order], begins)
    owners = keys[begins] // places
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    return owners[firsts].astype(np.int32), np.add.reduceat(highest, firsts)


def _counting(snapshot: Snapshot, names: Numbers, totals: Weights, mention: Name) -> tuple[Numbers, Weights]:
    """Keep the names that may be met by likeness: a short one only in another script, which is no misspelling."""
    table = snapshot.columns.names
    counts = table.have(names, "fuzzy") | (table.scripts[names] != table.script_code(mention.script))
    return names[counts], totals[counts]
