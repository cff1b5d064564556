"""The routes that find entities: by the beginning of a name, and by id."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path, Query, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire_entities
from polyonym.web.http.body import json_response


def router(engine: Resolver) -> APIRouter:
    """Return the routes over an engine."""
    routes = APIRouter(tags=["Entities"])

    @routes.get(
        "/entities",
        operation_id="searchEntities",
        summary="Search while typing, or list",
        response_model=wire_entities.EntityList,
        response_description="Entities, best first; by id where nothing was typed.",
        responses=documented.responses("invalid-mention", "invalid-request"),
    )
    def search_entities(query: Annotated[wire_entities.EntityQuery, Query()]) -> Response:
        """Find entities by the beginning of a name or of a word of one, in any script; list them without `q`."""
        result = engine.search(query.q, query.type, query.limit, query.after)
        rows = [wireform.entity_row(found) for found in result.found]
        return json_response({"entities": rows, "next": result.following, "gazetteer": result.gazetteer})

    @routes.get(
        "/entities/{id}",
        operation_id="getEntity",
        summary="Get one entity",
        response_model=wire_entities.Entity,
        response_description="The entity as curated.",
        responses=documented.responses("entity-not-found", "invalid-request"),
    )
    def get_entity(
        entity_id: Annotated[str, Path(alias="id", description="Id of the entity.", examples=["islamic-state"])],
    ) -> Response:
        """Return an entity with all its names and where each stands in the files."""
        session = engine.session
        return json_response({**wireform.entity(session.entity(entity_id)), "gazetteer": session.fingerprint})

    return routes
