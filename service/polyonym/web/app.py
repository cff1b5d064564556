"""The application, put together: a function from an engine to something that a server can run."""

from __future__ import annotations

from collections.abc import Collection

from fastapi import FastAPI
from starlette.middleware import Middleware

from polyonym.engine import Resolver
from polyonym.web.contract.document import describe_by
from polyonym.web.http import problems
from polyonym.web.http.middleware import MAX_BODY, BodyLimit, HeadAsGet
from polyonym.web.routes import annotate, docs, entities, gazetteer, health, resolve


def create_app(engine: Resolver, api_keys: Collection[str] = (), max_body: int = MAX_BODY) -> FastAPI:
    """Build the HTTP application over an engine.

    `api_keys` open `POST /gazetteer/reload`, which is refused where there are none. `max_body` is the largest request
    body in bytes.
    """
    app = FastAPI(
        title="polyonym",
        # Our own page: the one that comes with FastAPI loads its scripts from another company's servers.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # A redirect would be built from the Host header, and behind a proxy that is the wrong one.
        redirect_slashes=False,
        middleware=[Middleware(HeadAsGet), Middleware(BodyLimit, limit=max_body)],
    )
    problems.install(app)
    app.include_router(resolve.router(engine))
    app.include_router(annotate.router(engine))
    app.include_router(entities.router(engine))
    app.include_router(gazetteer.router(engine, frozenset(api_keys)))
    app.include_router(health.router(engine))
    describe_by(app)
    app.include_router(docs.router(app))
    return app
