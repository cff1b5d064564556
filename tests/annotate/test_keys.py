from __future__ import annotations

from polyonym.annotate.keys import WordKeyCache, keys_of_text
from polyonym.annotate.text_view import fold_text
from polyonym.text.normalise import folded


def keys(text, *known, language=None):
    view = fold_text(text)
    return view, keys_of_text(view, frozenset(map(folded, known)), language, {})


def test_words_stand_where_they_are_said_to():
    view, found = keys("Kabul,  the U.S. – Ка\u0301бул")
    for at, word in enumerate(found.words):
        start = int(found.starts[at])
        assert view.folded[start : start + len(word)] == word


def test_a_plain_text_of_another_language_has_no_forms():
    _, found = keys("They went to Prague and to the capital of Poland")
    assert not found.has_forms
    assert found.keys == found.words


def test_the_language_that_is_said_decides():
    assert keys("Polsce", language="pl")[1].has_forms
    assert keys("Polsce", language="pl")[1].keys != keys("Polsce", language="en")[1].keys


def test_the_part_of_a_word_that_is_a_name_is_known():
    view, found = keys("قال والعراق", "عراق")
    assert found.keys[1] == "عراق"
    start, end = found.span(view, 1, 2)
    assert view.text[start:end] == "العراق"


def test_a_cached_key_is_the_key_that_would_be_computed():
    cache: WordKeyCache = {}
    view = fold_text("v Praze a Brně")
    for language in ("cs", "en", "cs"):
        again = keys_of_text(view, frozenset(), language, cache)
        assert again.keys == keys_of_text(view, frozenset(), language, {}).keys
    assert {latin for _, latin in cache} == {True, False}
