from __future__ import annotations

import pytest

from polyonym.text.cross_script_vectors import bundled_encoder, cosine


def test_the_weights_are_opened_once() -> None:
    assert bundled_encoder() is bundled_encoder()


@pytest.mark.parametrize(
    ("native", "script", "right", "wrong"),
    [
        ("محمد", "Arab", "mohammad", "kabul"),
        ("علومی", "Arab", "olomi", "karimi"),
        ("近平", "Hani", "jinping", "xiaoming"),
        ("משה", "Hebr", "moshe", "david"),
    ],
)
def test_a_token_is_nearer_to_its_spelling_than_to_another_word(
    native: str, script: str, right: str, wrong: str
) -> None:
    assert cosine(native, script, right) > 0.6
    assert cosine(native, script, wrong) < 0.5


@pytest.mark.parametrize("script", ["Thai", "Deva", "Latn", "Zyyy", ""])
def test_a_script_without_a_map_is_near_to_nothing(script: str) -> None:
    assert cosine("ไทย", script, "thai") == 0


def test_a_cosine_is_the_same_when_it_is_asked_again() -> None:
    assert cosine("москва", "Cyrl", "moskva") == cosine("москва", "Cyrl", "moskva") <= 1.00001
