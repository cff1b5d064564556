"""A snapshot as if some of its names were not there, without compiling anything anew.

In come a snapshot and the numbers of names, out comes a snapshot that shares everything with it but the weights of
tokens: what those names alone made common is rare without them. The number of all names stays as it was, which a few in
thousands do not move; the tests compare with compiling.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from polyonym.index.idf import idf
from polyonym.index.snapshot import Snapshot


def holdout_view(snapshot: Snapshot, numbers: frozenset[int]) -> Snapshot:
    """Return the snapshot without the names of some numbers; the numbers of the others stay."""
    columns = snapshot.columns
    lost = Counter(
        spelling
        for number in numbers
        for spelling in set(columns.tokens.term_rows[columns.names.token_rows[number]].tolist())
    )
    weights, latins = columns.idf.copy(), columns.terms.latins
    for spelling, count in lost.items():
        left = len(columns.postings[spelling]) - count
        weights[spelling] = idf(latins[spelling], left, columns.tokenised_count - len(numbers))
    return replace(snapshot, columns=replace(columns, idf=weights), hidden=snapshot.hidden | numbers)
