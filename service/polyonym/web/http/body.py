"""JSON in and out: the only place where bodies are read and written.

The rule: a body is one JSON value as RFC 8259 has it, announced as JSON, in UTF-8, and of the shape of its model;
unknown fields are refused. Anything else becomes a problem that says what is wrong. Answers are plain values, written
as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from inspect import iscoroutinefunction, signature
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import BaseModel, ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from polyonym.web.http.problems import Refusal, problem_of_validation, response

_LARGE: Final = 64 * 1024
"""Bodies of more bytes are parsed in a thread: a large batch must not delay a health check."""
_MOST_FIELDS: Final = 50
"""No model has so many. Each unknown field is an error in pydantic, and a body has room for a million of them."""


class JsonRoute(APIRoute):
    """A route that takes one JSON body.

    The framework finds the route and writes the contract. Reading, validating and calling are done here, in half the
    time. So the endpoint is a coroutine function of the body and of nothing else.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what reads a request and calls the endpoint; raise TypeError for an endpoint with other parameters."""
        alone = self.body_field is not None and len(signature(self.endpoint).parameters) == 1
        shape: Any = self.body_field.field_info.annotation if self.body_field else None
        if not (alone and iscoroutinefunction(self.endpoint) and isinstance(shape, type(BaseModel))):
            raise TypeError(f"{self.path}: the endpoint has to be a coroutine function of one model and nothing else.")
        endpoint = self.endpoint

        async def respond(request: Request) -> Response:
            check_media_type(request.headers.get("content-type", ""))
            try:
                body = await request.body()
            except ClientDisconnect:
                raise Refusal("bad-request", "The connection was closed before the body was complete.") from None
            value = await run_in_threadpool(parse, body) if len(body) > _LARGE else parse(body)
            check_field_count(value)
            try:
                validated = shape.model_validate(value)
            except ValidationError as error:
                return response(problem_of_validation(error))
            found: Response = await endpoint(validated)
            return found

        return respond


def check_media_type(content_type: str) -> None:
    """Refuse what is not announced as JSON: another site can make a browser send text or forms, but not JSON."""
    media_type = content_type.partition(";")[0].strip().lower()
    if media_type != "application/json" and not (
        media_type.startswith("application/") and media_type.endswith("+json")
    ):
        raise Refusal(
            "unsupported-media-type",
            "Send the body as JSON, with the header Content-Type: application/json.",
            {"Accept-Post": "application/json"},
        )


def parse(body: bytes) -> Any:
    """Parse a body as RFC 8259 has it: UTF-8 without a byte order mark, no NaN, no Infinity."""
    if not body:
        raise Refusal("unreadable-json", "The body is empty; send a JSON object.")
    if body.startswith(b"\xef\xbb\xbf"):
        raise Refusal("unreadable-json", "The body begins with a byte order mark; JSON is sent without one.")
    try:
        return _DECODER.decode(body.decode())
    except UnicodeDecodeError as error:
        detail = f"The body is not UTF-8: byte {error.start} cannot be read."
    except json.JSONDecodeError as error:
        detail = f"The body is not JSON: {error.msg} at line {error.lineno}, column {error.colno}."
    except RecursionError:
        detail = "The values in the body are nested too deeply."
    except ValueError:
        # The only other thing that the parser refuses: an integer of thousands of digits.
        detail = "The body holds a number that is too long to be read."
    raise Refusal("unreadable-json", detail)


def check_field_count(value: Any) -> None:
    """Refuse an object with so many fields that each unknown one would be an error of its own."""
    if isinstance(value, dict) and len(value) > _MOST_FIELDS:
        raise Refusal("invalid-request", f"The object has {len(value)} fields; nothing here has more than a few.")


def _refuse_constant(name: str) -> Any:
    """Refuse what Python writes and JSON does not have."""
    raise Refusal("unreadable-json", f"The body holds {name}, which is not JSON.")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)
# `wireform` makes trees, so no circular reference is looked for. This, and making both objects once, halves the time of
# a usual request.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def to_json(content: Mapping[str, Any]) -> bytes:
    """Return plain values as JSON in UTF-8. They come from `wireform` and are not validated again."""
    return _ENCODER.encode(content).encode()


def json_response(content: Mapping[str, Any] | bytes, status: int = 200) -> Response:
    """Return a response of plain values, or of JSON that is written already."""
    body = content if isinstance(content, bytes) else to_json(content)
    return Response(body, status, media_type="application/json")
