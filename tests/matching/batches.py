"""Pairs of names as tables, and what is chosen of them, in the form in which the scalar rules give it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from polyonym.index.snapshot import Snapshot
from polyonym.matching.align import Alignment
from polyonym.matching.batch_align import Alignments, align_batch
from polyonym.matching.batch_features import NamePairs
from polyonym.matching.name_table import mention_tokens
from polyonym.matching.prepared import PreparedName, prepare_variants
from polyonym.matching.token_similarity import METHODS
from polyonym.matching.token_table import TokenRows, TokenTable
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import Name

Chosen = tuple[tuple[int, ...], tuple[int, ...], str]


class ScalarPair(NamedTuple):
    """Two names as the scalar rules take them."""

    mention: PreparedName
    alias: PreparedName


def batch_of(snapshot: Snapshot, pairs: Sequence[tuple[Name, Name]]) -> tuple[NamePairs, list[ScalarPair]]:
    """Return pairs of names, under their first segmentations, aligned at once and as the scalar rules take them."""
    tokens = TokenRows()
    drafts = [mention_tokens(snapshot, [pair[at] for pair in pairs], tokens, DEFAULT_POLICY) for at in (0, 1)]
    table = TokenTable.of(tokens.tokens)
    (mentions, own), (aliases, other) = (draft.finish(table) for draft in drafts)
    rows = own.rows[own.offsets[:-1]], other.rows[other.offsets[:-1]]
    alignments = align_batch(mentions, rows[0], aliases, rows[1], snapshot.lexicon, DEFAULT_POLICY)
    prepared = {name: prepare_variants(snapshot, name, DEFAULT_POLICY)[0] for pair in pairs for name in pair}
    scalar = [ScalarPair(prepared[a], prepared[b]) for a, b in pairs]
    return NamePairs(mentions, rows[0], aliases, rows[1], alignments), scalar


def chosen(alignments: Alignments, row: int) -> list[Chosen]:
    """Return the chosen pairs of tokens of two names: the places in both, and the method."""
    return [
        (
            _places(alignments.mention_starts[row, at], alignments.mention_lengths[row, at]),
            _places(alignments.alias_starts[row, at], alignments.alias_lengths[row, at]),
            METHODS[alignments.methods[row, at]],
        )
        for at in range(alignments.counts[row])
    ]


def _places(start: int, length: int) -> tuple[int, ...]:
    return tuple(range(int(start), int(start + length)))


def chosen_one_by_one(alignment: Alignment) -> list[Chosen]:
    """Return the same of an alignment of the scalar rules."""
    return [(pair.ours, pair.theirs, pair.method) for pair in alignment.pairs]
