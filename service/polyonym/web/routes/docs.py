"""The page that a person sees who opens the service in a browser: the contract, readable, and a form to try it.

It is written from the OpenAPI document, in one piece, and loads nothing: it works on a machine without a network.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from html import escape
from importlib import resources
from typing import Any

from fastapi import APIRouter, FastAPI, Response
from starlette.responses import HTMLResponse, RedirectResponse

from polyonym.web.http.body import answer

# The page may run the script and the style that stand in it, talk to this service, and nothing else.
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; connect-src 'self'"


def router(app: FastAPI) -> APIRouter:
    """Return the routes that describe an application; they are no part of the contract themselves."""
    routes = APIRouter(include_in_schema=False)

    @routes.get("/")
    async def home() -> Response:
        """Lead a person who opens the bare address to the documentation."""
        return RedirectResponse("docs")

    @routes.get("/openapi.json")
    async def openapi_json() -> Response:
        """Return the contract as JSON."""
        return answer(app.openapi())

    @routes.get("/docs")
    async def docs() -> Response:
        """Return the contract as a page."""
        return HTMLResponse(page(app.openapi()), headers={"Content-Security-Policy": _POLICY})

    return routes


def page(document: dict[str, Any]) -> str:
    """Write the page for an OpenAPI document."""
    info = document["info"]
    paragraphs = "".join(f"<p>{_prose(part)}</p>" for part in info["description"].strip().split("\n\n"))
    sections = "".join(
        _operation(method, path, operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
    )
    template = resources.files("polyonym.web.routes").joinpath("static/docs.html").read_text(encoding="utf-8")
    parts = {"VERSION": escape(info["version"]), "DESCRIPTION": paragraphs, "OPERATIONS": sections}
    for name, part in parts.items():
        template = template.replace(f"<!--{name}-->", part)
    return template


def _prose(text: str) -> str:
    """Write a text with `code` in backticks as HTML."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    """Write one operation: what it does, a form with its examples, its answers."""
    name = escape(operation["operationId"])
    return (
        f'<details class="operation" id="{name}"{" open" if name == "resolve" else ""}>'
        f'<summary><b class="{method}">{method.upper()}</b> <code>{escape(path)}</code> '
        f"{escape(operation['summary'])}</summary>"
        f"<p>{_prose(operation['description'])}</p>{_form(method, path, operation)}"
        f"<h3>Answers</h3><dl>{''.join(_answers(operation))}</dl></details>"
    )


def _form(method: str, path: str, operation: dict[str, Any]) -> str:
    """Write the form that sends a request: fields for parameters, a text for the body, a button for each example."""
    fields = "".join(
        f'<label>{escape(parameter["name"])} <input name="{escape(parameter["name"])}" '
        f'data-in="{escape(parameter["in"])}" placeholder="{escape(str(parameter["schema"]["examples"][0]))}"> '
        f"<small>{_prose(parameter.get('description', ''))}</small></label>"
        for parameter in operation.get("parameters", ())
    )
    if "security" in operation:
        fields += '<label>API key <input name="key" data-in="bearer" type="password" autocomplete="off"></label>'
    examples = _request_examples(operation)
    buttons = "".join(
        f'<button type="button" data-body="{escape(_pretty(example["value"]))}">{escape(example["summary"])}</button> '
        for example in examples
    )
    body = "".join(
        f'<p>{buttons}</p><textarea name="body" rows="6" dir="auto">{escape(_pretty(example["value"]))}</textarea>'
        for example in examples[:1]
    )
    return (
        f'<form data-method="{method.upper()}" data-path="{escape(path)}">{fields}{body}'
        '<p><button class="send">Send</button></p><pre class="answer" dir="auto" hidden></pre></form>'
    )


def _request_examples(operation: dict[str, Any]) -> list[dict[str, Any]]:
    """Return the examples of a request body, none where there is no body."""
    body = operation.get("requestBody")
    return list(body["content"]["application/json"]["examples"].values()) if body else []


def _answers(operation: dict[str, Any]) -> Iterator[str]:
    """Write each answer with its examples."""
    for status, response in operation["responses"].items():
        yield f"<dt><b>{escape(status)}</b> {escape(response['description'])}</dt>"
        for content in response.get("content", {}).values():
            for example in content.get("examples", {}).values():
                yield (
                    f"<dd><details><summary>{escape(example['summary'])}</summary>"
                    f'<pre dir="auto">{escape(_pretty(example["value"]))}</pre></details></dd>'
                )


def _pretty(value: Any) -> str:
    """Write a value as JSON over several lines."""
    return json.dumps(value, ensure_ascii=False, indent=2)
