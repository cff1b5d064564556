"""N-gram neighbours: the strings that share most character n-grams with another, as hard negatives.

In come strings, out comes an inverted index of their 2- and 3-grams, weighted by idf. The resolver finds similar tokens
by keys (`index.term_index`), which were made for variants. Negatives are whatever merely looks similar.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from polyonym.index.arrays import Float32Array, Int32Array, Postings
from polyonym.index.ivf import top_k

_SIZES: Final = (2, 3)
# The postings of an n-gram that very many strings share are not read: it hardly weighs anything.
_MAX_POSTINGS: Final = 20_000


def ngrams(text: str) -> Iterator[str]:
    """Yield the 2- and 3-grams of a string between the marks ^ and $."""
    marked = f"^{text}$"
    for size in _SIZES:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


@dataclass(frozen=True, slots=True)
class NgramIndex:
    """An inverted index of strings by their n-grams.

    Attributes:
        vocabulary: the row of each n-gram.
        postings: the numbers of the strings that hold each n-gram.
        idf: float32, shape (n-grams,).
        inverse_lengths: float32, shape (strings,); 1 over the length of the idf vector of each string.
    """

    vocabulary: Mapping[str, int]
    postings: Postings
    idf: Float32Array
    inverse_lengths: Float32Array

    @classmethod
    def of(cls, strings: Sequence[str]) -> NgramIndex:
        """Index strings by their position."""
        lists: dict[str, list[int]] = defaultdict(list)
        for number, text in enumerate(strings):
            for ngram in set(ngrams(text)):
                lists[ngram].append(number)
        vocabulary = {ngram: row for row, ngram in enumerate(lists)}
        idf = np.array([math.log(1 + len(strings) / len(found)) for found in lists.values()], np.float32)
        squares = np.zeros(len(strings), np.float64)
        for row, found in enumerate(lists.values()):
            squares[found] += float(idf[row]) ** 2
        inverse_lengths = (1 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)
        return cls(vocabulary, Postings.of(lists.values()), idf, inverse_lengths)

    def nearest(self, text: str, limit: int, min_cosine: float) -> tuple[Int32Array, Float32Array]:
        """Return up to `limit` strings with a cosine of at least `min_cosine`, best first, and the cosines."""
        distinct = set(ngrams(text))
        rows = [row for row in map(self.vocabulary.get, distinct) if row is not None]
        offsets = self.postings.offsets
        followed = [row for row in rows if offsets[row + 1] - offsets[row] <= _MAX_POSTINGS]
        if not followed:
            return np.zeros(0, np.int32), np.zeros(0, np.float32)
        # Unknown n-grams are the rarest, and count for the length of the query.
        unknown = math.log(1 + len(self.inverse_lengths)) if len(rows) < len(distinct) else 0.0
        squares = sum(float(self.idf[row]) ** 2 for row in rows) + (len(distinct) - len(rows)) * unknown**2
        numbers = np.concatenate([self.postings[row] for row in followed])
        weights = np.concatenate(
            [np.full(len(self.postings[row]), float(self.idf[row]) ** 2, np.float32) for row in followed]
        )
        sums = np.bincount(numbers, weights, len(self.inverse_lengths)).astype(np.float32)
        return top_k(sums * self.inverse_lengths / math.sqrt(squares), limit, min_cosine)
