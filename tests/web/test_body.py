from __future__ import annotations

import pytest

from polyonym.web.body import parse
from polyonym.web.problems import Refusal


def test_json_of_any_kind_is_parsed():
    assert parse('{"a": ["داعش", 1.5, null, true]}'.encode()) == {"a": ["داعش", 1.5, None, True]}


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "empty"),
        (b'\xef\xbb\xbf{"a": 1}', "byte order mark"),
        ('{"a": 1}'.encode("utf-16"), "UTF-8"),
        (b'{"a": "\xff"}', "byte 7"),
        (b'{"a": NaN}', "NaN"),
        (b'{"a": -Infinity}', "-Infinity"),
        (b'{"a": 1', "line 1, column 8"),
        (b"[" * 100_000, "nested"),
        (b"9" * 5000, "too long"),
        (b"{'a': 1}", "not JSON"),
    ],
)
def test_anything_else_is_refused_with_the_reason(body, words):
    with pytest.raises(Refusal, match=words) as caught:
        parse(body)
    assert caught.value.code == "unreadable-json"
    assert len(caught.value.detail) < 200
