"""Whatever is sent, the answer is a problem with the right status, and the service goes on."""

from __future__ import annotations

import pytest

from polyonym.session import Session

JSON = {"content-type": "application/json"}


def check_problem(answer, status, code):
    assert (answer.status_code, answer.json()["code"]) == (status, code), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["status"] == status
    assert body["type"] == f"urn:polyonym:problem:{code}"
    assert body["title"]
    assert body["detail"]
    assert len(answer.content) < 5000
    assert "Traceback" not in answer.text
    assert "pydantic" not in answer.text


BODIES = {
    "blank": (b'{"mention": "  \\t "}', 422, "invalid-mention"),
    "empty mention": (b'{"mention": ""}', 422, "invalid-mention"),
    "punctuation only": ('{"mention": "«…»"}'.encode(), 422, "invalid-mention"),
    "invisible only": (b'{"mention": "\\u200b\\u200f"}', 422, "invalid-mention"),
    "ten thousand characters": (b'{"mention": "%s"}' % (b"x" * 10_000), 422, "invalid-mention"),
    "a million characters": (b'{"mention": "%s"}' % (b"x" * 1_000_000), 422, "invalid-mention"),
    "NUL": (b'{"mention": "Da\\u0000esh"}', 422, "invalid-mention"),
    "control character": (b'{"mention": "Da\\u001besh"}', 422, "invalid-mention"),
    "half a surrogate pair": (b'{"mention": "Da\\ud800esh"}', 422, "invalid-mention"),
    "pair the wrong way round": (b'{"mention": "\\udc00\\ud800"}', 422, "invalid-mention"),
    "surrogate in the context": (b'{"mention": "a", "context": "\\udfff"}', 422, "invalid-mention"),
    "surrogate in the language": (b'{"mention": "a", "language": "\\udfff"}', 422, "invalid-mention"),
    "surrogate in the type": (b'{"mention": "a", "type": "\\udfff"}', 422, "invalid-mention"),
    "surrogate in a key": (b'{"mention": "a", "\\udfff": 1}', 422, "invalid-request"),
    "long unknown key": (b'{"mention": "a", "%s": 1}' % (b"k" * 100_000), 422, "invalid-request"),
    "some unknown keys": (
        b'{"mention": "a", %s}' % b",".join(b'"%d": 1' % n for n in range(40)),
        422,
        "invalid-request",
    ),
    "many unknown keys": (
        b'{"mention": "a", %s}' % b",".join(b'"%d": 1' % n for n in range(500_000)),
        422,
        "invalid-request",
    ),
    "unknown type": (b'{"mention": "a", "type": "robot"}', 422, "invalid-mention"),
    "long unknown type": (b'{"mention": "a", "type": "%s"}' % (b"x" * 100_000), 422, "invalid-mention"),
    "number for a type": (b'{"mention": "a", "type": 5}', 422, "invalid-request"),
    "number for a mention": (b'{"mention": 5}', 422, "invalid-request"),
    "null for a mention": (b'{"mention": null}', 422, "invalid-request"),
    "no mention": (b"{}", 422, "invalid-request"),
    "text for a limit": (b'{"mention": "a", "limit": "5"}', 422, "invalid-request"),
    "truth for a limit": (b'{"mention": "a", "limit": true}', 422, "invalid-request"),
    "infinite limit": (b'{"mention": "a", "limit": 1e999}', 422, "invalid-request"),
    "huge limit": (b'{"mention": "a", "limit": 99999999999999999999}', 422, "invalid-mention"),
    "negative limit": (b'{"mention": "a", "limit": -1}', 422, "invalid-mention"),
    "limit of thousands of digits": (b'{"mention": "a", "limit": %s}' % (b"9" * 5000), 400, "unreadable-json"),
    "no language": (b'{"mention": "a", "language": "??"}', 422, "invalid-mention"),
    "list for a body": (b'["Daesh"]', 422, "invalid-request"),
    "text for a body": (b'"Daesh"', 422, "invalid-request"),
    "null for a body": (b"null", 422, "invalid-request"),
    "no body": (b"", 400, "unreadable-json"),
    "half a body": (b'{"mention": "Daesh"', 400, "unreadable-json"),
    "not JSON": (b"mention=Daesh", 400, "unreadable-json"),
    "NaN": (b'{"mention": NaN}', 400, "unreadable-json"),
    "deep nesting": (b"[" * 200_000, 400, "unreadable-json"),
    "nesting that can be parsed": (b'{"mention": %s%s}' % (b"[" * 500, b"]" * 500), 422, "invalid-request"),
    "not UTF-8": (b'{"mention": "\xff\xfe"}', 400, "unreadable-json"),
    "overlong UTF-8": (b'{"mention": "\xc0\xaf"}', 400, "unreadable-json"),
    "surrogate in UTF-8": (b'{"mention": "\xed\xa0\x80"}', 400, "unreadable-json"),
    "UTF-16": ('{"mention": "Daesh"}'.encode("utf-16"), 400, "unreadable-json"),
    "byte order mark": (b'\xef\xbb\xbf{"mention": "Daesh"}', 400, "unreadable-json"),
    "nine megabytes": (b" " * (9 << 20), 413, "body-too-large"),
}


