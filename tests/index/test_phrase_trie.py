from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyonym.hashing import digest
from polyonym.index.arrays import Postings
from polyonym.index.phrase_trie import PhraseTrie, Vocabulary

MOST = 4
SEQUENCES = st.lists(st.lists(st.integers(1, MOST), min_size=1, max_size=5), max_size=8)


@given(SEQUENCES, st.lists(st.integers(0, MOST), max_size=30))
def test_every_sequence_is_found_at_every_place(sequences: list[list[int]], numbers: list[int]) -> None:
    phrases, patterns = PhraseTrie.of(Postings.of(sequences), MOST)
    known = {tuple(sequence): pattern for sequence, pattern in zip(sequences, patterns.tolist(), strict=True)}
    slowly = {
        (known[tuple(numbers[first:last])], first, last)
        for first in range(len(numbers))
        for last in range(first + 1, len(numbers) + 1)
        if tuple(numbers[first:last]) in known
    }
    found = phrases.find(np.array(numbers, np.int64))
    assert set(found) == slowly
    assert len(found) == len(slowly)


@given(SEQUENCES)
def test_equal_sequences_are_one_pattern(sequences: list[list[int]]) -> None:
    phrases, patterns = PhraseTrie.of(Postings.of(sequences), MOST)
    assert len(phrases) == len(set(map(tuple, sequences)))
    assert set(patterns.tolist()) == set(range(len(phrases)))


def test_texts_have_numbers_and_strangers_have_none() -> None:
    known = Vocabulary(np.sort(np.array([digest("kabul"), digest("omar")], np.uint64)))
    remembered: dict[str, int] = {}
    assert sorted(known.ids(["kabul", "nobody", "omar"], remembered).tolist()) == [0, 1, 2]
    assert known.ids(["nobody", "kabul"], remembered).tolist() == [0, remembered["kabul"]]
    assert known.ids([], remembered).tolist() == []
    assert Vocabulary(np.zeros(0, np.uint64)).ids(["kabul"], {}).tolist() == [0]
