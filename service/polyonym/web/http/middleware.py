"""What stands between the server and the framework, as plain ASGI: a limit on bodies, and HEAD for every GET."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from polyonym.web.http.problems import Refusal, problem, response


class BodyLimit:
    """Refuses request bodies of more than so many bytes, announced or not, without reading the rest."""

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
                # Whoever reads the body stands inside the framework, which turns this into an answer.
                raise Refusal("body-too-large", detail, {"Connection": "close"})
            return message

        await self.app(scope, counted, send)


class HeadAsGet:
    """Answers HEAD as GET without the body: the framework gives a route the methods it names and no others."""

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
