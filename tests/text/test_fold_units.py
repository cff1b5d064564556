from __future__ import annotations

import sys
import unicodedata

import pytest

from polyonym.text.fold_units import MARK_LETTERS, FoldUnit, fold_unit, fold_units


@pytest.mark.parametrize(
    ("unit", "fold"),
    [
        ("K", "k"),
        ("\u00e9", "e"),
        ("e\u0301", "e"),
        ("\u00df", "ss"),
        ("\u2474", " 1 "),
        ("'", ""),
        ("\u200b", ""),
        (".", " "),
        ("\u2764\ufe0f", " "),
        ("\ud800", " "),
        ("\u0e25\u0e33", "\u0e25\u0e4d\u0e32"),
        ("\u1112\u1161\u11ab", "\ud55c"),
    ],
)
def test_a_piece_folds_as_it_does_between_letters(unit: str, fold: str) -> None:
    assert fold_unit(unit) == fold


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain words", []),
        ("Ka\u0301bul", [FoldUnit(1, 2, "a")]),
        ("\u0e25\u0e33\u0e1b\u0e32\u0e07", [FoldUnit(0, 2, "\u0e25\u0e4d\u0e32")]),
        ("\uff76\uff9e\uff9d", [FoldUnit(0, 2, "\u30ac")]),
        ("\u05d2'", [FoldUnit(0, 2, "\u05d2'")]),
        ('\u05e6\u05d4"\u05dc', [FoldUnit(2, 1, "")]),
        ("\u0645\u06cc\u200c\u062e", [FoldUnit(2, 1, " ")]),
    ],
)
def test_characters_that_fold_together_are_found_with_their_place(text: str, expected: list[FoldUnit]) -> None:
    assert list(fold_units(text, set(text), [])) == expected


def test_a_character_that_folds_to_several_is_a_unit_of_its_own() -> None:
    assert list(fold_units("stra\u00dfe", set("stra\u00dfe"), ["\u00df"])) == [FoldUnit(4, 1, "ss")]


def test_the_letters_that_compose_to_a_mark_are_all_there_are() -> None:
    letters = (c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c).startswith("L"))
    found = {c for c in letters if unicodedata.category(unicodedata.normalize("NFKC", c)[0]) in {"Mn", "Me"}}
    assert found == MARK_LETTERS
