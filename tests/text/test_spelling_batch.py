from __future__ import annotations

import csv
import random
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym.index.snapshot import Snapshot
from polyonym.text import spelling_batch
from polyonym.text.name import analyse
from polyonym.text.phonetic import phonetic_key
from polyonym.text.spelling_batch import SMALLEST_BATCH, Words, probabilities, same_word_probabilities
from polyonym.text.spelling_similarity import same_word_probability, spelling_similarity

TABLE = Path(__file__).parents[1] / "cases" / "names.tsv"
LONG = "llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
EDGES = ["", "a", "b", "24", "7a", "united24", "aa", "aaa", "aab", "baa", "x" * 24, "x" * 25, "y" + "x" * 23, LONG]
EDGES += [LONG[:24], LONG[1:25], LONG[:-1], "o'brien", "\u00fcber", "Kabul"]


def compare(pairs: list[tuple[str, str]]) -> None:
    """Compare what is said of all pairs of words at once with what is said of each by itself."""
    texts = list(dict.fromkeys(word for pair in pairs for word in pair))
    rows = {text: row for row, text in enumerate(texts)}
    words = Words.of(texts)
    lefts, rights = (np.array([rows[pair[at]] for pair in pairs], np.int64) for at in (0, 1))
    found = probabilities(words, lefts, rights)
    assert found.tolist() == pytest.approx([spelling_similarity(a, b) for a, b in pairs], abs=1e-9)
    same = same_word_probabilities(words, lefts, rights)
    assert same.tolist() == pytest.approx([same_word_probability(a, b) for a, b in pairs], abs=1e-9)


@pytest.fixture(scope="module")
def latins(snapshot: Snapshot) -> list[str]:
    """Return the romanised words of the bundled gazetteer and of the labelled table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    texts = [name.alias.name for name in snapshot.names] + [row[key] for row in rows for key in "ab"]
    return sorted({token.latin for text in texts for token in analyse(text).tokens})


def test_real_words_are_as_likely_one_at_once_as_one_by_one(latins: list[str]) -> None:
    chance = random.Random(11)  # noqa: S311 -- no secret
    near = list(pairwise(latins))
    blind = [(chance.choice(latins), chance.choice(latins)) for _ in range(20_000)]
    compare([*near, *[(b, a) for a, b in near], *blind])


def test_words_with_a_slip_are_as_likely_one_at_once_as_one_by_one(latins: list[str]) -> None:
    chance = random.Random(12)  # noqa: S311 -- no secret
    pairs = []
    for word in latins * 2:
        text = list(word)
        for _ in range(chance.choice((1, 1, 2, 3))):
            at = chance.randrange(len(text) + 1)
            text[at : at + 1] = chance.choice(([], ["a"], [*text[at : at + 1], "h"], text[at : at + 1] * 2))
        pairs.append((word, "".join(text)))
    compare(pairs)


@pytest.mark.parametrize("copies", [1, SMALLEST_BATCH])
def test_words_at_the_edge_are_as_likely_one_at_once_as_one_by_one(copies: int) -> None:
    compare([(a, b) for a in EDGES for b in EDGES] * copies)
    for a in EDGES:
        compare([(a, b) for b in EDGES])


WORDS = st.one_of(
    st.text("ab", max_size=9),
    st.text("abh", max_size=30),
    st.text("aeiouhklmnst0123", max_size=12),
    st.sampled_from(EDGES),
)


@settings(max_examples=200)
@given(st.lists(st.tuples(WORDS, WORDS), min_size=SMALLEST_BATCH, max_size=120))
def test_words_of_few_letters_where_edits_can_be_chosen_in_many_ways_have_the_same_edits(
    small_blocks: None, pairs: list[tuple[str, str]]
) -> None:
    compare(pairs)


@pytest.fixture
def small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cut batches into small blocks."""
    monkeypatch.setattr(spelling_batch, "_MOST_AT_ONCE", 17)


def test_no_pairs_of_words_are_compared() -> None:
    none = np.zeros(0, np.int64)
    for words in (Words.of([]), Words.of(["omar"])):
        assert probabilities(words, none, none).tolist() == []
        assert same_word_probabilities(words, none, none).tolist() == []


def test_words_know_their_lengths_and_sounds_and_which_are_in_the_tables() -> None:
    words = Words.of(EDGES)
    assert words.lengths.tolist() == [len(text) for text in EDGES]
    assert list(words.sounds) == [phonetic_key(text) for text in EDGES]
    for row, text in enumerate(EDGES):
        regular = len(text) <= 24 and all(letter in "abcdefghijklmnopqrstuvwxyz0123456789" for letter in text)
        assert words.regular[row] == regular, text
    same = [[a == b for b in words.sounds] for a in words.sounds]
    assert (words.sound_ids[:, None] == words.sound_ids).tolist() == same
