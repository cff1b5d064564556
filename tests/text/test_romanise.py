from __future__ import annotations

import re

import pytest

from polyonym.text.normalise import folded
from polyonym.text.romanise import romanise


@pytest.mark.cases("romanise")
def test_a_token_is_written_in_latin_as_its_row_says(case: dict[str, str]) -> None:
    assert romanise(case["token"]) == case["latin"], case["why"]


@pytest.mark.parametrize(
    "name",
    [
        "داعش",
        "نورالحق",
        "дайиш",
        "ІДІЛ",
        "אפגניסטן",
        "अफ़गानिस्तान",
        "জাতিসংঘ",
        "阿富汗",
        "イスラム国",
        "이슬람국가",
        "ประเทศไทย",
    ],
)
def test_a_name_of_any_script_becomes_ascii_letters(name: str) -> None:
    assert re.fullmatch("[a-z0-9]+", romanise(folded(name)))


def test_a_sign_that_nobody_can_read_becomes_nothing() -> None:
    assert romanise("\U000f0000") == ""
