"""An empty endpoint to compare with: FastAPI, the same models, the same server settings, and nothing to do.

It is written the way that costs the least: on the event loop, with the shortest answer that the model allows.
"""

from __future__ import annotations

import sys

import uvicorn
from fastapi import FastAPI

from polyonym.cli.serve import bound, server_config
from polyonym.web.contract import wire


def create_app() -> FastAPI:
    """Build the application."""
    app = FastAPI(title="empty", docs_url=None, redoc_url=None, openapi_url=None)

    @app.post("/resolve")
    async def resolve(body: wire.ResolveRequest) -> wire.Resolution:
        return wire.Resolution(
            mention=body.mention, status="no_match", id=None, name=None, score=0.0, candidates=[], gazetteer=""
        )

    return app


def main() -> None:
    """Serve on a free port until told to stop, and print where."""
    with bound("127.0.0.1", 0) as listener:
        sys.stdout.write(f"http://127.0.0.1:{listener.getsockname()[1]}/\n")
        sys.stdout.flush()
        uvicorn.Server(server_config(create_app())).run(sockets=[listener])


if __name__ == "__main__":
    main()
