"""The routes that show what is served, and that load it again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from pathlib import PurePath
from typing import Any

from fastapi import APIRouter, Request, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.errors import GazetteerError
from polyonym.index.snapshot import Snapshot
from polyonym.model import EntityType, Problem
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire_entities
from polyonym.web.http import problems
from polyonym.web.http.body import answer
from polyonym.web.http.keys import check_key


def router(engine: Resolver, api_keys: frozenset[str]) -> APIRouter:
    """Return the routes over an engine; the keys open the one that changes something."""
    routes = APIRouter(tags=["Gazetteer"])
    counted = _Counted()

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
        return answer(_state(engine, counted))

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


@dataclass(frozen=True, slots=True, eq=False)
class Census:
    """What a snapshot holds, counted once."""

    snapshot: Snapshot
    names: int
    types: Mapping[EntityType, int]
    files: tuple[str, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> Census:
        """Count a snapshot."""
        return cls(snapshot, names=snapshot.listed_count(), types=snapshot.type_counts(), files=tuple(snapshot.files()))


class _Counted:
    """The census of the snapshot that was asked about last."""

    def __init__(self) -> None:
        """Know nothing yet."""
        self._last: Census | None = None

    def of(self, snapshot: Snapshot) -> Census:
        """Return the census of a snapshot."""
        # One assignment, so threads never see a half: two that come first at once both count, and both are right.
        last = self._last
        if last is None or last.snapshot is not snapshot:
            last = self._last = Census.of(snapshot)
        return last


def _state(engine: Resolver, counted: _Counted) -> dict[str, Any]:
    """Describe one loaded snapshot; paths of the machine stay on it."""
    loaded = engine.store.loaded
    census = counted.of(loaded.snapshot)
    return {
        "fingerprint": loaded.snapshot.fingerprint,
        "loaded_at": loaded.at.isoformat(timespec="seconds"),
        "entities": sum(census.types.values()),
        "names": census.names,
        "types": dict(census.types),
        "files": list(census.files),
        "warnings": _problems(loaded.warnings),
        "problems": _problems(engine.store.problems),
    }


def _problems(found: Iterable[Problem]) -> list[dict[str, Any]]:
    """Render problems of the files; a folder that is gone is named without the path to it."""
    return [{**wireform.problem(item), "file": PurePath(item.origin.file).name} for item in found]
