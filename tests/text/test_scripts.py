from __future__ import annotations

from itertools import pairwise

import pytest

from polyonym.text.scripts import (
    COMMON,
    JAPANESE,
    LATIN,
    SCRIPTS,
    UNSPACED,
    is_unspaced,
    script_of,
    script_of_character,
    scripts_with,
    traits,
)


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


@pytest.mark.parametrize(
    ("character", "expected"),
    [("\u5927", True), ("\u30a2", True), ("\u0e01", True), ("\u0e31", True), ("\u3099", True), ("\uac00", False)]
    + [(character, False) for character in "a7 &\u0301\u0430"],
)
def test_a_letter_or_mark_of_an_unspaced_script_is_unspaced(character: str, expected: bool) -> None:
    assert is_unspaced(character) is expected


def test_every_block_belongs_to_one_script() -> None:
    blocks = sorted(block for row in SCRIPTS.values() for block in row.blocks)
    assert all(first <= last for first, last in blocks)
    assert all(last < following for (_, last), (following, _) in pairwise(blocks))


def test_every_row_has_its_code_and_characters_of_its_own_or_components() -> None:
    for code, row in SCRIPTS.items():
        assert row.code == code
        assert row.blocks or row.components
        assert set(row.components) <= SCRIPTS.keys()


def test_a_script_without_a_row_has_the_traits_of_most_scripts() -> None:
    assert traits("Cher").is_spaced
    assert traits("Cher").map_names == ("Cher",)
    assert not traits(COMMON).splits_names


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        (scripts_with(lambda script: script.drops_marks), "Arab Armn Cyrl Geor Grek Hebr Latn Syrc"),
        (scripts_with(lambda script: script.splits_names), "Hang Hani"),
        (scripts_with(lambda script: script.joins_titles), "Hang Hani Jpan"),
        (scripts_with(lambda script: script.joins_affixes), "Arab Hang Hebr"),
        (scripts_with(lambda script: script.joins_runs), "Kana"),
        (scripts_with(lambda script: not script.is_spelled_out), "Hang Hani Jpan"),
        (scripts_with(lambda script: script.shares_weights), "Hang Hani"),
        (scripts_with(lambda script: script.name_origin == "east"), "Arab Hang Hani"),
        (scripts_with(lambda script: bool(script.maps)), "Hani"),
    ],
)
def test_a_trait_is_that_of_the_scripts_that_were_measured_with_it(found: frozenset[str], expected: str) -> None:
    """A row that gains or loses a trait changes answers: this is where that is seen."""
    assert sorted(found) == expected.split()


def test_latin_and_japanese_are_rows_of_the_table() -> None:
    assert {LATIN, JAPANESE} <= SCRIPTS.keys()
