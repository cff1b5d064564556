from __future__ import annotations

import pytest

from polyonym.text.cross_script_similarity import (
    NUMERIC_FEATURES,
    cross_script_model,
    cross_script_similarity,
    numeric_features,
)


@pytest.mark.parametrize(
    ("native", "script", "latin"),
    [
        ("محمد", "Arab", "mohammad"),
        ("علومی", "Arab", "olomi"),
        ("علومی", "Arab", "ulumi"),
        ("зеленский", "Cyrl", "zelenskyy"),
        ("הרצוג", "Hebr", "herzog"),
        ("タナカ", "Jpan", "tanaka"),
        ("παπανδρεου", "Grek", "papandreou"),
        ("近平", "Hani", "jinping"),
    ],
)
def test_a_spelling_of_a_word_in_latin_is_likely(native: str, script: str, latin: str) -> None:
    assert cross_script_similarity(native, script, latin) > 0.5


@pytest.mark.parametrize(
    ("native", "script", "latin"),
    [
        ("محمد", "Arab", "kabul"),
        ("کابل", "Arab", "zabul"),
        ("зеленский", "Cyrl", "kovalenko"),
        ("הרצוג", "Hebr", "netanyahu"),
        ("タナカ", "Jpan", "suzuki"),
        ("近平", "Hani", "xiaoming"),
    ],
)
def test_another_word_is_unlikely(native: str, script: str, latin: str) -> None:
    assert cross_script_similarity(native, script, latin) < 0.4


def test_a_script_without_a_map_is_compared_by_its_romanisation() -> None:
    assert cross_script_similarity("दिल्ली", "Deva", "dillii") > 0.5 > cross_script_similarity("दिल्ली", "Deva", "mumbai")


@pytest.mark.parametrize("name", ["", "x", "mohammad" * 40])
def test_a_probability_is_one_whatever_is_compared(name: str) -> None:
    assert all(0 <= cross_script_similarity(native, "Arab", name) <= 1 for native in ("محمد", "م", "\u0640"))


def test_there_is_a_number_for_every_feature_and_a_weight_for_every_number() -> None:
    assert len(numeric_features("محمد", "mohammad", 0.9)) == len(NUMERIC_FEATURES)
    assert all(len(weights) == len(NUMERIC_FEATURES) for weights in cross_script_model().values())


def test_a_greater_cosine_makes_it_likelier() -> None:
    low, high = (numeric_features("محمد", "mohammad", near) for near in (0.3, 0.9))
    for weights in cross_script_model().values():
        assert sum(w * (h - v) for w, h, v in zip(weights, high, low, strict=True)) >= 0
