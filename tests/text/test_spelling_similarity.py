from __future__ import annotations

from itertools import product

import pytest

from polyonym.text.spelling_similarity import (
    NUMERIC_FEATURES,
    SpellingModel,
    edits,
    numeric_features,
    spelling_model,
    spelling_similarity,
)

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
    assert spelling_similarity(a, b) > 0.5


@pytest.mark.parametrize(
    ("a", "b"), [("kabul", "zabul"), ("mohammad", "ahmad"), ("iran", "iraq"), ("niger", "nigeria"), ("kim", "lim")]
)
def test_near_names_of_others_are_not(a: str, b: str) -> None:
    assert spelling_similarity(a, b) < 0.5


@pytest.mark.parametrize(("a", "b"), list(product(TOKENS, repeat=2)))
def test_it_is_the_same_in_both_directions_and_a_probability(a: str, b: str) -> None:
    assert spelling_similarity(a, b) == pytest.approx(spelling_similarity(b, a), abs=1e-12)
    assert 0 <= spelling_similarity(a, b) <= 1


def test_equal_tokens_are_one_word_and_an_empty_one_is_none() -> None:
    assert spelling_similarity("x", "x") == 1
    assert spelling_similarity("", "x") == spelling_similarity("x", "") == 0


def test_words_that_share_no_letters_have_no_similarity() -> None:
    assert spelling_similarity("kabul", "herat") == 0


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
    assert numeric_features("smith", "smiht")[NUMERIC_FEATURES.index("swapped")] == 1
    assert numeric_features("smith", "smyth")[NUMERIC_FEATURES.index("swapped")] == 0


def test_an_edit_without_a_weight_changes_nothing() -> None:
    assert SpellingModel((0.0,) * len(NUMERIC_FEATURES), {})("kabul", "zabul") == 0.5
    assert SpellingModel((0.0,) * len(NUMERIC_FEATURES), {"skz": -9.0})("kabul", "zabul") < 0.01


def test_there_is_a_weight_for_every_number() -> None:
    assert len(spelling_model().numeric) == len(NUMERIC_FEATURES)
