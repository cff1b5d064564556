"""Request bodies: which are read at all, and how strictly. JSON comes in here and nowhere else, and so it goes out."""

from __future__ import annotations

import json
from collections.abc import Callable, Coroutine, Mapping
from typing import Any, Final

from fastapi import Request, Response
from fastapi.routing import APIRoute
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect

from polyonym.web.problems import Refusal

_LARGE: Final = 64 * 1024
"""Bodies of more bytes are parsed in a thread: a large batch must not hold up a health check."""
_MOST_FIELDS: Final = 50
"""No object has so many. Each unknown field is an error to pydantic, and a body has room for a million of them."""


class _ParsedRequest(Request):
    """A request whose body was parsed already, by the rules of this module and not by the framework's."""

    parsed: Any = None

    async def json(self) -> Any:
        """Return the parsed body."""
        return self.parsed


class JsonRoute(APIRoute):
    """A route that takes JSON in UTF-8 and says clearly what is wrong with anything else."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Read and parse the body before the framework does."""
        handle = super().get_route_handler()
        if self.body_field is None:
            return handle

        async def read_first(request: Request) -> Response:
            check_media_type(request.headers.get("content-type", ""))
            own = _ParsedRequest(request.scope, request.receive)
            try:
                body = await own.body()
            except ClientDisconnect:
                raise Refusal("bad-request", "The connection was closed before the body was complete.") from None
            own.parsed = await run_in_threadpool(parse, body) if len(body) > _LARGE else parse(body)
            check_fields(own.parsed)
            return await handle(own)

        return read_first


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
        return json.loads(body.decode(), parse_constant=_refuse_constant)
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


def answer(content: Mapping[str, Any], status: int = 200) -> Response:
    """Write our own plain values as JSON, as they are: they are not validated a second time."""
    text = json.dumps(content, ensure_ascii=False, separators=(",", ":"))
    return Response(text.encode(), status, media_type="application/json")
