from __future__ import annotations

import pytest

from polyonym.training.pairs import Pair, table
from polyonym.training.synthetic_pairs import (
    han_names,
    korean_names,
    korean_spellings,
    persian_spellings,
    synthetic_pairs,
)


def test_a_persian_letter_stands_where_latin_says_so() -> None:
    rules = table("persian_letters")["replace"]
    assert persian_spellings([Pair(("parwan",), ("بروان",))], rules) == [Pair(("parwan",), ("پروان",))]
    assert persian_spellings([Pair(("balkh",), ("بلخ",))], rules) == []


def test_a_korean_syllable_is_spelled_in_every_usual_way() -> None:
    korean = table("korean_syllables")
    assert {"bak", "pak"} <= set(korean_spellings("박", korean))
    made = korean_names(korean, doubles=10)
    assert {Pair((latin,), ("김",)) for latin in ("kim", "gim")} <= set(made)


def test_a_character_is_read_in_the_languages_that_use_it() -> None:
    tables = table("han_readings"), table("korean_syllables"), table("wade_giles")
    made = set(han_names(*tables, doubles=10))
    assert {Pair((latin,), ("中",)) for latin in ("zhong", "chung", "jung", "naka")} <= made


@pytest.mark.slow
def test_synthetic_pairs_are_the_same_in_every_run() -> None:
    assert synthetic_pairs("Han", []) == synthetic_pairs("Han", [])
    assert synthetic_pairs("Hang", []) == synthetic_pairs("Hang", [])
    assert synthetic_pairs("Hebr", [Pair(("a",), ("א",))]) == []
