from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import Resolver
from polyonym.resolve.candidates import candidates
from polyonym.text.name import analyse

GAZETTEER = """
- {id: islamic-state, type: organization, name: Islamic State, aliases: [{name: IS, match: cased}, Daesh]}
- {id: ali-abad, type: place, name: Ali Abad, aliases: [Chahar Dara]}
- {id: omar, type: person, name: Omar Safi, not: [Omar Sharif]}
"""


def hits(resolver: Resolver, mention: str) -> set[tuple[str, str]]:
    snapshot = resolver.snapshot
    stages = candidates(snapshot, analyse(mention), resolver.policy)
    return {(snapshot.names[item.name].alias.name, item.hit) for step in stages for item in step.found}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("IS", ("IS", "cased")),
        ("daesh", ("Daesh", "exact")),
        ("Mr Omar Safi", ("Omar Safi", "left_out")),
        ("Aliabad", ("Ali Abad", "spaceless")),
        ("Omer Safy", ("Omar Safi", "alike")),
    ],
)
def test_a_name_is_hit_in_the_strictest_way_there_is(
    make: Callable[..., Resolver], mention: str, expected: tuple[str, str]
) -> None:
    assert expected in hits(make(GAZETTEER), mention)


def test_a_name_that_is_matched_to_the_letter_is_hit_in_no_other_way(make: Callable[..., Resolver]) -> None:
    for mention in ("is", "Is", "iS", "the is", "ISS", "I5"):
        assert "IS" not in {name for name, _ in hits(make(GAZETTEER), mention)}


def test_an_exact_hit_ends_the_search(make: Callable[..., Resolver]) -> None:
    assert hits(make(GAZETTEER), "DAESH") == {("Daesh", "exact")}


def test_a_name_under_not_does_not_end_the_search(make: Callable[..., Resolver]) -> None:
    found = hits(make(GAZETTEER), "OMAR SHARIF")
    assert ("Omar Sharif", "exact") in found
    assert ("Omar Safi", "alike") in found


def test_a_name_appears_once_in_a_step(resolver: Resolver) -> None:
    for mention in ("Kunduz", "Mohammad Omar", "Islamic", "the Afghan National Army of Afghanistan"):
        for step in candidates(resolver.snapshot, analyse(mention), resolver.policy):
            assert len({item.name for item in step.found}) == len(step.found)


def test_what_is_alike_comes_as_it_is_written_then_by_its_spelling_then_by_the_map(resolver: Resolver) -> None:
    stages = list(candidates(resolver.snapshot, analyse("Mohamad Omer Safy"), resolver.policy))
    assert [bool(step.found) for step in stages[-2:]] == [True, True]
    assert len(stages) == 4
    assert [step.enough for step in stages[1:]] == [
        resolver.policy.second_batch_score,
        resolver.policy.early_stop_score,
        0.0,
    ]
    for step in stages[1:]:
        retrieval_scores = [item.retrieval_score for item in step.found]
        assert retrieval_scores == sorted(retrieval_scores, reverse=True)
    assert all(item.retrieval_score >= resolver.policy.identical_prefilter for item in stages[1].found)


@pytest.mark.parametrize(("place", "expected"), [("true", {("Kunduz", "place_left_out")}), ("false", set())])
def test_a_word_for_the_kind_of_place_is_left_out_for_a_declared_type_as_its_row_says(
    make: Callable[..., Resolver], place: str, expected: set[tuple[str, str]]
) -> None:
    text = "- {id: kunduz, type: district, name: Kunduz}\n"
    resolver = make(text, types__yaml=f"- {{name: district, like: other, place: {place}}}\n")
    assert {found for found in hits(resolver, "Kunduz District") if found[1] != "alike"} == expected
