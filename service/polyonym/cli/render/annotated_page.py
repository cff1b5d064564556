"""Annotated texts as a page: names coloured by what they are, the explanation on hover, nothing loaded from anywhere.

A text is shown as it is, line by line, and each paragraph in its own direction, so that Arabic stands right to left
beside English. Every word of a text and of a gazetteer is escaped; the page runs no script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from html import escape
from importlib import resources
from pathlib import Path
from typing import Final

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.model import Annotation, Resolution
from polyonym.tables.streams import open_output

_SEVERAL: Final = ""
"""Stands for a type where several entities are meant; no type is called so."""
_OPEN, _CLOSE = 1, 0  # at one place names end before others begin


@dataclass(frozen=True, slots=True)
class Document:
    """A text by its name, and the names in it."""

    name: str
    text: str
    names: tuple[Annotation, ...]


def write_page(target: Path, documents: Sequence[Document]) -> None:
    """Write the page of some documents, whole or not at all."""
    template = resources.files("polyonym.cli.render").joinpath("static/annotated.html").read_text(encoding="utf-8")
    title = documents[0].name if len(documents) == 1 else f"{len(documents)} texts"
    parts = {"TITLE": escape(title), "DOCUMENTS": "".join(map(_section, documents))}
    for name, part in parts.items():
        template = template.replace(f"<!--{name}-->", part)
    with open_output(target) as stream:
        stream.write(template)


def _section(document: Document) -> str:
    """Write one document: its name, what was found by kind, the text."""
    counts: dict[str, int] = {}
    for item in document.names:
        kind = _kind(item.resolution)
        counts[kind] = counts.get(kind, 0) + 1
    legend = "".join(
        f'<li><mark class="{_style(kind)}">{kind or "several"}</mark> {counts[kind]}</li>'
        for kind in sorted(counts, key=_rank)
    )
    body = "".join(f'<p dir="auto">{line}</p>\n' for line in _marked(document).split("\n"))
    return f"<section><h1>{escape(document.name)}</h1><ul>{legend}</ul>\n{body}</section>\n"


def _marked(document: Document) -> str:
    """Return the text with its names marked; a name over a line end is closed and opened again around it."""
    text = document.text
    pieces: list[str] = []
    opened: list[Annotation] = []
    at = 0
    for place, kind, item in sorted(_edges(document.names), key=lambda edge: (edge[0], edge[1], _order(edge))):
        pieces.append(_escaped(text[at:place], opened))
        at = place
        if kind == _OPEN:
            pieces.append(_tag(item))
            opened.append(item)
        else:
            pieces.append("</mark>")
            opened.remove(item)
    pieces.append(_escaped(text[at:], opened))
    return "".join(pieces)


def _edges(names: Sequence[Annotation]) -> Iterator[tuple[int, int, Annotation]]:
    """Yield where names begin and where they have ended."""
    for item in names:
        yield item.start, _OPEN, item
        yield item.end, _CLOSE, item


def _order(edge: tuple[int, int, Annotation]) -> int:
    """Let the longer of two names that begin at one place begin first, and the shorter end first."""
    _, kind, item = edge
    return -item.end if kind == _OPEN else -item.start


def _escaped(text: str, opened: Sequence[Annotation]) -> str:
    """Escape a stretch of text; open names are closed before a line end and opened behind it."""
    break_ = "</mark>" * len(opened) + "\n" + "".join(map(_tag, opened))
    return escape(text.replace("\r\n", "\n").replace("\r", "\n"), quote=False).replace("\n", break_)


def _tag(item: Annotation) -> str:
    """Return the opening tag of a name."""
    # A line end inside an attribute is written as a reference: the page is cut into lines afterwards.
    title = escape(_explained(item.resolution)).replace("\n", "&#10;")
    return f'<mark class="{_style(_kind(item.resolution))}" title="{title}" tabindex="0">'


def _kind(resolution: Resolution) -> str:
    """Return the type of the entity, or that there are several."""
    return resolution.candidates[0].type if resolution.status == "match" else _SEVERAL


def _style(kind: str) -> str:
    """Return the class that a type is coloured by: one of its own for a built-in type."""
    return kind if kind in BUILT_IN_TYPES else "declared" if kind else "several"


def _rank(kind: str) -> tuple[int, str]:
    """Return what types are sorted by: built-in ones as ever, declared ones by name, and names of several last."""
    names = BUILT_IN_TYPES.names
    return (names.index(kind) if kind in names else len(names) + (not kind), kind)


def _explained(resolution: Resolution) -> str:
    """Say what a name means and why; for an ambiguous one, what it can mean."""
    first = resolution.candidates[0]
    if resolution.status == "match":
        return f"{first.name} ({first.id}, {first.type}, {first.score:.2f})\n{first.explanation.sentence}"
    lines = [f"{item.name} ({item.id}, {item.type}, {item.score:.2f})" for item in resolution.candidates]
    return "\n".join(["One of:", *lines, first.explanation.sentence])
