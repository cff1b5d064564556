from __future__ import annotations

import pytest

from polyonym import Resolver
from polyonym.compare.pair_features import PAIR_FEATURES, aligned_pairs, family, pair_features
from polyonym.index.build import compile_entities
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import analyse

EMPTY = compile_entities(())


def found(a: str, b: str, *, personal: bool = True) -> dict[str, float]:
    laid = next(aligned_pairs(EMPTY, analyse(a), analyse(b), DEFAULT_POLICY))
    return pair_features(laid, personal=personal)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("SAFI, Mohammad Omar", {"safi"}),
        ("Safi, Mohammad Omar", {"safi"}),
        ("Mohammad Omar SAFI", {"safi"}),
        ("DE LA CRUZ Ana", {"de", "la", "cruz"}),
        ("Mohammad Omar Safi", set()),
        ("MOHAMMAD OMAR SAFI", set()),
        ("Safi,", set()),
    ],
)
def test_the_way_of_writing_tells_the_family_name(text: str, expected: set[str]) -> None:
    name = analyse(text)
    assert {name.tokens[at].text for at in family(name)} == expected


def test_features_are_the_same_in_both_directions() -> None:
    a, b = "RAHIMI, Omar Khalil", "Khalil, Rahimi Umar"
    assert tuple(found(a, b)) == PAIR_FEATURES
    assert found(a, b) == pytest.approx(found(b, a))


@pytest.mark.parametrize(
    ("feature", "there", "not_there"),
    [
        ("family_moved", ("RAHIMI, Omar", "OMAR, Rahimi"), ("RAHIMI, Omar", "Omar RAHIMI")),
        ("turned_blind", ("Omar Rahimi", "Rahimi Omar"), ("Omar Rahimi", "RAHIMI, Omar")),
        ("marks_differ", ("Trần Thị Hà", "Trần Thị Hạ"), ("Trần Thị Hà", "Tran Thi Ha")),
        ("left_names", ("Omar Rahimi", "Omar Karzai"), ("Omar Rahimi", "Omar")),
        ("differing", ("Omar Rahimi", "Umar Rahimi"), ("Omar Rahimi", "O. Rahimi")),
    ],
)
def test_a_feature_is_there_for_its_phenomenon_alone(
    feature: str, there: tuple[str, str], not_there: tuple[str, str]
) -> None:
    assert found(*there)[feature] > 0.0
    assert found(*not_there)[feature] == 0.0


def test_only_peoples_names_are_at_home_in_a_country() -> None:
    names = ("Emma Whitfield", "Emma Whitfeld")
    assert found(*names)["at_home"] > 0.9
    assert found(*names, personal=False)["at_home"] == 0.0
    assert found("Noorullah Hakimi", "Nurullah Hakimi")["at_home"] < 0.1


@pytest.mark.parametrize(
    ("near", "variant"),
    [
        (("Emma Whitfield", "Emma Whitfeld"), ("Abdulhakim Noori", "Abdolhakim Nuri")),
        (("RAHIMI, Omar Khalil", "KHALIL, Omar Rahimi"), ("RAHIMI, Omar Khalil", "Omar Khalil RAHIMI")),
        (("Trần Thị Hà", "Trần Thị Hạ"), ("Trần Thị Hà", "Tran Thi Ha")),
    ],
)
def test_a_near_name_scores_below_another_way_to_write_one(
    resolver: Resolver, near: tuple[str, str], variant: tuple[str, str]
) -> None:
    assert resolver.compare(*near).score < resolver.compare(*variant).score


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("Gen. Abdul Rashid Rahimi", "Abdul Rashid Rahimi"),
        ("Dr. Emma Whitfield", "Emma Whitfield"),
    ],
)
def test_an_honorific_alone_makes_no_other_person(resolver: Resolver, a: str, b: str) -> None:
    found = resolver.compare(a, b)
    assert found.score == pytest.approx(0.98)
    assert found.explanation.evidence.adjustments[0].code == "left_out"
