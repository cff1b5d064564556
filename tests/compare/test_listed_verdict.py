from __future__ import annotations

from pathlib import Path

import pytest

from polyonym import Resolver

PEOPLE = """\
- id: the-mayor
  type: person
  name: Amina Rahimi
  aliases: [The Lioness, Amineh Rahimy]
  not: [Amin Rahimi]
- id: the-minister
  type: person
  name: Amira Rahimi
  aliases: [The Eagle, Minister Rahimi]
- id: the-band
  type: organization
  name: The Eagle
"""


@pytest.fixture
def own(tmp_path: Path) -> Resolver:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    return Resolver.load(tmp_path)


def test_two_names_of_one_entity_are_the_same_however_they_look(own: Resolver) -> None:
    found = own.compare("The Lioness", "Amina Rahimi")
    assert (found.verdict, found.score) == ("same", 0.98)
    assert "Both are names of Amina Rahimi (people.yaml:3, people.yaml:4)" in found.explanation.sentence


def test_near_names_of_two_entities_are_not(own: Resolver) -> None:
    found = own.compare("Amina Rahimi", "Amira Rahimi")
    assert found.verdict == "different"
    (last,) = (one for one in found.explanation.evidence.adjustments if one.code == "known_apart")
    assert "'Amina Rahimi' is a name of Amina Rahimi (people.yaml:3)" in last.detail
    assert "of Amira Rahimi (people.yaml:8)" in last.detail


def test_a_name_under_not_is_not_the_entitys(own: Resolver) -> None:
    found = own.compare("Amin Rahimi", "Amina Rahimi")
    assert found.verdict == "different"
    assert "'Amin Rahimi' is listed as never meaning Amina Rahimi (people.yaml:5)" in found.explanation.sentence


def test_a_name_of_several_entities_says_nothing_until_the_type_does(own: Resolver) -> None:
    codes = {one.code for one in own.compare("The Eagle", "Amira Rahimi").explanation.evidence.adjustments}
    assert "known_same" not in codes
    assert own.compare("The Eagle", "Amira Rahimi", "person").same


def test_a_name_that_is_not_listed_is_judged_by_its_look(own: Resolver) -> None:
    assert own.compare("Amina Rahimi", "Amina Rahimee") == own.compare("Amina Rahimi", "Amina Rahimee", look_up=False)


def test_the_names_alone_are_judged_on_request(own: Resolver) -> None:
    assert own.compare("The Lioness", "Amina Rahimi", look_up=False).verdict == "different"


def test_both_directions_agree(own: Resolver) -> None:
    for a, b in [("The Lioness", "Amina Rahimi"), ("Amin Rahimi", "Amina Rahimi"), ("The Eagle", "The Lioness")]:
        there, back = own.compare(a, b), own.compare(b, a)
        assert (there.score, there.verdict) == (back.score, back.verdict)
