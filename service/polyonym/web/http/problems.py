"""Errors to RFC 9457 problems: the one table from a code to a status and a title.

Domain errors have a code of their own, errors of HTTP are `Refusal`s with a code of this table. The rule: what a client
sent is shortened before it is echoed, and written without characters that UTF-8 does not have.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from starlette.exceptions import HTTPException

from polyonym import wireform
from polyonym.errors import EntityNotFoundError, GazetteerError, MentionError, PolyonymError

Json = dict[str, Any]

MEDIA_TYPE: Final = "application/problem+json"
URN: Final = "urn:polyonym:problem:"
LONGEST_TEXT: Final = 500
MOST_ERRORS: Final = 20
"""Errors that are listed for one request; the others are counted."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What every problem with one code has in common."""

    status: int
    title: str


KINDS: Final[Mapping[str, Kind]] = {
    # Domain errors, by the code of their class.
    "error": Kind(500, "The service failed"),
    "invalid-mention": Kind(422, "The mention cannot be resolved"),
    "invalid-text": Kind(422, "The text cannot be annotated"),
    "entity-not-found": Kind(404, "No such entity"),
    # Not 422: nothing is wrong with the request. It conflicts with the state of the files, and can be sent again as
    # it is once they are mended, which is what RFC 9110 has 409 for.
    "invalid-gazetteer": Kind(409, "The gazetteer cannot be loaded"),
    "invalid-input": Kind(400, "The input cannot be read"),
    "invalid-settings": Kind(500, "The service is set up wrongly"),
    # Errors of HTTP.
    "bad-request": Kind(400, "The request cannot be read"),
    "unreadable-json": Kind(400, "The body is not JSON"),
    "api-key-missing": Kind(401, "An API key is needed"),
    "api-key-refused": Kind(403, "The API key is not valid"),
    "reload-disabled": Kind(403, "Reloading is switched off"),
    "not-found": Kind(404, "No such address"),
    "method-not-allowed": Kind(405, "This address does not take this method"),
    "body-too-large": Kind(413, "The body is too large"),
    "unsupported-media-type": Kind(415, "The body has to be JSON"),
    "invalid-request": Kind(422, "The request has the wrong shape"),
    "internal-error": Kind(500, "The service failed"),
}

# Statuses that the framework raises by itself.
_CODES: Final[Mapping[int, str]] = {400: "bad-request", 404: "not-found", 405: "method-not-allowed"}


class Refusal(Exception):  # noqa: N818 -- a refusal is an answer, not a failure
    """A request that HTTP itself has to refuse: `code` is one of the table."""

    def __init__(
        self,
        code: str,
        detail: str,
        headers: Mapping[str, str] | None = None,
        errors: Sequence[Mapping[str, str]] = (),
    ) -> None:
        """Keep what the problem will say; `errors` are the fields that are wrong, where fields are."""
        super().__init__(detail)
        self.code = code
        self.detail = detail
        self.headers = headers
        self.errors = tuple(errors)

    def as_problem(self) -> Json:
        """Return the problem."""
        return problem(self.code, self.detail, **({"errors": list(self.errors)} if self.errors else {}))


def wrong_field(field: str, detail: str) -> Refusal:
    """Return the refusal of a request in which one field is wrong."""
    return Refusal("invalid-request", f"{field}: {detail}", errors=[{"field": field, "detail": detail}])


def problem(code: str, detail: str, **members: Any) -> Json:
    """Return the problem for a code, with extension members behind the standard ones."""
    kind = KINDS[code]
    return {
        "type": URN + code,
        "title": kind.title,
        "status": kind.status,
        "detail": shortened(detail),
        "code": code,
        **members,
    }


def problem_of(error: PolyonymError) -> Json:
    """Return the problem for a domain error."""
    match error:
        case MentionError(field=field):
            detail = error.detail.removeprefix(f"{field}: ")
            return problem(error.code, error.detail, errors=[{"field": field, "detail": shortened(detail)}])
        case EntityNotFoundError(entity_id=entity_id):
            # Only the id is shortened, and not the sentence around it.
            return problem(error.code, EntityNotFoundError(shortened(entity_id, 100)).detail)
        case GazetteerError():
            headline = error.detail.partition("\n")[0] + "; what was loaded before stays in service."
            return problem(error.code, headline, problems=[wireform.problem(item) for item in error.problems])
        case _:
            return problem(error.code, error.detail)


