"""The types that a gazetteer declares beside the built-in ones: `types.yaml` in its folder, a list of rows.

In comes a folder, out come the types and everything that is wrong with the file, each with line, code and fix. A row
with a problem still counts as a type, so that one typing error is not reported again for every entry of that type.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyonym.entity_types import BUILT_IN_TYPES, MOST_DECLARED, TRAITS, EntityTypes, EntityTypeTraits
from polyonym.gazetteer.entry import Report, scalar, show, suggest
from polyonym.gazetteer.schema import TYPE_FIELDS, TYPE_KEYS, TYPE_PATTERN
from polyonym.gazetteer.source import TYPES_FILE, bytes_of, read_list
from polyonym.gazetteer.validate import sort_problems
from polyonym.model import Origin, Problem
from polyonym.yamlfile import Node, pairs

_NAME: Final = re.compile(TYPE_PATTERN)
_PLAINEST: Final = "other"
_FLAGS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class DeclaredTypes:
    """The types of a gazetteer, the problems of the file, and whether these are all types that it tried to declare."""

    types: EntityTypes
    problems: tuple[Problem, ...]
    complete: bool = True

    def without_echoes(self, problems: Iterable[Problem]) -> tuple[Problem, ...]:
        """Leave out entries of unknown types where nobody knows which types the file was meant to declare."""
        return tuple(problem for problem in problems if self.complete or problem.code != "unknown-type")


def read_types(gazetteer: Path) -> DeclaredTypes:
    """Read the types of a gazetteer: the built-in ones alone where it is one file, or its folder declares none."""
    path = gazetteer / TYPES_FILE
    if not gazetteer.is_dir() or not path.is_file():
        return DeclaredTypes(BUILT_IN_TYPES, ())
    records = read_list(TYPES_FILE, bytes_of(path), "types", "name")
    problems = list(records.problems)

    def report(code: str, message: str, fix: str, line: int) -> None:
        problems.append(Problem(code, message, fix, Origin(TYPES_FILE, line)))

    rows: dict[str, EntityTypeTraits] = {}
    lines: dict[str, int] = {}
    complete = not records.problems
    for _, node in records.entries:
        values = _values(node, report)
        row = _row(values, report)
        complete = complete and "name" in values
        if row is None:
            continue
        if row.name in rows:
            message = f"The type `{row.name}` stands in line {lines[row.name]} already."
            report("duplicate-type", message, "Take one out.", node.line)
            continue
        if len(rows) == MOST_DECLARED:
            message = f"There are more than {MOST_DECLARED} types from here on."
            report("too-many-types", message, "Take types out that few entities are of.", node.line)
            complete = False
            break
        rows[row.name], lines[row.name] = row, node.line
    return DeclaredTypes(EntityTypes(tuple(rows.values())), sort_problems(problems), complete)


def _values(node: Node, report: Report) -> dict[str, tuple[str, int]]:
    """Return the texts of a row and their lines by key, noting what is wrong with each."""
    if node.kind != "mapping":
        fix = "Write `- name: ...` and its keys."
        report("not-a-type", "A type is a mapping of keys to values.", fix, node.line)
        return {}
    if any(key.value == "id" for key, _ in pairs(node)):
        fix = "Move entities to a file of another name."
        report("not-a-type", f"This is an entity, and {TYPES_FILE} declares types.", fix, node.line)
        return {}
    values: dict[str, tuple[str, int]] = {}
    seen: set[str] = set()
    for key, value in pairs(node):
        if not isinstance(key.value, str) or key.value not in TYPE_KEYS:
            report("unknown-key", f"A type has no key {show(key)}.", suggest(str(key.value), TYPE_KEYS), key.line)
        elif key.value in seen:
            report("duplicate-key", f"The key `{key.value}` stands twice.", "Merge the two.", key.line)
        else:
            seen.add(key.value)
            text = scalar(value, f"`{key.value}` of a type", report)
            if text is not None:
                values[key.value] = text, value.line
    for known in TYPE_FIELDS:
        if known.required and known.key not in seen:
            report("missing-key", f"The type has no `{known.key}`.", f"Add it. {known.doc}", node.line)
    return values


def _row(values: Mapping[str, tuple[str, int]], report: Report) -> EntityTypeTraits | None:
    """Return the type that a row declares; None where it names none, or a built-in one."""
    base = BUILT_IN_TYPES.of(_like(values, report))
    flags = {trait: _flag(values, trait, report, default=getattr(base, trait)) for trait in TRAITS}
    if "name" not in values:
        return None
    name, line = values["name"]
    if name in BUILT_IN_TYPES:
        fix = "Give your type another name, or take the row out."
        report("built-in-type", f"The type `{name}` is built in and cannot be declared.", fix, line)
        return None
    if not _NAME.fullmatch(name):
        fix = "Use up to 64 small ASCII letters, digits, - and _, and begin with a letter."
        report("invalid-type-name", f"`{name}` cannot be the name of a type.", fix, line)
    label, _ = values.get("label", (re.sub("[-_]+", " ", name).capitalize(), line))
    return EntityTypeTraits(name, label, base.name, **flags)


def _like(values: Mapping[str, tuple[str, int]], report: Report) -> str:
    """Return the built-in type that a row is like, the plainest one where it says none."""
    like, line = values.get("like", (_PLAINEST, 0))
    if like in BUILT_IN_TYPES:
        return like
    report("unknown-like", f"There is no built-in type `{like}`.", suggest(like, BUILT_IN_TYPES.names), line)
    return _PLAINEST


def _flag(values: Mapping[str, tuple[str, int]], trait: str, report: Report, *, default: bool) -> bool:
    """Return what a row says of a trait."""
    text, line = values.get(trait, ("", 0))
    if text and text not in _FLAGS:
        report("wrong-shape", f"`{trait}` of a type is neither true nor false.", "Write true or false.", line)
    return _FLAGS.get(text, default)
