from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.annotate.layout import CAPITAL, SMALL, fold_name, lay_out
from polyonym.text.normalise import folded


@given(st.one_of(st.text(max_size=30), st.from_regex(r"[A-Za-z0-9]{1,4}([ -][A-Za-z0-9]{1,4})*", fullmatch=True)))
def test_a_name_is_folded_as_names_are(text):
    assert fold_name(text) == folded(text)


def test_patterns_stand_between_spaces_where_their_script_has_some(make):
    names = make("- {id: a, type: place, name: Kabul, aliases: [塔利班, U.S. Army, O'Neill's, TV東京, 美]}")
    found = lay_out(names.snapshot)
    assert set(found.listed) >= {" kabul ", "塔利班", " us army ", " u s army ", " oneill s ", " tv 東京"}
    assert "美" not in found.listed


def test_a_layout_knows_how_a_name_is_written(make):
    names = make("- {id: a, type: place, name: Kabul}\n- {id: b, type: other, name: kabul, aliases: [brexit]}")
    found = lay_out(names.snapshot)
    written = dict(zip(found.listed, found.written, strict=True))
    assert written == {" kabul ": CAPITAL | SMALL, " brexit ": SMALL}


def test_the_names_of_a_form_are_those_that_have_it(make):
    names = make("- {id: a, type: place, name: Praha, aliases: [Prahy]}\n- {id: b, type: place, name: Paris}")
    found = lay_out(names.snapshot)
    held = found.names[found.forms.index(" prah ")][:10].tolist()
    assert [names.snapshot.names[number].alias.name for number in held] == ["Praha", "Prahy"]
    assert found.names[found.forms.index(" prah ")][:1].tolist() == held[:1]


@pytest.mark.parametrize("text", ["- {id: a, type: place, name: Kabul, not: [Kabul City]}"])
def test_a_name_under_not_is_listed_and_has_no_forms(make, text):
    found = lay_out(make(text).snapshot)
    assert " kabul city " in found.listed
    assert not any("cit" in form for form in found.forms)