def invalid_request(errors: Sequence[Mapping[str, Any]], prefix: Sequence[str] = ("body", "query", "path")) -> Json:
    """Return the problem for what pydantic found wrong with the shape of a request."""
    found = []
    for error in errors[:MOST_ERRORS]:
        place = [str(part) for part in error["loc"]]
        if place and place[0] in prefix:
            place = place[1:] or place
        found.append({"field": shortened(".".join(place) or "body", 100), "detail": _sentence(error)})
    first = f"{found[0]['field']}: {found[0]['detail']}"
    more = len(errors) - 1
    detail = first if not more else f"{first} There {'is 1 more error' if more == 1 else f'are {more} more errors'}."
    return problem("invalid-request", detail, errors=found)


def problem_of_validation(error: ValidationError) -> Json:
    """Return the problem for a value that does not have the shape of its model."""
    # Without the input, which can be large. `loc` begins with no `body` here.
    return invalid_request(error.errors(include_url=False, include_input=False, include_context=True), ())


_SENTENCES: Final[Mapping[str, str]] = {
    "missing": "This is needed and is not there.",
    "extra_forbidden": "There is no such field.",
    "is_instance_of": "This has to be a text.",
    "string_unicode": "The name of a field holds half of a surrogate pair; send whole characters.",
    "int_type": "This has to be a whole number.",
    "int_parsing": "This has to be a whole number.",
    "int_parsing_size": "This number is too large.",
    "list_type": "This has to be a list.",
    "dict_type": "This has to be a JSON object.",
    "model_type": "This has to be a JSON object.",
    "model_attributes_type": "This has to be a JSON object.",
    "literal_error": "This has to be one of {expected}.",
    "less_than_equal": "This has to be at most {le}.",
    "greater_than_equal": "This has to be at least {ge}.",
}


def _sentence(error: Mapping[str, Any]) -> str:
    """Return what is wrong in a sentence that holds nothing of what was sent."""
    known = _SENTENCES.get(error["type"])
    return shortened(error["msg"]) if known is None else known.format_map(error.get("ctx", {}))


def shortened(text: str, longest: int = LONGEST_TEXT) -> str:
    """Cut a text that is too long to be echoed, and write half surrogates as escapes."""
    safe = text[:longest].encode("utf-8", "backslashreplace").decode()
    return safe if len(text) <= longest else safe + "…"


def response(body: Json, headers: Mapping[str, str] | None = None) -> Response:
    """Put a problem into a response with its own status."""
    content = json.dumps(body, ensure_ascii=False).encode()
    return Response(content, body["status"], dict(headers or {}), MEDIA_TYPE)


def install(app: FastAPI) -> None:
    """Make an application answer every error with a problem."""

    async def on_domain_error(_: Request, error: Exception) -> Response:
        assert isinstance(error, PolyonymError)  # noqa: S101 -- narrows what the framework types as Exception
        return response(problem_of(error))

    async def on_refusal(_: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)  # noqa: S101 -- as above
        return response(error.as_problem(), error.headers)

    async def on_invalid(_: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101 -- as above
        return response(invalid_request(error.errors()))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101 -- as above
        return _framework_error(request, error)

    async def on_anything(_: Request, __: Exception) -> Response:
        # The server logs the traceback. A client would learn from it only how the service is built.
        return response(problem("internal-error", "Something went wrong inside the service. It has been logged."))

    app.add_exception_handler(PolyonymError, on_domain_error)
    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Exception, on_anything)


def _framework_error(request: Request, error: HTTPException) -> Response:
    """Answer an error of the routing: no such address, or not with this method."""
    code = _CODES.get(error.status_code)
    if code is None:
        phrase = HTTPStatus(error.status_code).phrase
        body = {"type": "about:blank", "title": phrase, "status": error.status_code, "detail": phrase, "code": "http"}
        return response(body, error.headers)
    headers = dict(error.headers or {})
    path = shortened(request.scope["path"], 100)  # not `request.url`, which a Host header can break
    detail = str(error.detail)
    if code == "not-found":
        detail = f"Nothing is served at {path}. GET /docs lists what is."
    elif code == "method-not-allowed":
        # Whatever takes GET takes HEAD (`middleware.HeadAsGet`), which the router does not know.
        headers["Allow"] = headers.get("Allow", "").replace("GET", "GET, HEAD")
        detail = f"{path} takes {headers['Allow']}."
    return response(problem(code, detail), headers)
