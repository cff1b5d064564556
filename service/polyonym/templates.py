"""The only door to Jinja2: a template and values to HTML, every value escaped.

A template is a file in the folder `templates` of the package that renders it. Two rules hold for all of them: every
value is escaped unless a filter below has made it HTML, and a value that the template names and nobody passes is an
error. Filters: `code` shows what stands in backticks as code, `pretty` writes a value as JSON over several lines.
"""

from __future__ import annotations

import json
from functools import cache
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape


def render(package: str, name: str, **values: Any) -> str:
    """Render the template `name` of a package."""
    return _environment(package).get_template(name).render(values)


@cache
def _environment(package: str) -> Environment:
    """Return what reads and renders the templates of a package; each is compiled once."""

    def source(name: str) -> str:
        return resources.files(package).joinpath("templates", name).read_text(encoding="utf-8")

    environment = Environment(
        autoescape=True,
        undefined=StrictUndefined,
        loader=FunctionLoader(source),
        auto_reload=False,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"code": code, "pretty": pretty}
    return environment


def code(text: str) -> Markup:
    """Return a text as HTML, with what stands in backticks as code."""
    pieces = (escape(piece) for piece in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece for place, piece in enumerate(pieces)
    )


def pretty(value: Any) -> str:
    """Return a value as JSON over several lines; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, indent=2)
