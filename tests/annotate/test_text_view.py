from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.annotate.text_view import fold_text
from polyonym.text.normalise import folded


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", "  "),
        (" \r\n ", "  "),
        ("İstanbul ﬁne straße", " istanbul fine strasse "),
        ("Ka\u0301bul Kábul", " kabul kabul "),
        ("Ka\u200bbul \u202bKabul\u202c", " kabul kabul "),
        ("the U.S. and e.g. this", " the us and eg this "),
        ("Daesh's, O'Neill", " daesh s oneill "),
        ("محمّد عُمر می\u200cخواهد", " محمد عمر می خواهد "),
        ("在IS的", " 在 is 的 "),
        ("ｶﾞﾝ 가나", " ガン 가나 "),
        ("क्षेत्र", " क्षेत्र "),
        ('צה"ל', " צהל "),
        ("❤️ 👨‍👩‍👧 ok", " ok "),
        ("ลำปาง", " ลําปาง "),
        ("⑴and", " 1 and "),
    ],
)
def test_a_text_is_folded_as_names_are(text, expected):
    assert fold_text(text).folded == expected


@given(st.text())
def test_the_map_is_monotone_and_stays_inside_the_text(text):
    view = fold_text(text)
    offsets = view.offsets.tolist()
    assert len(offsets) == len(view.folded)
    assert offsets == sorted(offsets)
    assert all(0 <= place <= max(0, len(text) - 1) for place in offsets)
    assert view.folded[0] == view.folded[-1] == " "
    assert "  " not in view.folded or view.folded == "  "


@given(
    st.lists(st.sampled_from(["Kabul", "İran", "ﬁne", "محمّد", "Ka\u0301bul", "Сар-э Пол", "दिल्ली", "가나"]), min_size=1)
)
def test_the_folding_of_a_word_is_found_where_the_map_says(words):
    text = " ".join(words)
    view = fold_text(text)
    at = 1
    for word in words:
        fold = folded(word)
        assert view.folded[at : at + len(fold)] == fold
        start, end = view.start(at), view.end(at + len(fold))
        assert text[start:end] == word
        at += len(fold) + 1


@given(st.text(), st.text())
def test_a_paragraph_break_parts_two_texts(one, other):
    whole = fold_text(f"{one}\n\n{other}").folded
    assert whole.split() == (fold_text(one).folded + fold_text(other).folded).split()


def test_a_slice_of_the_original_is_found_in_the_folding():
    text = "Straße nach KABUL, heute"
    start = text.index("KABUL")
    assert fold_text(text).slice(start, start + 5) == "kabul"
