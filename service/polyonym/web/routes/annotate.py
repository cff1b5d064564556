"""The route that finds the names in a running text."""

from __future__ import annotations

from fastapi import APIRouter, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.settings import WebSettings
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire
from polyonym.web.http.body import JsonRoute, answer, encoded
from polyonym.web.http.dispatch import SHORT, at_its_pace
from polyonym.web.http.problems import Refusal


def router(engine: Resolver, settings: WebSettings) -> APIRouter:
    """Return the route over an engine."""
    routes = APIRouter(route_class=JsonRoute, tags=["Annotate"])

    @routes.post(
        "/annotate",
        operation_id="annotate",
        summary="Find the names in a text",
        response_model=wire.AnnotateResponse,
        response_description="The names, in the order of the text.",
        responses=documented.responses("invalid-text", *documented.BODY_PROBLEMS),
    )
    async def annotate(body: wire.AnnotateRequest) -> Response:
        """Find names, inflected and short ones too, and say which entities they mean; offsets are code points."""
        length = len(body.text) if engine.annotates_at_once else SHORT + 1
        return answer(await at_its_pace(length, written, engine, body, settings))

    return routes


def written(engine: Resolver, body: wire.AnnotateRequest, settings: WebSettings) -> bytes:
    """Write the names of a text, one after the other: all in one go would take the interpreter's lock for long."""
    size = len(body.text.encode("utf-8", "surrogatepass"))
    if size > settings.max_text_bytes:
        detail = f"The text has {size} bytes; at most {settings.max_text_bytes} are annotated at once."
        raise Refusal("body-too-large", detail)
    found = engine.annotate(body.text, body.types, body.language, body.statuses, nested=body.nested)
    if len(found) > settings.max_names:
        most = settings.max_names
        detail = f"The text holds {len(found)} names; at most {most} are answered at once. Send it in parts."
        raise Refusal("body-too-large", detail)
    return b'{"mentions":[' + b",".join(encoded(wireform.annotation(item)) for item in found) + b"]}"
