from __future__ import annotations

import numpy as np
import pytest

from polyonym import Resolver
from polyonym.index.term_index import TermNeighbours
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve.query import Neighbours, QueryBatch, Strategy, query_batch
from polyonym.resolve.retrieve import Entries
from polyonym.text.name import analyse


def query_of(resolver: Resolver, mention: str, strategy: Strategy = "fuzzy") -> QueryBatch:
    return query_batch(resolver.snapshot, [analyse(mention)], strategy)


def places(resolver: Resolver, mention: str) -> dict[str, list[int]]:
    return {one.token.latin: list(one.places) for one in query_of(resolver, mention).terms}


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
    query = query_of(resolver, "Omar Safi Omar")
    assert [list(one.places) for one in query.terms if one.token.latin == "omar"] == [[0], [2]]


def shares(resolver: Resolver, mention: str) -> dict[str, float]:
    """Return what the neighbours of each term count for at each of its places."""
    query = query_of(resolver, mention)
    entries = Entries.of(query, DEFAULT_POLICY)
    return {
        query.terms[term].token.latin: share
        for term, share in zip(entries.terms.tolist(), entries.shares.tolist(), strict=True)
    }


def test_the_ways_to_part_an_unspaced_name_each_count_in_full(resolver: Resolver) -> None:
    assert set(shares(resolver, "\u5b89\u500d\u664b\u4e09").values()) == {1.0}


def test_neighbours_as_one_share_their_gain(resolver: Resolver) -> None:
    assert shares(resolver, "Noorul Haq") == {"noorul": 1.0, "haq": 1.0, "noorulhaq": 0.5}


def near(resolver: Resolver, query: QueryBatch, term: int) -> list[str]:
    """Return the words of the index that are near to a term."""
    row = query.neighbour_rows[term]
    own = slice(*query.neighbours.offsets[row : row + 2].tolist())
    return [resolver.snapshot.columns.terms.latins[number] for number in query.neighbours.terms[own].tolist()]


def test_as_written_a_word_that_a_name_holds_is_near_to_itself_alone(resolver: Resolver) -> None:
    query = query_of(resolver, "Omar Safy Ulumee", "identical")
    assert [one.token.latin for one in query.terms] == ["omar", "safy", "ulumee"]
    assert near(resolver, query, 0) == ["omar"]
    assert "ulumi" in near(resolver, query, 2)


def test_the_terms_of_a_batch_are_those_of_its_mentions_in_their_order(resolver: Resolver) -> None:
    mentions = ["Noorul Haq", "", "Omar", "\u5b89\u500d\u664b\u4e09", "Haq Omar"]
    batch = query_batch(resolver.snapshot, [analyse(text) for text in mentions], "fuzzy")
    for row, text in enumerate(mentions):
        alone = query_of(resolver, text)
        own = np.flatnonzero(batch.mention_rows == row).tolist()
        assert [batch.terms[at] for at in own] == list(alone.terms)
        assert [(batch.starts[at], batch.stops[at]) for at in own] == [
            (term.places.start, term.places.stop) for term in alone.terms
        ]
        assert [near(resolver, batch, at) for at in own] == [
            near(resolver, alone, at) for at in range(len(alone.terms))
        ]


def test_terms_that_are_equal_share_a_list_of_neighbours(resolver: Resolver) -> None:
    batch = query_batch(resolver.snapshot, [analyse("Omar Safi"), analyse("Omar")], "fuzzy")
    rows = [row for row, term in zip(batch.neighbour_rows, batch.terms, strict=True) if term.token.latin == "omar"]
    assert len(rows) == 2
    assert rows[0] == rows[1]


def test_a_term_that_is_not_in_a_list_is_not_near() -> None:
    lists = [
        TermNeighbours.of(np.array([5, 2], np.int32), np.array([0.9, 0.5], np.float32)),
        TermNeighbours.of(np.zeros(0, np.int32), np.zeros(0, np.float32)),
        TermNeighbours.of(np.array([2], np.int32), np.array([0.25], np.float32)),
    ]
    rows, terms = np.array([0, 0, 0, 1, 2, 2]), np.array([2, 5, 3, 2, 2, 5], np.int32)
    found = Neighbours.of(lists).similarity(rows, terms)
    assert found.tolist() == pytest.approx([0.5, 0.9, 0.0, 0.0, 0.25, 0.0])
    assert Neighbours.of([]).similarity(np.zeros(0, np.int64), np.zeros(0, np.int32)).tolist() == []
