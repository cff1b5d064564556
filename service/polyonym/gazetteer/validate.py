"""Records to entities, or to every problem that they have, each with file, line, code and fix.

An entry with a problem gives no entity, but its id still counts, so that one typing error is not reported twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from polyonym.gazetteer.entry import Entry, freeze, read_entry
from polyonym.gazetteer.fingerprint import content
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
        return all(problem.severity == "warning" for problem in self.problems)


def validate(records: Records) -> Validated:
    """Check every record by itself and then against the others."""
    problems = list(records.problems)
    entries = [read_entry(file, node, problems) for file, node in records.entries]
    _check_ids(entries, problems)
    _check_parts(entries, problems)
    problems.sort(key=lambda problem: (problem.origin.file, problem.origin.line, problem.code))
    return Validated(tuple(freeze(entry) for entry in entries if not entry.bad), tuple(problems))


def _check_ids(entries: list[Entry], problems: list[Problem]) -> None:
    """Report an id that two entities bear; a record that merely stands twice is read once."""
    first: dict[str, Entry] = {}
    for entry in entries:
        name = entry.texts.get("id")
        if name is None:
            continue
        other = first.setdefault(name, entry)
        if other is entry:
            continue
        at, place = Origin(entry.file, entry.lines["id"]), f"{other.file}:{other.line}"
        if not (entry.bad or other.bad) and content(freeze(entry)) == content(freeze(other)):
            message = f"The entity `{name}` stands at {place} already, word for word."
            problems.append(Problem("repeated-entity", message, "Take one out.", at, "warning"))
        else:
            message = f"The id `{name}` is taken by the entity at {place}."
            problems.append(Problem("duplicate-id", message, "Give one another id, or merge the two.", at))
        entry.bad = True


def _check_parts(entries: list[Entry], problems: list[Problem]) -> None:
    """Report an id in `part_of` that no entity bears, or that is the entity's own."""
    known = tuple(sorted({entry.texts["id"] for entry in entries if "id" in entry.texts}))
    present = set(known)
    unknown = 0
    for entry in entries:
        for whole, line in entry.lists.get("part_of", ()):
            if whole not in present:
                entry.bad = True
                unknown += 1
                # Looking for the nearest of many ids takes its time, and nobody mends thousands by hand.
                near = get_close_matches(whole, known, 1) if unknown <= MOST_SUGGESTIONS else []
                fix = f"Did you mean `{near[0]}`?" if near else "Add that entity, or take the id out."
                problems.append(
                    Problem("unknown-part-of", f"No entity has the id `{whole}`.", fix, Origin(entry.file, line))
                )
            elif whole == entry.texts.get("id"):
                entry.bad = True
                fix = "Take the id out."
                problems.append(
                    Problem("part-of-itself", f"`{whole}` cannot be part of itself.", fix, Origin(entry.file, line))
                )
