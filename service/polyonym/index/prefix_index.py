"""Names by a prefix of any of their words: a sorted array of word positions, as a suffix array over words.

`omar safi` is found by prefixes of `omar safi` and of `safi`. Words are numbered in alphabetical order, and no
character of a folded word sorts before a space. So names are in alphabetical order when their word rows are, and
everything with a common prefix is one range of the sorted positions, which bisection finds.

The positions are sorted by prefix doubling (Karp, Miller and Rosenberg 1972; Manber and Myers 1993): the rank of what
follows a position over 2k words comes from the ranks of two positions over k words.

Four names. A position is an index into `name_words.values`; position 5 is the second word of `konduz safi`:

    >>> words = ["omar", "safi", "konduz", "saf"]
    >>> counts, flat = np.array([2, 1, 1, 2], np.int32), np.array([0, 1, 2, 3, 2, 1], np.int32)
    >>> index = PrefixIndex.of(words, counts, flat, np.ones(4, np.bool_))
    >>> index.words.to_list()
    ['konduz', 'omar', 'saf', 'safi']
    >>> [index.name_words[name_row].tolist() for name_row in range(4)]
    [[1, 3], [0], [2], [0, 3]]
    >>> index.sorted_positions.tolist()
    [2, 4, 0, 3, 1, 5]
    >>> [index.name_at(position) for position in index.positions_with_prefix("saf", limit=9)]
    [(2, 0), (0, 1), (3, 1)]
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Int32Array, Int64Array, Postings, Texts, csr_offsets

_LAST: Final = "\U0010ffff"  # sorts behind every character that a folded name can hold


@dataclass(frozen=True, eq=False)
class PrefixIndex:
    """The distinct words of all names in alphabetical order, the words of each name, and the sorted positions.

    `name_words` leads from a name row to word rows. A position is an index into `name_words.values`; it stands for the
    part of a name from that word on. `sorted_positions` (int32) holds the positions of all names that can be found,
    sorted by that part, and by the name row where two parts are equal.
    """

    words: Texts
    name_words: Postings
    sorted_positions: Int32Array

    @classmethod
    def of(cls, words: Sequence[str], counts: Int32Array, flat: Int32Array, found: NDArray[np.bool_]) -> PrefixIndex:
        """Build the index of names whose words are `words[row]` for the rows in `flat`.

        `counts` (shape (names,)) is the number of words of each name, `flat` their rows one name after the other, and
        `found` (shape (names,)) whether a name can be found. Words that no name holds are dropped.
        """
        used, inverse = np.unique(flat, return_inverse=True)
        texts = [words[row] for row in used.tolist()]
        order = sorted(range(len(texts)), key=texts.__getitem__)
        ranks = np.empty(len(order), np.int32)
        ranks[order] = np.arange(len(order), dtype=np.int32)
        word_rows = ranks[inverse]
        offsets = csr_offsets(counts)
        alphabetical = Texts.of(texts[index] for index in order)
        return cls(alphabetical, Postings(offsets, word_rows), _sorted_positions(word_rows, offsets, found))

    def text(self, name_row: int) -> str:
        """Return a folded name."""
        return " ".join([self.words[word] for word in self.name_words[name_row].tolist()])

    def name_at(self, position: int) -> tuple[int, int]:
        """Return the name row of a position, and the position of its word in the name."""
        name_row = int(self.name_words.offsets.searchsorted(position, "right")) - 1
        return name_row, position - int(self.name_words.offsets[name_row])

    def positions_with_prefix(self, prefix: str, limit: int) -> list[int]:
        """Return the first `limit` positions, in order, of what begins with a folded prefix of one or more words."""
        *complete, partial = prefix.split(" ")
        heads = []
        for word in complete:
            row = bisect_left(self.words, word)
            if row == len(self.words) or self.words[row] != word:
                return []
            heads.append(row)
        low = bisect_left(self.words, partial)
        high = bisect_left(self.words, partial + _LAST, low)
        count = len(heads) + 1

        def key(position: int) -> list[int]:
            return self._words_from(position, count)

        first = bisect_left(self.sorted_positions, [*heads, low], key=key)
        end = bisect_left(self.sorted_positions, [*heads, high], first, key=key)
        positions: list[int] = self.sorted_positions[first : min(end, first + limit)].tolist()
        return positions

    def _words_from(self, position: int, limit: int) -> list[int]:
        """Return the rows of at most `limit` words of a name from a position on."""
        offsets = self.name_words.offsets
        end = int(offsets[int(offsets.searchsorted(position, "right"))])
        word_rows: list[int] = self.name_words.values[position : min(end, position + limit)].tolist()
        return word_rows


def _sorted_positions(word_rows: Int32Array, offsets: Int64Array, found: NDArray[np.bool_]) -> Int32Array:
    """Return the positions of names that can be found, sorted by the words from there to the end of the name."""
    counts = np.diff(offsets)
    owners = np.repeat(np.arange(len(counts)), counts)
    remaining = np.repeat(offsets[1:], counts) - np.arange(len(word_rows))  # words to the end of the name
    ranks, length = word_rows.astype(np.int64) + 1, 1
    # Ranks over `length` words become ranks over twice as many; 0 ranks the end of a name before every word.
    while length < int(counts.max(initial=0)):
        following = np.zeros_like(ranks)
        longer = np.flatnonzero(remaining > length)
        following[longer] = ranks[longer + length]
        ranks = np.unique((ranks << 32) | following, return_inverse=True)[1] + 1
        length *= 2
    positions = np.flatnonzero(found[owners])
    # Positions ascend with the name rows, so a stable sort leaves equal parts in the order of their names.
    return positions[np.argsort(ranks[positions], kind="stable")].astype(np.int32)
