from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest

from polyonym.index.snapshot import Snapshot

OLD = "- {id: one, type: person, name: Somebody Old}\n"
NEW = "- {id: two, type: person, name: Somebody Old}\n- {id: three, type: place, name: Elsewhere}\n"
KEY = {"Authorization": "Bearer secret"}


@pytest.fixture
def engine(make):
    return make(OLD)


def rewrite(engine, text):
    (engine.store.path / "made.yaml").write_text(text, encoding="utf-8")


def test_the_state_counts_what_is_served(client, snapshot):
    body = client.get("/gazetteer").json()
    assert body["fingerprint"] == snapshot.fingerprint
    assert body["entities"] == sum(body["types"].values()) == len(snapshot.entities)
    assert body["names"] == sum(len(entity.aliases) for entity in snapshot.entities)
    assert "persons.yaml" in body["files"]
    assert body["problems"] == []


def test_a_snapshot_is_counted_once(engine, serve, monkeypatch):
    """A list of a million names takes a second to walk through."""
    counted = []
    type_counts = Snapshot.type_counts
    monkeypatch.setattr(Snapshot, "type_counts", lambda snapshot: counted.append(snapshot) or type_counts(snapshot))
    client = serve(engine, "secret")
    assert client.get("/gazetteer").json() == client.get("/gazetteer").json()
    assert len(counted) == 1
    rewrite(engine, NEW)
    client.post("/gazetteer/reload", headers=KEY)
    body = client.get("/gazetteer").json()
    assert (body["entities"], body["names"], body["types"]["place"]) == (2, 2, 1)
    assert len(counted) == 2


def test_a_reload_swaps_the_gazetteer_and_says_what_changed(engine, serve):
    client = serve(engine, "secret")
    before = client.get("/gazetteer").json()
    rewrite(engine, NEW)
    answer = client.post("/gazetteer/reload", headers=KEY)
    assert answer.status_code == 200
    change = answer.json()
    assert (change["added"], change["removed"], change["changed"]) == (["three", "two"], ["one"], [])
    after = client.get("/gazetteer").json()
    assert (change["before"], change["after"]) == (before["fingerprint"], after["fingerprint"])
    assert client.post("/resolve", json={"mention": "Somebody Old"}).json()["id"] == "two"
    assert client.get("/entities?q=else").json()["entities"][0]["id"] == "three"


def test_files_with_errors_leave_the_old_gazetteer_in_service_and_name_every_problem(engine, serve):
    client = serve(engine, "secret")
    rewrite(engine, "- {id: one, type: robot, name: Somebody}\n- {id: two, name: Somebody}\n- {id: two}\n")
    answer = client.post("/gazetteer/reload", headers=KEY)
    assert answer.status_code == 409
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert body["code"] == "invalid-gazetteer"
    assert {"unknown-type", "missing-key"} <= {problem["code"] for problem in body["problems"]}
    assert all(problem["file"] == "made.yaml" and problem["line"] for problem in body["problems"])
    assert client.post("/resolve", json={"mention": "Somebody Old"}).json()["id"] == "one"
    assert client.get("/gazetteer").json()["problems"] == body["problems"]
    assert client.get("/readyz").status_code == 200


def test_a_good_reload_clears_the_problems(engine, serve):
    client = serve(engine, "secret")
    rewrite(engine, "- nonsense\n")
    assert client.post("/gazetteer/reload", headers=KEY).status_code == 409
    rewrite(engine, NEW)
    assert client.post("/gazetteer/reload", headers=KEY).status_code == 200
    assert client.get("/gazetteer").json()["problems"] == []


def test_no_answer_holds_a_path_of_the_machine(engine, serve, tmp_path):
    client = serve(engine, "secret")
    (engine.store.path / "made.yaml").unlink()
    answers = [client.post("/gazetteer/reload", headers=KEY), client.get("/gazetteer")]
    assert answers[0].status_code == 409
    assert all(str(tmp_path) not in answer.text for answer in answers)


