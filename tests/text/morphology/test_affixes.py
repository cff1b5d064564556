from __future__ import annotations

import pytest

from polyonym.text.morphology.affixes import bare, parted
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
    word, keys = folded(word), {bare(folded(known))}
    part = parted(word, keys)
    assert (word[part[0] : part[1]] if part else None) == (folded(expected) if expected else None)


def test_a_letter_of_the_name_itself_is_no_prefix():
    assert parted(folded("وزیرستان"), {folded("کابل")}) is None
    assert bare(folded("العراق")) == folded("عراق")
    assert bare(folded("الى")) == folded("الى")
