from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from openapi_spec_validator import validate

from polyonym.web.openapi import export_openapi

FILE = Path(__file__).parents[2] / "openapi.yaml"


@cache
def document() -> dict[str, Any]:
    return yaml.safe_load(export_openapi())


def operations() -> Iterator[tuple[str, str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield path, method, operation


def named(operation_id: str) -> tuple[str, str, dict[str, Any]]:
    return next(found for found in operations() if found[2]["operationId"] == operation_id)


def strict(value: Any) -> Any:
    """Return schemas that refuse every member that they do not name, so that an undocumented one is noticed."""
    if isinstance(value, dict):
        found = {key: strict(item) for key, item in value.items()}
        if isinstance(found.get("properties"), dict) and found.get("type") == "object":
            found["additionalProperties"] = False
        return found
    return [strict(item) for item in value] if isinstance(value, list) else value


@cache
def components() -> dict[str, Any]:
    return {"schemas": strict(document()["components"]["schemas"])}


def check(value: Any, schema: dict[str, Any]) -> None:
    jsonschema.Draft202012Validator({**schema, "components": components()}).validate(value)


@dataclass(frozen=True)
class Example:
    """One example of the contract, and where it belongs."""

    method: str
    path: str
    status: str
    schema: dict[str, Any]
    value: Any


def examples(part: str) -> list[Any]:
    """Return every example of a request or of an answer, with the operation and the schema that it belongs to."""
    found = []
    for path, method, operation in operations():
        described = {"": operation.get("requestBody", {})} if part == "request" else operation["responses"]
        for status, body in described.items():
            for content in body.get("content", {}).values():
                for name, example in content["examples"].items():
                    label = "-".join(filter(None, (operation["operationId"], status, name)))
                    value = Example(method, path, status, content["schema"], example["value"])
                    found.append(pytest.param(value, id=label))
    assert found
    return found


def test_the_file_is_what_the_code_says():
    assert FILE.read_text(encoding="utf-8") == export_openapi(), "run `make openapi` and commit openapi.yaml"


def test_the_export_is_the_same_every_time():
    assert export_openapi() == export_openapi()


def test_the_document_is_valid_openapi():
    validate(document())


def test_every_route_of_the_service_is_in_the_contract():
    assert {(method, path) for path, method, _ in operations()} == {
        ("post", "/resolve"),
        ("post", "/resolve/batch"),
        ("post", "/annotate"),
        ("post", "/compare"),
        ("get", "/entities"),
        ("get", "/entities/{id}"),
        ("get", "/gazetteer"),
        ("post", "/gazetteer/reload"),
        ("get", "/healthz"),
        ("get", "/readyz"),
    }


def test_every_field_and_parameter_is_described_with_an_example():
    bare = [
        f"{name}.{field}"
        for name, schema in document()["components"]["schemas"].items()
        for field, described in schema["properties"].items()
        if not described.get("description")
        or not (described.get("examples") or "$ref" in str(described) or described.get("default") == [])
    ]
    bare += [
        f"{path}?{parameter['name']}"
        for path, _, operation in operations()
        for parameter in operation.get("parameters", ())
        if not parameter.get("description") or not parameter["schema"].get("examples")
    ]
    assert bare == []


def test_every_answer_has_an_example_and_every_error_is_a_problem():
    for path, method, operation in operations():
        for status, answer in operation["responses"].items():
            media_type = "application/json" if status == "200" else "application/problem+json"
            assert list(answer["content"]) == [media_type], (method, path, status)
            assert answer["content"][media_type]["examples"]
        assert "500" in operation["responses"]


def test_the_examples_hold_the_names_that_the_project_was_made_for():
    values = [parameters.values[0].value for parameters in examples("request")]
    asked = [value["mention"] for value in values if "mention" in value]
    assert {"Daesh", "Mohammed Omar Safi", "داعش"} <= set(asked)


@pytest.mark.parametrize("example", examples("answer"))
def test_an_example_of_an_answer_fits_its_schema(example):
    check(example.value, example.schema)
    if example.status != "200":
        assert example.value["status"] == int(example.status)


@pytest.mark.parametrize("example", examples("request"))
def test_an_example_of_a_request_fits_its_schema_and_is_answered_by_it(client, example):
    check(example.value, example.schema)
    answer = client.request(example.method, example.path, json=example.value)
    assert answer.status_code == 200
    described = document()["paths"][example.path][example.method]["responses"]["200"]["content"]["application/json"]
    check(answer.json(), described["schema"])


@pytest.mark.parametrize("name", ["person", "organization", "arabic", "nobody"])
def test_the_documented_resolution_is_the_one_that_is_given(client, name):
    _, _, operation = named("resolve")
    request = operation["requestBody"]["content"]["application/json"]["examples"][name]["value"]
    documented = operation["responses"]["200"]["content"]["application/json"]["examples"][name]["value"]
    given = client.post("/resolve", json=request).json()
    for member in ("mention", "status", "id", "name", "score"):
        assert given[member] == documented[member], member


@pytest.mark.parametrize(
    ("path", "operation_id"),
    [
        ("/entities?q=omar", "searchEntities"),
        ("/entities?limit=3", "searchEntities"),
        ("/entities/islamic-state", "getEntity"),
        ("/gazetteer", "describeGazetteer"),
        ("/healthz", "healthz"),
        ("/readyz", "readyz"),
    ],
)
def test_what_is_got_fits_its_schema(client, path, operation_id):
    _, _, operation = named(operation_id)
    check(client.get(path).json(), operation["responses"]["200"]["content"]["application/json"]["schema"])


@pytest.mark.parametrize("mention", ["Mohammad", "is", "Mullah Omar Safy", "Ulumi Kabul"])
def test_an_answer_with_every_kind_of_evidence_fits_its_schema(client, mention):
    _, _, operation = named("resolve")
    answer = client.post("/resolve", json={"mention": mention, "type": "person", "limit": 20}).json()
    check(answer, operation["responses"]["200"]["content"]["application/json"]["schema"])


def test_the_same_text_is_refused_by_the_contract_and_by_the_service(client):
    schema = document()["components"]["schemas"]["ResolveRequest"]
    for body in (
        {"mention": ""},
        {"mention": "x" * 1001},
        {"mention": "Daesh", "limit": 0},
        {"mention": "Daesh", "limit": 101},
        {"mention": "Daesh", "language": "not a tag"},
        {"mention": "Daesh", "context": "x" * 10_001},
        {"mention": "Daesh", "type": 5},
        {"mention": "Daesh", "colour": "red"},
        {"mention": None},
        {},
    ):
        with pytest.raises(jsonschema.ValidationError):
            check(body, schema)
        assert client.post("/resolve", json=body).status_code == 422
    for body in (
        {"mention": "x" * 1000, "limit": 100, "language": "zh-Hans", "context": "x" * 10_000},
        {"mention": "Daesh", "type": None, "language": None, "context": None},
    ):
        check(body, schema)
        assert client.post("/resolve", json=body).status_code == 200
