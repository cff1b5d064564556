from __future__ import annotations

import pytest

from polyonym.text.spelling_similarity import NUMERIC_FEATURES, SpellingModel
from polyonym.training.spelling_similarity import fit, near_misses, typos, variants

STEMS = ["mohammad", "karimi", "ahmadov", "petrenko", "yusuf", "ulumi", "rustam", "hakimi", "sultan", "murad"]


def test_a_variant_is_the_one_token_in_which_two_names_of_an_entity_differ() -> None:
    pairs, tokens = variants([["Yusuf Karimi", "Yousef Karimi", "Karimi", "Josef Karimow"], ["Anna Olsen"]])
    assert pairs == [("yousef", "yusuf")]
    assert tokens == ["anna", "josef", "karimi", "karimow", "olsen", "yousef", "yusuf"]


@pytest.mark.parametrize("names", [["Kabul 1", "Kabul 2"], ["Bank Melli", "Bank Tejarat"], ["Anna B", "Anna C"]])
def test_numbers_initials_and_other_words_are_no_variants(names: list[str]) -> None:
    assert variants([names])[0] == []


def test_a_typing_error_is_one_edit_and_the_same_in_every_run() -> None:
    found = typos(STEMS, 40)
    assert found == typos(STEMS, 40)
    assert len(found) > 30
    for a, b in found:
        (token,) = {a, b} & set(STEMS)
        error = b if a == token else a
        assert error[0] == token[0]
        assert abs(len(error) - len(token)) <= 1


def test_short_words_have_no_typing_errors() -> None:
    assert typos(["omar", "safi"], 10) == []


def test_a_near_miss_is_similar_and_no_known_variant() -> None:
    tokens = ["kabul", "zabul", "qabul", "herat", "kandahar"]
    found = near_misses([("kabul", "qabul")], tokens, limit=10)
    assert ("kabul", "zabul") in found
    assert ("kabul", "qabul") not in found
    assert not any("kandahar" in pair for pair in found)


def test_fitted_weights_separate_variants_from_near_misses() -> None:
    vowels = [(stem.replace("u", "o").replace("i", "e"), stem) for stem in STEMS]
    positives = [(min(a, b), max(a, b)) for a, b in vowels if a != b] * 20
    negatives = [(min(stem, "z" + stem[1:]), max(stem, "z" + stem[1:])) for stem in STEMS] * 20
    stored = fit(positives, negatives)
    model = SpellingModel(tuple(stored["numeric"][name] for name in NUMERIC_FEATURES), stored["edits"])
    assert min(model(a, b) for a, b in positives) > 0.5 > max(model(a, b) for a, b in negatives)
    assert "siu" not in stored["edits"], "An edit that was hardly seen has no weight of its own."
