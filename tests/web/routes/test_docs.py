from __future__ import annotations

import re


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
    assert "<!--" not in client.get("/docs").text


def test_the_json_contract_is_the_yaml_contract(client):
    import yaml

    from polyonym.web.openapi import export_openapi

    assert client.get("/openapi.json").json() == yaml.safe_load(export_openapi())
