"""A file of questions with known answers: mentions with ids, or pairs of names that are the same or not.

The columns decide which of the two a file holds. A row that cannot be used becomes a problem with its line, and the
others are used without it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TextIO, TypeVar

from polyonym.curation.measures import TOP_RANKS
from polyonym.curation.outcomes import Gold, GoldPair
from polyonym.entity_types import EntityTypes
from polyonym.errors import InputError, MentionError, PolyonymError
from polyonym.model import Entity, EntityType, Mention, Origin, Problem
from polyonym.resolve.intake import check_mention, check_text, check_type
from polyonym.tables.delimited import read_delimited
from polyonym.tables.formats import EXTENSIONS, Format
from polyonym.tables.json_lines import read_json_lines
from polyonym.tables.rows import Json, Row
from polyonym.tables.streams import open_input

MENTION_FIELDS: Final = ("mention", "id")
PAIR_FIELDS: Final = ("a", "b", "same")
FIELDS: Final = (*MENTION_FIELDS, *PAIR_FIELDS, "type", "language", "context")
LEFT_OUT: Final = "The row is left out."
_KINDS: Final = "either mentions (`mention` and `id`) or pairs (`a`, `b` and `same`)"
_Question = TypeVar("_Question")
_BOOLEANS: Final = {"yes": True, "true": True, "1": True, "no": False, "false": False, "0": False}


@dataclass(frozen=True, slots=True)
class GoldFile:
    """Mentions or pairs, the other empty, and a problem for each row that cannot be used."""

    holds: Literal["mentions", "pairs"]
    mentions: tuple[Gold, ...]
    pairs: tuple[GoldPair, ...]
    problems: tuple[Problem, ...]


def read_gold(path: Path, entity: Callable[[str], Entity], types: EntityTypes) -> GoldFile:
    """Read a file for a gazetteer; raise InputError for one that holds neither mentions nor pairs.

    `entity` returns an entity by its id, and raises EntityNotFoundError for an id that the gazetteer does not hold;
    `types` are those that the gazetteer knows.
    """
    kind = EXTENSIONS.get(path.suffix.lower())
    if kind is None or kind is Format.text:
        raise InputError(f"{str(path)!r} has to be JSON Lines (.jsonl) or a table (.csv, .tsv), and be named so.")
    with open_input(path, kind) as source:
        rows, fields = _rows_of(source.text, kind, repr(str(path)))
    if not rows:
        raise InputError(f"The file {str(path)!r} holds no rows.")
    file = str(path)
    if fields == PAIR_FIELDS:
        pairs, problems = _usable(rows, file, lambda row, origin: _pair(row, origin, types))
        return GoldFile("pairs", (), pairs, problems)
    mentions, problems = _usable(rows, file, lambda row, origin: _mention(row, origin, entity, types))
    return GoldFile("mentions", mentions, (), problems)


def _rows_of(text: TextIO, kind: Format, name: str) -> tuple[list[Row], tuple[str, ...]]:
    """Return the rows of a file, and the fields of the kind of row that they are."""
    if kind is Format.jsonl:
        lines = list(text)
        fields = _fields_of([dict(row.fields) for row in read_json_lines(lines, MENTION_FIELDS)], name)
        return list(read_json_lines(lines, fields)), fields
    stream = read_delimited(text, "\t" if kind is Format.tsv else None)
    columns = [column.strip().casefold() for column in stream.columns]
    twice = next((column for column in FIELDS if columns.count(column) > 1), None)
    if twice is not None:
        raise InputError(f"Several columns of {name} are called {twice!r}; give each a name of its own.")
    rows = [
        Row(row.line, tuple(zip(columns, (_cell(value) for _, value in row.fields), strict=True)), row.error)
        for row in stream.rows
    ]
    return rows, _fields_of([dict.fromkeys(columns)], name)


def _cell(text: str) -> str | None:
    """Read a cell; None for an empty one."""
    return text.strip() or None


def _fields_of(rows: Sequence[Json], name: str) -> tuple[str, ...]:
    """Return the fields of mentions or of pairs, by the first row that has either; raise InputError where none has."""
    for row in rows:
        kinds = [fields for fields in (MENTION_FIELDS, PAIR_FIELDS) if row.keys() >= set(fields)]
        if len(kinds) == 1:
            return kinds[0]
        if kinds:
            raise InputError(f"The file {name} has the fields of mentions and of pairs; it has to hold {_KINDS}.")
    if not rows:
        raise InputError(f"The file {name} is empty; it has to hold {_KINDS}.")
    there = ", ".join(f"`{field}`" for field in next(filter(None, rows), ())) or "none"
    raise InputError(f"The file {name} has to hold {_KINDS}; its fields are {there}.")


def _usable(
    rows: Sequence[Row], file: str, make: Callable[[Json, Origin], _Question]
) -> tuple[tuple[_Question, ...], tuple[Problem, ...]]:
    """Return the rows that can be used, and a problem for each of the others."""
    good: list[_Question] = []
    problems: list[Problem] = []
    for row in rows:
        origin = Origin(file, row.line)
        if row.error is not None:
            problems.append(Problem(row.error.code, row.error.detail, LEFT_OUT, origin))
            continue
        try:
            good.append(make(dict(row.fields), origin))
        except PolyonymError as error:
            problems.append(Problem(error.code, error.detail, LEFT_OUT, origin))
    return tuple(good), tuple(problems)


def _mention(row: Json, origin: Origin, entity: Callable[[str], Entity], types: EntityTypes) -> Gold:
    """Read a mention and the id that it means; raise MentionError or EntityNotFoundError."""
    if "id" not in row:
        raise MentionError("id", "The row has no such field; null says that the mention means nobody.")
    kind = _type(row, types)
    mention = Mention(_required(row, "mention"), kind, _text(row, "language"), _text(row, "context"), max(TOP_RANKS))
    check_mention(mention, types)
    expected = (_text(row, "id") or "").strip() or None
    if expected is not None:
        entity(expected)
    return Gold(mention, expected, origin)


def _pair(row: Json, origin: Origin, types: EntityTypes) -> GoldPair:
    """Read a pair of names of one of the types; raise MentionError for one that cannot be compared."""
    a, b = _required(row, "a"), _required(row, "b")
    check_text("a", a)
    check_text("b", b)
    return GoldPair(a, b, _same(row), _type(row, types), origin)


def _required(row: Json, field: str) -> str:
    """Return a text; raise MentionError where there is none."""
    if field not in row:
        raise MentionError(field, "The row has no such field.")
    return _text(row, field) or ""


def _text(row: Json, field: str) -> str | None:
    """Return a text, or None; raise MentionError for another value."""
    value: Any = row.get(field)
    if value is not None and not isinstance(value, str):
        raise MentionError(field, "This has to be text.")
    return value


def _type(row: Json, types: EntityTypes) -> EntityType | None:
    """Return one of the types, or None; raise MentionError for an unknown word."""
    return check_type(_text(row, "type") or None, types)


def _same(row: Json) -> bool:
    """Return whether a pair is the same: a boolean, or a word for one in a table."""
    value = row.get("same")
    found = value if isinstance(value, bool) else _BOOLEANS.get(value.casefold()) if isinstance(value, str) else None
    if found is None:
        raise MentionError("same", "This has to be true or false (in a table also yes, no, 1 or 0).")
    return found
