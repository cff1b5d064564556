from __future__ import annotations

import pytest

KABUL = "- {id: kabul, type: place, name: Kabul}\n"


@pytest.fixture
def engine(make):
    return make(KABUL)


@pytest.mark.parametrize(("count", "status"), [(2, 200), (3, 422)])
def test_a_batch_holds_as_many_mentions_as_the_settings_say(engine, serve, count, status):
    answer = serve(engine, max_batch=2).post("/resolve/batch", json={"mentions": ["Kabul"] * count})
    assert answer.status_code == status


def test_a_batch_over_the_limit_is_told_the_limit_and_the_field(engine, serve):
    problem = serve(engine, max_batch=2).post("/resolve/batch", json={"mentions": ["Kabul"] * 3}).json()
    assert problem["code"] == "invalid-request"
    assert problem["errors"] == [{"field": "mentions", "detail": "The list has 3 items; at most 2 are taken at once."}]


@pytest.mark.parametrize(("text", "status"), [("Kabul", 200), ("Kabul.", 413), ("\u0416\u0416\u0416", 413)])
def test_a_text_has_as_many_bytes_as_the_settings_say(engine, serve, text, status):
    assert serve(engine, max_text_bytes=5).post("/annotate", json={"text": text}).status_code == status


@pytest.mark.parametrize(("names", "status"), [(2, 200), (3, 413)])
def test_a_text_is_answered_with_as_many_names_as_the_settings_say(engine, serve, names, status):
    answer = serve(engine, max_names=2).post("/annotate", json={"text": "Kabul. " * names})
    assert answer.status_code == status


def test_the_contract_that_is_served_states_the_limits_in_force(engine, serve):
    schemas = serve(engine, max_batch=2, max_text_bytes=5).get("/openapi.json").json()["components"]["schemas"]
    assert schemas["BatchRequest"]["properties"]["mentions"]["maxItems"] == 2
    assert schemas["AnnotateRequest"]["properties"]["text"]["maxLength"] == 5


def test_two_applications_of_one_process_have_settings_of_their_own(engine, serve):
    small, large = serve(engine, max_batch=1), serve(engine, "secret", max_batch=2)
    body = {"mentions": ["Kabul", "Kabul"]}
    assert [client.post("/resolve/batch", json=body).status_code for client in (small, large)] == [422, 200]
    assert small.post("/gazetteer/reload", headers={"Authorization": "Bearer secret"}).status_code == 403
    assert large.post("/gazetteer/reload", headers={"Authorization": "Bearer secret"}).status_code == 200


def test_an_address_with_a_slash_behind_it_is_not_redirected(client):
    assert client.get("/healthz/", follow_redirects=False).status_code == 404
