from __future__ import annotations

import re

from polyonym.web.routes.docs import page


def test_the_bare_address_leads_to_the_documentation(client):
    answer = client.get("/")
    assert answer.url.path == "/docs"
    assert answer.headers["content-type"].startswith("text/html")


def test_the_page_loads_nothing_from_anywhere(client):
    answer = client.get("/docs")
    assert not re.search(r"""(src|href|action)\s*=\s*["']?(https?:)?//|@import|url\(""", answer.text)
    assert "default-src 'none'" in answer.headers["content-security-policy"]


def test_the_page_shows_every_operation(client):
    page = client.get("/docs").text
    for path, operations in client.get("/openapi.json").json()["paths"].items():
        for method in operations:
            assert f'data-method="{method.upper()}" data-path="{path}"' in page


def test_the_page_has_no_placeholder_left(client):
    page = client.get("/docs").text
    assert not any(mark in page for mark in ("<!--", "{{", "{%"))


def test_the_json_contract_is_the_yaml_contract(client):
    import yaml

    from polyonym.web.openapi import export_openapi

    assert client.get("/openapi.json").json() == yaml.safe_load(export_openapi())


def test_nothing_of_the_contract_becomes_markup():
    evil = "<script>alert(1)</script>"
    operation = {
        "operationId": evil,
        "summary": evil,
        "description": f"`{evil}`",
        "parameters": [{"name": evil, "in": "query", "schema": {"examples": [evil]}, "description": evil}],
        "requestBody": {"content": {"application/json": {"examples": {"x": {"summary": evil, "value": [evil]}}}}},
        "responses": {
            evil: {"description": evil, "content": {"x": {"examples": {"x": {"summary": evil, "value": evil}}}}}
        },
    }
    rendered = page({"info": {"version": evil, "description": evil}, "paths": {f"/{evil}": {"get": operation}}})
    assert evil not in rendered
    assert rendered.count("<script") == 1  # the one of the page itself
    assert rendered.count("&lt;script&gt;") > 12
