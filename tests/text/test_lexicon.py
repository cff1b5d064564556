from __future__ import annotations

import pytest

from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.normalise import folded


def roles(name: str) -> list[str]:
    return list(bundled_lexicon().roles_of(folded(name).split()))


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
    assert bundled_lexicon().roles_of([]) == []


def test_every_word_of_the_lists_is_found_in_the_form_that_names_are_folded_to() -> None:
    lexicon = bundled_lexicon()
    assert len(lexicon.roles) > 200
    assert all(folded(phrase) == phrase for phrase in lexicon.roles if phrase)
