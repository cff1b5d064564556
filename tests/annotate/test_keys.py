from __future__ import annotations

from polyonym.annotate.keys import Keyed, keys_of
from polyonym.annotate.text_view import view
from polyonym.text.normalise import folded


def keys(text, *known, language=None):
    seen = view(text)
    return seen, keys_of(seen, frozenset(map(folded, known)), language, {})


def test_words_stand_where_they_are_said_to():
    seen, found = keys("Kabul,  the U.S. – Ка\u0301бул")
    for at, word in enumerate(found.words):
        start = int(found.starts[at])
        assert seen.folded[start : start + len(word)] == word


def test_a_plain_text_of_another_language_has_no_forms():
    _, found = keys("They went to Prague and to the capital of Poland")
    assert not found.forms
    assert found.keys == found.words


def test_the_language_that_is_said_decides():
    assert keys("Polsce", language="pl")[1].forms
    assert keys("Polsce", language="pl")[1].keys != keys("Polsce", language="en")[1].keys


def test_the_part_of_a_word_that_is_a_name_is_known():
    seen, found = keys("قال والعراق", "عراق")
    assert found.keys[1] == "عراق"
    start, end = found.span(seen, 1, 2)
    assert seen.text[start:end] == "العراق"


def test_what_is_remembered_of_a_word_is_what_it_is_seen_as_anew():
    remembered: dict[tuple[str, bool], Keyed] = {}
    seen = view("v Praze a Brně")
    for language in ("cs", "en", "cs"):
        again = keys_of(seen, frozenset(), language, remembered)
        assert again.keys == keys_of(seen, frozenset(), language, {}).keys
    assert {latin for _, latin in remembered} == {True, False}
