"""What is looked for of mentions: their words, neighbours written as one, other ways to part them, and what is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Float32Array, Int32Array, csr_offsets
from polyonym.index.snapshot import Snapshot
from polyonym.index.term_index import TermNeighbours
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name, Token, joined_token, token_joins
from polyonym.text.scripts import LATIN

Rows = NDArray[np.int64]
Strategy = Literal["identical", "fuzzy", "cross_script"]
STRATEGIES: Final[tuple[Strategy, ...]] = get_args(Strategy)

SYLLABLE: Final = 3
"""Words of so many letters may be syllables of one."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A token to look for, and the places of the mention that it stands for."""

    token: Token
    places: range


@dataclass(frozen=True, eq=False)
class QueryBatch:
    """The terms of some mentions as columns.

    Term `t` of mention `mention_rows[t]` stands at the positions from `starts[t]` to before `stops[t]`; all int64,
    shape (terms,), mentions ascending. `neighbours` are distinct lists of near terms of the index, `neighbour_rows[t]`
    says which is that of a term.
    """

    strategy: Strategy
    mentions: Sequence[Name]
    terms: Sequence[QueryTerm]
    mention_rows: Rows
    starts: Rows
    stops: Rows
    neighbours: Neighbours
    neighbour_rows: Rows


@dataclass(frozen=True, eq=False)
class Neighbours:
    """Lists of terms in CSR form, the nearest first: list `i` is `terms[offsets[i]:offsets[i + 1]]`."""

    offsets: NDArray[np.int64]
    terms: Int32Array
    similarities: Float32Array

    @classmethod
    def of(cls, lists: Sequence[TermNeighbours]) -> Neighbours:
        """Lay lists end to end."""
        return cls(
            csr_offsets([len(one.term_rows) for one in lists]),
            np.concatenate([one.term_rows for one in lists] or [np.zeros(0, np.int32)]),
            np.concatenate([one.similarities for one in lists] or [np.zeros(0, np.float32)]),
        )

    def similarity(self, rows: Rows, terms: Int32Array) -> Float32Array:
        """Return how near each term is in the list of its row, 0 where it is not in it."""
        if not len(self.terms):
            return np.zeros(len(rows), np.float32)
        width = np.int64(1) << np.int64(32)
        owners = np.repeat(np.arange(len(self.offsets) - 1), np.diff(self.offsets))
        keys = owners * width + self.terms
        order = np.argsort(keys)
        keys = keys[order]
        wanted = rows * width + terms
        places = np.minimum(keys.searchsorted(wanted), len(keys) - 1)
        found: Float32Array = self.similarities[order][places] * (keys[places] == wanted)
        return found


def query_batch(snapshot: Snapshot, mentions: Sequence[Name], strategy: Strategy) -> QueryBatch:
    """Return what is looked for of each mention, and what counts as near to it."""
    finder = snapshot.neighbours
    terms: list[QueryTerm] = []
    counts: list[int] = []
    for mention in mentions:
        own = query_terms(mention, snapshot.lexicon, strategy)
        terms += own
        counts.append(len(own))
    tokens = [term.token for term in terms]
    if strategy == "identical":
        lists = finder.identical(tokens)
    else:
        lists = finder.fuzzy(tokens)
        if strategy == "cross_script":
            finder.encode([term.token for term in terms if len(term.places) == 1 or term.token.script != LATIN])
            # A Latin name is long where its native form is, so its words as one say nothing that each does not say.
            lists = [
                near if len(term.places) > 1 and term.token.script == LATIN else finder.cross_script(term.token)
                for term, near in zip(terms, lists, strict=True)
            ]
    rows: dict[int, int] = {}
    distinct: list[TermNeighbours] = []
    neighbour_rows = np.empty(len(terms), np.int64)
    for at, near in enumerate(lists):
        row = rows.get(id(near))
        if row is None:
            row = rows[id(near)] = len(distinct)
            distinct.append(near)
        neighbour_rows[at] = row
    return QueryBatch(
        strategy,
        mentions,
        terms,
        np.repeat(np.arange(len(mentions)), counts),
        np.fromiter((term.places.start for term in terms), np.int64, len(terms)),
        np.fromiter((term.places.stop for term in terms), np.int64, len(terms)),
        Neighbours.of(distinct),
        neighbour_rows,
    )


def query_terms(mention: Name, lexicon: Lexicon, strategy: Strategy) -> list[QueryTerm]:
    """Return the tokens of a mention to look for."""
    return _words(mention) if strategy == "identical" else _terms(mention, lexicon)


def _words(mention: Name) -> list[QueryTerm]:
    """Return the words of a mention, each at its place."""
    return [QueryTerm(token, range(place, place + 1)) for place, token in enumerate(mention.tokens)]


def _terms(mention: Name, lexicon: Lexicon) -> list[QueryTerm]:
    """Return the tokens to look for: those of the mention, two neighbours as one, and other ways to part it."""
    tokens = mention.tokens
    found = _words(mention)
    joins = (join for join in token_joins(tokens, lexicon) if join.length == 2)
    found += [QueryTerm(join.token, range(join.start, join.start + 2)) for join in joins]
    if len(tokens) > 2 and all(len(token.latin) <= SYLLABLE for token in tokens):
        # `La mu an la`: what is written in syllables may be one word.
        found.append(QueryTerm(joined_token(tokens, lexicon), range(len(tokens))))
    known = set(tokens)
    for other in mention.other_segmentations:
        undivided = len(other.tokens) == 1
        for place, token in enumerate(other.tokens):
            if token not in known:
                found.append(QueryTerm(token, range(len(tokens)) if undivided else range(place, place + 1)))
    return found
