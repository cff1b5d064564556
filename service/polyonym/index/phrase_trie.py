"""What running texts are searched with, as arrays that need no building: kept with a snapshot and mapped with it.

In come sequences of numbers (the words of names, the keys of their forms, the signs of names without spaces), out
comes a tree of them in which every sequence within a longer one is found at once, a step for each length, for all
places together. What the numbers mean is for `annotate` to say, which makes these and searches with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.arrays import Int32Array, Lookup, Postings, UInt64Array

Places = NDArray[np.int64]
Hit = tuple[int, int, int]
"""The number of a pattern, where it begins, and where it has ended."""
_NUMBER: Final = 32
"""Bits of an edge that hold the number it is for; those above hold the node that it leaves."""
_END: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Distinct texts by number, from 1 on; 0 is every other text."""

    keys: UInt64Array

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.keys)

    def ids_of_digests(self, digests: UInt64Array) -> Places:
        """Return the numbers of texts by their digests."""
        places = self.keys.searchsorted(digests)
        same = self.keys[np.minimum(places, len(self.keys) - 1)] == digests if len(self.keys) else False
        return np.where(same, places + 1, 0)

    def ids(self, texts: Sequence[str], remembered: dict[str, int]) -> Places:
        """Return the numbers of texts; those of earlier ones are `remembered`, and new ones added."""
        try:
            return np.fromiter(map(remembered.__getitem__, texts), np.int64, len(texts))
        except KeyError:
            new = [text for text in set(texts) if text not in remembered]
            digests = np.fromiter(map(digest, new), np.uint64, len(new))
            remembered.update(zip(new, self.ids_of_digests(digests).tolist(), strict=True))
        return np.fromiter(map(remembered.__getitem__, texts), np.int64, len(texts))


@dataclass(frozen=True, eq=False)
class PhraseTrie:
    """A tree of sequences of numbers. Its nodes are what sequences begin with; node 0 is none.

    `firsts` is for every number the node of the sequences that begin with it, `begun` how many such nodes there are.
    The other nodes follow in the order of `edges`, each the node that it leaves and the next number. `patterns` is for
    every node the number of the sequence that ends there, below 0 for none.
    """

    first_nodes: Int32Array
    first_count: int
    edges: Places
    patterns: Int32Array

    @classmethod
    def of(cls, sequences: Postings, count: int) -> tuple[Self, Int32Array]:
        """Make the tree of sequences of numbers from 1 up to `count`, none empty, and return the pattern of each."""
        starts, lengths = sequences.offsets[:-1], np.diff(sequences.offsets)
        used, nodes = np.unique(sequences.values[starts], return_inverse=True)
        nodes += 1
        firsts = np.zeros(count + 1, np.int32)
        firsts[used] = np.arange(1, len(used) + 1)
        edges, last, going, length = [np.zeros(0, np.int64)], len(used), np.arange(len(lengths)), 1
        while len(going := going[lengths[going] > length]):
            keys = (nodes[going] << _NUMBER) | sequences.values[starts[going] + length]
            fresh, places = np.unique(keys, return_inverse=True)
            nodes[going] = last + 1 + places
            edges.append(fresh)
            last, length = last + len(fresh), length + 1
        ends, found = np.unique(nodes, return_inverse=True)
        patterns = np.full(last + 1, -1, np.int32)
        patterns[ends] = np.arange(len(ends), dtype=np.int32)
        # One edge that nothing leads over, so that every search ends at one.
        return cls(firsts, len(used), np.concatenate([*edges, [_END]]), patterns), found.astype(np.int32)

    def __len__(self) -> int:
        """Count the distinct sequences."""
        return int(self.patterns.max(initial=-1)) + 1

    def find(self, numbers: Places) -> list[Hit]:
        """Return where the sequences stand in a longer one, overlapping ones as well."""
        numbers = np.append(numbers, 0)  # no edge is for 0, so that no step leads beyond the end
        nodes = self.first_nodes[numbers].astype(np.int64)
        (begins,) = nodes.nonzero()
        nodes, ends = nodes[begins], begins + 1
        steps = []
        while len(begins):
            steps.append((nodes, begins, ends))
            keys = (nodes << _NUMBER) | numbers[ends]
            places = self.edges.searchsorted(keys)
            (going,) = (self.edges[places] == keys).nonzero()
            begins, nodes, ends = begins[going], places[going] + (self.first_count + 1), ends[going] + 1
        if not steps:
            return []
        nodes, begins, ends = (np.concatenate(columns) for columns in zip(*steps, strict=True))
        patterns = self.patterns[nodes]
        (hit,) = (patterns >= 0).nonzero()
        return list(zip(patterns[hit].tolist(), begins[hit].tolist(), ends[hit].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class PhrasePatterns:
    """The patterns of a snapshot.

    `vocabulary` numbers words and keys, `signs` the characters of names without spaces; `listed` and `unspaced` are the
    folded names, with how each is written, `forms` the keys that forms share, with the names of each. `known` tells of
    every number whether small words can be written to that word, `sounds` leads from pairs of sounds to names.
    """

    vocabulary: Vocabulary
    takes_affixes: NDArray[np.uint8]
    listed_names: PhraseTrie
    listed_flags: NDArray[np.uint8]
    characters: Vocabulary
    unspaced_names: PhraseTrie
    unspaced_flags: NDArray[np.uint8]
    form_keys: PhraseTrie
    form_names: Postings
    phonetic_pairs: Lookup
