from __future__ import annotations

import pytest

from polyonym import Resolver


def found(resolver, text, **options):
    return [
        (item.start, item.end, item.resolution.id if item.resolution.status == "match" else "?")
        for item in resolver.annotate(text, **options)
    ]


@pytest.mark.cases("annotate")
def test_the_names_of_a_sentence_are_found_and_nothing_else(resolver, unmarked, case):
    text, names = unmarked(case["text"])
    assert found(resolver, text) == names, case["why"]


@pytest.mark.parametrize("name", ["한국塔", "塔한국", "საქ塔", "豈방송", "TV東京"])
def test_a_name_in_two_scripts_of_which_one_is_unspaced_is_found(tmp_path, name):
    (tmp_path / "g.yaml").write_text(f"[{{id: x, type: place, name: X, aliases: [{name}]}}]", encoding="utf-8")
    assert found(Resolver.load(tmp_path), f"to {name} now") == [(3, 3 + len(name), "x")]


@pytest.mark.parametrize("name", ["ลำปาง", "กำแพงเพชร", "ລຳພູ"])
def test_a_thai_or_lao_name_with_the_vowel_am_is_found(tmp_path, name):
    """The vowel composes to a mark and a letter, of which the mark belongs to the letter before it."""
    (tmp_path / "g.yaml").write_text(f"[{{id: x, type: place, name: X, aliases: [{name}]}}]", encoding="utf-8")
    assert found(Resolver.load(tmp_path), f"ไป{name}กัน") == [(2, 2 + len(name), "x")]