@pytest.mark.parametrize(("body", "status", "code"), BODIES.values(), ids=BODIES.keys())
def test_a_bad_body_is_a_problem_and_the_next_request_is_answered(client, body, status, code):
    check_problem(client.post("/resolve", content=body, headers=JSON), status, code)
    assert client.post("/resolve", json={"mention": "Daesh"}).json()["id"] == "islamic-state"


ITEMS = {name: row for name, row in BODIES.items() if row[0].startswith(b"{") and row[1] == 422}


@pytest.mark.parametrize("body", [row[0] for row in ITEMS.values()], ids=ITEMS.keys())
def test_a_bad_item_of_a_batch_fails_alone_as_it_does_by_itself(client, body):
    alone = client.post("/resolve", content=body, headers=JSON).json()
    answer = client.post("/resolve/batch", content=b'{"mentions": ["Daesh", %s, "ISIL"]}' % body, headers=JSON)
    assert answer.status_code == 200
    before, bad, after = answer.json()["results"]
    assert before["id"] == after["id"] == "islamic-state"
    assert bad == {"error": alone}


@pytest.mark.parametrize("path", ["/resolve", "/resolve/batch", "/compare"])
@pytest.mark.parametrize("media_type", [None, "", "text/plain", "application/x-www-form-urlencoded", "application/xml"])
def test_a_body_that_is_not_announced_as_json_is_not_read(client, path, media_type):
    headers = {} if media_type is None else {"content-type": media_type}
    check_problem(client.post(path, content=b'{"mention": "a"}', headers=headers), 415, "unsupported-media-type")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"mentions": ["Daesh"] * 1001}, "invalid-request"),
        ({"mentions": "Daesh"}, "invalid-request"),
        ({"mentions": None}, "invalid-request"),
        ({"mentions": ["Daesh"], "type": "person"}, "invalid-request"),
        ({}, "invalid-request"),
        ([], "invalid-request"),
    ],
)
def test_a_batch_of_the_wrong_shape_is_a_problem(client, body, code):
    check_problem(client.post("/resolve/batch", json=body), 422, code)


@pytest.mark.parametrize(
    ("body", "field"),
    [({"a": "", "b": "x"}, "a"), ({"a": "x", "b": "\u0000"}, "b"), ({"a": "x"}, "b"), ({"a": "x", "b": 1}, "b")],
)
def test_a_comparison_names_the_side_that_is_wrong(client, body, field):
    answer = client.post("/compare", json=body)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=x",
        "limit=1e9",
        "limit=" + "9" * 4000,
        "type=robot",
        "lmit=5",
        "q=%00",
        "q=...",
        "q=%FF%FE",
        "q=" + "x" * 2000,
    ],
)
def test_a_bad_query_is_a_problem(client, query):
    answer = client.get(f"/entities?{query}")
    check_problem(answer, 422, answer.json()["code"])
    assert answer.json()["errors"]


@pytest.mark.parametrize("path", ["/nowhere", "/resolve/", "/entities/", "/entities/a/b", "/%00", "/%FF"])
def test_an_address_that_is_not_served_is_a_problem(client, path):
    check_problem(client.get(path), 404, "not-found")


@pytest.mark.parametrize("entity_id", ["nobody", "%00", "%FF", "%20", "Islamic-State", "%D8%AF"])
def test_an_entity_that_is_not_there_is_a_problem(client, entity_id):
    check_problem(client.get(f"/entities/{entity_id}"), 404, "entity-not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("GET", "/resolve", "POST"),
        ("OPTIONS", "/resolve", "POST"),
        ("DELETE", "/entities/kabul", "GET, HEAD"),
        ("POST", "/entities", "GET, HEAD"),
        ("PUT", "/gazetteer", "GET, HEAD"),
        ("BREW", "/healthz", "GET, HEAD"),
    ],
)
def test_a_method_that_is_not_taken_is_a_problem_and_the_right_ones_are_named(client, method, path, allowed):
    answer = client.request(method, path)
    check_problem(answer, 405, "method-not-allowed")
    assert answer.headers["allow"] == allowed


def test_a_failure_of_the_service_tells_nothing_about_it(client, monkeypatch):
    def fail(*_, **__):
        raise RuntimeError("a secret of the house")

    monkeypatch.setattr(Session, "resolve_many", fail)
    answer = client.post("/resolve", json={"mention": "Daesh"})
    check_problem(answer, 500, "internal-error")
    assert "secret" not in answer.text


def test_a_strange_host_header_breaks_nothing(client):
    check_problem(client.get("/nowhere", headers={"host": "["}), 404, "not-found")
