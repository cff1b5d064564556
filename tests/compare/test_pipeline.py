from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import MentionError, Resolver


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Noorul Haq Ulumi", "Noorolhaq Olomi"),
        ("Mohammed Omar Safi", "Mohammad Omer Safi"),
        ("Safi, Mohammad Omar", "Mohammad Omar Safi"),
        ("Daesh", "DAESH"),
        ("I.S.I.S.", "ISIS"),
        ("IS", "I.S."),
        ("ＩＳ", "IS"),
        ("علومي", "علومی"),
        ("كابل", "کابل"),
        ("Талибан", "Taliban"),
        ("Gen. John Campbell", "John Campbell"),
    ],
)
def test_two_spellings_of_a_name_can_be_one_entitys(resolver: Resolver, a: str, b: str) -> None:
    assert resolver.compare(a, b).same


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("IS", "is"),
        ("US", "us"),
        ("Mohammad Omer Safi", "Mohammad Amir Shafi"),
        ("Rula Ghani", "Ashraf Ghani"),
        ("Abdul Rauf Khadim", "Abdul Rauf Ibrahimi"),
        ("Kunduz", "Kunar"),
        ("Iran", "Iraq"),
        ("July 7", "July 8"),
        ("Islamic State", "Islamic Emirate"),
        ("Omar", "علومی"),
    ],
)
def test_names_of_two_are_told_apart(resolver: Resolver, a: str, b: str) -> None:
    assert not resolver.compare(a, b).same


def test_the_answer_shows_the_names_as_they_were_given_and_says_why(resolver: Resolver) -> None:
    found = resolver.compare("Noorolhaq Olomi", "Noorul Haq Ulumi")
    assert (found.a, found.b) == ("Noorolhaq Olomi", "Noorul Haq Ulumi")
    pairs = {(pair.mention, pair.alias) for pair in found.explanation.evidence.pairs}
    assert pairs == {("noorolhaq", "noorul haq"), ("olomi", "ulumi")}
    assert "Noorolhaq Olomi" in found.explanation.sentence
    assert "Noorul Haq Ulumi" in found.explanation.sentence


def test_the_pairs_turn_with_the_names(resolver: Resolver) -> None:
    there = resolver.compare("Noorolhaq Olomi", "Noorul Haq Ulumi").explanation.evidence.pairs
    back = resolver.compare("Noorul Haq Ulumi", "Noorolhaq Olomi").explanation.evidence.pairs
    assert {(pair.mention, pair.alias) for pair in there} == {(pair.alias, pair.mention) for pair in back}


@pytest.mark.parametrize(("row", "clash"), [("like: organization", True), ("like: person", False)])
def test_words_for_a_kind_of_thing_mean_nothing_in_names_of_people(
    make: Callable[..., Resolver], row: str, *, clash: bool
) -> None:
    resolver = make("", types__yaml=f"- {{name: declared, {row}}}\n")
    found = resolver.compare("Kunduz Bank", "Kunduz Ministry", "declared").explanation.evidence.adjustments
    assert any(adjustment.code == "heads" for adjustment in found) is clash


def test_a_type_that_nobody_knows_is_refused(resolver: Resolver) -> None:
    with pytest.raises(MentionError, match="type: There is no type 'vessel'"):
        resolver.compare("Ever Given", "Evergiven", "vessel")
