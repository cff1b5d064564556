from __future__ import annotations

import pytest

JSON = {"content-type": "application/json"}


@pytest.fixture
def small(make, serve):
    return serve(make("- {id: one, type: person, name: Somebody}\n"), max_body_bytes=100)


def test_a_body_of_just_the_limit_is_read(small):
    body = b'{"mention": "Somebody"}'.ljust(100)
    assert small.post("/resolve", content=body, headers=JSON).status_code == 200


def test_an_announced_body_over_the_limit_is_refused(small):
    answer = small.post("/resolve", content=b"x" * 101, headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_a_body_that_grows_over_the_limit_is_refused(small):
    answer = small.post("/resolve", content=(b"x" * 40 for _ in range(3)), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")


def test_head_is_get_without_the_body(client):
    for path in ("/healthz", "/readyz", "/gazetteer", "/docs", "/entities/islamic-state"):
        got, headed = client.get(path), client.head(path)
        assert headed.status_code == got.status_code == 200
        assert headed.content == b""
        assert headed.headers["content-length"] == got.headers["content-length"]
    assert client.head("/nowhere").status_code == 404
