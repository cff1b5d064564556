from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.training.ngram_neighbours import NgramIndex, ngrams


def test_ngrams_mark_the_ends_of_a_string() -> None:
    assert list(ngrams("ab")) == ["^a", "ab", "b$", "^ab", "ab$"]
    assert list(ngrams("")) == ["^$"]


@pytest.mark.parametrize("strings", [[], [""], ["omar"], ["omar"] * 3])
def test_an_index_of_little_answers(strings: list[str]) -> None:
    index = NgramIndex.of(strings)
    for query in ("omar", "", "zzz", "o"):
        numbers, cosines = index.nearest(query, 10, 0.1)
        assert len(numbers) == len(cosines) <= len(strings)


@given(st.lists(st.text("abcde", max_size=8), max_size=12), st.text("abcdef", max_size=8))
def test_a_string_is_nearest_to_itself_and_no_cosine_is_above_one(strings: list[str], query: str) -> None:
    index = NgramIndex.of([*strings, query])
    numbers, cosines = index.nearest(query, 100, 0.0)
    assert cosines.max(initial=0.0) <= 1.0 + 1e-5
    top = {[*strings, query][number] for number, cosine in zip(numbers, cosines, strict=True) if cosine > 1 - 1e-5}
    assert query in top
    assert list(cosines) == sorted(cosines, reverse=True)
