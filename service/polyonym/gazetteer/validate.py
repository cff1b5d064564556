"""Records to entities, or to every problem that they have, each with file, line, code and fix.

`check_records` checks every record by itself, and `cross_check` checks all of them against each other, so that several
processes can share the first half. An entry with a problem gives no entity, but its id still counts, so that one typing
error is not reported twice.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final, NamedTuple

from polyonym.gazetteer.entry import Entry, build_entity, read_entry
from polyonym.gazetteer.fingerprint import content_digest
from polyonym.gazetteer.source import Records
from polyonym.model import Entity, Origin, Problem

MOST_SUGGESTIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Validated:
    """The entities that are sound, in the order of the files, and all problems, in the order of file and line."""

    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]

    @property
    def sound(self) -> bool:
        """Tell whether the files can be served: warnings do not count."""
        return only_warnings(self.problems)


class EntryKeys(NamedTuple):
    """What an entry says that others are checked against: its id, and what it is part of, each with its line.

    `content` is the digest of what it says, None for an entry with a problem of its own.
    """

    file: str
    line: int
    id: str | None
    id_line: int
    part_of: tuple[tuple[str, int], ...]
    content: int | None


@dataclass(frozen=True, slots=True)
class ReadPiece:
    """Records read by themselves: what each states, the entities of those without a problem, and the problems."""

    entry_keys: tuple[EntryKeys, ...]
    entities: tuple[Entity, ...]
    problems: tuple[Problem, ...]


def only_warnings(problems: Sequence[Problem]) -> bool:
    """Tell whether files with these problems can be served."""
    return all(problem.severity == "warning" for problem in problems)


def validate(records: Records) -> Validated:
    """Check every record by itself and then against the others."""
    taken = check_records(records)
    lost, problems = cross_check(taken.entry_keys)
    sound = (place for place, entry in enumerate(taken.entry_keys) if entry.content is not None)
    entities = (entity for place, entity in zip(sound, taken.entities, strict=True) if place not in lost)
    return Validated(tuple(entities), sort_problems((*taken.problems, *problems)))


def sort_problems(problems: Sequence[Problem]) -> tuple[Problem, ...]:
    """Sort problems by where they are."""
    return tuple(sorted(problems, key=lambda problem: (problem.origin.file, problem.origin.line, problem.code)))


def check_records(records: Records) -> ReadPiece:
    """Check every record by itself."""
    problems = list(records.problems)
    entry_keys: list[EntryKeys] = []
    entities: list[Entity] = []
    for file, node in records.entries:
        entry = read_entry(file, node, problems)
        content = None
        if not entry.bad:
            entities.append(build_entity(entry))
            content = content_digest(entities[-1])
        entry_keys.append(_entry_keys(entry, content))
    return ReadPiece(tuple(entry_keys), tuple(entities), tuple(problems))


def _entry_keys(entry: Entry, content: int | None) -> EntryKeys:
    """Return what of an entry others are checked against."""
    own = entry.texts.get("id")
    line = entry.lines["id"] if own is not None else entry.line
    return EntryKeys(entry.file, entry.line, own, line, entry.lists.get("part_of", ()), content)


def cross_check(entry_keys: Sequence[EntryKeys]) -> tuple[set[int], list[Problem]]:
    """Check entries against each other; return the places of those that give no entity, and the problems."""
    lost: set[int] = set()
    problems: list[Problem] = []
    _check_ids(entry_keys, lost, problems)
    _check_parts(entry_keys, lost, problems)
    return lost, problems


def _check_ids(entry_keys: Sequence[EntryKeys], lost: set[int], problems: list[Problem]) -> None:
    """Report an id that two entities bear; a record that merely stands twice is read once."""
    first: dict[str, int] = {}
    for place, entry in enumerate(entry_keys):
        if entry.id is None:
            continue
        earlier = first.setdefault(entry.id, place)
        if earlier == place:
            continue
        other = entry_keys[earlier]
        at, where = Origin(entry.file, entry.id_line), f"{other.file}:{other.line}"
        if entry.content is not None and entry.content == other.content:
            message = f"The entity `{entry.id}` stands at {where} already, word for word."
            problems.append(Problem("repeated-entity", message, "Take one out.", at, "warning"))
        else:
            message = f"The id `{entry.id}` is taken by the entity at {where}."
            problems.append(Problem("duplicate-id", message, "Give one another id, or merge the two.", at))
        lost.add(place)


def _check_parts(entry_keys: Sequence[EntryKeys], lost: set[int], problems: list[Problem]) -> None:
    """Report an id in `part_of` that no entity bears, or that is the entity's own."""
    present = {entry.id for entry in entry_keys}
    unknown = 0
    for place, entry in enumerate(entry_keys):
        for whole, line in entry.part_of:
            if whole not in present:
                lost.add(place)
                unknown += 1
                # Looking for the nearest of many ids takes its time, and nobody mends thousands by hand.
                known = sorted(filter(None, present)) if unknown <= MOST_SUGGESTIONS else []
                near = get_close_matches(whole, known, 1)
                fix = f"Did you mean `{near[0]}`?" if near else "Add that entity, or take the id out."
                problems.append(
                    Problem("unknown-part-of", f"No entity has the id `{whole}`.", fix, Origin(entry.file, line))
                )
            elif whole == entry.id:
                lost.add(place)
                fix = "Take the id out."
                problems.append(
                    Problem("part-of-itself", f"`{whole}` cannot be part of itself.", fix, Origin(entry.file, line))
                )
