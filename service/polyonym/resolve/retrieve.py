"""Many mentions to the names that are only alike: candidate generation over arrays, for a whole batch at once.

Term-at-a-time retrieval with capped postings. Each token of a mention brings the names that hold a neighbour of it,
times what that token stands for; the gains of a name are summed over the positions of the mention, each with its best.
No token brings more than a fixed number of names: of a common one only the shortest come, and two common ones meet in
the index of pairs. The names with the highest sums are then looked at by all of their words (`prefilter`).

Every step is taken for all mentions of the batch; what comes out does not depend on which mentions share a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.analysis import SHORTEST_JOINED, joined_phonetic_key
from polyonym.index.arrays import Float32Array, Int32Array, concat_ranges, csr_offsets
from polyonym.index.columns import pair_key
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.resolve.prefilter import prefilter_batch
from polyonym.resolve.query import QueryBatch, Rows, Strategy, query_batch
from polyonym.text.name import SPLITTABLE, Name

_POSITIONS: Final = 64
"""More than the positions of any mention, whose last stands for the whole name."""
_WHOLE: Final = _POSITIONS - 1
_STEPS: Final = (1 << 20) - 1
"""Gains lie between 0 and 1 and are kept in so many steps while they are sorted."""
_RANKS: Final = 1 << 14
_HIGHEST: Final = 1 << 19
"""Sums are ranked in steps of 1 / _RANKS; those from 32 on, which next to no name reaches, rank alike."""


@dataclass(frozen=True, eq=False)
class Retrieved:
    """Names for each mention, most alike first: those of mention `i` are `names[offsets[i]:offsets[i + 1]]`.

    `scores` (float32) say how much of the two agrees at a glance.
    """

    offsets: NDArray[np.int64]
    names: Int32Array
    scores: Float32Array


@dataclass(frozen=True, eq=False)
class Entries:
    """A term at one of its positions: the term, the mention, the position and what its neighbours count for there."""

    terms: Rows
    mentions: Rows
    positions: Rows
    shares: NDArray[np.float32]

    @classmethod
    def of(cls, query: QueryBatch, policy: Policy) -> Entries:
        """Expand terms to their positions.

        Neighbours as one are one word, shared by their positions; the ways to part an unspaced name are each the name.
        """
        widths = query.stops - query.starts
        terms = np.repeat(np.arange(len(widths)), widths)
        parted = np.fromiter(
            (mention.script in SPLITTABLE for mention in query.mentions), np.bool_, len(query.mentions)
        )
        roles = np.fromiter((policy.role_weights[term.token.role] for term in query.terms), np.float32, len(widths))
        shares = roles * np.where(parted[query.mention_rows], 1.0, 1.0 / widths).astype(np.float32)
        return cls(terms, query.mention_rows[terms], concat_ranges(query.starts, widths), shares[terms])


@dataclass(frozen=True, eq=False)
class Hits:
    """Names that were brought: the mention and position, the name, and the gain; a name may come again."""

    slots: Rows
    names: Int32Array
    gains: Float32Array


def gather(snapshot: Snapshot, query: QueryBatch, policy: Policy, most: int) -> tuple[Rows, Int32Array, Float32Array]:
    """Return the names that share most with each mention: the mention, the name and the sum of each.

    At most `most` names a mention, those with the highest sums, mentions ascending.
    """
    entries = Entries.of(query, policy)
    hits = list(_by_neighbours(snapshot, query, entries, policy))
    if query.strategy != "identical":
        hits += _by_sound(snapshot, query, policy)
    mentions, names, sums = summed(hits)
    sums = sums - np.float32(policy.length_penalty) * snapshot.columns.idf_sums[names]
    table = snapshot.columns.names
    own = np.fromiter((table.script_row(mention.script) for mention in query.mentions), np.int64, len(query.mentions))
    # A short name may be met by likeness in another script only, which is no misspelling.
    counts = table.has_match_mode(names, "fuzzy") | (table.script_rows[names] != own[mentions])
    return _highest(mentions[counts], names[counts], sums[counts], most)


def _by_neighbours(snapshot: Snapshot, query: QueryBatch, entries: Entries, policy: Policy) -> Sequence[Hits]:
    """Return the names that hold a neighbour of a term, then those that hold two common ones."""
    postings = snapshot.columns.postings
    owners, terms, worth = _best_neighbours(snapshot, query, entries, policy)
    starts = postings.offsets[terms]
    held = postings.offsets[terms + 1] - starts
    most = np.minimum(held, policy.postings_per_term)
    before = np.cumsum(most) - most
    before -= before[owners.searchsorted(owners)]
    taken = np.minimum(np.maximum(policy.hits_per_term - before, 0), most)
    slots = entries.mentions[owners] * _POSITIONS + entries.positions[owners]
    single = Hits(np.repeat(slots, taken), postings.values[concat_ranges(starts, taken)], np.repeat(worth, taken))
    return [single, *_by_pairs(snapshot, query, entries, (owners, terms, worth), np.flatnonzero(taken < held), policy)]


def _best_neighbours(
    snapshot: Snapshot, query: QueryBatch, entries: Entries, policy: Policy
) -> tuple[Rows, Int32Array, Float32Array]:
    """Return the neighbours of the terms, entry by entry, those first that are worth most, with what each is worth."""
    lists = query.neighbour_rows[entries.terms]
    near = query.neighbours
    lengths = np.minimum(near.offsets[lists + 1] - near.offsets[lists], policy.neighbours_per_token)
    at = concat_ranges(near.offsets[lists], lengths)
    owners = np.repeat(np.arange(len(lists)), lengths)
    terms = near.terms[at]
    worth = near.similarities[at] * snapshot.columns.idf[terms] * entries.shares[owners]
    order = np.lexsort((-worth, owners))
    return owners, terms[order], worth[order]


def _by_pairs(  # noqa: PLR0913, PLR0917 -- the query, what is near to it, and which of that is common
    snapshot: Snapshot,
    query: QueryBatch,
    entries: Entries,
    best: tuple[Rows, Int32Array, Float32Array],
    common: Rows,
    policy: Policy,
) -> Sequence[Hits]:
    """Return the names that hold a common neighbour of one term of a mention and a common one of another."""
    owners, terms, worth = best
    if len(common) < 2:
        return ()
    common = common[np.arange(len(common)) - owners[common].searchsorted(owners[common]) < policy.paired_neighbours]
    owners, terms, worth = owners[common], terms[common], worth[common]
    of = entries.terms[owners]
    # Of several positions of a term the first stands for all.
    first = entries.positions[owners] == query.starts[of]
    owners, terms, worth, of = owners[first], terms[first], worth[first], of[first]
    mentions = entries.mentions[owners]
    ends = mentions.searchsorted(mentions, "right")
    places = np.arange(len(mentions))
    one = np.repeat(places, ends - places - 1)
    other = concat_ranges(places + 1, ends - places - 1)
    apart = (query.stops[of[one]] <= query.starts[of[other]]) | (query.stops[of[other]] <= query.starts[of[one]])
    one, other = one[apart], other[apart]
    if not len(one):
        return ()
    names, lengths = snapshot.columns.pair_postings.of_keys(
        pair_key(terms[one], terms[other]), policy.postings_per_term
    )
    slots = mentions * _POSITIONS + entries.positions[owners]
    return [Hits(np.repeat(slots[of], lengths), names, np.repeat(worth[of], lengths)) for of in (one, other)]


def _by_sound(snapshot: Snapshot, query: QueryBatch, policy: Policy) -> Sequence[Hits]:
    """Return the names that write as several words what is one here, or that sound the same without their spaces."""
    slots, keys, gains = [], [], []
    for term, mention, start in zip(query.terms, query.mention_rows.tolist(), query.starts.tolist(), strict=True):
        key = term.token.phonetic_key
        if len(key) >= SHORTEST_JOINED:
            width = 1 if query.mentions[mention].script in SPLITTABLE else len(term.places)
            gain = policy.joined_weight * policy.role_weights[term.token.role] / width
            for step in range(len(term.places)):
                slots.append(mention * _POSITIONS + start + step)
                keys.append(digest(key))
                gains.append(gain)
    for row, mention in enumerate(query.mentions):
        key = joined_phonetic_key(mention.tokens)
        if len(key) >= SHORTEST_JOINED:
            slots.append(row * _POSITIONS + _WHOLE)
            keys.append(digest(key))
            gains.append(policy.whole_weight)
    if not keys:
        return ()
    names, lengths = snapshot.columns.joined_phonetic.of_keys(np.array(keys, np.uint64), policy.postings_per_term)
    return [Hits(np.repeat(np.array(slots, np.int64), lengths), names, np.repeat(np.array(gains, np.float32), lengths))]


def summed(hits: Sequence[Hits]) -> tuple[Rows, Int32Array, Float32Array]:
    """Return every name of a mention once, with the sum over the positions of the highest gain that it has at each."""
    slots = np.concatenate([one.slots for one in hits])
    if not len(slots):
        return np.zeros(0, np.int64), np.zeros(0, np.int32), np.zeros(0, np.float32)
    names = np.concatenate([one.names for one in hits]).astype(np.int64)
    gains = np.rint(np.concatenate([one.gains for one in hits]) * _STEPS).astype(np.int64)
    # One sort of plain numbers: mention, name, position, gain.
    mentions, positions = np.divmod(slots, _POSITIONS)
    width = np.int64(names.max()) + 1
    keys = (((mentions * width + names) * _POSITIONS + positions) << np.int64(20)) | gains
    keys.sort()
    slot = keys >> np.int64(20)
    last = np.append(slot[1:] != slot[:-1], True)
    owners = slot[last] // _POSITIONS
    highest = (keys[last] & _STEPS).astype(np.float64)
    firsts = np.flatnonzero(np.append(True, owners[1:] != owners[:-1]))
    sums = (np.add.reduceat(highest, firsts) / _STEPS).astype(np.float32)
    found, name = np.divmod(owners[firsts], width)
    return found, name.astype(np.int32), sums


def _highest(mentions: Rows, names: Int32Array, sums: Float32Array, most: int) -> tuple[Rows, Int32Array, Float32Array]:
    """Return so many names of each mention, those with the highest sums; mentions and, within one, names ascend."""
    # One sort of plain numbers: mention, falling sum, place.
    ranks = np.maximum(_HIGHEST - np.rint(sums * _RANKS).astype(np.int64), 0)
    keys = (((mentions << np.int64(20)) | ranks) << np.int64(26)) | np.arange(len(mentions))
    keys.sort()
    order = keys & ((1 << 26) - 1)
    own = mentions[order]
    kept = order[np.arange(len(order)) - own.searchsorted(own) < most]
    return mentions[kept], names[kept], sums[kept]


def retrieve_batch(snapshot: Snapshot, mentions: Sequence[Name], strategy: Strategy, policy: Policy) -> Retrieved:
    """Return the names that share rare and similar tokens with each mention, those first that agree most."""
    query = query_batch(snapshot, mentions, strategy)
    rows, names, _ = gather(snapshot, query, policy, policy.max_candidates)
    scores = prefilter_batch(snapshot, query, rows, names, policy)
    if snapshot.hidden:
        shown = ~np.isin(names, np.fromiter(snapshot.hidden, np.int64, len(snapshot.hidden)))
        rows, names, scores = rows[shown], names[shown], scores[shown]
    order = np.lexsort((names, -scores, rows))
    return Retrieved(csr_offsets(np.bincount(rows, minlength=len(mentions))), names[order], scores[order])
