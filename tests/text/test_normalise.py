from __future__ import annotations

import sys
import unicodedata

import pytest

from polyonym.text.normalise import cased, folded

# Ideographs, Hangul syllables and what is not assigned behave alike by the tens of thousands: every 50th will do.
ALIKE = frozenset({"Cn", "Co", "Lo"})
CHARACTERS = [
    character
    for code in range(sys.maxunicode + 1)
    if not 0xD800 <= code <= 0xDFFF
    for character in (chr(code),)
    if code < 0x3400
    or 0xA000 <= code < 0xAC00
    or 0xF900 <= code < 0x13000
    or code % 50 == 0
    or unicodedata.category(character) not in ALIKE
]


@pytest.mark.cases("normalise")
def test_a_name_folds_to_its_row_in_the_table(case: dict[str, str]) -> None:
    assert folded(case["text"]) == case["folded"], case["why"]


@pytest.mark.cases("normalise")
def test_a_name_keeps_what_can_be_seen_in_its_cased_form(case: dict[str, str]) -> None:
    if "cased" in case:
        assert cased(case["text"]) == case["cased"], case["why"]


@pytest.mark.cases("normalise")
def test_the_folded_form_of_a_row_folds_to_itself(case: dict[str, str]) -> None:
    assert folded(case["folded"]) == case["folded"]


@pytest.mark.slow
@pytest.mark.parametrize("frame", ["{}", "a{}b", "\u0628{}\u0646"], ids=["alone", "between Latin", "between Arabic"])
def test_folding_twice_is_folding_once_for_every_character_of_unicode(frame: str) -> None:
    for character in CHARACTERS:
        once = folded.__wrapped__(frame.format(character))
        assert folded.__wrapped__(once) == once, hex(ord(character))
        assert unicodedata.is_normalized("NFC", once), hex(ord(character))


@pytest.mark.slow
def test_repairing_twice_is_repairing_once_for_every_character_of_unicode() -> None:
    for character in CHARACTERS:
        once = cased.__wrapped__(f"a{character}b")
        assert cased.__wrapped__(once) == once, hex(ord(character))


def test_a_name_with_an_accent_and_one_without_are_one_folded_name_and_two_cased_ones() -> None:
    assert folded("Afghanist\u00e1n") == folded("Afghanistan")
    assert cased("Afghanist\u00e1n") != cased("Afghanistan")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
@pytest.mark.cases("normalise")
def test_how_the_accents_of_a_name_are_encoded_says_nothing(case: dict[str, str], form: str) -> None:
    assert folded(unicodedata.normalize(form, case["text"])) == case["folded"]
