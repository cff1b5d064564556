"""Records to entities, and to problems, each with file, line, code and fix.

`check_records` checks every record by itself, and `cross_check` checks all of them against each other, so that several
processes can share the first half. An entry with a problem gives no entity, but its id still counts, so that one typing
error is not reported twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple

from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.gazetteer.entry import Entry, build_entity, read_entry
from polyonym.gazetteer.fingerprint import content_digest
from polyonym.gazetteer.source import Records
from polyonym.model import Entity, Origin, Problem

MAX_SUGGESTIONS: Final = 20
"""Unknown ids of a gazetteer that get a suggestion: finding the most similar of many ids is slow."""


@dataclass(frozen=True, slots=True)
class Validated:
    """The entities without errors in the order of the files, and all problems in the order of file and line."""

    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Return whether the files can be served: warnings do not count."""
        return only_warnings(self.problems)


class EntryKeys(NamedTuple):
    """The keys of an entry that are checked against other entries: its id and `part_of`, with their lines.

    `content` is the digest of the whole entry, None for an entry with an error.
    """

    file: str
    line: int
    id: str | None
    id_line: int
    part_of: tuple[tuple[str, int], ...]
    content: int | None


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """Records that were checked by themselves: keys of all, entities of those without errors, and the problems."""

    entry_keys: tuple[EntryKeys, ...]
    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]


def only_warnings(problems: Sequence[Problem]) -> bool:
    """Return whether files with these problems can be served."""
    return all(problem.severity == "warning" for problem in problems)


def validate(records: Records, types: EntityTypes = BUILT_IN_TYPES) -> Validated:
    """Check every record by itself and then against the others; `types` are those that an entry can have."""
    piece = check_records(records, types)
    rejected, problems = cross_check(piece.entry_keys)
    positions = (position for position, entry in enumerate(piece.entry_keys) if entry.content is not None)
    entities = (entity for position, entity in zip(positions, piece.entities, strict=True) if position not in rejected)
    return Validated(tuple(entities), sort_problems((*piece.problems, *problems)))


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Sort problems by file, line and code."""
    return tuple(sorted(problems, key=lambda problem: (problem.origin.file, problem.origin.line, problem.code)))


def check_records(records: Records, types: EntityTypes = BUILT_IN_TYPES) -> ReadPiece:
    """Check every record by itself."""
    problems = list(records.problems)
    entry_keys: list[EntryKeys] = []
    entities: list[Entity] = []
    for file, node in records.entries:
        entry = read_entry(file, node, types, problems)
        content = None
        if not entry.bad:
            entities.append(build_entity(entry))
            content = content_digest(entities[-1])
        entry_keys.append(_entry_keys(entry, content))
    return ReadPiece(tuple(entry_keys), tuple(entities), tuple(problems))


def _entry_keys(entry: Entry, content: int | None) -> EntryKeys:
    """Return the keys of an entry that are checked against other entries."""
    entity_id = entry.texts.get("id")
    line = entry.lines["id"] if entity_id is not None else entry.line
    return EntryKeys(entry.file, entry.line, entity_id, line, entry.lists.get("part_of", ()), content)


def cross_check(entry_keys: Sequence[EntryKeys]) -> tuple[set[int], list[Problem]]:
    """Check entries against each other; return the positions of those that give no entity, and the problems."""
    rejected: set[int] = set()
    problems: list[Problem] = []
    _check_ids(entry_keys, rejected, problems)
    _check_part_of(entry_keys, rejected, problems)
    return rejected, problems


def _check_ids(entry_keys: Sequence[EntryKeys], rejected: set[int], problems: list[Problem]) -> None:
    """Report ids that several entities share. A record that is merely repeated is a warning, and is read once."""
    first: dict[str, int] = {}
    for position, entry in enumerate(entry_keys):
        if entry.id is None:
            continue
        earlier = first.setdefault(entry.id, position)
        if earlier == position:
            continue
        other = entry_keys[earlier]
        at, where = Origin(entry.file, entry.id_line), f"{other.file}:{other.line}"
        if entry.content is not None and entry.content == other.content:
            message = f"The entity `{entry.id}` stands at {where} already, word for word."
            problems.append(Problem("repeated-entity", message, "Take one out.", at, "warning"))
        else:
            message = f"The id `{entry.id}` is taken by the entity at {where}."
            problems.append(Problem("duplicate-id", message, "Give one another id, or merge the two.", at))
        rejected.add(position)


def _check_part_of(entry_keys: Sequence[EntryKeys], rejected: set[int], problems: list[Problem]) -> None:
    """Report every id in `part_of` that no entity has, or that is the id of the entity itself."""
    present = {entry.id for entry in entry_keys}
    unknown = 0
    for position, entry in enumerate(entry_keys):
        for whole, line in entry.part_of:
            if whole not in present:
                rejected.add(position)
                unknown += 1
                known = sorted(filter(None, present)) if unknown <= MAX_SUGGESTIONS else []
                near = get_close_matches(whole, known, 1)
                fix = f"Did you mean `{near[0]}`?" if near else "Add that entity, or take the id out."
                problems.append(
                    Problem("unknown-part-of", f"No entity has the id `{whole}`.", fix, Origin(entry.file, line))
                )
            elif whole == entry.id:
                rejected.add(position)
                fix = "Take the id out."
                problems.append(
                    Problem("part-of-itself", f"`{whole}` cannot be part of itself.", fix, Origin(entry.file, line))
                )
