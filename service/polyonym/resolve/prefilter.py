"""How much of many mentions and of the names found for them agrees at a glance: which of them are worth matching.

In come pairs of a mention and a name, out comes for each the product of the shares of the two that have a counterpart,
were every word to have its best one. It is what matching would begin with, computed for all pairs of a batch at once,
and by how near terms are for finding instead of the fitted similarity.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from polyonym.index.arrays import Float32Array, Int32Array, concat_ranges
from polyonym.index.columns import ROLES
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.resolve.query import QueryBatch, Rows

FARTHEST: Final = 3
"""By so many letters may neighbours written as one be longer or shorter than the word that they may be."""
LEAST_SPELLED: Final = 0.65
"""The share of letters that no edit touches from which on two words may be one with a slip."""
_MOST_CELLS: Final = 1_000_000
"""Terms beside words that are looked at together, at 8 MB a column: bounds the memory, however long the names are."""


@dataclass(frozen=True, eq=False)
class _Grid:
    """Every term of a mention beside every word of a name, for all pairs.

    Words are those of the names, pair by pair: `tokens` their rows, `spelled` their terms, `pairs` the pair of each,
    `firsts` the first word of each pair. A cell is a term and a word: `cell_terms`, `cell_words`; cells stand pair by
    pair, term by term, word by word. `runs` are the first cells of each pair and term, `run_terms` and `run_pairs` what
    these are.
    """

    tokens: Int32Array
    spelled: Int32Array
    pairs: Rows
    firsts: Rows
    counts: Rows
    cell_terms: Rows
    cell_words: Rows
    runs: Rows
    run_terms: Rows
    run_pairs: Rows

    @classmethod
    def of(cls, snapshot: Snapshot, query: QueryBatch, mentions: Rows, names: Int32Array) -> _Grid:
        """Lay out the grid; every name has words, and every mention terms."""
        postings = snapshot.columns.names.token_rows
        starts = postings.offsets[names]
        counts = postings.offsets[names + 1] - starts
        tokens = postings.values[concat_ranges(starts, counts)]
        pairs = np.repeat(np.arange(len(names)), counts)
        firsts = np.cumsum(counts) - counts
        begin = query.mention_rows.searchsorted(mentions)
        terms = query.mention_rows.searchsorted(mentions, "right") - begin
        run_pairs = np.repeat(np.arange(len(names)), terms)
        run_terms = concat_ranges(begin, terms)
        widths = counts[run_pairs]
        cell_words = concat_ranges(firsts[run_pairs], widths)
        return cls(
            tokens,
            snapshot.columns.tokens.term_rows[tokens],
            pairs,
            firsts,
            counts,
            np.repeat(run_terms, widths),
            cell_words,
            np.cumsum(widths) - widths,
            run_terms,
            run_pairs,
        )


def prefilter_batch(
    snapshot: Snapshot, query: QueryBatch, mentions: Rows, names: Int32Array, policy: Policy
) -> Float32Array:
    """Return for each pair of a mention and a name how much of both agrees, between 0 and 1: float32, shape (n,).

    Mentions ascend. A name without words agrees with nothing.
    """
    found = np.zeros(len(names), np.float32)
    postings = snapshot.columns.names.token_rows
    some = np.flatnonzero(postings.offsets[names + 1] > postings.offsets[names])
    if not len(some):
        return found
    own = _own_weights(snapshot, query, policy)
    for block in _blocks(snapshot, query, mentions[some], names[some]):
        places = some[block]
        found[places] = _agreement(snapshot, query, mentions[places], names[places], own, policy)
    return found


def _blocks(snapshot: Snapshot, query: QueryBatch, mentions: Rows, names: Int32Array) -> Iterator[slice]:
    """Cut pairs where what is looked at together would grow too large; a pair is never cut."""
    postings = snapshot.columns.names.token_rows
    terms = np.bincount(query.mention_rows, minlength=len(query.mentions))
    ends = np.cumsum(terms[mentions] * (postings.offsets[names + 1] - postings.offsets[names]))
    start = 0
    while start < len(names):
        before = ends[start - 1] if start else 0
        stop = max(int(ends.searchsorted(before + _MOST_CELLS, "right")), start + 1)
        yield slice(start, stop)
        start = stop


def _agreement(  # noqa: PLR0913, PLR0917 -- the pairs, and what each word of the mentions stands for
    snapshot: Snapshot,
    query: QueryBatch,
    mentions: Rows,
    names: Int32Array,
    own: NDArray[np.float32],
    policy: Policy,
) -> Float32Array:
    """Return how much of the two agrees for pairs with words."""
    grid = _Grid.of(snapshot, query, mentions, names)
    near = _similarities(snapshot, query, grid, policy)
    widths = np.array([len(mention.tokens) for mention in query.mentions], np.int64)[mentions]
    offsets = np.cumsum(widths) - widths
    mention_best = np.zeros(int(widths.sum()), np.float32)
    best = np.maximum.reduceat(near, grid.runs)
    spans = query.stops[grid.run_terms] - query.starts[grid.run_terms]
    slots = concat_ranges(offsets[grid.run_pairs] + query.starts[grid.run_terms], spans)
    np.maximum.at(mention_best, slots, np.repeat(best, spans))
    alias_best = np.zeros(len(grid.tokens), np.float32)
    np.maximum.at(alias_best, grid.cell_words, near)
    if query.strategy != "identical":
        _join(snapshot, query, grid, (mentions, offsets, widths), (mention_best, alias_best), policy)
    roles = np.array([policy.role_weights[role] for role in ROLES], np.float32)
    columns = snapshot.columns
    weights = columns.idf[grid.spelled] * roles[columns.tokens.role_codes[grid.tokens]]
    told = np.add.reduceat(alias_best * weights, grid.firsts) / np.add.reduceat(weights, grid.firsts)
    of_mention = np.cumsum([0, *[len(mention.tokens) for mention in query.mentions]])
    weight = own[concat_ranges(of_mention[mentions], widths)]
    sums = np.add.reduceat(weight, offsets)
    shared = np.add.reduceat(weight * mention_best, offsets) / np.where(sums > 0, sums, 1.0)
    return (shared * told).astype(np.float32)


def _own_weights(snapshot: Snapshot, query: QueryBatch, policy: Policy) -> NDArray[np.float32]:
    """Return what each word of each mention stands for."""
    idf, roles = snapshot.idf, policy.role_weights
    return np.array(
        [idf(token.latin) * roles[token.role] for mention in query.mentions for token in mention.tokens], np.float32
    )


def _similarities(snapshot: Snapshot, query: QueryBatch, grid: _Grid, policy: Policy) -> NDArray[np.float32]:
    """Return how near the term and the word of each cell are."""
    terms = query.terms
    spelled = grid.spelled[grid.cell_words]
    if query.strategy == "identical":
        # What is near to a word was not looked up, and may be a word of these names all the same.
        near = _spelled(snapshot, query, grid.cell_terms, spelled)
    else:
        near = query.neighbours.similarity(query.neighbour_rows[grid.cell_terms], spelled)
    columns = snapshot.columns
    texts = columns.terms.texts
    starts, ends = texts.offsets[spelled], texts.offsets[spelled + 1]
    letters = ends - starts
    first = np.fromiter((ord(term.token.latin[:1] or " ") for term in terms), np.int64, len(terms))
    lone = np.fromiter((len(term.token.latin) == 1 for term in terms), np.bool_, len(terms))
    either = np.flatnonzero(lone[grid.cell_terms] | (letters == 1))
    if len(either):
        same = texts.data[starts[either]] == first[grid.cell_terms[either]]
        near[either[same]] = policy.initial_similarity
    concepts = np.fromiter(
        (columns.tokens.concept_row(term.token.concept) if term.token.concept else -2 for term in terms),
        np.int64,
        len(terms),
    )
    own = concepts[grid.cell_terms]
    known = own >= 0
    if known.any():
        same = known & (columns.tokens.concept_rows[grid.tokens[grid.cell_words]] == own)
        near[same] = policy.concept_similarity
    return near


def _spelled(snapshot: Snapshot, query: QueryBatch, terms: Rows, spelled: Int32Array) -> NDArray[np.float32]:
    """Return how nearly the word of each cell is spelled as its term."""
    latins = snapshot.columns.terms.latins
    ids: dict[str, int] = {}
    own = np.fromiter((ids.setdefault(term.token.latin, len(ids)) for term in query.terms), np.int64, len(query.terms))
    width = np.int64(len(latins))
    distinct, inverse = np.unique(own[terms] * width + spelled, return_inverse=True)
    left, right = np.divmod(distinct, width)
    texts = list(ids)
    alike = process.cpdist(
        [texts[row] for row in left.tolist()],
        [latins[row] for row in right.tolist()],
        scorer=OSA.normalized_similarity,
        dtype=np.float32,
    )
    # A word with a slip counts for nearly all of itself, and another word for nothing.
    found: NDArray[np.float32] = np.where(alike >= LEAST_SPELLED, alike, np.float32(0))[inverse]
    return found


def _join(  # noqa: PLR0913, PLR0917 -- what is joined with what, and where the best of each stand
    snapshot: Snapshot,
    query: QueryBatch,
    grid: _Grid,
    slots: tuple[Rows, Rows, Rows],
    best: tuple[NDArray[np.float32], NDArray[np.float32]],
    policy: Policy,
) -> None:
    """Let neighbours of a name that have no counterpart be one word of the mention that has none.

    `slots` are the mention of each pair, where its words begin among `best[0]`, and how many they are. `best`, which is
    changed, is how well each word of the mention is matched in each name, and each word of the names.
    """
    (mentions, offsets, widths), (mention_best, alias_best) = slots, best
    together = (grid.pairs[1:] == grid.pairs[:-1]) & (np.maximum(alias_best[1:], alias_best[:-1]) < policy.join_ceiling)
    heads = np.flatnonzero(together)
    if not len(heads):
        return
    texts = snapshot.columns.terms.texts
    letters = texts.offsets[grid.spelled + 1] - texts.offsets[grid.spelled]
    own_latins = [[token.latin for token in mention.tokens] for mention in query.mentions]
    of_mention = np.cumsum([0, *map(len, own_latins)])
    sizes = np.array([len(latin) for own in own_latins for latin in own], np.int64)
    of = grid.pairs[heads]
    cells = np.repeat(np.arange(len(heads)), widths[of])
    places = concat_ranges(np.zeros(len(heads), np.int64), widths[of])
    head, pair = heads[cells], of[cells]
    slot = offsets[pair] + places
    size = sizes[of_mention[mentions[pair]] + places]
    fits = (mention_best[slot] < policy.join_ceiling) & (np.abs(letters[head] + letters[head + 1] - size) <= FARTHEST)
    head, slot, pair, places = head[fits], slot[fits], pair[fits], places[fits]
    if not len(head):
        return
    latins = snapshot.columns.terms.latins
    first, second = grid.spelled[head].tolist(), grid.spelled[head + 1].tolist()
    joined = [latins[a] + latins[b] for a, b in zip(first, second, strict=True)]
    own = [own_latins[m][p] for m, p in zip(mentions[pair].tolist(), places.tolist(), strict=True)]
    alike = process.cpdist(own, joined, scorer=OSA.normalized_similarity, dtype=np.float32) ** 2
    np.maximum.at(mention_best, slot, alike)
    np.maximum.at(alias_best, head, alike)
    np.maximum.at(alias_best, head + 1, alike)
