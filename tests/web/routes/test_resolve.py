from __future__ import annotations

import asyncio
import threading

import httpx2
import pytest

from polyonym import Mention
from polyonym.session import Session
from polyonym.web.app import create_app
from polyonym.web.http.dispatch import SHORT
from polyonym.web.routes.resolve import batch_body, slices


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


def test_a_batch_that_nobody_waits_for_is_not_begun(resolver):
    stopped = threading.Event()
    stopped.set()
    assert batch_body(resolver, ["Daesh"] * 1000, stopped) == b'{"results":[]}'


def test_a_batch_that_is_stopped_ends_with_the_slice_that_runs(resolver, monkeypatch):
    stopped, sizes = threading.Event(), []
    resolve_many = Session.resolve_many

    def counted(session, mentions):
        sizes.append(len(mentions))
        if len(sizes) == 2:
            stopped.set()
        return resolve_many(session, mentions)

    monkeypatch.setattr(Session, "resolve_many", counted)
    assert batch_body(resolver, ["Daesh"] * 1000, stopped).count(b'"status":"match"') == sum(sizes) < 1000
    assert len(sizes) == 2


@pytest.mark.parametrize(
    ("lengths", "sizes"),
    [
        ([], []),
        ([10] * 300, [128, 128, 44]),
        ([1000] * 9, [4, 4, 1]),
        ([10_000, 10, 10_000], [1, 1, 1]),
        ([4000, 96, 1], [2, 1]),
    ],
)
def test_a_batch_is_cut_by_the_number_of_its_mentions_and_by_their_length(lengths, sizes):
    items = [Mention("x" * length) for length in lengths]
    parts = list(slices(items))
    assert [len(part) for part in parts] == sizes
    assert [item for part in parts for item in part] == items


def test_problems_stand_in_a_slice_and_count_for_nothing():
    items = [{"code": "invalid-request"}, Mention("x" * 4096), {"code": "invalid-request"}, Mention("x")]
    assert [len(part) for part in slices(items)] == [3, 1]


def at_once(engine, bodies):
    """Send requests at the same time, and return the answers."""

    async def run():
        transport = httpx2.ASGITransport(create_app(engine))
        async with httpx2.AsyncClient(transport=transport, base_url="http://test") as client:
            return await asyncio.gather(*(client.post("/resolve", json=body) for body in bodies))

    return asyncio.run(run())


@pytest.fixture
def batches(monkeypatch):
    """Return the texts of the mentions that are resolved together, batch by batch."""
    seen, resolve_many = [], Session.resolve_many

    def kept(session, mentions):
        seen.append([mention.text for mention in mentions])
        return resolve_many(session, mentions)

    monkeypatch.setattr(Session, "resolve_many", kept)
    return seen


def test_requests_that_wait_are_answered_together_and_each_as_by_itself(client, resolver, batches):
    texts = ["Daesh", "", "Noorolhaq Olomi", "is", "\x00", "Daesh", "Kunduz"]
    answers = at_once(resolver, [{"mention": text} for text in texts])
    assert batches == [texts]
    for text, answer in zip(texts, answers, strict=True):
        alone = client.post("/resolve", json={"mention": text})
        assert (answer.status_code, answer.json()) == (alone.status_code, alone.json())
        assert answer.headers["content-type"] == alone.headers["content-type"]


def test_a_long_mention_does_not_wait_with_others_and_nobody_waits_for_it(resolver, batches):
    long = "Noorolhaq Olomi " * SHORT
    answers = at_once(resolver, [{"mention": long[: SHORT + 1]}, {"mention": "Daesh"}])
    assert [answer.status_code for answer in answers] == [200, 200]
    assert batches == [["Daesh"]]


def test_a_context_counts_for_the_length_of_a_mention(resolver, batches):
    at_once(resolver, [{"mention": "Daesh", "context": "x" * SHORT}])
    assert batches == []


def test_all_mentions_of_a_batch_are_answered_from_one_snapshot(make):
    """A reload that comes between two batches is seen by the second one as a whole."""
    engine = make("- {id: before, type: person, name: Omar Safi}\n")
    first = at_once(engine, [{"mention": "Omar Safi", "limit": limit} for limit in (1, 2, 3)])
    (engine.store.path / "made.yaml").write_text("- {id: after, type: person, name: Omar Safi}\n")
    engine.reload()
    second = at_once(engine, [{"mention": "Omar Safi", "limit": limit} for limit in (1, 2, 3)])
    assert [answer.json()["id"] for answer in (*first, *second)] == ["before"] * 3 + ["after"] * 3
    assert len({answer.json()["gazetteer"] for answer in second}) == 1


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
