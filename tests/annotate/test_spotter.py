from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY
from polyonym.annotate.spotter import Spotter, SpotterCache
from polyonym.annotate.text_view import fold_text
from polyonym.index.build import compile_entities
from polyonym.model import Alias, Entity, Origin

NAMES = ("Kabul", "Kabul City", "City of Kabul", "Sar-e Pol", "Ka'bul", "U.N. City", "Żary", "کابل", "Кабул", "Pol Pol")
WORDS = (*NAMES, "city", "of", "Kabulis", "kabul", "e", ",", ".", "\n", "Pol", "'s", "\u200b", "Sar", "é")


def entity(name, number):
    alias = Alias(name, None, "fuzzy", Origin("x.yaml", number + 1))
    return Entity(f"e{number}", "place", name, "", (alias,), (), (), (), (), (), (), (), alias.origin)


SNAPSHOT = compile_entities(entity(name, number) for number, name in enumerate(NAMES))
SPOTTER = Spotter.of(SNAPSHOT)


def spotted(text):
    view = fold_text(text)
    spots = SPOTTER.spot(view, SPOTTER.keys(view, "en", {}), SNAPSHOT, DEFAULT_ANNOTATION_POLICY, SpotterCache({}, {}))
    return {(spot.start, spot.end) for spot in spots if spot.kind == "listed"}


def slowly(text):
    """Look for every name at every place of the folded text."""
    view = fold_text(text)
    found = set()
    for name in NAMES:
        for way in {
            fold_text(name).folded.strip(),
            *(item.form.folded for item in SNAPSHOT.names if item.alias.name == name),
        }:
            for place in re.finditer(f"(?= {re.escape(way)} )", view.folded):
                begin = place.start() + 1
                start, end = view.start(begin), view.end(begin + len(way))
                written = text[start:end]
                if " " in way or written != written.lower() or written == written.upper() or text == text.lower():
                    found.add((start, end))
    return found


@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_the_tries_find_what_a_slow_search_finds(text):
    assert spotted(text) == slowly(text)


@given(st.text(max_size=60))
def test_any_text_at_all_is_searched(text):
    assert spotted(text) == slowly(text)


@given(
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
    st.lists(st.sampled_from(WORDS), max_size=8).map(" ".join),
)
def test_texts_that_are_joined_by_a_paragraph_keep_their_spots(one, other):
    if (one == one.lower()) != (other == other.lower()):
        return  # capitals of one would say something about the other
    shift = len(one) + 2
    apart = spotted(one) | {(start + shift, end + shift) for start, end in spotted(other)}
    joined = spotted(f"{one}\n\n{other}")
    assert apart <= joined
    assert all(start < len(one) < end for start, end in joined - apart)


@pytest.mark.parametrize("text", ["Kabul" * 5, "xKabul", "Kabulx", "Kabul1", "_Kabul_"])
def test_a_name_inside_a_word_is_none(text):
    assert bool(spotted(text)) is (text == "_Kabul_")
