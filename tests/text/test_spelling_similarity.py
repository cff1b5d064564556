from __future__ import annotations

from itertools import product

import pytest

from polyonym.text.spelling_similarity import NUMERIC, Likeness, edits, likeness, numbers, spelling_model

TOKENS = ("olomi", "ulumi", "kabul", "zabul", "john", "jon", "mohammad", "mohammed", "a", "smith", "smiht", "abc")


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("ulumi", "olomi"),
        ("mohammad", "mohammed"),
        ("noorulhaq", "noorolhaq"),
        ("yusuf", "yousef"),
        ("aleksej", "alexei"),
        ("afghanistan", "afganhistan"),
        ("campbell", "campbel"),
    ],
)
def test_spellings_of_one_name_are_likely(a: str, b: str) -> None:
    assert likeness(a, b) > 0.5


@pytest.mark.parametrize(
    ("a", "b"), [("kabul", "zabul"), ("mohammad", "ahmad"), ("iran", "iraq"), ("niger", "nigeria"), ("kim", "lim")]
)
def test_near_names_of_others_are_not(a: str, b: str) -> None:
    assert likeness(a, b) < 0.5


@pytest.mark.parametrize(("a", "b"), list(product(TOKENS, repeat=2)))
def test_it_is_the_same_in_both_directions_and_a_probability(a: str, b: str) -> None:
    assert likeness(a, b) == pytest.approx(likeness(b, a), abs=1e-12)
    assert 0 <= likeness(a, b) <= 1


def test_equal_tokens_are_one_word_and_nothing_is_like_nothing() -> None:
    assert likeness("x", "x") == 1
    assert likeness("", "x") == likeness("x", "") == 0


def test_words_that_share_no_letters_are_not_looked_at() -> None:
    assert likeness("kabul", "herat") == 0


@pytest.mark.parametrize(
    ("a", "b", "edit"),
    [
        ("kabul", "qabul", "skq"),
        ("kabul", "zabul", "s^"),
        ("ulumi", "olumi", "svv"),
        ("ana", "anna", "double"),
        ("anna", "annah", "g$"),
        ("mar", "amar", "g^a"),
        ("mar", "amar", "g^"),
    ],
)
def test_an_edit_is_named_by_its_letters_and_its_place(a: str, b: str, edit: str) -> None:
    assert edit in set(edits(*sorted((a, b))))


def test_swapped_letters_are_known() -> None:
    assert numbers("smith", "smiht")[NUMERIC.index("swapped")] == 1
    assert numbers("smith", "smyth")[NUMERIC.index("swapped")] == 0


def test_an_edit_without_a_weight_changes_nothing() -> None:
    assert Likeness((0.0,) * len(NUMERIC), {})("kabul", "zabul") == 0.5
    assert Likeness((0.0,) * len(NUMERIC), {"skz": -9.0})("kabul", "zabul") < 0.01


def test_there_is_a_weight_for_every_number() -> None:
    assert len(spelling_model().numeric) == len(NUMERIC)