def test_without_keys_nobody_may_reload(engine, serve):
    answer = serve(engine).post("/gazetteer/reload", headers=KEY)
    assert (answer.status_code, answer.json()["code"]) == (403, "reload-disabled")


@pytest.mark.parametrize("header", [None, "", "Bearer", "Bearer ", "Basic secret", "secret"])
def test_a_request_without_a_key_is_asked_for_one(engine, serve, header):
    headers = {} if header is None else {"Authorization": header}
    answer = serve(engine, "secret").post("/gazetteer/reload", headers=headers)
    assert (answer.status_code, answer.json()["code"]) == (401, "api-key-missing")
    assert answer.headers["www-authenticate"].startswith("Bearer")


@pytest.mark.parametrize("key", ["wrong", "secre", "secrets", "SECRET", "secr\u00e9t", "secret,other"])
def test_a_wrong_key_is_refused_and_changes_nothing(engine, serve, key):
    client = serve(engine, "secret", "other")
    rewrite(engine, NEW)
    answer = client.post("/gazetteer/reload", headers={"Authorization": f"Bearer {key}".encode("latin-1")})
    assert (answer.status_code, answer.json()["code"]) == (403, "api-key-refused")
    assert client.post("/resolve", json={"mention": "Somebody Old"}).json()["id"] == "one"


@pytest.mark.parametrize("header", ["Bearer other", "bearer secret", "Bearer  secret "])
def test_each_key_opens_however_the_scheme_is_written(engine, serve, header):
    answer = serve(engine, "secret", "other").post("/gazetteer/reload", headers={"Authorization": header})
    assert answer.status_code == 200


@pytest.mark.slow
def test_an_answer_never_mixes_two_gazetteers(engine, serve):
    client = serve(engine, "secret")
    expected = {}
    for text, identity in ((NEW, "two"), (OLD, "one")):
        rewrite(engine, text)
        expected[client.post("/gazetteer/reload", headers=KEY).json()["after"]] = identity
    stop = threading.Event()

    def swap():
        for turn in range(40):
            rewrite(engine, NEW if turn % 2 else OLD)
            assert client.post("/gazetteer/reload", headers=KEY).status_code == 200
        stop.set()

    def read():
        seen = []
        while not stop.is_set():
            batch = client.post("/resolve/batch", json={"mentions": ["Somebody Old"] * 5}).json()["results"]
            seen.append({(result["gazetteer"], result["id"]) for result in batch})
            rows = client.get("/entities?q=some").json()
            seen.append({(rows["gazetteer"], rows["entities"][0]["id"])})
        return seen

    with ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(read) for _ in range(3)]
        pool.submit(swap).result()
        answers = [answer for reader in readers for answer in reader.result()]
    assert answers
    assert all(len(answer) == 1 and answer <= expected.items() for answer in answers)


def test_declared_types_are_listed_and_counted(make, serve):
    engine = make("- {id: ship, type: vessel, name: Ever Given}\n", types__yaml="- {name: vessel, like: place}\n")
    body = serve(engine).get("/gazetteer").json()
    assert body["types"] == {"person": 0, "organization": 0, "place": 0, "event": 0, "other": 0, "vessel": 1}
    assert body["declared_types"] == [
        {"name": "vessel", "label": "Vessel", "like": "place", "personal": False, "titled": False, "place": True}
    ]
    assert body["files"] == ["made.yaml"]


def test_problems_of_declared_types_refuse_a_reload(engine, serve):
    client = serve(engine, "secret")
    (engine.store.path / "types.yaml").write_text("- {name: vessel}\n", encoding="utf-8")
    body = client.post("/gazetteer/reload", headers=KEY).json()
    assert [(p["code"], p["file"], p["line"]) for p in body["problems"]] == [("missing-key", "types.yaml", 1)]
    assert client.get("/gazetteer").json()["declared_types"] == []
