from __future__ import annotations

import pytest

from polyonym.text.name_origin import GROUPS, latin_origin_probability, letter_ngrams, origin_model


@pytest.mark.parametrize("name", ["Emma Whitfield", "Lars Gustafsson", "Giulia Bianchi", "Juan Carlos Herrera"])
def test_names_of_latin_origin_are_likely_latin(name: str) -> None:
    assert latin_origin_probability([name.lower().split()]) > 0.9


@pytest.mark.parametrize("name", ["Noorullah Hakimi", "Abdelkader Benyoussef", "Hyon Chol Ri", "Vyacheslav Kuznetsov"])
def test_romanised_names_are_not_likely_latin(name: str) -> None:
    assert latin_origin_probability([name.lower().split()]) < 0.1


def test_short_tokens_and_numbers_say_nothing_about_the_origin() -> None:
    assert latin_origin_probability([["o", "42"], []]) == 0.5


def test_every_letter_is_read_after_those_before_it() -> None:
    assert letter_ngrams("omar") == ["^o", "^om", "oma", "mar", "ar$"]


def test_the_weights_have_a_number_for_each_group() -> None:
    assert {len(weights) for weights in origin_model().values()} == {len(GROUPS)}
