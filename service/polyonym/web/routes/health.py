"""The routes for load balancers and orchestrators. They run on the event loop, so no thread has to be free."""

from __future__ import annotations

from fastapi import APIRouter, Response

from polyonym.engine import Resolver
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire_entities
from polyonym.web.http.body import json_response


def router(engine: Resolver) -> APIRouter:
    """Return the routes over an engine."""
    routes = APIRouter(tags=["Health"])

    @routes.get(
        "/healthz",
        operation_id="healthz",
        summary="Is it alive?",
        response_model=wire_entities.Health,
        response_description="It answers.",
        responses=documented.responses(),
    )
    async def healthz() -> Response:
        """Answer as long as the process does."""
        return json_response({"status": "ok"})

    @routes.get(
        "/readyz",
        operation_id="readyz",
        summary="Does it take requests?",
        response_model=wire_entities.Readiness,
        response_description="It has a gazetteer.",
        responses=documented.responses(),
    )
    async def readyz() -> Response:
        """Answer with the fingerprint that serves. A failed reload does not make the service less ready."""
        return json_response({"status": "ready", "gazetteer": engine.fingerprint})

    return routes
