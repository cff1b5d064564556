from __future__ import annotations

import pytest

from polyonym.text.scripts import COMMON, UNSPACED, script_of, script_of_character


@pytest.mark.parametrize(
    ("text", "script"),
    [
        ("Daesh", "Latn"),
        ("\u0141\u00f3d\u017a", "Latn"),
        ("داعش", "Arab"),
        ("ننګرهار", "Arab"),
        ("ИГИЛ", "Cyrl"),
        ("Ταλιμπάν", "Grek"),
        ("טליבאן", "Hebr"),
        ("तालिबान", "Deva"),
        ("তালেবান", "Beng"),
        ("탈레반", "Hang"),
        ("塔利班", "Hani"),
        ("タリバン", "Jpan"),
        ("イスラム国", "Jpan"),
        ("たりばん", "Jpan"),
        ("ประเทศ", "Thai"),
        ("ქართული", "Geor"),
        ("Հայաստան", "Armn"),
        ("2015", COMMON),
        ("!?", COMMON),
        ("", COMMON),
    ],
)
def test_a_text_is_written_in_the_script_of_its_letters(text: str, script: str) -> None:
    assert script_of(text) == script


def test_a_text_in_two_scripts_belongs_to_the_one_with_more_letters() -> None:
    assert script_of("AP通信社新聞") == "Hani"
    assert script_of("Reuters 路透") == "Latn"


@pytest.mark.parametrize("character", ["7", " ", "-", "\u0301", "\u200f", "٣", "\U000f0000", "\U0010ffff"])
def test_what_all_scripts_share_belongs_to_none(character: str) -> None:
    assert script_of_character(character) == COMMON


def test_scripts_without_spaces_are_known_by_their_code() -> None:
    assert {"Hani", "Jpan", "Thai"} <= UNSPACED
    assert "Latn" not in UNSPACED
    assert "Hang" not in UNSPACED
