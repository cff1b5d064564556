"""The route that finds the names in a running text."""

from __future__ import annotations

from fastapi import APIRouter, Response

from polyonym import wireform
from polyonym.engine import Resolver
from polyonym.settings import WebSettings
from polyonym.web.contract import problem_docs as documented
from polyonym.web.contract import wire
from polyonym.web.http.body import JsonRoute, json_response, to_json
from polyonym.web.http.dispatch import is_short, run
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
        # The first text after a reload may wait for the phrases of the gazetteer.
        on_loop = engine.annotates_at_once and is_short(len(body.text))
        return json_response(await run(on_loop, annotations_body, engine, body, settings))

    return routes


def annotations_body(engine: Resolver, body: wire.AnnotateRequest, settings: WebSettings) -> bytes:
    """Return the JSON of the names in a text.

    Names are written one by one: writing all at once would hold the interpreter's lock for long.
    """
    size = len(body.text.encode("utf-8", "surrogatepass"))
    if size > settings.max_text_bytes:
        detail = f"The text has {size} bytes; at most {settings.max_text_bytes} are annotated at once."
        raise Refusal("body-too-large", detail)
    found = engine.annotate(body.text, body.types, body.language, body.statuses, nested=body.nested)
    if len(found) > settings.max_names:
        most = settings.max_names
        detail = f"The text holds {len(found)} names; at most {most} are answered at once. Send it in parts."
        raise Refusal("body-too-large", detail)
    return b'{"mentions":[' + b",".join(to_json(wireform.annotation(item)) for item in found) + b"]}"
