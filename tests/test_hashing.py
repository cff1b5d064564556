from __future__ import annotations

import pytest

from polyonym.hashing import digest


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", 0xB4B2797457A0A6E4), ("omar", 0xABBC743F9FE249F6), ("داعش", 0x85135A9A16DDEE47)],
)
def test_a_digest_is_that_of_b2sum_read_from_its_last_byte(text: str, expected: int) -> None:
    """A snapshot on disk holds digests, so they may never change; these are from `b2sum -l 64`."""
    assert digest(text) == expected


def test_texts_that_differ_in_anything_have_other_digests() -> None:
    texts = ["omar", "Omar", "omar ", "oma", "omra", "", "e\u0301", "\u00e9", "a" * 10_000]
    assert len({digest(text) for text in texts}) == len(texts)
