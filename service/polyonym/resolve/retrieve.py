"""A mention to the names that are only alike: gathered by their tokens.

Each token of the mention brings the names that hold a near token, times what that tells; the names with the most are
looked at once more (`prefilter_scores`), and those that agree best are scored first. No token brings more than a fixed
number of names. Of a common one only the smallest names come, since a larger one with nothing else in common cannot be
better; and one with something else in common comes by a rarer token, or by the index of pairs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.analysis import SHORTEST_JOINED, joined_phonetic_key
from polyonym.index.arrays import Float32Array, Int32Array, concat_ranges
from polyonym.index.columns import pair_key
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.resolve.prefilter import prefilter_scores
from polyonym.resolve.query import Query, Strategy, build_query
from polyonym.text.name import Name

Lengths = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Hits:
    """Names, the place of the mention that brought each, and what it is worth there; a name may come again."""

    names: Int32Array
    places: Lengths
    scores: Float32Array


def retrieve(snapshot: Snapshot, mention: Name, policy: Policy, strategy: Strategy) -> list[tuple[int, float]]:
    """Return the names that share rare and similar tokens with the mention, each with how much of the two agrees.

    The most promising comes first. `strategy` says what counts as similar.
    """
    query = build_query(snapshot, mention, strategy)
    hits = list(_by_token(snapshot, query, policy))
    if query.strategy != "identical":
        hits += _written_apart(snapshot, query, policy)
    names, totals = _summed(hits, len(mention.tokens) + 1)
    totals -= policy.length_penalty * snapshot.columns.idf_sums[names]
    # Twice as many as are wanted, since some may not be met by likeness.
    names, totals = _highest(names, totals, 2 * policy.max_candidates)
    names, totals = _highest(*_counting(snapshot, names, totals, mention), policy.max_candidates)
    retrieval_scores = prefilter_scores(snapshot, query, names, policy)
    order = np.lexsort((names, -totals, -retrieval_scores))
    found = zip(names[order].tolist(), retrieval_scores[order].tolist(), strict=True)
    return [(name, retrieval_score) for name, retrieval_score in found if name not in snapshot.hidden]


def _by_token(snapshot: Snapshot, query: Query, policy: Policy) -> Iterator[Hits]:
    """Yield the names that hold a token near to one that is looked for, then those that hold two common ones.

    Each place of the mention brings names of its own; its best tokens come first, and each takes what room is left.
    """
    postings = snapshot.columns.postings
    owners, tokens, worth = _best_tokens(snapshot, query, policy)
    starts = postings.offsets[tokens]
    held = postings.offsets[tokens + 1] - starts
    most = np.minimum(held, policy.postings_per_term)
    before = np.cumsum(most) - most
    before -= before[owners.searchsorted(owners)]
    taken = np.minimum(np.maximum(policy.hits_per_term - before, 0), most)
    places = _places(query)[owners]
    yield Hits(postings.values[concat_ranges(starts, taken)], np.repeat(places, taken), np.repeat(worth, taken))
    yield from _by_two(snapshot, query, (tokens, worth, owners), np.flatnonzero(taken < held), policy)


def _best_tokens(snapshot: Snapshot, query: Query, policy: Policy) -> tuple[Lengths, Int32Array, Float32Array]:
    """Return the tokens near to what is looked for, place by place, those first that are worth most.

    With them come the number of the place, counting the places of each that is looked for, and what each is worth.
    """
    entries = [number for number, one in enumerate(query.terms) for _ in one.places]
    near = [query.neighbours[number].term_rows[: policy.neighbours_per_token] for number in entries]
    owners = np.repeat(np.arange(len(entries)), list(map(len, near)))
    roles = [policy.role_weights[query.terms[number].token.role] * query.share(number) for number in entries]
    tokens = np.concatenate(near)
    worth = np.concatenate([query.neighbours[number].similarities[: policy.neighbours_per_token] for number in entries])
    worth *= snapshot.columns.idf[tokens] * np.array(roles, np.float32)[owners]
    order = np.lexsort((-worth, owners))
    return owners, tokens[order], worth[order]


def _by_two(
    snapshot: Snapshot, query: Query, best: tuple[Int32Array, Float32Array, Lengths], common: Lengths, policy: Policy
) -> Iterator[Hits]:
    """Yield the names that hold a common token near to one of the mention and a common one near to another.

    `best` are tokens, what they are worth, and the number of the place of each; `common` says which of them are common.
    """
    tokens, worth, owners = best
    if len(common) < 2:
        return
    common = common[np.arange(len(common)) - owners[common].searchsorted(owners[common]) < policy.paired_neighbours]
    tokens, worth, owners = tokens[common], worth[common], owners[common]
    if len(query.terms) == len(query.mention.tokens):
        one, other = np.nonzero(owners[:, None] < owners)  # each is looked for at a place of its own
    else:
        one, other = np.nonzero(_apart(query)[owners[:, None], owners])
    if not len(one):
        return
    names, lengths = snapshot.columns.pair_postings.of_keys(
        pair_key(tokens[one], tokens[other]), policy.postings_per_term
    )
    places = _places(query)[owners]
    for side in (one, other):
        yield Hits(names, np.repeat(places[side], lengths), np.repeat(worth[side], lengths))


def _places(query: Query) -> Lengths:
    """Return the places of the mention that tokens are looked for at, those of each token after the other."""
    return np.array([place for one in query.terms for place in one.places])


def _apart(query: Query) -> NDArray[np.bool_]:
    """Tell of every two of these places whether the first comes before, and their tokens have no place in common."""
    spans = [one.places for one in query.terms for _ in one.places]
    starts, stops = np.array([span.start for span in spans]), np.array([span.stop for span in spans])
    begins = _places(query) == starts  # of several places of a token the first stands for all
    earlier = np.arange(len(spans))[:, None] < np.arange(len(spans))
    disjoint = (stops[:, None] <= starts) | (stops <= starts[:, None])
    apart: NDArray[np.bool_] = disjoint & earlier & begins & begins[:, None]
    return apart


def _written_apart(snapshot: Snapshot, query: Query, policy: Policy) -> Iterator[Hits]:
    """Yield the names that write as several words what is one here, or that sound the same without their spaces."""
    sounds = [
        (one.token.phonetic_key, policy.role_weights[one.token.role], number) for number, one in enumerate(query.terms)
    ]
    keys = [
        (key, place, policy.joined_weight * role * query.share(number))
        for key, role, number in sounds
        for place in query.terms[number].places
    ]
    keys.append((joined_phonetic_key(query.mention.tokens), len(query.mention.tokens), policy.whole_weight))
    # A short key would be shared by too many.
    told = [key for key in keys if len(key[0]) >= SHORTEST_JOINED]
    if told:
        digests = np.array([digest(key) for key, _, _ in told], np.uint64)
        names, lengths = snapshot.columns.joined_phonetic.of_keys(digests, policy.postings_per_term)
        places, scores = np.array([place for _, place, _ in told]), np.array([gain for _, _, gain in told], np.float32)
        yield Hits(names, np.repeat(places, lengths), np.repeat(scores, lengths))


def _summed(hits: Sequence[Hits], places: int) -> tuple[Int32Array, Float32Array]:
    """Return every name once, with the sum over the places of the highest gain that it has at each."""
    names = np.concatenate([one.names for one in hits])
    scores = np.concatenate([one.scores for one in hits])
    if not len(names):
        return names, scores
    keys = names * np.int64(places) + np.concatenate([one.places for one in hits])
    order = np.argsort(keys)
    keys = keys[order]
    begins = np.flatnonzero(np.append(True, keys[1:] != keys[:-1]))
    highest = np.maximum.reduceat(scores[order], begins)
    owners = keys[begins] // places
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    return owners[firsts].astype(np.int32), np.add.reduceat(highest, firsts)


def _highest(names: Int32Array, totals: Float32Array, most: int) -> tuple[Int32Array, Float32Array]:
    """Return so many of the names, those with the highest totals, in no order."""
    if len(names) <= most:
        return names, totals
    kept = np.argpartition(-totals, most)[:most]
    return names[kept], totals[kept]


def _counting(
    snapshot: Snapshot, names: Int32Array, totals: Float32Array, mention: Name
) -> tuple[Int32Array, Float32Array]:
    """Keep the names that may be met by likeness: a short one only in another script, which is no misspelling."""
    table = snapshot.columns.names
    counts = table.has_match_mode(names, "fuzzy") | (table.script_rows[names] != table.script_row(mention.script))
    return names[counts], totals[counts]
