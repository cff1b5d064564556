"""The routes for what names mean: one mention, many mentions, and two names compared."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from itertools import takewhile
from typing import Any

from fastapi import APIRouter, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.errors import MentionError
from polyonym.model import Mention
from polyonym.settings import WebSettings
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire
from polyonym.web.http import problems
from polyonym.web.http.body import JsonRoute, check_field_count, json_response, to_json
from polyonym.web.http.dispatch import is_short, run


def router(engine: Resolver, settings: WebSettings) -> APIRouter:
    """Return the routes over an engine."""
    routes = APIRouter(route_class=JsonRoute, tags=["Resolve"])

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
        length = len(mention.text) + len(mention.context or "")
        return json_response(wireform.resolution(await run(is_short(length), engine.resolve, mention)))

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


def batch_body(engine: Resolver, items: list[Any], stopped: threading.Event) -> bytes:
    """Return the JSON of the answer to a batch, unless it is stopped before.

    Results are written one by one: writing all at once would hold the interpreter's lock for a tenth of a second.
    """
    results = takewhile(lambda _: not stopped.is_set(), _results(engine, items))
    return b'{"results":[' + b",".join(map(to_json, results)) + b"]}"


def _results(engine: Resolver, items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield a resolution or a problem for each item, in order."""
    mentions = [_mention(item) for item in items]
    resolved = engine.resolve_many(mention for mention in mentions if isinstance(mention, Mention))
    for item in mentions:
        if not isinstance(item, Mention):
            yield {"error": item}
            continue
        outcome = next(resolved)
        if isinstance(outcome, MentionError):
            yield {"error": problems.problem_of(outcome)}
        else:
            yield wireform.resolution(outcome)


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
