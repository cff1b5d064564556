from __future__ import annotations

import pytest

from polyonym.tables.rows import has_undecodable, with_replacements


@pytest.mark.parametrize(
    ("texts", "undecodable"),
    [
        ((), False),
        (("plain", "داعش", "😀"), False),
        (("plain", "\udc80"), True),
        (("\udcff",), True),
        # Half of a surrogate pair in JSON is no byte that could not be decoded.
        (("\ud83d", "\udc7f", "\udd00"), False),
    ],
)
def test_bytes_that_are_not_utf8_are_lone_low_surrogates(texts, undecodable):
    assert has_undecodable(texts) is undecodable


def test_a_byte_that_is_not_utf8_becomes_the_replacement_character():
    text = b"caf\xe9 \xff".decode("utf-8", "surrogateescape")
    assert with_replacements(text) == "caf\ufffd \ufffd"
    assert with_replacements("café") == "café"
