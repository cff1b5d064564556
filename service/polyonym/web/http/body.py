"""Request bodies: which are read at all, and how strictly. JSON comes in here and nowhere else, and so it goes out."""

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

from polyonym.web.http.problems import Refusal, of_shape, response

_LARGE: Final = 64 * 1024
"""Bodies of more bytes are parsed in a thread: a large batch must not hold up a health check."""
_MOST_FIELDS: Final = 50
"""No object has so many. Each unknown field is an error to pydantic, and a body has room for a million of them."""


class JsonRoute(APIRoute):
    """A route that takes one JSON body in UTF-8, and says clearly what is wrong with anything else.

    The framework describes such a route and finds it; reading, validating and calling are done here, in half the
    time. So its endpoint is a coroutine function of the body alone: there is nothing here that would fill another
    argument.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what reads a request and calls the endpoint; raise TypeError for an endpoint that wants more."""
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
            check_fields(value)
            try:
                asked = shape.model_validate(value)
            except ValidationError as error:
                return response(of_shape(error))
            answered: Response = await endpoint(asked)
            return answered

        return respond


def check_media_type(content_type: str) -> None:
    """Refuse what is not announced as JSON: a browser cannot be made to send that across sites unasked."""
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


def check_fields(value: Any) -> None:
    """Refuse an object with more fields than are worth naming one by one."""
    if isinstance(value, dict) and len(value) > _MOST_FIELDS:
        raise Refusal("invalid-request", f"The object has {len(value)} fields; nothing here has more than a few.")


def _refuse_constant(name: str) -> Any:
    """Refuse what Python writes and JSON does not have."""
    raise Refusal("unreadable-json", f"The body holds {name}, which is not JSON.")


_DECODER: Final = json.JSONDecoder(parse_constant=_refuse_constant)
# A reference back to itself is not looked for: `wireform` makes trees. With this and the decoder made once, both take
# half the time for what is usual here.
_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def encoded(content: Mapping[str, Any]) -> bytes:
    """Write our own plain values as JSON, as they are: they are not validated a second time."""
    return _ENCODER.encode(content).encode()


def answer(content: Mapping[str, Any] | bytes, status: int = 200) -> Response:
    """Return an answer of plain values, or of values that were written already."""
    body = content if isinstance(content, bytes) else encoded(content)
    return Response(body, status, media_type="application/json")
