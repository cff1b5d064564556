from __future__ import annotations

import pytest


def found(resolver, text):
    return [(item.text, item.resolution.id) for item in resolver.annotate(text) if item.resolution.status == "match"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met Nurul Haq Olumee there.", [("Nurul Haq Olumee", "noor-ul-haq-ulumi")]),
        ("He met Ashref Gani there.", [("Ashref Gani", "ashraf-ghani")]),
        ("He met Akhter Muhammad Mansour.", [("Akhter Muhammad Mansour", "akhtar-mohammad-mansoor")]),
        ("Jamat Ansarulla said so.", [("Jamat Ansarulla", "jamaat-ansarullah")]),
        ("Абдул Рауф Хадем", [("Абдул Рауф Хадем", "abdul-rauf-khadim")]),
    ],
)
def test_a_name_of_several_words_is_found_in_another_spelling(resolver, text, expected):
    assert found(resolver, text) == expected


def test_a_surname_in_another_spelling_means_whom_it_meant_in_full(resolver):
    text = "Muhamad Umar Saafi came. Then Saafi left."
    assert found(resolver, text) == [("Muhamad Umar Saafi", "mohammad-omar-safi"), ("Saafi", "mohammad-omar-safi")]


@pytest.mark.parametrize(
    "text",
    [
        "He met ashref gani there.",
        "He met Ashref, Gani and others.",
        "Ashref\nGani",
        "He met Gani there.",
        "The New York Times and the Washington Post",
        "South Korea, North America Street, Western Union",
        "Interior Minister Defence Secretary",
        "Mohammad Amir Shafi",
    ],
)
def test_what_only_looks_like_a_name_is_none(resolver, text):
    assert [name for name, _ in found(resolver, text) if name not in {"America", "North America"}] == []


def test_a_name_under_not_is_not_found_by_its_phonetic_pair(make):
    names = make("- {id: omer, type: person, name: Mohammad Omer Safi, not: [Mohammed Amir Shafi]}")
    assert found(names, "It was Muhamad Umar Saafi.") == [("Muhamad Umar Saafi", "omer")]
    assert found(names, "It was Mohamed Amir Shafi.") == []
