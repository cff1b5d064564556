"""A snapshot without some of its names, built in no time: the view that evaluation by holding names out searches.

In come a snapshot and name rows, out comes a snapshot that shares every array with it but `idf`: a term that only those
names made common is rare without them. The names are hidden and keep their rows. Unlike in a snapshot that is compiled
without them, the number of names, the sums of weights of names, and neighbours that only hidden names hold stay as they
were. A few names among thousands do not move these; a test compares the answers of both.

Four names; `Umar Safi` in row 2 is held out:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.index.build import compile_entities
    >>> records = read_piece(Piece("people.yaml", '''
    ... - {id: omar, type: person, name: Omar Safi, aliases: [Umar Safi, Omar Khan]}
    ... - {id: gul, type: person, name: Gul Khan}
    ... '''))
    >>> snapshot = compile_entities(validate(records).entities)
    >>> view = holdout_view(snapshot, frozenset({2}))
    >>> snapshot.look_up(snapshot.columns.exact, "umar safi"), view.look_up(view.columns.exact, "umar safi")
    ((2,), ())
    >>> snapshot.idf("umar") < view.idf("umar"), snapshot.idf("khan") == view.idf("khan")
    (True, True)
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from polyonym.index.idf import idf
from polyonym.index.snapshot import Snapshot


def holdout_view(snapshot: Snapshot, name_rows: frozenset[int]) -> Snapshot:
    """Return the snapshot without some names. All rows stay as they are.

    Only the weights of terms in those names are computed anew.
    """
    columns = snapshot.columns
    names, tokens = columns.names, columns.tokens
    hidden = Counter(
        term_row for name_row in name_rows for term_row in set(tokens.term_rows[names.token_rows[name_row]].tolist())
    )
    weights, latins = columns.idf.copy(), columns.terms.latins
    for term_row, count in hidden.items():
        remaining = len(columns.postings[term_row]) - count
        weights[term_row] = idf(latins[term_row], remaining, columns.tokenised_count - len(name_rows))
    return replace(snapshot, columns=replace(columns, idf=weights), hidden=snapshot.hidden | name_rows)
