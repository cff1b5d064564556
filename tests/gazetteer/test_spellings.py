from __future__ import annotations

from itertools import pairwise

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyonym.gazetteer.spellings import LEAST_ALIKE, SHORTEST_SPELLING, Spellings, keys_of
from polyonym.text.sound import sound

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


@given(WORDS.filter(lambda word: len(word) > SHORTEST_SPELLING), st.randoms(use_true_random=False))
def test_words_one_edit_apart_meet_under_a_key(word, random) -> None:
    edited = random.choice(sorted(one_edit_away(word)))
    assert keys_of(word) & keys_of(edited)


@given(WORDS, WORDS)
def test_words_of_one_sound_meet_under_a_key(word, other) -> None:
    if sound(word) == sound(other) and len(sound(word)) > 1:
        assert keys_of(word) & keys_of(other)


@given(st.lists(WORDS, min_size=1, max_size=20, unique=True), WORDS)
def test_whatever_is_near_shares_a_key_and_what_is_the_same_is_nearest(words, sought) -> None:
    near = Spellings.of([*words, *([sought] if sought not in words else [])])
    found = near.near(sought)
    assert all(keys_of(near.latins[number]) & keys_of(sought) for number in found)
    assert all(0 < likely <= 1 for likely in found.values())
    own = near.numbers[sought]
    assert found[own] == max(found.values())


def test_keys_ascend_and_every_token_stands_under_all_of_its_own() -> None:
    words = ["omar", "umar", "ulumi", "olomi", "x"]
    near = Spellings.of(words)
    assert all(one <= other for one, other in pairwise(near.keys.tolist()))
    for number, word in enumerate(words):
        assert set(near.keys[near.holders == number].tolist()) == keys_of(word)


def test_no_tokens_are_near_to_nothing() -> None:
    empty = Spellings.of([])
    assert empty.near("omar") == {}
    assert empty.keys.dtype == np.uint32


def test_another_romanisation_is_near_and_another_name_is_not() -> None:
    near = Spellings.of(["olomi", "mohammad", "kunduz", "safi"])
    assert near.numbers["olomi"] in near.near("ulumi")
    assert near.numbers["kunduz"] in near.near("konduz")
    assert near.numbers["safi"] not in near.near("ulumi")
    assert 0 < LEAST_ALIKE < 1
