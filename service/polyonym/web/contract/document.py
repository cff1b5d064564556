"""The OpenAPI document of an application: what the framework gathers, and what it cannot know."""

from __future__ import annotations

from collections.abc import Iterable
from importlib.metadata import version
from typing import Any, Final

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from pydantic.json_schema import models_json_schema

from polyonym.settings import WebSettings
from polyonym.web.contract import examples, wire

DESCRIPTION: Final = """\
Says which entity a name means, whatever its spelling, script or name form.

Every error is a problem as RFC 9457 has it (`application/problem+json`), also where an operation does not list it: 404
for an address that is not served, 405 with `Allow` for a method that is not taken. Bodies are JSON in UTF-8.
"""
TAGS: Final = [
    {"name": "Resolve", "description": "What a name means."},
    {"name": "Annotate", "description": "Which names stand in a text."},
    {"name": "Entities", "description": "What the gazetteer holds."},
    {"name": "Gazetteer", "description": "Which state of the files is served."},
    {"name": "Health", "description": "For load balancers and orchestrators."},
]


def describe_by(app: FastAPI, settings: WebSettings) -> None:
    """Make an application describe itself by `describe`, once, when its document is first needed."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = describe(app, settings)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the way that FastAPI documents


def describe(app: FastAPI, settings: WebSettings) -> dict[str, Any]:
    """Return the OpenAPI document of an application, with the limits that are in force."""
    document = get_openapi(
        title=app.title,
        version=version("polyonym"),
        description=DESCRIPTION,
        routes=app.routes,
        tags=TAGS,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        # Relative to where the document is served: right on every host and behind every prefix.
        servers=[{"url": "/", "description": "This service"}],
    )
    components = document["components"]
    _, problem = models_json_schema([(wire.Problem, "serialization")], ref_template="#/components/schemas/{model}")
    components["schemas"] = dict(sorted({**components["schemas"], **problem["$defs"]}.items()))
    _add_limits(components["schemas"], settings)
    components["securitySchemes"] = {
        "apiKey": {"type": "http", "scheme": "bearer", "description": "One of the keys in POLYONYM_API_KEYS."}
    }
    operations = [operation for path in document["paths"].values() for operation in path.values()]
    _add_examples(operations)
    for schema in components["schemas"].values():
        _drop_titles(schema)
    for operation in operations:
        for parameter in operation.get("parameters", ()):
            _drop_titles(parameter["schema"])
    return document


def _add_examples(operations: Iterable[dict[str, Any]]) -> None:
    """Add the examples of each operation."""
    # Not through the framework: it drops every null, and a null has a meaning in our answers.
    known = examples.read()
    for operation in operations:
        found = known[operation["operationId"]]
        operation["responses"]["200"]["content"]["application/json"]["examples"] = dict(found["answers"])
        if "requestBody" in operation:
            operation["requestBody"]["content"]["application/json"]["examples"] = dict(found["requests"])


def _add_limits(schemas: dict[str, Any], settings: WebSettings) -> None:
    """Add the limits of the service to the schemas that they bound."""
    schemas["BatchRequest"]["properties"]["mentions"]["maxItems"] = settings.max_batch
    # In characters, of which a text has no more than it has bytes.
    schemas["AnnotateRequest"]["properties"]["text"]["maxLength"] = settings.max_text_bytes


def _drop_titles(schema: dict[str, Any]) -> None:
    """Drop the titles that pydantic derives from names: `q` needs no title `Q`."""
    schema.pop("title", None)
    for inner in schema.get("properties", {}).values():
        _drop_titles(inner)
    for inner in (*schema.get("anyOf", ()), *(schema[key] for key in ("items",) if key in schema)):
        _drop_titles(inner)
