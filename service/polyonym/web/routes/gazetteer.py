"""The routes that show what is served, and that load it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import PurePath

from fastapi import APIRouter, Request, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.errors import GazetteerError
from polyonym.model import Problem
from polyonym.settings import WebSettings
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire_entities
from polyonym.web.http import problems
from polyonym.web.http.body import json_response
from polyonym.web.http.keys import check_key


def router(engine: Resolver, settings: WebSettings) -> APIRouter:
    """Return the routes over an engine; the keys open the one that changes something."""
    routes = APIRouter(tags=["Gazetteer"])

    @routes.get(
        "/gazetteer",
        operation_id="describeGazetteer",
        summary="Show what is served",
        response_model=wire_entities.GazetteerState,
        response_description="The state of the gazetteer.",
        responses=documented.responses(),
    )
    def describe_gazetteer() -> Response:
        """Return the fingerprint, the counts and how the last reload went."""
        state = engine.describe()
        shown = replace(state, warnings=_without_folders(state.warnings), problems=_without_folders(state.problems))
        return json_response(wireform.gazetteer_state(shown))

    @routes.post(
        "/gazetteer/reload",
        operation_id="reloadGazetteer",
        summary="Load the files again",
        response_model=wire_entities.Change,
        response_description="What changed. The new gazetteer serves.",
        responses=documented.responses("api-key-missing", "api-key-refused", "reload-disabled", "invalid-gazetteer"),
        openapi_extra={"security": [{"apiKey": []}]},
    )
    def reload_gazetteer(request: Request) -> Response:
        """Read the files again and swap the gazetteer in one step; files with errors leave the old one in service."""
        check_key(request.headers.get("authorization"), settings.api_keys)
        try:
            change = engine.reload()
        except GazetteerError as error:
            found = [wireform.problem(item) for item in _without_folders(error.problems)]
            return problems.response({**problems.problem_of(error), "problems": found})
        return json_response(wireform.change(change))

    return routes


def _without_folders(found: Iterable[Problem]) -> tuple[Problem, ...]:
    """Name files by their last part: the folder of a gazetteer that is gone is nobody's business on the network."""
    return tuple(replace(item, origin=replace(item.origin, file=PurePath(item.origin.file).name)) for item in found)
