"""The only door to Jinja2: a template and values to HTML, every value escaped.

A template is a file in the folder `templates` of the package that renders it. Two rules hold for all of them: every
value is escaped unless a filter below has made it HTML, and a value that the template names and nobody passes is an
error. Filters: `code` shows what stands in backticks as code, `pretty` writes a value as JSON over several lines.
"""

from __future__ import annotations

import json
from importlib import resources
from typing import Any

from jinja2 import Environment, FunctionLoader, StrictUndefined
from markupsafe import Markup, escape


class Templates:
    """The templates of a package. Each is compiled once, so keep the object where pages are rendered often."""

    def __init__(self, package: str) -> None:
        """Read templates from the folder `templates` of a package."""
        folder = resources.files(package).joinpath("templates")
        self._environment = Environment(
            autoescape=True,
            undefined=StrictUndefined,
            loader=FunctionLoader(lambda name: folder.joinpath(name).read_text(encoding="utf-8")),
            auto_reload=False,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
        )
        self._environment.filters |= {"code": code, "pretty": pretty}

    def render(self, name: str, **values: Any) -> str:
        """Render a template; raise UndefinedError for a value that it names and nobody passes."""
        return self._environment.get_template(name).render(values)


def code(text: str) -> Markup:
    """Return a text as HTML, with what stands in backticks as code."""
    pieces = (escape(piece) for piece in text.split("`"))
    return Markup("").join(
        Markup("<code>{}</code>").format(piece) if place % 2 else piece for place, piece in enumerate(pieces)
    )


def pretty(value: Any) -> str:
    """Return a value as JSON over several lines; the template escapes it."""
    return json.dumps(value, ensure_ascii=False, indent=2)
