from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.hashing import digest
from polyonym.index.arrays import Lookup, Postings, Texts

TEXTS = st.lists(st.text(st.characters(codec="utf-8"), max_size=6), max_size=12)


@given(TEXTS)
def test_texts_come_back_one_by_one_all_at_once_and_from_the_end(texts: list[str]) -> None:
    laid = Texts.of(texts)
    assert list(laid) == laid.to_list() == laid[:] == texts
    assert [laid[-place] for place in range(1, len(texts) + 1)] == texts[::-1]
    assert len(laid) == len(texts)


@pytest.mark.parametrize("place", [2, -3])
def test_there_is_no_text_beyond_the_ends(place: int) -> None:
    with pytest.raises(IndexError):
        Texts.of(["a", "b"])[place]


@given(st.lists(st.lists(st.integers(0, 99), max_size=4), max_size=8))
def test_lists_are_laid_end_to_end_and_read_back(rows: list[list[int]]) -> None:
    postings = Postings.of(rows)
    assert [postings[key].tolist() for key in range(len(postings))] == rows


@given(st.lists(st.lists(st.integers(0, 9), max_size=4), max_size=8), st.data())
def test_some_lists_are_taken_and_summed_up_in_any_order(rows: list[list[int]], data: st.DataObject) -> None:
    keys = data.draw(st.lists(st.integers(0, len(rows) - 1), max_size=9)) if rows else []
    values = np.arange(10) * 10
    taken = Postings.of(rows).take(np.array(keys, np.int64))
    assert [taken[place].tolist() for place in range(len(taken))] == [rows[key] for key in keys]
    assert Postings.of(rows).sums(values).tolist() == [sum(row) * 10 for row in rows]
    assert Postings.of(rows).any(values > 50).tolist() == [any(number > 5 for number in row) for row in rows]


@given(st.lists(st.integers(0, 6), max_size=20))
def test_numbers_under_ascending_keys_are_the_lists_of_the_keys(keys: list[int]) -> None:
    numbers = np.arange(len(keys), dtype=np.int32)
    postings = Postings.of_sorted(np.array(sorted(keys), np.int64), numbers, 7)
    for key in range(7):
        assert postings[key].tolist() == [
            n for n, own in zip(numbers.tolist(), sorted(keys), strict=True) if own == key
        ]


def by_text(texts: list[str]) -> Lookup:
    return Lookup.of(np.array([digest(text) for text in texts], np.uint64), np.arange(len(texts), dtype=np.int32))


@given(st.lists(st.sampled_from(["a", "b", "c", "\u0643"]), max_size=12))
def test_a_key_leads_to_every_number_that_was_filed_under_it_in_order(filed: list[str]) -> None:
    look_up = by_text(filed)
    for key in ("a", "b", "c", "\u0643", "d", ""):
        expected = tuple(place for place, own in enumerate(filed) if own == key)
        assert look_up.get(key) == expected
        numbers, lengths = look_up.of_keys(np.array([digest(key)] * 2, np.uint64), 2)
        assert numbers.tolist() == [*expected[:2], *expected[:2]]
        assert lengths.tolist() == [len(expected[:2])] * 2


def test_nothing_is_found_by_an_empty_key_even_where_one_is_filed() -> None:
    assert by_text([""]).get("") == ()
