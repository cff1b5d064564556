"""The routes for what names mean: one mention, many mentions, and two names compared."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from typing import Any, Final

from fastapi import APIRouter, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.errors import MentionError
from polyonym.model import Mention, Resolution
from polyonym.settings import WebSettings
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire
from polyonym.web.http import problems
from polyonym.web.http.body import JsonRoute, check_field_count, json_response, to_json
from polyonym.web.http.coalesce import Coalescer
from polyonym.web.http.dispatch import is_short, run

_SLICE_MENTIONS: Final = 128
_SLICE_CHARACTERS: Final = 4096
"""So much of a batch is resolved together: between two slices it can be stopped, and memory is bounded."""


def router(engine: Resolver, settings: WebSettings) -> APIRouter:
    """Return the routes over an engine."""
    routes = APIRouter(route_class=JsonRoute, tags=["Resolve"])

    def resolve_together(mentions: Sequence[Mention]) -> list[Resolution | MentionError]:
        """Resolve mentions with the snapshot that serves now."""
        return engine.session.resolve_many(mentions)

    together = Coalescer(resolve_together)

    @routes.post(
        "/resolve",
        operation_id="resolve",
        summary="Resolve one mention",
        response_model=wire.Resolution,
        response_description="What the mention means.",
        responses=documented.responses("invalid-mention", *documented.BODY_PROBLEMS),
    )
    async def resolve(body: wire.ResolveRequest) -> Response:
        """Say which entity a mention means, with every candidate explained."""
        mention = body.as_mention()
        length = characters(mention)
        if not is_short(length):
            return json_response(wireform.resolution(await run_in_threadpool(engine.resolve, mention)))
        found = await together.answer(mention, length)
        if isinstance(found, MentionError):
            return problems.response(problems.problem_of(found))
        return json_response(wireform.resolution(found))

    @routes.post(
        "/resolve/batch",
        operation_id="resolveBatch",
        summary="Resolve many mentions",
        response_model=wire.BatchResponse,
        response_description="One result for each mention, in order.",
        responses=documented.responses(*documented.BODY_PROBLEMS),
    )
    async def resolve_batch(body: wire.BatchRequest) -> Response:
        """Resolve many mentions with one state of the gazetteer. A bad mention fails alone, in its place."""
        check_count(len(body.mentions), settings.max_batch)
        stopped = threading.Event()
        try:
            return json_response(await run_in_threadpool(batch_body, engine, body.mentions, stopped))
        finally:
            stopped.set()  # else the thread would go on to the last mention, and a service that ends would wait for it

    @routes.post(
        "/compare",
        operation_id="compare",
        summary="Compare two names",
        response_model=wire.Comparison,
        response_description="Whether one entity could bear both names.",
        responses=documented.responses("invalid-mention", *documented.BODY_PROBLEMS),
    )
    async def compare(body: wire.CompareRequest) -> Response:
        """Compare two names: by what the gazetteer lists of both, else by their similarity."""
        length = len(body.a) + len(body.b)
        comparison = await run(is_short(length), engine.compare, body.a, body.b, body.type, look_up=body.look_up)
        return json_response(wireform.comparison(comparison))

    return routes


def check_count(count: int, most: int) -> None:
    """Refuse a batch of more mentions than the service takes at once."""
    if count > most:
        raise problems.wrong_field("mentions", f"The list has {count} items; at most {most} are taken at once.")


def characters(mention: Mention) -> int:
    """Return how many characters of names and context are worked on."""
    return len(mention.text) + len(mention.context or "")


def batch_body(engine: Resolver, items: Sequence[Any], stopped: threading.Event) -> bytes:
    """Write the answer to a batch, slice by slice, until it is stopped. All slices are answered from one snapshot.

    Each result is written by itself: all of them in one go would take the interpreter's lock for a tenth of a second.
    """
    session, results = engine.session, list[bytes]()
    for part in slices([_mention(item) for item in items]):
        if stopped.is_set():
            break
        resolved = iter(session.resolve_many([item for item in part if isinstance(item, Mention)]))
        for item in part:
            outcome = next(resolved) if isinstance(item, Mention) else item
            results.append(to_json(_result(outcome)))
    return b'{"results":[' + b",".join(results) + b"]}"


def slices(items: Sequence[Mention | problems.Json]) -> Iterator[Sequence[Mention | problems.Json]]:
    """Cut mentions, and problems that stand in the place of some, into slices of bounded number and length."""
    start = length = 0
    for place, item in enumerate(items):
        own = characters(item) if isinstance(item, Mention) else 0
        if place > start and (place - start == _SLICE_MENTIONS or length + own > _SLICE_CHARACTERS):
            yield items[start:place]
            start, length = place, 0
        length += own
    if items:
        yield items[start:]


def _result(outcome: Resolution | MentionError | problems.Json) -> problems.Json:
    """Render one result of a batch: a resolution, or the problem with its mention or with its shape."""
    if isinstance(outcome, Resolution):
        return wireform.resolution(outcome)
    return {"error": problems.problem_of(outcome) if isinstance(outcome, MentionError) else outcome}


def _mention(item: Any) -> Mention | dict[str, Any]:
    """Return an item of a batch as a mention, or the problem of its shape."""
    if isinstance(item, str):
        return Mention(item)
    if not isinstance(item, dict):
        detail = "An item has to be a text or a JSON object."
        return problems.problem("invalid-request", detail, errors=[{"field": "mention", "detail": detail}])
    try:
        check_field_count(item)
        return wire.ResolveRequest.model_validate(item).as_mention()
    except problems.Refusal as refusal:
        return refusal.as_problem()
    except ValidationError as error:
        return problems.problem_of_validation(error)
