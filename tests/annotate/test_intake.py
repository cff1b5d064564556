from __future__ import annotations

import pytest

from polyonym import TextError


@pytest.mark.parametrize("text", ["a\x00b", "\x1b[0m", "\ud800", "a\udfff", "\x7f"])
def test_what_is_no_text_is_refused_with_its_place(resolver, text):
    with pytest.raises(TextError, match=r"^text: .* at character "):
        resolver.annotate(text)


@pytest.mark.parametrize("text", ["", " ", "\r\n\t\x0b\x0c\x85\u2028", "\ufeff", "...", "\ue000\U0010ffff\ufffe"])
def test_a_text_without_a_word_has_no_names(resolver, text):
    assert resolver.annotate(text) == ()


@pytest.mark.parametrize(
    ("wish", "detail"),
    [
        ({"types": ["robot"]}, "types: There is no type 'robot'"),
        ({"types": "person"}, "types: Give a list"),
        ({"statuses": ["no_match"]}, "statuses: There is no 'no_match'"),
        ({"language": "not a tag"}, "language: This is no BCP 47"),
    ],
)
def test_an_unknown_option_is_refused(resolver, wish, detail):
    with pytest.raises(TextError, match=detail):
        resolver.annotate("Kabul", **wish)


def test_an_empty_list_of_options_asks_for_everything(resolver):
    assert resolver.annotate("Kabul", types=[], statuses=[]) == resolver.annotate("Kabul")
