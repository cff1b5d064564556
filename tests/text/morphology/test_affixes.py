from __future__ import annotations

import pytest

from polyonym.text.morphology.affixes import affixed_name_span, without_article
from polyonym.text.normalise import folded


@pytest.mark.parametrize(
    ("word", "known", "expected"),
    [
        ("والعراق", "العراق", "العراق"),
        ("بالعراق", "العراق", "العراق"),
        ("للعراق", "العراق", "للعراق"),
        ("بكابل", "كابل", "كابل"),
        ("בישראל", "ישראל", "ישראל"),
        ("ומישראל", "ישראל", "ישראל"),
        ("탈레반은", "탈레반", "탈레반"),
        ("탈레반에서", "탈레반", "탈레반"),
        ("wkabul", "kabul", None),
    ],
)
def test_a_known_name_is_found_in_a_word_with_affixes(word, known, expected):
    word, keys = folded(word), {without_article(folded(known))}
    part = affixed_name_span(word, keys)
    assert (word[part[0] : part[1]] if part else None) == (folded(expected) if expected else None)


def test_a_letter_of_the_name_itself_is_no_prefix():
    assert affixed_name_span(folded("وزیرستان"), {folded("کابل")}) is None
    assert without_article(folded("العراق")) == folded("عراق")
    assert without_article(folded("الى")) == folded("الى")
