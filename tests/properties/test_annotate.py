from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

PIECES = st.sampled_from([
    "Daesh", "IS", "is", "Kunduz", "Kunduz province", "Mohammad Omer Safi", "Safi", "the Islamic Emirate (Taliban)",
    "داعش", "والعراق", "Афганистана", "塔利班", "탈레반은", "U.S.", "Ka\u0301bul", "İran'da", "ﬁ", "😀", ".", ",",
    "\r\n", "\n\n", " ",
    "'s", "-led", "\u200b", "said", "Will", "province", "TALIBAN IS HERE",
])  # fmt: skip
TEXTS = st.one_of(st.lists(PIECES, max_size=20).map(" ".join), st.lists(PIECES, max_size=20).map("".join), st.text())
TEXTS = TEXTS.filter(lambda text: not any(c < "\t" or "\x0d" < c < " " or "\x7e" < c < "\xa0" for c in text))


def spans(found):
    return [(item.start, item.end, item.resolution.status, item.resolution.id) for item in found]


@given(TEXTS)
def test_offsets_slice_the_name_out_of_the_text(resolver, text):
    found = resolver.annotate(text)
    assert all(text[item.start : item.end] == item.text for item in found)
    assert all(item.text == item.text.strip() != "" for item in found)
    assert all(one.end <= other.start for one, other in pairwise(found))


@given(TEXTS)
def test_every_name_is_a_match_or_ambiguous_and_has_candidates(resolver, text):
    for item in resolver.annotate(text, nested=True):
        assert item.resolution.status in {"match", "ambiguous"}
        assert item.resolution.candidates
        assert (item.resolution.id is not None) is (item.resolution.status == "match")


@given(TEXTS)
def test_the_same_text_gives_the_same_answer(resolver, text):
    assert resolver.annotate(text) == resolver.annotate(text)


@given(TEXTS)
def test_nested_names_are_added_and_none_is_lost(resolver, text):
    assert set(spans(resolver.annotate(text))) <= set(spans(resolver.annotate(text, nested=True)))


@given(TEXTS)
def test_filters_leave_out_and_change_nothing(resolver, text):
    every = spans(resolver.annotate(text))
    places = spans(resolver.annotate(text, types=["place"]))
    sure = spans(resolver.annotate(text, statuses=["match"]))
    assert set(places) <= set(every)
    assert sure == [item for item in every if item[2] == "match"]


@given(TEXTS)
def test_what_stands_in_another_paragraph_keeps_every_span(resolver, text):
    """Another paragraph can settle what was open, but it moves no name and takes none away."""
    alone = {(start, end) for start, end, _, _ in spans(resolver.annotate(text))}
    behind = "\n\nThe weather was fine."
    assert {(start, end) for start, end, _, _ in spans(resolver.annotate(text + behind))} >= {
        (start, end) for start, end in alone if text != text.lower()
    }
