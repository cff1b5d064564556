from __future__ import annotations

from typing import Any

import pytest

from polyonym.engine import in_memory
from polyonym.settings import WebSettings
from polyonym.web.app import create_app
from polyonym.web.contract.document import TAGS, describe

SETTINGS = WebSettings(max_batch=7, max_text_bytes=8)


@pytest.fixture(scope="module")
def app():
    return create_app(in_memory(()), SETTINGS)


@pytest.fixture(scope="module")
def document(app) -> dict[str, Any]:
    return describe(app, SETTINGS)


def everything(value: Any):
    """Yield every object in a document."""
    if isinstance(value, dict):
        yield value
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            yield from everything(item)


def test_an_application_describes_itself_once(app):
    assert app.openapi() is app.openapi()


def test_schemas_come_in_the_order_of_their_names_with_the_problem_among_them(document):
    names = list(document["components"]["schemas"])
    assert names == sorted(names)
    assert {"Problem", "InvalidField", "FileProblem"} <= set(names)


def test_no_schema_or_parameter_has_a_title_made_of_its_name(document):
    for schema in document["components"]["schemas"].values():
        assert "title" not in schema
        assert not any("title" in field for field in schema["properties"].values())
    for operation in (item for methods in document["paths"].values() for item in methods.values()):
        assert not any("title" in parameter["schema"] for parameter in operation.get("parameters", ()))


def test_a_null_of_an_example_stays(document):
    answers = document["paths"]["/resolve"]["post"]["responses"]["200"]["content"]["application/json"]["examples"]
    assert answers["nobody"]["value"]["id"] is None
    assert "id" in answers["nobody"]["value"]


def test_the_limits_are_those_of_the_settings(document):
    schemas = document["components"]["schemas"]
    assert schemas["BatchRequest"]["properties"]["mentions"]["maxItems"] == 7
    assert schemas["AnnotateRequest"]["properties"]["text"]["maxLength"] == 8


def test_every_reference_leads_to_a_schema(document):
    names = document["components"]["schemas"]
    references = {found["$ref"] for found in everything(document) if "$ref" in found}
    assert references
    assert {reference.removeprefix("#/components/schemas/") for reference in references} <= set(names)


def test_every_tag_is_described_and_used(document):
    used = {tag for methods in document["paths"].values() for item in methods.values() for tag in item["tags"]}
    assert used == {tag["name"] for tag in TAGS}


def test_what_needs_a_key_says_so(document):
    secured = [path for path, methods in document["paths"].items() for item in methods.values() if "security" in item]
    assert secured == ["/gazetteer/reload"]
    assert document["components"]["securitySchemes"]["apiKey"]["scheme"] == "bearer"
