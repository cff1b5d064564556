from __future__ import annotations

import pytest

from polyonym import Resolver
from polyonym.resolve.query import build_query
from polyonym.text.name import analyse


def places(resolver: Resolver, mention: str) -> dict[str, list[int]]:
    query = build_query(resolver.snapshot, analyse(mention), "fuzzy")
    return {one.token.latin: list(one.places) for one in query.terms}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Omar", {"omar": [0]}),
        ("Noorul Haq", {"noorul": [0], "haq": [1], "noorulhaq": [0, 1]}),
        ("La Mu An", {"la": [0], "mu": [1], "an": [2], "lamu": [0, 1], "muan": [1, 2], "lamuan": [0, 1, 2]}),
    ],
)
def test_words_neighbours_and_syllables_are_looked_for(resolver: Resolver, mention: str, expected: dict) -> None:
    assert places(resolver, mention) == expected


def test_a_word_that_stands_twice_is_looked_for_at_both_places(resolver: Resolver) -> None:
    query = build_query(resolver.snapshot, analyse("Omar Safi Omar"), "fuzzy")
    assert [list(one.places) for one in query.terms if one.token.latin == "omar"] == [[0], [2]]


def test_the_ways_to_part_an_unspaced_name_each_count_in_full(resolver: Resolver) -> None:
    query = build_query(resolver.snapshot, analyse("\u5b89\u500d\u664b\u4e09"), "fuzzy")
    assert {query.share(number) for number in range(len(query.terms))} == {1.0}


def test_neighbours_as_one_share_their_gain(resolver: Resolver) -> None:
    query = build_query(resolver.snapshot, analyse("Noorul Haq"), "fuzzy")
    assert sorted(query.share(number) for number in range(len(query.terms))) == [0.5, 1.0, 1.0]


def test_as_written_a_word_that_a_name_holds_is_near_to_itself_alone(resolver: Resolver) -> None:
    query = build_query(resolver.snapshot, analyse("Omar Safy Ulumee"), "identical")
    assert [one.token.latin for one in query.terms] == ["omar", "safy", "ulumee"]
    omar, _, unknown = query.neighbours
    latins = resolver.snapshot.columns.terms.latins
    assert [latins[number] for number in omar.term_rows] == ["omar"]
    assert "ulumi" in [latins[number] for number in unknown.term_rows]
