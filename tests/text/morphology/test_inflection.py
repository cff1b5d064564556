from __future__ import annotations

from itertools import product

import pytest

from polyonym.annotate.keys import key_of_word, keys_of_token
from polyonym.annotate.spotter import are_forms, is_capitalised_as
from polyonym.text.morphology.inflection import has_declension, has_genitive_s, same_lexeme, stem
from polyonym.text.normalise import folded


def key_of_text(words):
    """Return the key of folded words as they stand in a text whose words have cases."""
    return " ".join(key_of_word(word, (), is_declined=True)[0] for word in words)


def keys_of_name(tokens):
    """Return the keys of a name: every word as it stands and as a base form."""
    return set(map(" ".join, product(*map(keys_of_token, tokens))))


def is_form(name, words, written):
    """Tell whether words of a text are a form of a name."""
    return are_forms(words, folded(name)) and is_capitalised_as(name, words, written)


@pytest.mark.cases("inflection")
def test_every_form_of_a_name_has_its_key_and_is_a_form_of_it(case):
    for form in case["forms"]:
        words, tokens = folded(form).split(), folded(case["name"]).split()
        assert key_of_text(words) in keys_of_name(tokens), form
        assert is_form(case["name"], folded(form), form), form


@pytest.mark.cases("inflection")
def test_other_words_are_no_forms(case):
    for other in case["not"]:
        words, tokens = folded(other).split(), folded(case["name"]).split()
        found = key_of_text(words) in keys_of_name(tokens)
        assert not (found and is_form(case["name"], folded(other), other)), other


def test_a_word_is_a_form_of_itself_and_not_of_a_word_in_another_script():
    assert same_lexeme("x", "x")
    assert not same_lexeme("praha", "прага")
    assert not same_lexeme("iraq", "iran")


def test_a_short_word_and_a_number_are_their_own_keys():
    assert [stem(word) for word in ("eu", "usa", "2001", "a380")] == ["eu", "usa", "2001", "a380"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("prezydent pojechał do stolicy kraju i nie wrócił przez rok", True),
        ("Starosta přijel do Prahy a řekl to.", True),
        ("Wałęsa spoke to the workers of the yard in that year", False),
        ("the minister went to the capital of the country and did not return", False),
        ("le ministre est parti dans la capitale du pays et ne revient pas", False),
        ("bakan ülkenin başkentine gitti ve bir daha geri gelmedi", False),
        ("il ministro non si trova nella capitale da un anno", False),
        ("", False),
    ],
)
def test_function_words_show_a_language_that_declines_names(text, expected):
    assert has_declension(folded(text).split(), text, None) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Der Minister ist nach Kabul gereist und nicht mit dem Zug", True),
        ("Ministern har rest till Kabul och är inte på väg", True),
        ("the minister went to the capital and did not return", False),
        ("le ministre est parti dans la capitale des morts", False),
    ],
)
def test_function_words_show_a_language_with_a_genitive_in_s(text, expected):
    assert has_genitive_s(folded(text).split(), None) is expected


def test_a_given_language_goes_before_function_words():
    assert has_declension(["the", "of"], "the of", "cs-CZ")
    assert not has_declension(["nie", "przez"], "nie przez", "en")
