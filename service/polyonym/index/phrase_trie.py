"""Phrases found inside a longer sequence of words: a trie (Fredkin 1960) stored as a sorted table of edges.

In come phrases as sequences of ids (the words of a name, the keys of its forms, or the characters of a name that is
written without spaces), out comes a `PhraseTrie`. `find` returns every occurrence of every phrase in a text,
overlapping ones too. The table needs no building when it is mapped from a file. What the ids mean is known to
`annotate`, which builds and searches the tries.

An edge is the key `node << 32 | id`, and its place in the sorted table gives the node it leads to. A search starts at
all places of a text at once and moves all of them along by one edge with one bisection, so it takes as many steps as
the longest phrase has words.

Four phrases over the words 1 (`new`), 2 (`york`), 3 (`city`), searched in the text `new york city`:

    >>> trie, phrase_rows = PhraseTrie.of(Postings.of([[1, 2], [1, 2, 3], [3], [1, 2]]), count=3)
    >>> phrase_rows.tolist()
    [1, 2, 0, 1]
    >>> trie.first_nodes.tolist()
    [0, 1, 0, 2]
    >>> [(edge >> 32, edge & 0xFFFFFFFF) for edge in trie.edges[:-1].tolist()]
    [(1, 2), (3, 3)]
    >>> trie.phrase_rows.tolist()
    [-1, -1, 0, 1, 2]
    >>> sorted(trie.find(np.array([1, 2, 3])))
    [(0, 2, 3), (1, 0, 2), (2, 0, 3)]
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.index.arrays import Int32Array, Int64Array, Lookup, Postings, UInt64Array

Hit = tuple[int, int, int]
"""The row of a phrase, the position of its first id, and the position after its last id."""
_ID_BITS: Final = 32
"""Low bits of an edge that hold the id. The bits above hold the node that the edge leaves."""
_END: Final = np.iinfo(np.int64).max


@dataclass(frozen=True, eq=False)
class Vocabulary:
    """Distinct texts with ids from 1 on; id 0 is every other text. `keys` (uint64) are their digests, ascending."""

    keys: UInt64Array

    def __len__(self) -> int:
        """Count the texts."""
        return len(self.keys)

    def ids_of_digests(self, digests: UInt64Array) -> Int64Array:
        """Return the ids of texts by their digests: int64, same shape."""
        indices = self.keys.searchsorted(digests)
        same = self.keys[np.minimum(indices, len(self.keys) - 1)] == digests if len(self.keys) else False
        return np.where(same, indices + 1, 0)

    def ids(self, texts: Sequence[str], cache: dict[str, int]) -> Int64Array:
        """Return the ids of texts: int64, shape (texts,). Ids are taken from `cache`, and new ones are added to it."""
        try:
            return np.fromiter(map(cache.__getitem__, texts), np.int64, len(texts))
        except KeyError:
            new = [text for text in set(texts) if text not in cache]
            digests = np.fromiter(map(digest, new), np.uint64, len(new))
            cache.update(zip(new, self.ids_of_digests(digests).tolist(), strict=True))
        return np.fromiter(map(cache.__getitem__, texts), np.int64, len(texts))


@dataclass(frozen=True, eq=False)
class PhraseTrie:
    """A trie over sequences of ids. A node is a prefix of at least one phrase; node 0 stands for no node.

    `first_nodes` (int32, shape (count + 1,)) is the node of the prefix that is one id long, for every id. Nodes 1 to
    `first_count` are these. `edges` (int64) ascend, and edge `i` leads to node `first_count + 1 + i`. `phrase_rows`
    (int32, shape (nodes,)) is the row of the phrase that ends at a node, or -1.
    """

    first_nodes: Int32Array
    first_count: int
    edges: Int64Array
    phrase_rows: Int32Array

    @classmethod
    def of(cls, sequences: Postings, count: int) -> tuple[Self, Int32Array]:
        """Build the trie of sequences of ids from 1 to `count`, and return with it the phrase row of each sequence.

        No sequence may be empty. Equal sequences share a row.
        """
        starts, lengths = sequences.offsets[:-1], np.diff(sequences.offsets)
        used, nodes = np.unique(sequences.values[starts], return_inverse=True)
        nodes += 1
        first_nodes = np.zeros(count + 1, np.int32)
        first_nodes[used] = np.arange(1, len(used) + 1)
        edges, last, active, length = [np.zeros(0, np.int64)], len(used), np.arange(len(lengths)), 1
        while len(active := active[lengths[active] > length]):
            keys = (nodes[active] << _ID_BITS) | sequences.values[starts[active] + length]
            fresh, indices = np.unique(keys, return_inverse=True)
            nodes[active] = last + 1 + indices
            edges.append(fresh)
            last, length = last + len(fresh), length + 1
        ends, found = np.unique(nodes, return_inverse=True)
        phrase_rows = np.full(last + 1, -1, np.int32)
        phrase_rows[ends] = np.arange(len(ends), dtype=np.int32)
        # The last edge is larger than every key, so that bisection never ends behind the table.
        return cls(first_nodes, len(used), np.concatenate([*edges, [_END]]), phrase_rows), found.astype(np.int32)

    def __len__(self) -> int:
        """Count the distinct phrases."""
        return int(self.phrase_rows.max(initial=-1)) + 1

    def find(self, ids: Int64Array) -> list[Hit]:
        """Return all occurrences of all phrases in a sequence of ids (int64, shape (n,)), shortest phrases first."""
        ids = np.append(ids, 0)  # no edge has the id 0, so no step leads beyond the end
        nodes = self.first_nodes[ids].astype(np.int64)
        (starts,) = nodes.nonzero()
        nodes, ends = nodes[starts], starts + 1
        steps = []
        while len(starts):
            steps.append((nodes, starts, ends))
            keys = (nodes << _ID_BITS) | ids[ends]
            indices = self.edges.searchsorted(keys)
            (moved,) = (self.edges[indices] == keys).nonzero()
            starts, nodes, ends = starts[moved], indices[moved] + (self.first_count + 1), ends[moved] + 1
        if not steps:
            return []
        nodes, starts, ends = (np.concatenate(arrays) for arrays in zip(*steps, strict=True))
        phrase_rows = self.phrase_rows[nodes]
        (hit,) = (phrase_rows >= 0).nonzero()
        return list(zip(phrase_rows[hit].tolist(), starts[hit].tolist(), ends[hit].tolist(), strict=True))


@dataclass(frozen=True, eq=False)
class PhrasePatterns:
    """What running texts are searched with.

    `vocabulary` has ids for words and for keys of word forms; `takes_affixes` (uint8, shape (ids + 1,)) says of each
    whether affixes can be written to that word. `characters` has ids for the characters of names without spaces.

    `listed_names` and `unspaced_names` are tries of folded names, by word and by character; `listed_flags` and
    `unspaced_flags` (uint8, shape (phrases,)) say how each phrase is capitalised. `form_keys` is a trie of keys that
    inflected forms share, and `form_names` leads from its phrase rows to name rows. `phonetic_pairs` leads from the
    digest of two phonetic keys to name rows.
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
