"""`polyonym serve`: the HTTP service on this machine. The only command that imports the web framework.

The port is bound before the gazetteer is loaded, so that a busy one is reported at once, and listens only when
everything is ready. Ctrl-C and SIGTERM both let running requests end, and exit with 0.
"""

from __future__ import annotations

import json
import os
import shlex
import signal
import socket
import sys
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from time import perf_counter
from types import FrameType
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from polyonym.cli.exits import FINE, PROBLEMS
from polyonym.cli.options import GazetteerOption, LoadOptions, SnapshotOption, build_from, settings_from
from polyonym.cli.render import terminal

if TYPE_CHECKING:
    import uvicorn

    from polyonym.engine import Resolver

EXAMPLES: Final = """
Serve the gazetteer over HTTP.

Examples:

\b
  polyonym serve
  polyonym serve --host 0.0.0.0 --port 80 --gazetteer my-names/

Prints the address to open and a curl to paste once it answers. Ctrl-C or SIGTERM ends it. Exit code: 0 ended by
request, 1 the gazetteer has problems or the port is taken, 2 wrong usage.
"""
_EXAMPLE: Final = "Noorolhaq Olomi"
_ANY_HOST: Final = {"0.0.0.0": "127.0.0.1", "::": "[::1]", "": "127.0.0.1"}  # noqa: S104 -- to name them, not to bind them
_DRAIN_SECONDS: Final = 10


def serve(
    host: Annotated[str, typer.Option("--host", help="Address to listen on.")] = "127.0.0.1",
    port: Annotated[int, typer.Option("--port", min=0, max=65535, help="Port; 0 takes a free one.")] = 8000,
    gazetteer: GazetteerOption = None,
    snapshot: SnapshotOption = None,
) -> None:
    """Load the gazetteer and answer requests until the process is stopped."""
    signal.signal(signal.SIGTERM, _on_sigterm)
    with bound(host, port) as listener, suppress(KeyboardInterrupt):
        run(listener, address(host, listener.getsockname()[1]), LoadOptions(gazetteer, snapshot))


def _on_sigterm(_signal: int, _frame: FrameType | None) -> None:
    """Exit with 0: the server has finished its answers before this is called."""
    raise SystemExit(FINE)


def bound(host: str, port: int) -> socket.socket:
    """Bind a port without listening yet; print why and exit with 1 where that cannot be done."""
    try:
        family, kind, protocol, _, where = socket.getaddrinfo(
            host or None, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
        listener = socket.socket(family, kind, protocol)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(where)
        except OSError:
            listener.close()
            raise
    except OSError as error:
        terminal.complain(f"Cannot listen on {host}, port {port}: {error.strerror}.")
        terminal.complain("Choose another port with --port, or end the program that holds this one.")
        raise typer.Exit(PROBLEMS) from error
    return listener


def address(host: str, port: int) -> str:
    """Return the address that a browser on this machine can open."""
    shown = _ANY_HOST.get(host, f"[{host}]" if ":" in host else host)
    return f"http://{shown}:{port}"


def run(listener: socket.socket, url: str, load_options: LoadOptions) -> None:
    """Build the application and serve it on a bound port."""
    from polyonym.settings import WebSettings

    began = perf_counter()
    web_settings, settings = WebSettings.from_env(os.environ), settings_from(load_options)
    resolver = build_from(settings)
    import uvicorn

    from polyonym.web.app import create_app

    greeting = greeting_of(resolver, settings.gazetteer, url)

    class Announcing(uvicorn.Server):
        """A server that prints its address once it answers."""

        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            """Listen, and print the greeting."""
            await super().startup(sockets)
            if self.started:
                terminal.line(f"Ready after {perf_counter() - began:.2f} s.", *greeting)
                sys.stdout.flush()

    Announcing(server_config(create_app(resolver, web_settings))).run(sockets=[listener])


def server_config(app: Callable[..., Any]) -> uvicorn.Config:
    """Return the configuration of the server."""
    import uvicorn

    return uvicorn.Config(app, log_level="warning", timeout_graceful_shutdown=_DRAIN_SECONDS)


def greeting_of(resolver: Resolver, gazetteer: Path, url: str) -> tuple[str, ...]:
    """Return what is served, the address, and a curl to paste."""
    state, first = resolver.describe(), resolver.search(limit=1).found
    mention = _EXAMPLE
    if resolver.resolve(mention).status != "match" and first:
        mention = first[0].entity.name
    body = shlex.quote(json.dumps({"mention": mention}, ensure_ascii=False))
    return (
        f"{state.entities:,} entities from {gazetteer}, fingerprint {state.fingerprint}.",
        "",
        f"  Open  {url}/",
        f"  Try   curl -s {url}/resolve -H 'Content-Type: application/json' -d {body}",
        "",
        "Ctrl-C ends it.",
    )
