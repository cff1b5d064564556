from __future__ import annotations

import pytest

from polyonym.language_tags import is_registered, is_well_formed


@pytest.mark.parametrize("tag", ["ar", "prs", "zh-Hans", "fa-AF", "sr-Latn-RS", "uz-Cyrl", "ZH-hant-tw", "de-1996"])
def test_registered_tags_are_well_formed(tag: str) -> None:
    assert is_well_formed(tag)
    assert is_registered(tag)


@pytest.mark.parametrize(
    ("tag", "why"),
    [
        ("jp", "the country, not the language ja"),
        ("gr", "the country, not the language el"),
        ("farsi", "the name of the language"),
        ("xx", "two letters of no language"),
        ("ar-Arabic", "the name of the script"),
        ("en-UX", "two letters of no region"),
    ],
)
def test_a_tag_with_an_unknown_part_is_well_formed_and_not_registered(tag: str, why: str) -> None:
    assert is_well_formed(tag), why
    assert not is_registered(tag), why


@pytest.mark.parametrize("tag", ["", "a", "zh_Hans", "zh-", "arabic language", "x" * 9, "زبان"])
def test_other_texts_are_not_well_formed(tag: str) -> None:
    assert not is_well_formed(tag)
