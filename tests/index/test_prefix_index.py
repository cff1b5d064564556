from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyonym.index.prefix_index import PrefixIndex

WORD = st.text("ab&é", min_size=1, max_size=3)
NAMES = st.lists(st.lists(WORD, min_size=1, max_size=4), max_size=8)


def prefix_index(names: list[list[str]], searched: list[bool] | None = None) -> PrefixIndex:
    words = list(dict.fromkeys(word for name in names for word in name))
    flat = np.array([words.index(word) for name in names for word in name], np.int32)
    counts = np.array([len(name) for name in names], np.int32)
    return PrefixIndex.of(
        words, counts, flat, np.array([True] * len(names) if searched is None else searched, np.bool_)
    )


@given(NAMES, st.lists(WORD, max_size=3).map(" ".join), st.integers(1, 9))
def test_a_prefix_finds_what_a_sorted_list_of_texts_has(names: list[list[str]], prefix: str, most: int) -> None:
    found = prefix_index(names)
    rows = sorted((" ".join(name[at:]), number) for number, name in enumerate(names) for at in range(len(name)))
    slowly = [row for row in rows if row[0].startswith(prefix)][:most]
    places = map(found.name_at, found.positions_with_prefix(prefix, most))
    assert [(" ".join(found.text(name).split(" ")[first:]), name) for name, first in places] == slowly


def test_names_that_are_not_searched_keep_their_words() -> None:
    found = prefix_index([["omar", "safi"], ["omar", "sharif"]], [True, False])
    assert [found.name_at(place) for place in found.positions_with_prefix("omar", 9)] == [(0, 0)]
    assert found.text(1) == "omar sharif"


def test_words_that_no_name_holds_are_left_out() -> None:
    found = PrefixIndex.of(["a", "b"], np.array([1], np.int32), np.array([1], np.int32), np.array([True]))
    assert found.words.to_list() == ["b"]
