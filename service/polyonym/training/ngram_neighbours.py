"""Strings that share character n-grams with another: near tokens as negatives for what is fitted here.

The resolver finds near tokens by keys (`gazetteer.spellings`), which know what is a variant; negatives want whatever
merely looks alike.
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
# A gram that most strings share finds everything and tells nothing; only its rarer neighbours are followed.
_MOST_POSTINGS: Final = 20_000


def grams(text: str) -> Iterator[str]:
    """Yield the 2- and 3-grams of a string with its ends marked."""
    marked = f"^{text}$"
    for size in _SIZES:
        for start in range(len(marked) - size + 1):
            yield marked[start : start + size]


@dataclass(frozen=True, slots=True)
class GramIndex:
    """Strings by their n-grams, each gram weighted by its rarity (idf), vectors of length 1."""

    vocabulary: Mapping[str, int]
    postings: Postings
    rarity: Float32Array
    lengths: Float32Array  # the reciprocal of each string's vector length

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

    def nearest(self, text: str, most: int, least: float) -> tuple[Int32Array, Float32Array]:
        """Return up to `most` strings with a cosine of at least `least`, best first, and the cosines."""
        every = set(grams(text))
        keys = [key for key in map(self.vocabulary.get, every) if key is not None]
        followed = [
            key for key in keys if self.postings.offsets[key + 1] - self.postings.offsets[key] <= _MOST_POSTINGS
        ]
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
        return top_k(cosines, most, least)
