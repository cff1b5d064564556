from __future__ import annotations

import pytest

from polyonym.web.http.keys import check_key
from polyonym.web.http.problems import Refusal

KEYS = frozenset({"one-key", "another"})


@pytest.mark.parametrize(
    "authorization",
    ["Bearer one-key", "bearer another", "BEARER one-key", "  Bearer   one-key  "],
)
def test_one_of_the_keys_opens(authorization):
    check_key(authorization, KEYS)


@pytest.mark.parametrize("authorization", [None, "", "Bearer", "Bearer ", "Basic one-key", "one-key"])
def test_without_a_key_the_answer_says_how_to_bring_one(authorization):
    with pytest.raises(Refusal) as caught:
        check_key(authorization, KEYS)
    assert caught.value.code == "api-key-missing"
    assert caught.value.headers == {"WWW-Authenticate": 'Bearer realm="polyonym"'}


@pytest.mark.parametrize("key", ["one-ke", "one-key2", "ONE-KEY", "one-key,another", "schl\u00fcssel", "\U0001f600"])
def test_another_key_is_refused_and_not_repeated(key):
    with pytest.raises(Refusal) as caught:
        check_key(f"Bearer {key}", KEYS)
    assert caught.value.code == "api-key-refused"
    assert key not in caught.value.detail


def test_nobody_may_do_anything_where_there_are_no_keys():
    for authorization in (None, "Bearer one-key"):
        with pytest.raises(Refusal) as caught:
            check_key(authorization, frozenset())
        assert caught.value.code == "reload-disabled"
