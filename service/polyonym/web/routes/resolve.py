"""The routes that say what names mean: one mention, many, and two names against each other."""

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
from polyonym.web.http.body import JsonRoute, answer, check_fields, encoded
from polyonym.web.http.dispatch import at_its_pace


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
        return answer(wireform.resolution(await at_its_pace(length, engine.resolve, mention)))

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
        count, most = len(body.mentions), settings.max_batch
        if count > most:
            raise problems.wrong_field("mentions", f"The list has {count} items; at most {most} are taken at once.")
        stopped = threading.Event()
        try:
            return answer(await run_in_threadpool(written, engine, body.mentions, stopped))
        finally:
            stopped.set()  # where the service is ending, the thread would go on to the last mention and hold it up

    @routes.post(
        "/compare",
        operation_id="compare",
        summary="Compare two names",
        response_model=wire.Comparison,
        response_description="Whether one entity could bear both names.",
        responses=documented.responses("invalid-mention", *documented.BODY_PROBLEMS),
    )
    async def compare(body: wire.CompareRequest) -> Response:
        """Judge two names: by what the gazetteer lists of both, else by their likeness."""
        length = len(body.a) + len(body.b)
        judged = await at_its_pace(length, engine.compare, body.a, body.b, body.type, look_up=body.look_up)
        return answer(wireform.comparison(judged))

    return routes


def written(engine: Resolver, items: list[Any], stopped: threading.Event) -> bytes:
    """Write the answer to a batch, each result as soon as it is there, until it is stopped.

    Writing all of them in one go would take the interpreter's lock for a tenth of a second.
    """
    results = takewhile(lambda _: not stopped.is_set(), _results(engine, items))
    return b'{"results":[' + b",".join(map(encoded, results)) + b"]}"


def _results(engine: Resolver, items: list[Any]) -> Iterator[dict[str, Any]]:
    """Yield a resolution or a problem for each item, in order."""
    asked = [_mention(item) for item in items]
    resolved = engine.resolve_many(mention for mention in asked if isinstance(mention, Mention))
    for item in asked:
        if not isinstance(item, Mention):
            yield {"error": item}
            continue
        outcome = next(resolved)
        if isinstance(outcome, MentionError):
            yield {"error": problems.problem_of(outcome)}
        else:
            yield wireform.resolution(outcome)


def _mention(item: Any) -> Mention | dict[str, Any]:
    """Return an item of a batch as a mention, or the problem with its shape."""
    if isinstance(item, str):
        return Mention(item)
    if not isinstance(item, dict):
        detail = "An item has to be a text or a JSON object."
        return problems.problem("invalid-request", detail, errors=[{"field": "mention", "detail": detail}])
    try:
        check_fields(item)
        return wire.ResolveRequest.model_validate(item).as_mention()
    except problems.Refusal as refusal:
        return refusal.as_problem()
    except ValidationError as error:
        return problems.of_shape(error)
