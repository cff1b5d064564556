from __future__ import annotations

from collections.abc import Callable
from itertools import chain

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
    found = chain.from_iterable(candidates(snapshot, analyse(mention), resolver.policy))
    return {(snapshot.names[item.name].alias.name, item.hit) for item in found}


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


def test_a_name_appears_once(resolver: Resolver) -> None:
    for mention in ("Kunduz", "Mohammad Omar", "Islamic", "the Afghan National Army of Afghanistan"):
        found = list(chain.from_iterable(candidates(resolver.snapshot, analyse(mention), resolver.policy)))
        assert len({item.name for item in found}) == len(found)


def test_what_is_alike_comes_by_its_spelling_first_and_by_the_map_later(resolver: Resolver) -> None:
    snapshot = resolver.snapshot
    steps = list(candidates(snapshot, analyse("Mohamad Omer Safy"), resolver.policy))
    assert [len(step) > 0 for step in steps][1:] == [True, True]
    numbers = [item.name for step in steps for item in step]
    assert len(numbers) == len(set(numbers))
    for step in steps[1:]:
        assert [item.promise for item in step] == sorted((item.promise for item in step), reverse=True)


def test_a_common_word_brings_no_more_names_than_a_rare_one_may(make: Callable[..., Resolver]) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = "\n".join(f"- {{id: {x}{y}, type: person, name: Omar Name{x}{y}}}" for x in letters for y in letters)
    resolver = make(rows + "\n- {id: one, type: person, name: Omar Khukumatov}\n")
    steps = candidates(resolver.snapshot, analyse("Omar Khukumatow"), resolver.policy)
    found = [item for step in steps for item in step]
    assert len(found) <= 2 * resolver.policy.candidates
    assert resolver.snapshot.alias(found[0].name).name == "Omar Khukumatov"


def test_two_common_words_are_found_together(make: Callable[..., Resolver]) -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    rows = [f"- {{id: a{x}{y}, type: person, name: Omar {x}andu{y}o}}" for x in letters for y in letters[:8]]
    rows += [f"- {{id: b{x}{y}, type: person, name: {x}andu{y}o Safi}}" for x in letters for y in letters[:8]]
    resolver = make("\n".join(rows) + "\n- {id: both, type: person, name: Omar Nandubo Qandugo Safi}\n")
    found = [item for step in candidates(resolver.snapshot, analyse("Omer Safy"), resolver.policy) for item in step]
    assert "both" in {resolver.snapshot.entities[resolver.snapshot.names[item.name].entity].id for item in found}
