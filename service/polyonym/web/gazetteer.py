"""The routes that show what is served, and that load it again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Request, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.errors import GazetteerError
from polyonym.model import Problem
from polyonym.web import documented, problems, wire_entities
from polyonym.web.body import answer
from polyonym.web.keys import check_key


def router(engine: Resolver, api_keys: frozenset[str]) -> APIRouter:
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
        return answer(_state(engine))

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
        check_key(request.headers.get("authorization"), api_keys)
        try:
            change = engine.store.reload()
        except GazetteerError as error:
            return problems.response({**problems.problem_of(error), "problems": _problems(error.problems)})
        return answer({**asdict(change)})

    return routes


def _state(engine: Resolver) -> dict[str, Any]:
    """Describe one loaded snapshot; paths of the machine stay on it."""
    loaded = engine.store.loaded
    snapshot = loaded.snapshot
    return {
        "fingerprint": snapshot.fingerprint,
        "loaded_at": loaded.at.isoformat(timespec="seconds"),
        "entities": len(snapshot.entities),
        "names": snapshot.listed(),
        "types": {**snapshot.kinds()},
        "files": snapshot.files(),
        "warnings": _problems(loaded.warnings),
        "problems": _problems(engine.store.problems),
    }


def _problems(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """Render problems of the files; a folder that is gone is named without the path to it."""
    return [{**wireform.problem(item), "file": PurePath(item.origin.file).name} for item in found]
