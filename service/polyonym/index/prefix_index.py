"""The folded words of every name, and where names and their later words stand in the order of the alphabet.

`omar safi` is found by what it begins with and by what `safi` begins with. Words are numbered in the order of the
alphabet, and no character of a folded word sorts before a space: so names are in order when the numbers of their words
are, and a prefix is a range of that order. Nothing is built to search it; the arrays are searched as they are stored.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Int32Array, Postings, Texts, csr_offsets

_LAST: Final = "\U0010ffff"  # sorts behind every character that a folded name can hold


@dataclass(frozen=True, eq=False)
class PrefixIndex:
    """The distinct words of names in order, the numbers of those of each name, and places among these, in order.

    A place is where a word stands in `names.numbers`; it stands for the name from that word on. `order` has the places
    of the names that are searched, sorted by what they stand for, then by the name.
    """

    words: Texts
    name_words: Postings
    sorted_positions: Int32Array

    @classmethod
    def of(cls, words: Sequence[str], counts: Int32Array, flat: Int32Array, searched: NDArray[np.bool_]) -> PrefixIndex:
        """Lay out names: how many words each has, those words end to end, and whether it is found by its prefixes."""
        used, places = np.unique(flat, return_inverse=True)
        texts = [words[number] for number in used.tolist()]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.empty(len(order), np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        numbers = ranks[places]
        starts = csr_offsets(counts)
        sorted_texts = Texts.of(texts[place] for place in order)
        return cls(sorted_texts, Postings(starts, numbers), _in_order(numbers, starts, searched))

    def text(self, name: int) -> str:
        """Return a folded name."""
        return " ".join([self.words[word] for word in self.name_words[name].tolist()])

    def name_at(self, place: int) -> tuple[int, int]:
        """Return the name that a word at a place is of, and which of its words that is."""
        name = int(self.name_words.offsets.searchsorted(place, "right")) - 1
        return name, place - int(self.name_words.offsets[name])

    def positions_with_prefix(self, prefix: str, most: int) -> list[int]:
        """Return the places of what begins with a folded text, in order, at most so many."""
        *whole, last = prefix.split(" ")
        heads = []
        for word in whole:
            number = bisect_left(self.words, word)
            if number == len(self.words) or self.words[number] != word:
                return []
            heads.append(number)
        low = bisect_left(self.words, last)
        high = bisect_left(self.words, last + _LAST, low)
        first = bisect_left(
            self.sorted_positions, [*heads, low], key=lambda place: self._words_from(place, len(heads) + 1)
        )
        end = bisect_left(
            self.sorted_positions, [*heads, high], first, key=lambda place: self._words_from(place, len(heads) + 1)
        )
        found: list[int] = self.sorted_positions[first : min(end, first + most)].tolist()
        return found

    def _words_from(self, place: int, most: int) -> list[int]:
        """Return the numbers of the words of a name from a place on, at most so many."""
        starts = self.name_words.offsets
        end = int(starts[int(starts.searchsorted(place, "right"))])
        numbers: list[int] = self.name_words.values[place : min(end, place + most)].tolist()
        return numbers


def _in_order(numbers: Int32Array, starts: NDArray[np.int64], searched: NDArray[np.bool_]) -> Int32Array:
    """Return the places of all words of searched names, sorted by the words from there to the end of the name."""
    counts = np.diff(starts)
    owners = np.repeat(np.arange(len(counts)), counts)
    left = np.repeat(starts[1:], counts) - np.arange(len(numbers))  # words to the end of the name
    ranks, length = numbers.astype(np.int64) + 1, 1
    # What two places say in twice as many words is what they say in so many, and then in so many from there on.
    while length < int(counts.max(initial=0)):
        following = np.zeros_like(ranks)
        there = np.flatnonzero(left > length)
        following[there] = ranks[there + length]
        ranks = np.unique((ranks << 32) | following, return_inverse=True)[1] + 1
        length *= 2
    places = np.flatnonzero(searched[owners])
    # Places ascend with their names, so a stable sort leaves equal ones in the order of the names.
    return places[np.argsort(ranks[places], kind="stable")].astype(np.int32)
