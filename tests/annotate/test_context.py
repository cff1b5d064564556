from __future__ import annotations

import pytest

NAMES = """\
- {id: georgia-state, type: place, name: Georgia, context: [Atlanta, US state]}
- {id: georgia-country, type: place, name: Georgia, aliases: [Sakartvelo], context: [Tbilisi, Caucasus]}
- {id: anna-berg, type: person, name: Anna Maria Berg}
- {id: otto-berg, type: person, name: Otto Berg}
- {id: will-stone, type: person, name: Will Stone, aliases: [Will]}
- {id: march, type: organization, name: March}
- {id: who, type: organization, name: WHO}
- {id: jordan-person, type: person, name: Jordan}
- {id: jordan, type: place, name: Jordan}
- {id: bank-of-jordan, type: organization, name: Bank of Jordan, not: [Bank of Jordan Valley]}
"""


OTTO = ("Otto Berg", "otto-berg")


@pytest.fixture
def names(make):
    return make(NAMES)


def found(resolver, text, **options):
    return [
        (item.text, item.resolution.id if item.resolution.status == "match" else "?")
        for item in resolver.annotate(text, **options)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We went to Georgia.", ["?"]),
        ("From Atlanta we crossed Georgia.", ["georgia-state"]),
        ("Georgia, in the Caucasus, is green.", ["georgia-country"]),
        ("Sakartvelo is green.\n\nWe like Georgia.", ["georgia-country", "georgia-country"]),
        ("Atlanta is in Georgia.\n\nTbilisi is in Georgia.", ["georgia-state", "georgia-country"]),
        ("Tbilisi and Atlanta, Georgia", ["?"]),
    ],
)
def test_the_text_disambiguates_entities_of_one_name(names, text, expected):
    assert [what for _, what in found(names, text)] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("We met Jordan.", "?"),
        ("We met President Jordan.", "jordan-person"),
        ("We met Vice President Jordan.", "jordan-person"),
        ("We met the president, Jordan.", "?"),
        ("We met Gen. Jordan.", "jordan-person"),
        ("He is president. Jordan is not.", "?"),
    ],
)
def test_a_title_is_evidence_for_people(names, text, expected):
    assert [what for _, what in found(names, text)] == [expected]


def test_an_ambiguous_name_has_its_candidates(names):
    (item,) = names.annotate("We went to Georgia.")
    assert {candidate.id for candidate in item.resolution.candidates} == {"georgia-state", "georgia-country"}
    assert (item.resolution.id, item.resolution.name) == (None, None)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Otto Berg came. Berg spoke.", [OTTO, ("Berg", "otto-berg")]),
        ("Berg spoke. Otto Berg came.", [("Berg", "otto-berg"), OTTO]),
        ("Otto Berg met Anna Maria Berg. Berg spoke.", [OTTO, ("Anna Maria Berg", "anna-berg"), ("Berg", "?")]),
        ("Otto Berg climbed a berg. Anna came.", [OTTO]),
        ("Berg spoke.", []),
        ("Otto Berg's house, Berg's car", [OTTO, ("Berg", "otto-berg")]),
    ],
)
def test_a_surname_means_whom_the_text_names_in_full(names, text, expected):
    assert found(names, text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will he come? He will.", ["?"]),
        ("Then Will came.", ["will-stone"]),
        ("Will Stone came. Will left.", ["will-stone", "will-stone"]),
        ("they march in march", []),
        ("It was March who paid, and WHO as well.", ["march", "who"]),
        ("WHO IS THAT", ["?"]),
        ("who is that", []),
        ("Who is that", []),
    ],
)
def test_a_common_word_is_a_name_by_its_capitals_and_its_sentence(names, text, expected):
    assert [what for _, what in found(names, text)] == expected


def test_the_longest_name_wins_and_a_nested_one_comes_on_request(names):
    text = "the Bank of Jordan opened"
    assert found(names, text) == [("Bank of Jordan", "bank-of-jordan")]
    nested = [item for item in names.annotate(text, nested=True) if item.start > 4]
    assert [(item.text, item.resolution.status) for item in nested] == [("Jordan", "ambiguous")]


@pytest.mark.parametrize(
    ("wish", "expected"),
    [
        ({"types": ["place"]}, ["?", "?"]),
        ({"types": ["person"]}, ["otto-berg", "?"]),
        ({"types": ["event"]}, []),
        ({"statuses": ["match"]}, ["otto-berg"]),
        ({"statuses": ["ambiguous"]}, ["?", "?"]),
        ({"statuses": ["ambiguous"], "types": ["person"]}, ["?"]),
    ],
)
def test_only_what_is_wanted_is_reported(names, wish, expected):
    text = "In Georgia, Otto Berg met Jordan."
    assert [what for _, what in found(names, text, **wish)] == expected


def test_what_has_to_be_met_to_the_letter_is_met_to_the_letter(make):
    names = make("- {id: apple, type: organization, name: Pomona, aliases: [{name: Apple, match: cased}]}")
    assert found(names, "Apple and APPLE and apple") == [("Apple", "apple")]


def test_a_name_under_not_is_not_that_entity(names):
    # What stands inside such a name can be somebody else's.
    assert found(names, "the Bank of Jordan Valley opened") == [("Jordan", "?")]


def test_a_number_is_no_name(make):
    names = make("- {id: band, type: organization, name: Nine, aliases: ['9', '9/11', 'U2']}")
    assert found(names, "9 of 9 heard U2 on 9/11") == [("U2", "band"), ("9/11", "band")]


def test_a_text_without_capitals_is_read_without_them(make):
    names = make("- {id: pristina, type: place, name: Pristina}\n- {id: will, type: person, name: Will}")
    assert found(names, "we will go to pristina") == [("pristina", "pristina")]
    assert found(names, "We go to pristina") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("สงครามในอิรักและซีเรีย", ["อิรัก"]),
        ("戦争はイラクで続く", ["イラク"]),
        ("イラクリオンへ行く", []),
        ("在伊拉克的战争", ["伊拉克"]),
        ("在IRAQ的战争", ["IRAQ"]),
    ],
)
def test_a_script_without_spaces_has_boundaries_all_the_same(make, text, expected):
    names = make("- {id: iraq, type: place, name: Iraq, aliases: [อิรัก, イラク, 伊拉克]}")
    assert [name for name, _ in found(names, text)] == expected


JORDANS = "- {id: jordan-country, type: place, name: Jordan}\n- {id: jordan, type: saint, name: Jordan}\n"


@pytest.mark.parametrize(("titled", "expected"), [("true", "jordan"), ("false", None)])
def test_a_title_speaks_for_a_declared_type_as_its_row_says(make, titled, expected):
    names = make(JORDANS, types__yaml=f"- {{name: saint, like: other, titled: {titled}}}\n")
    (item,) = names.annotate("We met President Jordan.")
    assert item.resolution.id == expected


@pytest.mark.parametrize(("personal", "expected"), [("true", ["omar", "omar"]), ("false", ["omar"])])
def test_a_surname_stands_for_a_declared_type_as_its_row_says(make, personal, expected):
    entry = "- {id: omar, type: character, name: Omar Safi}\n"
    names = make(entry, types__yaml=f"- {{name: character, like: person, personal: {personal}}}\n")
    assert [item.resolution.id for item in names.annotate("Omar Safi came. Then Safi left.")] == expected
