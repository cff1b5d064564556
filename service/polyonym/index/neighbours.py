"""Which tokens of a gazetteer may be one word with a token of a mention: by spelling, by sound, across scripts.

In comes a token, out come numbers of romanised tokens with how near each is. Spelling and sound go by keys
(`terms`), other scripts by the learned map (`vectors`). Names repeat their words, so the answers are remembered.
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
from polyonym.text.cross_script_vectors import encoder, latin_space, latin_vector, map_names, native_vector
from polyonym.text.name import Token
from polyonym.text.romanise import readings

MOST_ACROSS: Final = 60
LEAST_ACROSS: Final = 0.4
"""The cosine below which two tokens of two scripts are not near."""
STEEPNESS: Final = 14.0
EVEN: Final = 0.75
"""A cosine as a likeness in finding names: so steep round this cosine, at which it is even that the words are one."""
CACHE_SIZE: Final = 65_536

_NOTHING: Final = TermNeighbours.of(np.zeros(0, np.int32), np.zeros(0, np.float32))


def _itself(number: int) -> TermNeighbours:
    """Return a token as near to itself and to no other."""
    return TermNeighbours.of(np.array([number], np.int32), np.ones(1, np.float32))


def _likely(numbers: Int32Array, cosines: Float32Array) -> tuple[Int32Array, Float32Array]:
    """Put cosines on the scale of likeness in one script, so that the two can stand side by side."""
    return numbers, 1 / (1 + np.exp(-STEEPNESS * (cosines - EVEN)))


class NeighbourFinder:
    """Finds near tokens in the columns of a snapshot. Safe to share between threads."""

    def __init__(self, columns: Columns, ivf_indexes: Mapping[tuple[str, str], IvfIndex] | None = None) -> None:
        """Search columns; `ivf_indexes` are the vectors that are there already, by script and map."""
        self._columns = columns
        self._ivf_indexes = dict(ivf_indexes or {})
        self._fuzzy: dict[str, TermNeighbours] = {}
        self._cross_script = lru_cache(CACHE_SIZE)(self._map)
        self._itself = lru_cache(CACHE_SIZE)(_itself)

    def __reduce__(self) -> tuple[type[NeighbourFinder], tuple[Columns, dict[tuple[str, str], IvfIndex]]]:
        """Travel to another process without what is remembered."""
        return NeighbourFinder, (self._columns, self._ivf_indexes)

    @property
    def has_native_scripts(self) -> bool:
        """Tell whether there are names in scripts other than Latin, or only such names: whether a map can help."""
        return bool(self._columns.tokens.native_scripts)

    def fuzzy(self, tokens: Sequence[Token]) -> list[TermNeighbours]:
        """Return what is near to each of some tokens by romanised spelling and sound."""
        known = self._fuzzy
        # A lone letter is near to every word that begins with it, which finds nothing.
        missing = dict.fromkeys(t.latin for t in tokens if t.latin not in known and len(t.latin) > 1)
        if missing:
            found = dict(zip(missing, self._columns.terms.neighbours(list(missing)), strict=True))
            if len(known) > CACHE_SIZE:
                # Forgotten by a new dictionary, since another thread may be reading the old one.
                known = self._fuzzy = {token.latin: known[token.latin] for token in tokens if token.latin in known}
            known.update(found)
        return [known.get(token.latin, _NOTHING) for token in tokens]

    def identical(self, tokens: Sequence[Token]) -> list[TermNeighbours]:
        """Return for each of some tokens itself, where any name holds it; else what `fuzzy` returns."""
        known = self._columns.terms.row_of
        others = [token for token in tokens if token.latin not in known]
        near = dict(zip(others, self.fuzzy(others), strict=True)) if others else {}
        return [near[token] if token in near else self._itself(known[token.latin]) for token in tokens]

    def cross_script(self, token: Token) -> TermNeighbours:
        """Return what is near to a token by its romanised spelling, or by the learned map."""
        return self._cross_script(token)

    def _map(self, token: Token) -> TermNeighbours:
        [fuzzy] = self.fuzzy([token])
        found = dict(zip(fuzzy.term_rows.tolist(), fuzzy.similarities.tolist(), strict=True))
        for numbers, likeness in self._across(token):
            for number, likely in zip(numbers.tolist(), likeness.tolist(), strict=True):
                if likely > found.get(number, 0.0):
                    found[number] = likely
        ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
        return TermNeighbours.of(
            np.fromiter((number for number, _ in ordered), np.int32, len(ordered)),
            np.fromiter((likeness for _, likeness in ordered), np.float32, len(ordered)),
        )

    def _across(self, token: Token) -> Iterator[tuple[Int32Array, Float32Array]]:
        """Yield tokens of other scripts near to one, a list for each map, by number and likeness."""
        if token.script == "Latn":
            for native in self._columns.tokens.native_scripts:
                for name in map_names(native):
                    vector = latin_vector(token.latin, latin_space(name))
                    yield _likely(*self.ivf(native, name).search(vector, MOST_ACROSS, LEAST_ACROSS))
        else:
            for name in map_names(token.script):
                vector = native_vector(token.text, name)
                yield _likely(*self.ivf("Latn", latin_space(name)).search(vector, MOST_ACROSS, LEAST_ACROSS))

    def ivf(self, script: str, name: str) -> IvfIndex:
        """Return the vectors of all tokens of a script under a map, made when they are first asked for."""
        found = self._ivf_indexes.get((script, name))
        if found is None:
            # Two threads that come first at once both make them, and both are right.
            found = self._ivf_indexes[script, name] = build_ivf(script, name, *vector_inputs(self._columns, script))
        return found


def vector_spaces(columns: Columns) -> list[tuple[str, str]]:
    """Return the script and the map of all vectors that mentions may be compared with, whatever their script."""
    spaces = dict.fromkeys(latin_space(name) for name in encoder().scripts)
    native = ((script, name) for script in columns.tokens.native_scripts for name in map_names(script))
    return [*(("Latn", name) for name in spaces), *native]


def vector_inputs(columns: Columns, script: str) -> tuple[list[str], Int32Array]:
    """Return the tokens of a script as the map reads them, and the numbers of their romanised forms."""
    tokens = columns.tokens
    numbers = tokens.rows_of_script(script)
    fuzzy = tokens.term_rows[numbers]
    if script == "Latn":
        distinct = np.unique(fuzzy)
        latins = columns.terms.latins
        return [latins[number] for number in distinct.tolist()], distinct
    return [tokens.texts[number] for number in numbers.tolist()], fuzzy


def build_ivf(script: str, name: str, texts: Sequence[str], numbers: Int32Array) -> IvfIndex:
    """Make the vectors of tokens of a script under a map."""
    if script == "Latn":
        return IvfIndex.of(encoder().latin(texts, name), numbers)
    return IvfIndex.of(encoder().native(texts, name, [readings(text) for text in texts]), numbers)
