from __future__ import annotations

import pytest

from polyonym.web.http.body import JsonRoute, parse
from polyonym.web.http.problems import Refusal


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


def test_an_endpoint_that_wants_more_than_its_body_is_refused_when_the_application_is_built():
    from fastapi import APIRouter

    from polyonym.web.contract import wire

    routes = APIRouter(route_class=JsonRoute)

    async def with_more(body: wire.CompareRequest, query: str) -> None: ...

    def in_a_thread(body: wire.CompareRequest) -> None: ...

    async def without_a_model(body: dict[str, str]) -> None: ...

    for number, endpoint in enumerate((with_more, in_a_thread, without_a_model)):
        # The annotations of a function inside a function cannot be read as text.
        endpoint.__annotations__ |= {"body": dict[str, str] if number == 2 else wire.CompareRequest}
        with pytest.raises(TypeError, match="a coroutine function of one model"):
            routes.post(f"/{number}")(endpoint)


def test_a_body_of_null_is_told_what_it_has_to_be(client):
    answer = client.post("/resolve", content=b"null", headers={"content-type": "application/json"})
    assert answer.json()["errors"] == [{"field": "body", "detail": "This has to be a JSON object."}]
