from __future__ import annotations

import pytest


def ids(answer):
    return [row["id"] for row in answer.json()["entities"]]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("dae", "islamic-state"),
        ("داع", "islamic-state"),
        ("ИГ", "islamic-state"),
        ("saf", "mohammad-omar-safi"),
        ("omar sa", "mohammad-omar-safi"),
        ("safi moh", "mohammad-omar-safi"),
        ("عمر صا", "mohammad-omar-safi"),
        ("KAB", "kabul"),
        ("is", "islamic-state"),
    ],
)
def test_what_is_typed_finds_the_entity(client, typed, first):
    assert ids(client.get("/entities", params={"q": typed}))[0] == first


def test_likeness_helps_where_no_name_begins_so(client):
    assert ids(client.get("/entities", params={"q": "Noorul Hak Olumy"}))[0] == "noor-ul-haq-ulumi"


def test_a_row_names_what_was_found(client):
    row = client.get("/entities", params={"q": "داع"}).json()["entities"][0]
    assert row["alias"] == "داعش"


def test_type_and_limit_narrow_a_search(client):
    rows = client.get("/entities", params={"q": "a", "type": "person", "limit": 3}).json()["entities"]
    assert len(rows) == 3
    assert {row["type"] for row in rows} == {"person"}


def test_without_a_query_entities_are_listed_by_id_page_by_page(client, snapshot):
    listed, after = [], None
    while True:
        params = {"limit": 10} if after is None else {"limit": 10, "after": after}
        answer = client.get("/entities", params=params)
        listed += ids(answer)
        after = answer.json()["next"]
        if after is None:
            break
    assert listed == sorted(entity.id for entity in snapshot.entities)


def test_a_listing_goes_on_behind_an_id_that_is_gone(client):
    rows = ids(client.get("/entities", params={"after": "kabul-", "limit": 1}))
    assert rows[0] > "kabul-"


def test_a_blank_query_lists(client):
    assert ids(client.get("/entities?q=++")) == ids(client.get("/entities"))


def test_an_entity_is_shown_with_its_names_and_their_lines(client, snapshot):
    body = client.get("/entities/islamic-state").json()
    assert body["name"] == "Islamic State"
    assert body["gazetteer"] == snapshot.fingerprint
    alias = next(alias for alias in body["aliases"] if alias["name"] == "IS")
    assert (alias["match"], alias["file"]) == ("cased", "organizations.yaml")


def test_an_id_with_a_colon_is_found(make, serve):
    client = serve(make("- {id: 'a:b.c_d-e', type: other, name: Something}\n"))
    assert client.get("/entities/a:b.c_d-e").json()["name"] == "Something"


def test_an_unknown_id_is_not_found_and_a_long_one_is_not_sent_back(client):
    answer = client.get("/entities/" + "x" * 5000)
    assert (answer.status_code, answer.json()["code"]) == (404, "entity-not-found")
    assert len(answer.content) < 1000


def test_entities_of_a_declared_type_are_found_and_a_type_that_is_none_is_refused(make, serve):
    client = serve(
        make("- {id: ship, type: vessel, name: Ever Given}\n", types__yaml="- {name: vessel, like: other}\n")
    )
    assert [row["type"] for row in client.get("/entities?type=vessel").json()["entities"]] == ["vessel"]
    assert client.get("/entities/ship").json()["type"] == "vessel"
    answer = client.get("/entities?q=ever&type=vesel")
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "type")
    assert "Did you mean `vessel`?" in answer.json()["detail"]
