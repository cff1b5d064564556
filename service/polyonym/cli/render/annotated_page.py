"""Annotated texts as a page: names coloured by what they are, the explanation on hover, nothing loaded from anywhere.

A text is shown as it is, line by line, and each paragraph in its own direction, so that Arabic stands right to left
beside English. The template escapes every word of a text and of a gazetteer; the page runs no script.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

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


@dataclass(frozen=True, slots=True)
class _Part:
    """A stretch of text, or the beginning or the end of a name (`opens`, `closes`)."""

    text: str = ""
    opens: bool = False
    closes: bool = False
    style: str = ""
    title: str = ""


_CLOSING: Final = _Part(closes=True)


def write_page(target: Path, documents: Sequence[Document]) -> None:
    """Write the page of some documents, complete or not at all."""
    from polyonym.templates import Templates  # only who writes a page waits for Jinja2

    title = documents[0].name if len(documents) == 1 else f"{len(documents)} texts"
    sections = [
        {"name": document.name, "legend": _legend(document.names), "lines": _lines(document)} for document in documents
    ]
    page = Templates("polyonym.cli.render").render("annotated.html", title=title, sections=sections)
    with open_output(target) as stream:
        stream.write(page)


def _legend(names: Sequence[Annotation]) -> list[dict[str, Any]]:
    """Return how many names there are of each type."""
    counts = Counter(_kind(item.resolution) for item in names)
    return [
        {"style": _style(kind), "label": kind or "several", "count": counts[kind]} for kind in sorted(counts, key=_rank)
    ]


def _lines(document: Document) -> list[list[_Part]]:
    """Return the text line by line with its names marked; a name over a line end is marked on both lines."""
    text = document.text
    lines: list[list[_Part]] = [[]]
    open_names: list[Annotation] = []
    at = 0
    for place, kind, item in sorted(_edges(document.names), key=lambda edge: (edge[0], edge[1], _order(edge))):
        _add_text(lines, text[at:place], open_names)
        at = place
        if kind == _OPEN:
            lines[-1].append(_opening(item))
            open_names.append(item)
        else:
            lines[-1].append(_CLOSING)
            open_names.remove(item)
    _add_text(lines, text[at:], open_names)
    return lines


def _edges(names: Sequence[Annotation]) -> Iterator[tuple[int, int, Annotation]]:
    """Yield where names begin and where they have ended."""
    for item in names:
        yield item.start, _OPEN, item
        yield item.end, _CLOSE, item


def _order(edge: tuple[int, int, Annotation]) -> int:
    """Let the longer of two names that begin at one place begin first, and the shorter end first."""
    _, kind, item = edge
    return -item.end if kind == _OPEN else -item.start


def _add_text(lines: list[list[_Part]], text: str, open_names: Sequence[Annotation]) -> None:
    """Add a stretch of text; names that are open are closed before a line end and opened behind it."""
    first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    lines[-1].append(_Part(first))
    for line in rest:
        lines[-1].extend([_CLOSING] * len(open_names))
        lines.append([*map(_opening, open_names), _Part(line)])


def _opening(item: Annotation) -> _Part:
    """Return the beginning of a name."""
    return _Part(opens=True, style=_style(_kind(item.resolution)), title=_explained(item.resolution))


def _kind(resolution: Resolution) -> str:
    """Return the type of the entity, or that there are several."""
    return resolution.candidates[0].type if resolution.status == "match" else _SEVERAL


def _style(kind: str) -> str:
    """Return the class that a type is coloured by: one of its own for a built-in type."""
    return kind if kind in BUILT_IN_TYPES else "declared" if kind else "several"


def _rank(kind: str) -> tuple[int, str]:
    """Return what types are sorted by: built-in ones in their order, declared ones by name, names of several last."""
    names = BUILT_IN_TYPES.names
    return (names.index(kind) if kind in names else len(names) + (not kind), kind)


def _explained(resolution: Resolution) -> str:
    """Return what a name means and why; for an ambiguous one, what it can mean."""
    first = resolution.candidates[0]
    if resolution.status == "match":
        return f"{first.name} ({first.id}, {first.type}, {first.score:.2f})\n{first.explanation.sentence}"
    lines = [f"{item.name} ({item.id}, {item.type}, {item.score:.2f})" for item in resolution.candidates]
    return "\n".join(["One of:", *lines, first.explanation.sentence])
