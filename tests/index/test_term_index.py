from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from polyonym.index.term_index import MAX_NEIGHBOURS, MIN_SIMILARITY, MIN_SPELLING, TermIndex, deletion_keys
from polyonym.text.phonetic import phonetic_key

WORDS = st.text("abdehklmnorsu", min_size=1, max_size=9)
LETTERS = "abdehklmnorsu"


def one_edit_away(word: str) -> set[str]:
    """Return every string that is one insertion, deletion, substitution or swap of neighbours away: slow and sure."""
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return {
        *(left + right[1:] for left, right in cuts if right),
        *(left + letter + right for left, right in cuts for letter in LETTERS),
        *(left + letter + right[1:] for left, right in cuts if right for letter in LETTERS),
        *(left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1),
    }


@given(WORDS.filter(lambda word: len(word) > MIN_SPELLING), st.randoms(use_true_random=False))
def test_words_one_edit_apart_meet_under_a_key(word, random) -> None:
    edited = random.choice(sorted(one_edit_away(word)))
    assert deletion_keys(word) & deletion_keys(edited)


@given(WORDS, WORDS)
def test_words_of_one_sound_meet_under_a_key(word, other) -> None:
    if phonetic_key(word) == phonetic_key(other) and len(phonetic_key(word)) > 1:
        assert deletion_keys(word) & deletion_keys(other)


@given(st.lists(WORDS, min_size=1, max_size=20, unique=True), WORDS)
def test_whatever_is_near_shares_a_key_and_what_is_the_same_is_nearest(words, sought) -> None:
    near = TermIndex.of([*words, *([sought] if sought not in words else [])])
    [found] = near.neighbours([sought])
    assert all(deletion_keys(near.latins[number]) & deletion_keys(sought) for number in found.term_rows.tolist())
    assert all(MIN_SIMILARITY <= likely <= 1 for likely in found.similarities.tolist())
    assert near.latins[found.term_rows[0]] == sought
    assert found.similarities.tolist() == sorted(found.similarities.tolist(), reverse=True)


@given(st.lists(WORDS, min_size=1, max_size=20, unique=True), st.lists(WORDS, min_size=1, max_size=4))
def test_words_sought_together_find_what_each_finds_alone_and_what_a_slow_look_finds(words, sought) -> None:
    near = TermIndex.of(words)
    for word, together in zip(sought, near.neighbours(sought), strict=True):
        [alone] = near.neighbours([word])
        slow = {}
        for number, other in enumerate(words):
            alike = OSA.normalized_similarity(word, other)
            if phonetic_key(word) == phonetic_key(other) and len(phonetic_key(word)) > 1:
                alike = (1 + alike) / 2
            if deletion_keys(word) & deletion_keys(other) and alike**2 >= MIN_SIMILARITY + 1e-6:
                slow[number] = alike**2
        assert together.term_rows.tolist() == alone.term_rows.tolist()
        found = dict(zip(alone.term_rows.tolist(), alone.similarities.tolist(), strict=True))
        assert slow == pytest.approx({number: found[number] for number in slow}, abs=1e-5)
        assert together.similarities_to(np.arange(len(words))).tolist() == [
            found.get(n, 0.0) for n in range(len(words))
        ]


def test_of_many_that_meet_those_that_do_so_most_are_kept() -> None:
    words = [f"safar{one}{other}" for one in LETTERS for other in LETTERS] + ["safar"]
    assert len(words) > 150
    [found] = TermIndex.of(words).neighbours(["safar"])
    assert found.term_rows[0] == len(words) - 1
    assert len(found.term_rows) <= MAX_NEIGHBOURS


def test_keys_ascend_and_every_token_stands_under_all_of_its_own() -> None:
    words = ["omar", "umar", "ulumi", "olomi", "x"]
    near = TermIndex.of(words)
    assert all(one <= other for one, other in pairwise(near.keys.tolist()))
    for number, word in enumerate(words):
        assert set(near.keys[near.term_rows == number].tolist()) == deletion_keys(word)


def test_no_tokens_are_near_to_nothing() -> None:
    empty = TermIndex.of([])
    assert [len(found.term_rows) for found in empty.neighbours(["omar", "safi"])] == [0, 0]
    assert empty.keys.dtype == np.uint32


def test_another_romanisation_is_near_and_another_name_is_not() -> None:
    near = TermIndex.of(["olomi", "mohammad", "kunduz", "safi"])
    ulumi, konduz = (set(found.term_rows.tolist()) for found in near.neighbours(["ulumi", "konduz"]))
    assert near.row_of["olomi"] in ulumi
    assert near.row_of["kunduz"] in konduz
    assert near.row_of["safi"] not in ulumi
