"""The page for people who open the service in a browser: the contract, readable, with forms to try it.

It is rendered from the OpenAPI document and loads nothing: it works on a machine without a network.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from starlette.responses import HTMLResponse, RedirectResponse

from polyonym.templates import Templates
from polyonym.web.http.body import json_response

# The page may run the script and the style that stand in it, talk to this service, and nothing else.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'"


def router(app: FastAPI) -> APIRouter:
    """Return the routes that describe an application; they are no part of the contract themselves."""
    routes = APIRouter(include_in_schema=False)

    @cache
    def rendered() -> str:
        return page(app.openapi())

    @routes.get("/")
    async def home() -> Response:
        """Lead a person who opens the bare address to the documentation."""
        return RedirectResponse("docs")

    @routes.get("/openapi.json")
    async def openapi_json() -> Response:
        """Return the contract as JSON."""
        return json_response(app.openapi())

    @routes.get("/docs")
    async def docs() -> Response:
        """Return the contract as a page."""
        return HTMLResponse(rendered(), headers={"Content-Security-Policy": _POLICY})

    return routes


def page(document: dict[str, Any]) -> str:
    """Render the page of an OpenAPI document."""
    operations = [
        _operation(method, path, operation)
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    ]
    info = document["info"]
    paragraphs = info["description"].strip().split("\n\n")
    return Templates("polyonym.web.routes").render("docs.html", info=info, paragraphs=paragraphs, operations=operations)


def _operation(method: str, path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """Return what the page shows of an operation: what it does, what can be sent, what is answered."""
    body = operation.get("requestBody")
    return {
        "id": operation["operationId"],
        "method": method,
        "path": path,
        "summary": operation["summary"],
        "description": operation["description"],
        "needs_key": "security" in operation,
        "parameters": [
            {
                "name": parameter["name"],
                "place": parameter["in"],
                "example": parameter["schema"]["examples"][0],
                "description": parameter.get("description", ""),
            }
            for parameter in operation.get("parameters", ())
        ],
        "requests": list(body["content"]["application/json"]["examples"].values()) if body else [],
        "answers": [
            {
                "status": status,
                "description": answer["description"],
                "examples": [
                    example
                    for content in answer.get("content", {}).values()
                    for example in content.get("examples", {}).values()
                ],
            }
            for status, answer in operation["responses"].items()
        ],
    }
