from __future__ import annotations

import pytest

from polyonym.text.name import analyse


def test_a_name_is_analysed_into_tokens_with_romanisation_and_phonetic_key() -> None:
    name = analyse("نورالحق علومی")
    assert [token.text for token in name.tokens] == ["نورالحق", "علومی"]
    assert all(token.latin.isascii() and token.latin and token.phonetic_key for token in name.tokens)
    assert name.script == "Arab"


@pytest.mark.parametrize(
    ("text", "core"),
    [
        ("Mullah Akhtar Mansoor", "akhtar mansoor"),
        ("the Daesh", "daesh"),
        ("The", "the"),
        ("Governor", "governor"),
    ],
)
def test_the_core_leaves_out_what_carries_no_identity_unless_nothing_else_is_there(text: str, core: str) -> None:
    assert analyse(text).core == core


def test_the_cased_core_keeps_the_letters_as_they_were() -> None:
    assert analyse("the IS").core_cased == "IS"
    assert analyse("the is").core_cased == "is"


@pytest.mark.parametrize(
    ("text", "words"), [("习近平", ["习", "近平"]), ("김정은", ["김", "정은"]), ("문재인", ["문", "재인"])]
)
def test_an_unspaced_personal_name_is_split_after_the_family_name(text: str, words: list[str]) -> None:
    assert [token.text for token in analyse(text).tokens] == words


def test_a_name_of_punctuation_has_no_tokens() -> None:
    assert analyse("!?").tokens == ()
    assert analyse("").tokens == ()


def test_equal_texts_are_equal_names() -> None:
    assert analyse.__wrapped__("Omar Safi") == analyse.__wrapped__("Omar Safi")
    assert hash(analyse("Omar Safi")) == hash(analyse.__wrapped__("Omar Safi"))
