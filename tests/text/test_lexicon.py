from __future__ import annotations

from pathlib import Path

import pytest

from polyonym.text.lexicon import bundled_lexicon, read_lexicon
from polyonym.text.normalise import folded


def roles(name: str) -> list[str]:
    phrases = bundled_lexicon().segment(folded(name).split())
    return [phrase.word.role for phrase in phrases for _ in range(phrase.length)]


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("Mullah Akhtar Mansoor", ["honorific", "name", "name"]),
        ("Brigadier General Dawlat Waziri", ["honorific", "honorific", "name", "name"]),
        ("ملا اختر", ["honorific", "name"]),
        ("مولوي اختر", ["honorific", "name"]),
        ("Gen. John Campbell", ["honorific", "name", "name"]),
        ("Abu Bakr al-Baghdadi", ["particle", "name", "particle", "name"]),
        ("Ludwig van Beethoven", ["name", "particle", "name"]),
        ("The Daesh", ["generic", "name"]),
        ("Omar Safi", ["name", "name"]),
    ],
)
def test_a_word_has_the_role_that_the_word_lists_give_it(name: str, expected: list[str]) -> None:
    assert roles(name) == expected


@pytest.mark.parametrize("name", ["Omar Amir", "Reza Imam", "Waheed Hafiz", "Rehman Malik"])
def test_an_honorific_behind_a_name_is_a_name(name: str) -> None:
    assert roles(name) == ["name", "name"]


def test_the_longest_phrase_wins() -> None:
    assert roles("Prime Minister Gandhi") == ["honorific", "honorific", "name"]


def test_no_words_have_no_roles() -> None:
    assert bundled_lexicon().segment([]) == []


def test_every_word_of_the_lists_is_found_in_the_form_that_names_are_folded_to() -> None:
    lexicon = bundled_lexicon()
    assert len(lexicon.words) > 5000
    assert all(folded(phrase) == phrase for phrase in lexicon.words)


@pytest.mark.parametrize(
    ("name", "concept"),
    [
        ("Emirate", "head:emirate"),
        ("بانک", "head:bank"),
        ("Nordrhein Nord", "axis:compass/north"),
        ("Promtech Limited Liability Company", "legal:llc/llc"),
        ("ООО Промтех", "legal:llc/llc"),
        ("Samuel Goldwyn Jr", "generation:junior"),
    ],
)
def test_words_of_all_languages_share_a_concept(name: str, concept: str) -> None:
    phrases = bundled_lexicon().segment(folded(name).split())
    assert concept in {phrase.word.concept for phrase in phrases}


@pytest.mark.parametrize(
    ("a", "b", "least"), [("mohammad", "muhamed", 0.9), ("bill", "william", 0.7), ("محمد", "mohammed", 0.9)]
)
def test_spellings_of_a_given_name_are_likelier_one_name_than_nicknames(a: str, b: str, least: float) -> None:
    lexicon = bundled_lexicon()
    assert lexicon.given_name_probability(lexicon.given[a], lexicon.given[b]) >= least


def test_two_given_names_share_no_list() -> None:
    lexicon = bundled_lexicon()
    assert lexicon.given_name_probability(lexicon.given["christian"], lexicon.given["christina"]) == 0.0


def test_a_curator_adds_words_and_takes_words_out(tmp_path: Path) -> None:
    (tmp_path / "honorifics.yaml").write_text("fa: [Wakil]\nremove: [Mullah]\n", encoding="utf-8")
    lexicon = read_lexicon(tmp_path)
    assert lexicon.words["wakil"].role == "honorific"
    assert "mullah" not in lexicon.words
    assert "haji" in lexicon.words
