from __future__ import annotations

import json
import threading

import pytest

from polyonym import wireform
from polyonym.web.http.dispatch import SHORT

TEXT = "😀 Mohammad Omer Safi: [Daesh] is in Kabul. Safi’s US-led men; вернулись из Афганистана."


def test_names_come_with_offsets_in_code_points(client):
    answer = client.post("/annotate", json={"text": TEXT})
    assert answer.status_code == 200
    found = answer.json()["mentions"]
    assert [(item["text"], item["id"]) for item in found] == [
        ("Mohammad Omer Safi", "mohammad-omar-safi"),
        ("Daesh", "islamic-state"),
        ("Kabul", "kabul"),
        ("Safi", "mohammad-omar-safi"),
        ("US", "united-states"),
        ("Афганистана", "afghanistan"),
    ]
    assert all(TEXT[item["start"] : item["end"]] == item["text"] == item["mention"] for item in found)


def test_the_answer_is_what_the_library_says(client, resolver):
    asked = {"text": TEXT, "types": ["place"], "statuses": ["match"], "language": "en", "nested": True}
    expected = resolver.annotate(TEXT, ["place"], "en", ["match"], nested=True)
    assert client.post("/annotate", json=asked).json() == {"mentions": [wireform.annotation(item) for item in expected]}


def test_an_empty_text_is_an_empty_list(client):
    assert client.post("/annotate", json={"text": ""}).json() == {"mentions": []}


def test_a_text_of_one_mebibyte_is_read_and_one_of_more_is_not(client):
    most = 1024 * 1024
    assert client.post("/annotate", json={"text": "x" * most}).json() == {"mentions": []}
    answer = client.post("/annotate", json={"text": "x" * (most + 1)})
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert "1048577 bytes" in answer.json()["detail"]
    assert client.post("/annotate", json={"text": "ж" * (most // 2 + 1)}).status_code == 413


@pytest.mark.slow
def test_a_text_of_nothing_but_names_is_not_answered_with_a_hundred_times_its_size(client):
    answer = client.post("/annotate", json={"text": "US " * 60_000})
    assert (answer.status_code, answer.json()["code"]) == (413, "body-too-large")
    assert "60000 names" in answer.json()["detail"]
    assert client.post("/annotate", json={"text": "US " * 60_000, "types": ["person"]}).json() == {"mentions": []}


def test_a_text_goes_to_a_thread_where_it_is_long_or_the_first(make, serve, monkeypatch):
    engine = make("- {id: kabul, type: place, name: Kabul}")
    annotate, threads = engine.annotate, []

    def noted(*asked, **annotation_options):
        threads.append(threading.current_thread())
        return annotate(*asked, **annotation_options)

    monkeypatch.setattr(engine, "annotate", noted)
    with serve(engine) as client:
        for text in ("In Kabul.", "In Kabul.", "In Kabul. " * SHORT):
            assert client.post("/annotate", json={"text": text}).json()["mentions"][0]["id"] == "kabul"
    first, short, long = threads
    assert first is not short
    assert long is not short


@pytest.mark.parametrize(
    ("body", "code", "field"),
    [
        ({"text": "a\x00b"}, "invalid-text", "text"),
        ({"text": None}, "invalid-request", "text"),
        ({"text": 5}, "invalid-request", "text"),
        ({}, "invalid-request", "text"),
        ({"text": "x", "types": ["robot"]}, "invalid-text", "types"),
        ({"text": "x", "types": [5]}, "invalid-request", "types.0"),
        ({"text": "x", "statuses": ["no_match"]}, "invalid-request", "statuses.0"),
        ({"text": "x", "language": "no tag"}, "invalid-text", "language"),
        ({"text": "x", "nested": "yes"}, "invalid-request", "nested"),
        ({"text": "x", "colour": "red"}, "invalid-request", "colour"),
    ],
)
def test_what_is_wrong_is_said_as_a_problem(client, body, code, field):
    answer = client.post("/annotate", json=body)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    problem = answer.json()
    assert (problem["code"], problem["errors"][0]["field"]) == (code, field)


def test_half_a_surrogate_pair_is_a_problem_and_not_a_failure(client):
    body = json.dumps({"text": "Kabul \ud800"}).encode()
    answer = client.post("/annotate", content=body, headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "invalid-text")


def test_bytes_that_are_no_text_are_a_problem(client):
    answer = client.post("/annotate", content=b"\x89PNG\xff", headers={"content-type": "application/json"})
    assert (answer.status_code, answer.json()["code"]) == (400, "unreadable-json")


def test_names_of_a_declared_type_are_found(make, serve):
    text = "- {id: ship, type: vessel, name: Ever Given}\n- {id: omar, type: person, name: Omar Safi}\n"
    client = serve(make(text, types__yaml="- {name: vessel, like: other}\n"))
    answer = client.post("/annotate", json={"text": "Omar Safi left the Ever Given.", "types": ["vessel"]})
    assert [name["id"] for name in answer.json()["mentions"]] == ["ship"]
