from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("Daesh", "islamic-state"),
        ("ISIL", "islamic-state"),
        ("داعش", "islamic-state"),
        ("Mohammed Omar Safi", "mohammad-omar-safi"),
        ("Noorolhaq Olomi", "noor-ul-haq-ulumi"),
        ("نورالحق علومی", "noor-ul-haq-ulumi"),
    ],
)
def test_a_name_of_the_gazetteer_is_a_match(client, mention, expected):
    answer = client.post("/resolve", json={"mention": mention})
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    body = answer.json()
    assert (body["status"], body["id"], body["score"], body["mention"]) == ("match", expected, 1.0, mention)


def test_a_verb_is_nobody(client):
    body = client.post("/resolve", json={"mention": "is"}).json()
    assert (body["status"], body["id"], body["name"]) == ("no_match", None, None)


def test_the_answer_is_what_the_library_says(client, resolver):
    from polyonym import wireform

    asked = {"mention": "Mohammad Safi", "type": "person", "language": "en", "context": "Kunduz", "limit": 3}
    expected = wireform.resolution(resolver.resolve("Mohammad Safi", "person", "en", "Kunduz", 3))
    assert client.post("/resolve", json=asked).json() == expected


def test_native_script_is_sent_as_it_is_and_not_as_escapes(client):
    assert "داعش".encode() in client.post("/resolve", json={"mention": "داعش"}).content


def test_limit_bounds_the_candidates(client):
    body = client.post("/resolve", json={"mention": "Mohammad", "limit": 1}).json()
    assert len(body["candidates"]) == 1


def test_media_types_that_are_json_by_another_name_are_read(client):
    for media_type in ("application/json; charset=utf-8", "APPLICATION/JSON", "application/ld+json"):
        answer = client.post("/resolve", content=b'{"mention": "Daesh"}', headers={"content-type": media_type})
        assert answer.status_code == 200, media_type


def test_a_batch_answers_in_order_and_a_bad_item_fails_alone(client):
    items = [
        "Daesh",
        "",
        5,
        None,
        ["Daesh"],
        {"mention": "داعش", "colour": "red"},
        {},
        {"mention": "ISIL", "type": "robot"},
        {"mention": "ISIL", "limit": 0},
        "x" * 10_000,
        "a\u0000b",
        {"mention": "داعش", "type": "organization"},
    ]
    results = client.post("/resolve/batch", json={"mentions": items}).json()["results"]
    assert [result.get("id") or result["error"]["code"] for result in results] == [
        "islamic-state",
        "invalid-mention",
        "invalid-request",
        "invalid-request",
        "invalid-request",
        "invalid-request",
        "invalid-request",
        "invalid-mention",
        "invalid-mention",
        "invalid-mention",
        "invalid-mention",
        "islamic-state",
    ]
    fields = [result["error"]["errors"][0]["field"] for result in results if "error" in result]
    assert fields == ["mention"] * 4 + ["colour", "mention", "type", "limit", "mention", "mention"]


def test_half_a_surrogate_pair_in_a_batch_fails_alone(client):
    body = rb'{"mentions": ["\ud800", "Daesh", {"mention": "a", "\udfff": 1}]}'
    answer = client.post("/resolve/batch", content=body, headers={"content-type": "application/json"})
    results = answer.json()["results"]
    assert [result.get("id") for result in results] == [None, "islamic-state", None]
    assert "surrogate" in results[0]["error"]["detail"]
    assert "surrogate" in results[2]["error"]["detail"]


def test_a_batch_resolves_as_single_requests_do(client):
    items = ["Daesh", {"mention": "Safi", "context": "Kunduz", "limit": 2}]
    together = client.post("/resolve/batch", json={"mentions": items}).json()["results"]
    single = [client.post("/resolve", json=item if isinstance(item, dict) else {"mention": item}) for item in items]
    assert together == [answer.json() for answer in single]


def test_a_batch_takes_a_thousand_mentions_and_no_more(client):
    answer = client.post("/resolve/batch", json={"mentions": ["Daesh"] * 1000})
    assert len(answer.json()["results"]) == 1000
    answer = client.post("/resolve/batch", json={"mentions": ["Daesh"] * 1001})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
    assert "1001" in answer.json()["detail"]


def test_a_batch_that_nobody_waits_for_ends_at_the_next_mention(resolver):
    import threading

    from polyonym.web.routes.resolve import batch_body

    stopped = threading.Event()
    stopped.set()
    assert batch_body(resolver, ["Daesh"] * 1000, stopped) == b'{"results":[]}'


def test_an_empty_batch_has_no_results(client):
    assert client.post("/resolve/batch", json={"mentions": []}).json() == {"results": []}


def test_names_that_differ_by_an_apostrophe_are_the_same(client):
    body = client.post("/compare", json={"a": "Da'esh", "b": "Daesh"}).json()
    assert (body["same"], body["score"], body["a"], body["b"]) == (True, 1.0, "Da'esh", "Daesh")


def test_a_verb_and_an_abbreviation_are_not_the_same(client):
    assert client.post("/compare", json={"a": "IS", "b": "is"}).json()["same"] is False


@pytest.mark.parametrize("path", ["/resolve", "/compare"])
def test_a_declared_type_is_taken_and_another_is_refused_with_the_nearest(make, serve, path):
    client = serve(
        make("- {id: ship, type: vessel, name: Ever Given}\n", types__yaml="- {name: vessel, like: other}\n")
    )
    body = {"mention": "Ever Givn"} if path == "/resolve" else {"a": "Ever Given", "b": "Ever Givn"}
    assert client.post(path, json=body | {"type": "vessel"}).status_code == 200
    answer = client.post(path, json=body | {"type": "vesel"})
    assert (answer.status_code, answer.json()["code"], answer.json()["errors"][0]["field"]) == (
        422,
        "invalid-mention",
        "type",
    )
    assert "Did you mean `vessel`?" in answer.json()["detail"]
