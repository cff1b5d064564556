from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.annotate.linking import LinkedSpan, ScoredName
from polyonym.annotate.spans import choose_spans
from polyonym.annotate.spotter import Spot
from polyonym.resolve.decide import Decision

NAME = ScoredName((), Decision("match", None), frozenset())


def linked(*spans, kind="listed"):
    return [LinkedSpan(Spot(start, end, kind), NAME) for start, end in spans]


def chosen(found, **options):
    return [(item.spot.start, item.spot.end) for item in choose_spans(found, 100, nested=False, **options)]


@pytest.mark.parametrize(
    ("spans", "expected"),
    [
        ([], []),
        ([(0, 5), (6, 9)], [(0, 5), (6, 9)]),
        ([(0, 5), (0, 9)], [(0, 9)]),
        ([(0, 5), (3, 9)], [(3, 9)]),
        ([(0, 4), (3, 7), (6, 10)], [(0, 4), (6, 10)]),
        ([(5, 6), (0, 5)], [(0, 5), (5, 6)]),
    ],
)
def test_the_longest_wins_and_of_two_as_long_the_first(spans, expected):
    assert chosen(linked(*spans)) == expected


def test_of_two_as_long_the_one_found_more_surely_wins():
    form, listed = linked((0, 5), kind="form"), linked((3, 8))
    assert chosen([*form, *listed]) == [(3, 8)]


def test_names_inside_names_come_on_request_and_none_that_cross():
    found = choose_spans(linked((0, 9), (0, 4), (2, 6), (5, 9), (8, 12), (12, 14)), 100, nested=True)
    assert [(item.spot.start, item.spot.end) for item in found] == [(0, 9), (0, 4), (5, 9), (12, 14)]


SPANS = st.lists(st.tuples(st.integers(0, 90), st.integers(1, 9)).map(lambda pair: (pair[0], sum(pair))), max_size=30)


@given(SPANS)
def test_no_two_overlap_and_each_that_is_left_out_overlaps_one_that_is_as_long(spans):
    kept = chosen(linked(*spans))
    assert all(a[1] <= b[0] for a, b in pairwise(kept))
    for start, end in spans:
        rivals = [(a, b) for a, b in kept if a < end and start < b]
        assert any(b - a >= end - start for a, b in rivals)


@given(SPANS)
def test_nested_names_never_cross(spans):
    found = [(item.spot.start, item.spot.end) for item in choose_spans(linked(*spans), 100, nested=True)]
    assert set(chosen(linked(*spans))) <= set(found)
    assert not any(a < c < b < d for a, b in found for c, d in found)
