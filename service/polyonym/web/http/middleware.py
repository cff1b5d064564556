"""Plain ASGI around the framework: a limit on bodies, and HEAD for every GET.

The rule: nothing here reads more of a body than the limit, and nothing here knows a route.
"""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from polyonym.web.http.problems import Refusal, problem, response


class BodyLimit:
    """Refuses request bodies of more than `limit` bytes, announced or not, without reading the rest."""

    def __init__(self, app: ASGIApp, limit: int) -> None:
        """Guard an application."""
        self.app = app
        self.limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse by the announced length where there is one, and count what comes in any case."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        detail = f"The body has more than {self.limit} bytes; send fewer mentions at once."
        announced = next((value for name, value in scope["headers"] if name == b"content-length"), b"")
        if announced.isdigit() and int(announced[:20]) > self.limit:
            await response(problem("body-too-large", detail), {"Connection": "close"})(scope, receive, send)
            return
        received = 0

        async def counted() -> Message:
            nonlocal received
            message = await receive()
            received += len(message.get("body", b""))
            if received > self.limit:
                # The body is read inside the framework, which turns this into a response.
                raise Refusal("body-too-large", detail, {"Connection": "close"})
            return message

        await self.app(scope, counted, send)


class HeadAsGet:
    """Answers HEAD as GET without the body: in the framework a route has only the methods that it names."""

    def __init__(self, app: ASGIApp) -> None:
        """Wrap an application."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass HEAD on as GET, and the headers of the answer back."""
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self.app(scope, receive, send)
            return

        async def without_body(message: Message) -> None:
            await send({**message, "body": b""} if message["type"] == "http.response.body" else message)

        await self.app({**scope, "method": "GET"}, receive, without_body)
