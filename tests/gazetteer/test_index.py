from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.gazetteer.index import GramIndex, Postings, TokenIndex, best, grams, weight
from polyonym.text.name import analyse


def test_lists_are_laid_end_to_end_and_read_back() -> None:
    rows = [[3, 1], [], [2], [5, 6, 7]]
    postings = Postings.of(rows)
    assert [postings[key].tolist() for key in range(len(rows))] == rows


def test_no_lists_are_no_postings() -> None:
    assert Postings.of([]).numbers.tolist() == []


def test_grams_mark_the_ends_of_a_string() -> None:
    assert list(grams("ab")) == ["^a", "ab", "b$", "^ab", "ab$"]
    assert list(grams("")) == ["^$"]


@pytest.mark.parametrize("strings", [[], [""], ["omar"], ["omar"] * 3])
def test_an_index_of_little_answers(strings: list[str]) -> None:
    index = GramIndex.of(strings)
    for query in ("omar", "", "zzz", "o"):
        numbers, cosines = index.nearest(query, 10, 0.1)
        assert len(numbers) == len(cosines) <= len(strings)


@given(st.lists(st.text("abcde", max_size=8), max_size=12), st.text("abcdef", max_size=8))
def test_a_string_is_nearest_to_itself_and_no_likeness_is_above_one(strings: list[str], query: str) -> None:
    index = GramIndex.of([*strings, query])
    numbers, cosines = index.nearest(query, 100, 0.0)
    assert cosines.max(initial=0.0) <= 1.0 + 1e-5
    top = {[*strings, query][number] for number, cosine in zip(numbers, cosines, strict=True) if cosine > 1 - 1e-5}
    assert query in top
    assert list(cosines) == sorted(cosines, reverse=True)


@given(st.lists(st.integers(0, 5), max_size=30), st.integers(1, 10), st.integers(0, 5))
def test_the_best_are_the_first_of_a_stable_sort(scores: list[int], most: int, least: int) -> None:
    array = np.array(scores, np.float32)
    expected = sorted((n for n in range(len(scores)) if scores[n] >= least), key=lambda n: (-scores[n], n))[:most]
    numbers, values = best(array, most, least)
    assert numbers.tolist() == expected
    assert values.tolist() == [scores[number] for number in expected]


def test_names_are_found_by_their_tokens_and_tokens_by_their_sound() -> None:
    index = TokenIndex.of([analyse(name).tokens for name in ("Omar Safi", "Omer", "", "Omar Omar")])
    assert index.names[index.numbers["omar"]].tolist() == [0, 3]
    assert {list(index.numbers)[number] for number in index.sounds["amr"]} == {"omar", "omer"}


def test_a_token_of_one_name_tells_all_and_one_of_every_name_little() -> None:
    assert 0.0 < weight("zzz", 1000, 1000) < weight("zzz", 10, 1000) < weight("zzz", 1, 1000) <= 1.0
    assert weight("zzz", 0, 1000) == 1.0


def test_a_token_that_is_common_among_names_at_large_is_common_in_a_small_gazetteer() -> None:
    assert weight("mohammad", 1, 10) < weight("khukumatov", 1, 10)
