from __future__ import annotations

import random

import pytest

from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.name import analyse
from polyonym.training.synthetic_organizations import LatinWords, synthetic_organizations


@pytest.fixture(scope="module")
def words() -> LatinWords:
    return LatinWords.of(bundled_lexicon())


def made(words: LatinWords, kind, text: str, seed: int = 0):
    return list(synthetic_organizations(kind, analyse(text), words, random.Random(seed)))  # noqa: S311 -- no secret


def test_the_words_of_an_axis_distinguish_and_those_of_a_legal_form_share_a_concept(words: LatinWords) -> None:
    assert {"north", "south"} <= {word for word, _ in words.axes["axis:compass"]}
    assert any({"ltd", "limited"} & set(forms) for forms in words.legal_forms.values())


def test_a_distinguishing_word_makes_two_organizations(words: LatinWords) -> None:
    found = [example for seed in range(20) for kind, example in made(words, "place", "Waziristan", seed)]
    assert found
    assert not any(example.same for example in found)
    assert all("waziristan" in example.a and "waziristan" in example.b for example in found)


def test_a_legal_form_in_two_spellings_is_the_same_and_another_one_is_not(words: LatinWords) -> None:
    kinds = {}
    for seed in range(30):
        kinds.update(dict(made(words, "organization", "Promtech", seed)))
    assert kinds["legal_same"].same
    assert not kinds["legal_other"].same


def test_a_name_that_has_such_a_word_gets_no_other(words: LatinWords) -> None:
    assert not any(
        kind.startswith("axis") for seed in range(20) for kind, _ in made(words, "place", "North Korea", seed)
    )


def test_a_place_has_no_legal_form(words: LatinWords) -> None:
    assert not any(kind.startswith("legal") for seed in range(20) for kind, _ in made(words, "place", "Kabul", seed))
