"""A text folds piece by piece to what its words fold to as names: the two ways may not drift apart."""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from polyonym.annotate.text_view import fold_text
from polyonym.index.analysis import may_fold_in_text
from polyonym.text.fold_units import MARK_LETTERS
from polyonym.text.normalise import folded
from polyonym.text.scripts import is_unspaced

# Every character there is, and often those that combine, join, vanish or turn into several.
ANY = st.characters(exclude_categories=("Cs",))
ODD = st.sampled_from(
    "\u0300\u0301\u0345\u05bc\u064b\u093c\u094d\u20dd\u0e31\u0ec8"  # marks
    "\u200b\u200c\u200d\u202e\u00ad\ufe0f\ufeff\u3164"  # invisible
    "\u0130\u00df\ufb01\ufdfa\u00b4\u02be\u2019\u0640\u05f4\u2474\u33af"  # fold to several, or vanish
    "\u1100\u1161\u11a8\uac00\uff76\uff9e\u30ab\u3099\u0e01\u0e33\u0e99\u0eb3"  # syllables, voicing, Thai and Lao am
    "aIs -\u0627\u06cc\u05d2\u05d3\u05d0\"'\u0905\u0430\u0439\u5927"  # plain letters between them
)
TEXT = st.text(st.one_of(ANY, ODD, ODD), max_size=10)

# What a running text reads otherwise than a name does, on purpose: full stops of initialisms, possessives.
OTHERWISE = re.compile(r"\.|\w['\u2019][sS](?!\w)")


def is_mark(character: str) -> bool:
    """Tell whether a character is a mark, or a letter that composes to one."""
    return character in MARK_LETTERS or unicodedata.category(character).startswith("M")


def has_loose_mark(text: str) -> bool:
    """Tell whether a mark stands behind no letter: no typist writes that, and what it belongs to depends on the way."""
    return any(
        is_mark(mark) and not (base.isalnum() or (is_mark(base) and base not in MARK_LETTERS))
        for base, mark in pairwise(f" {text}")
    )


def fold_both_ways(text: str) -> tuple[str, str]:
    """Return a text as a view and as a name fold it, between letters; without spaces where scripts need none."""
    framed = f"aa {text} aa"
    by_view, by_name = fold_text(framed).folded.strip(), folded.__wrapped__(framed)
    if any(map(is_unspaced, {*framed, *by_name})):
        # A view puts a space between a script with spaces and one without.
        return by_view.replace(" ", ""), by_name.replace(" ", "")
    return by_view, by_name


@given(TEXT)
@example("\u0e25\u0e33\u0e1b\u0e32\u0e07")
@example("\u2474\u00e9k")
@example("1\x86\u08dcG")
@example("\u05d2' \u05e6\u05d4\"\u05dc")
@example("\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u062f")
def test_the_view_of_a_text_folds_as_a_name_does(text: str) -> None:
    assume(not OTHERWISE.search(text) and not has_loose_mark(text))
    by_view, by_name = fold_both_ways(text)
    assert by_view == by_name


@given(TEXT)
@example("\ud55c\u56fd\u5854")
@example("\u5854\u10e1\u10d0\u10e5")
@example("A-B C")
@example("A-B")
@example("TV\u337f")
def test_a_name_that_a_text_folds_differently_is_marked_so(text: str) -> None:
    assume(not has_loose_mark(text) and not any(unicodedata.category(c) == "Cc" for c in text))
    by_text, by_name = fold_text(text).folded.strip(), folded.__wrapped__(text)
    assert may_fold_in_text(text) or by_text == by_name or not by_name


@pytest.mark.cases("normalise")
def test_every_row_of_the_table_folds_alike_in_a_text(case: dict[str, str]) -> None:
    text = case["text"]
    if not OTHERWISE.search(text):
        by_view, by_name = fold_both_ways(text)
        assert by_view == by_name, case["why"]
