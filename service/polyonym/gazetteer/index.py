"""Retrieval structures over strings: arrays that are built once and only read afterwards.

`GramIndex` finds the strings that share character n-grams with a query, `TokenIndex` the names that hold a token.
Both answer with numbers into the list that they were built from, so that the snapshot stays plain arrays. Nothing
here scans all names: the work per query follows the number of postings of its grams.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.text.frequency import shares
from polyonym.text.name import Token

Numbers = NDArray[np.int32]
Weights = NDArray[np.float32]

_SIZES: Final = (2, 3)
# A gram that most strings share finds everything and tells nothing; only its rarer neighbours are followed.
_MOST_POSTINGS: Final = 20_000


def grams(text: str) -> Iterator[str]:
    """Yield the 2- and 3-grams of a string with its ends marked."""
    marked = f"^{text}$"
    for size in _SIZES:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


@dataclass(frozen=True, slots=True)
class Postings:
    """Lists of numbers, one list a key, laid end to end: list `i` is `numbers[starts[i]:starts[i + 1]]`."""

    starts: NDArray[np.int64]
    numbers: Numbers

    @classmethod
    def of(cls, lists: Iterable[Sequence[int]]) -> Postings:
        """Lay lists end to end."""
        rows = list(lists)
        starts = np.zeros(len(rows) + 1, np.int64)
        np.cumsum([len(row) for row in rows], out=starts[1:])
        numbers = np.fromiter((number for row in rows for number in row), np.int32, int(starts[-1]))
        return cls(starts, numbers)

    def __getitem__(self, key: int) -> Numbers:
        """Return one list, without a copy."""
        return self.numbers[self.starts[key] : self.starts[key + 1]]


@dataclass(frozen=True, slots=True)
class GramIndex:
    """Strings by their n-grams, each gram weighted by its rarity (idf), vectors of length 1."""

    vocabulary: Mapping[str, int]
    postings: Postings
    rarity: Weights
    lengths: Weights  # the reciprocal of each string's vector length

    @classmethod
    def of(cls, strings: Sequence[str]) -> GramIndex:
        """Count the grams of every string."""
        lists: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(strings):
            for gram in set(grams(text)):
                lists[gram].append(number)
        vocabulary = {gram: key for key, gram in enumerate(lists)}
        rarity = np.array([math.log(1 + len(strings) / len(found)) for found in lists.values()], np.float32)
        squares = np.zeros(len(strings), np.float64)
        for key, found in enumerate(lists.values()):
            squares[found] += float(rarity[key]) ** 2
        lengths = (1 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)
        return cls(vocabulary, Postings.of(lists.values()), rarity, lengths)

    def nearest(self, text: str, most: int, least: float) -> tuple[Numbers, Weights]:
        """Return up to `most` strings with a cosine of at least `least`, best first, and the cosines."""
        every = set(grams(text))
        keys = [key for key in map(self.vocabulary.get, every) if key is not None]
        followed = [key for key in keys if self.postings.starts[key + 1] - self.postings.starts[key] <= _MOST_POSTINGS]
        if not followed:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        # A gram that the index never saw is the rarest of all: it makes the query longer, as it should.
        unseen = math.log(1 + len(self.lengths)) if len(keys) < len(every) else 0.0
        length = math.sqrt(sum(float(self.rarity[key]) ** 2 for key in keys) + (len(every) - len(keys)) * unseen**2)
        numbers = np.concatenate([self.postings[key] for key in followed])
        weights = np.concatenate(
            [np.full(len(self.postings[key]), float(self.rarity[key]) ** 2, np.float32) for key in followed]
        )
        cosines = np.bincount(numbers, weights, len(self.lengths)).astype(np.float32) * self.lengths / length
        return best(cosines, most, least)


def best(scores: Weights, most: int, least: float) -> tuple[Numbers, Weights]:
    """Return the numbers of the highest scores of at least `least`, best first; equal scores in index order."""
    chosen = np.flatnonzero(scores >= least)
    if len(chosen) > most:
        # Keep every score that ties with the last one, so that the cut does not depend on the partition's whims.
        bound = np.partition(scores[chosen], len(chosen) - most)[len(chosen) - most]
        chosen = chosen[scores[chosen] >= bound]
    order = chosen[np.argsort(-scores[chosen], kind="stable")][:most].astype(np.int32)
    return order, scores[order]


@dataclass(frozen=True, slots=True)
class TokenIndex:
    """The distinct tokens of all names: which are near to one, which names hold one, how much one tells.

    `numbers` maps a romanised token to its number. `native` holds, for each script, the tokens of that script as they
    are written and their numbers: what the learned map between scripts compares. `vectors` is filled when a script is
    first asked for.
    """

    numbers: Mapping[str, int]
    spellings: GramIndex
    sounds: Mapping[str, tuple[int, ...]]
    names: Postings
    weights: Weights
    total: int  # names
    native: Mapping[str, tuple[tuple[str, ...], Numbers]]
    vectors: dict[tuple[str, str], Weights] = field(default_factory=dict, compare=False, repr=False)

    @classmethod
    def of(cls, names: Sequence[Sequence[Token]]) -> TokenIndex:
        """Index names given as their tokens."""
        holders: dict[str, list[int]] = defaultdict(list)
        sounds: dict[str, str] = {}
        native: dict[str, dict[str, str]] = defaultdict(dict)
        for number, tokens in enumerate(names):
            for token in {token.latin: token for token in tokens}.values():
                holders[token.latin].append(number)
                sounds[token.latin] = token.sound
            for token in tokens:
                native[token.script][token.text] = token.latin
        numbers = {token: number for number, token in enumerate(holders)}
        by_sound: dict[str, list[int]] = defaultdict(list)
        for latin, number in numbers.items():
            by_sound[sounds[latin]].append(number)
        total = len(names)
        return cls(
            numbers,
            GramIndex.of(list(holders)),
            {key: tuple(found) for key, found in by_sound.items()},
            Postings.of(holders.values()),
            np.array([weight(token, len(found), total) for token, found in holders.items()], np.float32),
            total,
            {
                script: (tuple(texts), np.fromiter((numbers[latin] for latin in texts.values()), np.int32, len(texts)))
                for script, texts in native.items()
            },
        )

    def weight(self, token: str) -> float:
        """Return how much a romanised token tells, between 0 and 1; a token that no name holds tells most."""
        number = self.numbers.get(token)
        return weight(token, 0, self.total) if number is None else float(self.weights[number])


BACKGROUND: Final = 5000.0
"""How many names at large count beside those of the gazetteer when the rarity of a token is judged."""


def weight(token: str, count: int, total: int) -> float:
    """Return the information in a token, -log of its share among names, divided by that of a token never seen."""
    seen = count + BACKGROUND * shares().get(token, 0.0)
    most = math.log(2 * (total + BACKGROUND))
    return min(1.0, math.log((total + BACKGROUND) / max(seen, 0.5)) / most)
