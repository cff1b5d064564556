"""`polyonym schema` and `polyonym openapi`: what is generated from the code, printed to be committed."""

from __future__ import annotations

from typing import Annotated

import typer

from polyonym.cli.render import terminal


def schema(
    *,
    types: Annotated[
        bool, typer.Option("--types", help="That of types.yaml instead: gazetteer/types.schema.json.")
    ] = False,
) -> None:
    """Print the JSON Schema of a gazetteer file, for editors; the project keeps it as gazetteer/schema.json."""
    from polyonym.gazetteer.schema import json_schema, types_json_schema

    terminal.json_page(types_json_schema() if types else json_schema())


def openapi() -> None:
    """Print the contract of the HTTP service; the project keeps it as openapi.yaml."""
    from polyonym.web.openapi import export_openapi

    terminal.page(export_openapi())
