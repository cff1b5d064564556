from __future__ import annotations

import pytest

from polyonym.text.phonetic import phonetic_key


@pytest.mark.cases("sound")
def test_spellings_of_one_name_have_one_phonetic_key_and_other_names_another(case: dict[str, list[str]]) -> None:
    keys = {phonetic_key(token) for token in case.get("same") or case["apart"]}
    assert len(keys) == (1 if "same" in case else len(case["apart"])), (case["why"], keys)


@pytest.mark.parametrize("token", ["", "a", "e", "hhh", "2015", "aeiou"])
def test_a_token_without_consonants_has_a_key_that_proves_nothing(token: str) -> None:
    key = phonetic_key(token)
    assert len(key) <= 1 or key.isdigit()
