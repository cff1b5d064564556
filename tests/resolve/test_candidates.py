from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import Resolver
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve.candidates import exact_lookup, exact_matches, exact_stage, initialisms
from polyonym.text.name import analyse

GAZETTEER = """
- {id: islamic-state, type: organization, name: Islamic State, aliases: [{name: IS, match: cased}, Daesh]}
- {id: ali-abad, type: place, name: Ali Abad, aliases: [Chahar Dara]}
- {id: army, type: organization, name: Afghan National Army}
- {id: kunar, type: place, name: Kunar}
- {id: omar, type: person, name: Omar Safi, not: [Omar Sharif]}
"""


def hits(resolver: Resolver, mention: str) -> set[tuple[str, str]]:
    snapshot = resolver.snapshot
    return {(snapshot.names[item.name].alias.name, item.hit) for item in exact_matches(snapshot, analyse(mention))}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("IS", {("IS", "cased")}),
        ("daesh", {("Daesh", "exact")}),
        ("Mr Omar Safi", {("Omar Safi", "left_out")}),
        ("Kunar Province", {("Kunar", "place_left_out")}),
        ("Omar Safi Province", set()),
        ("Aliabad", {("Ali Abad", "spaceless")}),
        ("Omer Safy", set()),
    ],
)
def test_a_name_is_hit_by_the_strictest_key_there_is(
    make: Callable[..., Resolver], mention: str, expected: set[tuple[str, str]]
) -> None:
    assert hits(make(GAZETTEER), mention) == expected


def test_a_name_that_is_matched_to_the_letter_is_hit_by_no_other_key(make: Callable[..., Resolver]) -> None:
    for mention in ("is", "Is", "iS", "the is", "ISS", "I5"):
        assert "IS" not in {name for name, _ in hits(make(GAZETTEER), mention)}


@pytest.mark.parametrize(
    ("mention", "final"),
    [
        ("DAESH", True),
        ("Mr Omar Safi", True),
        ("OMAR SHARIF", False),  # under `not`
        ("Omer Safy", False),
        ("zq", True),  # a Latin mention as short as a word
        ("\u0642\u0645", False),
    ],
)
def test_an_exact_hit_ends_the_search_and_a_name_under_not_does_not(
    make: Callable[..., Resolver], mention: str, final: bool
) -> None:
    snapshot, name = make(GAZETTEER).snapshot, analyse(mention)
    found, ends = exact_stage(snapshot, name, exact_lookup(snapshot, name.cased, name.folded), DEFAULT_POLICY)
    assert ends == final
    assert found == exact_matches(snapshot, name)


@pytest.mark.parametrize(("mention", "found"), [("ANA", ["Afghan National Army"]), ("Ana", []), ("A. B", [])])
def test_capitals_may_be_the_first_letters_of_a_name(
    make: Callable[..., Resolver], mention: str, found: list[str]
) -> None:
    snapshot = make(GAZETTEER).snapshot
    assert [snapshot.alias(item.name).name for item in initialisms(snapshot, analyse(mention))] == found


def test_a_name_is_hit_once(resolver: Resolver) -> None:
    for mention in ("Kunduz", "Mohammad Omar", "Islamic", "the Afghan National Army of Afghanistan"):
        found = exact_matches(resolver.snapshot, analyse(mention))
        assert len({item.name for item in found}) == len(found)
