from __future__ import annotations

import pytest

from polyonym.annotate.sentence import Sentences, starts_sentence


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("One. Two x three. Four", "x", "Two x three. "),
        ("One\nx\nTwo", "x", "x\n"),
        ("One? x! Two", "x", "x! "),
        ("version 1.5 x", "x", "version 1.5 x"),
    ],
)
def test_a_sentence_ends_with_its_sign_or_its_line(text, word, expected):
    first, last = Sentences.of(text).around(text.index(word))
    assert text[first:last] == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Will", True),
        ("He said. Will", True),
        ("He said: Will", True),
        ('He said: "Will', True),
        ("Line\nWill", True),
        ("- Will", True),
        ("and Will", False),
        ("and, Will", False),
        ("(Will", True),
    ],
)
def test_any_word_has_a_capital_at_the_head_of_a_sentence(text, expected):
    assert starts_sentence(text, text.index("Will")) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("THE IS HERE", True), ("The IS here", False), ("IS", False), ("1234 IS", False), ("Quiet. THE IS HERE. Q", True)],
)
def test_capitals_say_nothing_in_a_sentence_of_capitals(text, expected):
    assert Sentences.of(text).is_all_capitals(text.index("IS")) is expected
