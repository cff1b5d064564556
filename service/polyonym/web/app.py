"""The application: a function from an engine and settings to something that a server can run."""

from __future__ import annotations

from fastapi import FastAPI
from starlette.middleware import Middleware

from polyonym.engine import Resolver
from polyonym.settings import DEFAULT_WEB_SETTINGS, WebSettings
from polyonym.web.contract.document import describe_by
from polyonym.web.http import problems
from polyonym.web.http.middleware import BodyLimit, HeadAsGet
from polyonym.web.routes import annotate, docs, entities, gazetteer, health, resolve


def create_app(engine: Resolver, settings: WebSettings = DEFAULT_WEB_SETTINGS) -> FastAPI:
    """Build the HTTP application over an engine; the settings say what it takes, and from whom."""
    app = FastAPI(
        title="polyonym",
        # Our own page: the one that comes with FastAPI loads its scripts from another company's servers.
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        # A redirect would be built from the Host header, and behind a proxy that is the wrong one.
        redirect_slashes=False,
        middleware=[Middleware(HeadAsGet), Middleware(BodyLimit, limit=settings.max_body_bytes)],
    )
    problems.install(app)
    app.include_router(resolve.router(engine, settings))
    app.include_router(annotate.router(engine, settings))
    app.include_router(entities.router(engine))
    app.include_router(gazetteer.router(engine, settings))
    app.include_router(health.router(engine))
    describe_by(app, settings)
    app.include_router(docs.router(app))
    return app
