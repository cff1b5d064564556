"""Which terms of a gazetteer may be the same word as a token of a mention: by spelling and sound, or across scripts.

In comes a token, out come neighbouring terms with a similarity each. There are three ways:

- `identical`: the term itself, where a name of the gazetteer holds it.
- `fuzzy`: a similar spelling or sound, from the deletion neighbourhood in `term_index`.
- `cross_script`: those of `fuzzy`, and terms whose tokens in another script are near in the vector space of a learned
  encoder (`text.encoder`), from an `ivf` index of the tokens of each script. A logistic curve puts their cosines on the
  scale of spelling similarities.

Words repeat from mention to mention, so results are cached.

Four terms. The Russian form of `Herat` begins with another letter, and the encoder has learned that the two agree:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.index.build import compile_entities
    >>> from polyonym.text.name import analyse
    >>> records = read_piece(Piece("places.yaml", '''
    ... - {id: kunduz, type: place, name: Kunduz, aliases: [Konduz]}
    ... - {id: herat, type: place, name: Herat}
    ... - {id: kerala, type: place, name: Kerala}
    ... '''))
    >>> snapshot = compile_entities(validate(records).entities)
    >>> def similar(found):
    ...     rows, similarities = found.term_rows.tolist(), found.similarities.tolist()
    ...     return [(snapshot.columns.terms.latins[row], round(each, 2)) for row, each in zip(rows, similarities)]
    >>> [qunduz], [gerat] = analyse("Qunduz").tokens, analyse("Герат").tokens
    >>> [similar(found) for found in snapshot.neighbours.fuzzy([qunduz, gerat])]
    [[('kunduz', 0.84), ('konduz', 0.69)], [('herat', 0.64)]]
    >>> similar(snapshot.neighbours.cross_script(gerat))
    [('herat', 0.93)]
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np

from polyonym.index.arrays import Float32Array, Int32Array
from polyonym.index.columns import Columns
from polyonym.index.ivf import IvfIndex
from polyonym.index.term_index import TermNeighbours
from polyonym.text.cross_script_vectors import (
    bundled_encoder,
    latin_space,
    latin_vector,
    latin_vectors,
    map_names,
    native_vector,
    native_vectors,
)
from polyonym.text.name import Token
from polyonym.text.romanise import readings
from polyonym.text.scripts import LATIN

MAX_CROSS_SCRIPT: Final = 60
"""Neighbours of a token that one search in another script returns at most."""
MIN_COSINE: Final = 0.4
"""Tokens of two scripts with a smaller cosine are no neighbours."""
STEEPNESS: Final = 14.0
MIDPOINT: Final = 0.75
"""A cosine becomes the similarity 1 / (1 + exp(-STEEPNESS * (cosine - MIDPOINT))): at MIDPOINT it is 0.5."""
CACHE_SIZE: Final = 65_536
"""Tokens whose neighbours are kept."""

_NONE: Final = TermNeighbours.of(np.zeros(0, np.int32), np.zeros(0, np.float32))


def _only(term_row: int) -> TermNeighbours:
    """Return neighbours that are one term with similarity 1."""
    return TermNeighbours.of(np.array([term_row], np.int32), np.ones(1, np.float32))


def _calibrate(term_rows: Int32Array, cosines: Float32Array) -> tuple[Int32Array, Float32Array]:
    """Return terms with similarities on the scale of `TermIndex.neighbours` in place of cosines."""
    return term_rows, 1 / (1 + np.exp(-STEEPNESS * (cosines - MIDPOINT)))


class NeighbourFinder:
    """Finds neighbours in the columns of a snapshot. Safe to share between threads."""

    def __init__(self, columns: Columns, ivf_indexes: Mapping[tuple[str, str], IvfIndex] | None = None) -> None:
        """Search columns. `ivf_indexes` are those that exist already, by script and vector map."""
        self._columns = columns
        self._ivf_indexes = dict(ivf_indexes or {})
        self._fuzzy: dict[str, TermNeighbours] = {}
        self._cross_script = lru_cache(CACHE_SIZE)(self._search_cross_script)
        self._only = lru_cache(CACHE_SIZE)(_only)

    def __reduce__(self) -> tuple[type[NeighbourFinder], tuple[Columns, dict[tuple[str, str], IvfIndex]]]:
        """Pickle the columns and the indexes without the caches."""
        return NeighbourFinder, (self._columns, self._ivf_indexes)

    @property
    def has_native_scripts(self) -> bool:
        """Whether any name is in a script other than Latin, so that a Latin mention can match across scripts."""
        return bool(self._columns.tokens.native_scripts)

    def fuzzy(self, tokens: Sequence[Token]) -> list[TermNeighbours]:
        """Return the neighbours of each token by romanised spelling and sound."""
        cache = self._fuzzy
        # A lone letter is an initial: it would be a neighbour of every word that begins with it.
        missing = dict.fromkeys(t.latin for t in tokens if t.latin not in cache and len(t.latin) > 1)
        if missing:
            found = dict(zip(missing, self._columns.terms.neighbours(list(missing)), strict=True))
            if len(cache) > CACHE_SIZE:
                # A new dictionary, because another thread may be reading the old one.
                cache = self._fuzzy = {token.latin: cache[token.latin] for token in tokens if token.latin in cache}
            cache.update(found)
        return [cache.get(token.latin, _NONE) for token in tokens]

    def identical(self, tokens: Sequence[Token]) -> list[TermNeighbours]:
        """Return for each token its own term alone, or what `fuzzy` returns where no name holds that term."""
        row_of = self._columns.terms.row_of
        unknown = [token for token in tokens if token.latin not in row_of]
        found = dict(zip(unknown, self.fuzzy(unknown), strict=True)) if unknown else {}
        return [found[token] if token in found else self._only(row_of[token.latin]) for token in tokens]

    def encode(self, tokens: Sequence[Token]) -> None:
        """Make the vectors of tokens, all at once: one by one takes several times as long."""
        latins = list(dict.fromkeys(token.latin for token in tokens if token.script == LATIN))
        for space in dict.fromkeys(
            latin_space(name) for native in self._columns.tokens.native_scripts for name in map_names(native)
        ):
            latin_vectors(latins, space)
        for script in dict.fromkeys(token.script for token in tokens if token.script != LATIN):
            texts = list(dict.fromkeys(token.text for token in tokens if token.script == script))
            for vector_map in map_names(script):
                native_vectors(texts, vector_map)

    def cross_script(self, token: Token) -> TermNeighbours:
        """Return the neighbours of a token by romanised spelling and sound, and across scripts."""
        return self._cross_script(token)

    def _search_cross_script(self, token: Token) -> TermNeighbours:
        [fuzzy] = self.fuzzy([token])
        best = dict(zip(fuzzy.term_rows.tolist(), fuzzy.similarities.tolist(), strict=True))
        for term_rows, similarities in self._vector_neighbours(token):
            for term_row, similarity in zip(term_rows.tolist(), similarities.tolist(), strict=True):
                if similarity > best.get(term_row, 0.0):
                    best[term_row] = similarity
        ordered = sorted(best.items(), key=lambda item: (-item[1], item[0]))
        return TermNeighbours.of(
            np.fromiter((term_row for term_row, _ in ordered), np.int32, len(ordered)),
            np.fromiter((similarity for _, similarity in ordered), np.float32, len(ordered)),
        )

    def _vector_neighbours(self, token: Token) -> Iterator[tuple[Int32Array, Float32Array]]:
        """Yield terms of tokens in other scripts, with similarities, once for each vector map."""
        if token.script == "Latn":
            for native in self._columns.tokens.native_scripts:
                for vector_map in map_names(native):
                    vector = latin_vector(token.latin, latin_space(vector_map))
                    yield _calibrate(*self.ivf(native, vector_map).search(vector, MAX_CROSS_SCRIPT, MIN_COSINE))
        else:
            for vector_map in map_names(token.script):
                vector = native_vector(token.text, vector_map)
                yield _calibrate(
                    *self.ivf("Latn", latin_space(vector_map)).search(vector, MAX_CROSS_SCRIPT, MIN_COSINE)
                )

    def ivf(self, script: str, vector_map: str) -> IvfIndex:
        """Return the index of all tokens of a script under a vector map, built when it is first used."""
        found = self._ivf_indexes.get((script, vector_map))
        if found is None:
            # Two threads may both build it; the results are equal.
            found = build_ivf(script, vector_map, *vector_inputs(self._columns, script))
            self._ivf_indexes[script, vector_map] = found
        return found


def vector_spaces(columns: Columns) -> list[tuple[str, str]]:
    """Return the script and the vector map of every index that a mention in any script may search."""
    spaces = dict.fromkeys(latin_space(name) for name in bundled_encoder().scripts)
    native = ((script, name) for script in columns.tokens.native_scripts for name in map_names(script))
    return [*(("Latn", name) for name in spaces), *native]


def vector_inputs(columns: Columns, script: str) -> tuple[list[str], Int32Array]:
    """Return the distinct texts of a script that are encoded as vectors, and the term row of each."""
    tokens = columns.tokens
    token_rows = tokens.rows_of_script(script)
    term_rows = tokens.term_rows[token_rows]
    if script == "Latn":
        distinct = np.unique(term_rows)
        latins = columns.terms.latins
        return [latins[term_row] for term_row in distinct.tolist()], distinct
    return [tokens.texts[token_row] for token_row in token_rows.tolist()], term_rows


def build_ivf(script: str, vector_map: str, texts: Sequence[str], term_rows: Int32Array) -> IvfIndex:
    """Encode texts of a script under a vector map, and index the vectors with the term row of each text."""
    if script == "Latn":
        return IvfIndex.of(bundled_encoder().latin(texts, vector_map), term_rows)
    return IvfIndex.of(bundled_encoder().native(texts, vector_map, [readings(text) for text in texts]), term_rows)
