"""How the contract describes problems: by status, with one example for each code."""

from __future__ import annotations

from typing import Any, Final

from polyonym.web.http import problems

_DETAILS: Final[dict[str, dict[str, Any]]] = {
    "unreadable-json": {"detail": "The body is not JSON: Expecting value at line 1, column 13."},
    "body-too-large": {"detail": "The body has more than 8388608 bytes; send fewer mentions at once."},
    "unsupported-media-type": {"detail": "Send the body as JSON, with the header Content-Type: application/json."},
    "invalid-request": {
        "detail": "colour: There is no such field.",
        "errors": [{"field": "colour", "detail": "There is no such field."}],
    },
    "invalid-mention": {
        "detail": "mention: The text is empty; give the name to resolve.",
        "errors": [{"field": "mention", "detail": "The text is empty; give the name to resolve."}],
    },
    "invalid-text": {
        "detail": "text: A control character (U+0000) stands at character 7; this is no text.",
        "errors": [{"field": "text", "detail": "A control character (U+0000) stands at character 7; this is no text."}],
    },
    "entity-not-found": {"detail": "The gazetteer holds no entity with the id 'nobody'."},
    "api-key-missing": {"detail": "Send a key as Authorization: Bearer KEY."},
    "api-key-refused": {"detail": "This key is not one of the service's."},
    "reload-disabled": {"detail": "The service was started without POLYONYM_API_KEYS, so nobody may reload."},
    "invalid-gazetteer": {
        "detail": "1 problem in the gazetteer; what was loaded before stays in service.",
        "problems": [
            {
                "severity": "error",
                "code": "missing-key",
                "message": "The entity has no `type`.",
                "fix": "Add it. What it is.",
                "file": "persons.yaml",
                "line": 3,
            }
        ],
    },
    "internal-error": {"detail": "Something went wrong inside the service. It has been logged."},
}

BODY_PROBLEMS: Final = ("unreadable-json", "body-too-large", "unsupported-media-type", "invalid-request")
"""What can be wrong with any request that has a body."""


def responses(*codes: str) -> dict[int | str, dict[str, Any]]:
    """Return the OpenAPI responses for problem codes, and for `internal-error`, which every route can have."""
    found: dict[int | str, dict[str, Any]] = {}
    for code in (*codes, "internal-error"):
        kind = problems.KINDS[code]
        entry = found.setdefault(kind.status, {"description": kind.title, "content": {problems.MEDIA_TYPE: {}}})
        if kind.title not in entry["description"]:
            entry["description"] += f", or: {kind.title[0].lower()}{kind.title[1:]}"
        content = entry["content"][problems.MEDIA_TYPE]
        content["schema"] = {"$ref": "#/components/schemas/Problem"}
        example = problems.problem(code, **_DETAILS[code])
        content.setdefault("examples", {})[code] = {"summary": kind.title, "value": example}
    if 401 in found:
        challenge = {"description": "How to authenticate.", "schema": {"type": "string"}}
        found[401]["headers"] = {"WWW-Authenticate": challenge}
    return found
