"""`polyonym check`: what a curator wants to know before a change of the files is shared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from polyonym import wireform
from polyonym.cli.exits import PROBLEMS
from polyonym.cli.options import GazetteerOption, JsonOption, LoadOptions, settings_from
from polyonym.cli.render import terminal
from polyonym.model import Origin, Problem
from polyonym.tables.rows import Json

if TYPE_CHECKING:
    from polyonym.curation.check import Report

EXAMPLES: Final = """
Check the gazetteer: its files, its promises, its shared names.

Examples:

\b
  polyonym check
  polyonym check --gazetteer my-names/
  polyonym check --json | jq '.failures[].mention'

Prints every problem as file:line: code: what is wrong and what to do. When the files are sound, every `expect` is
resolved and has to match its entity, and every `reject` has to match another or none; both without a context. Names
that several entities bear are listed for information. Exit code: 0 fine, 1 problems, 2 wrong usage.
"""

Place = Callable[[Origin], str]


def check(
    gazetteer: GazetteerOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Check a gazetteer and print what was found; exit with 1 for problems and broken promises."""
    from polyonym.curation.check import check as run
    from polyonym.gazetteer.source import read
    from polyonym.gazetteer.types_file import read_types
    from polyonym.gazetteer.words import read_words
    from polyonym.policy import DEFAULT_POLICY

    path = settings_from(LoadOptions(gazetteer)).gazetteer
    report = run(read(path), DEFAULT_POLICY, read_words(path), read_types(path))
    if as_json:
        terminal.json_page(report_json(path, report))
    else:
        print_report(path, report)
    if not report.sound:
        raise typer.Exit(PROBLEMS)


def report_json(path: Path, report: Report) -> Json:
    """Render a report; files are named as in every answer, relative to the gazetteer."""
    return {
        "gazetteer": str(path),
        "sound": report.sound,
        "entities": report.entities,
        "names": report.names,
        "promises": report.promises,
        "problems": [wireform.problem(problem) for problem in report.problems],
        "failures": [
            {
                "entity": failure.entity,
                "promise": failure.promise,
                "mention": failure.mention,
                **wireform.problem(failure.problem),
            }
            for failure in report.failures
        ],
        "shared": [
            {
                "name": shared.name,
                "entities": [
                    {"id": b.id, "name": b.name, "type": b.type, "file": b.origin.file, "line": b.origin.line}
                    for b in shared.bearers
                ],
            }
            for shared in report.shared
        ],
    }


def print_report(path: Path, report: Report) -> None:
    """Print a report: a line a problem, with the place first, so that editors can jump there; the sum at the end."""
    place = placing(path)
    for problem in (*report.problems, *(failure.problem for failure in report.failures)):
        terminal.line(problem_line(problem, place))
    for shared in report.shared:
        bearers = ", ".join(f"{bearer.id} ({bearer.type}, {place(bearer.origin)})" for bearer in shared.bearers)
        terminal.line(f"{place(shared.bearers[0].origin)}: note: `{shared.name}` is a name of {bearers}")
    counts = f"{_count(report.entities, 'entity', 'entities')}, {_count(report.names, 'name')}"
    errors = sum(problem.severity == "error" for problem in report.problems)
    if errors:
        terminal.line(f"{path}: {_count(errors, 'problem')}; `expect` and `reject` were not tried.")
        return
    held = f"{report.promises - len(report.failures):,} of {_count(report.promises, 'promise')} hold"
    terminal.line(f"{path}: {counts}; {held}; {_count(len(report.shared), 'shared name')}.")


def placing(path: Path) -> Place:
    """Return what writes a place so that an editor finds it from here: with the path of the gazetteer."""

    def place(origin: Origin) -> str:
        if path.is_dir():
            return f"{path / origin.file}:{origin.line}"
        return f"{path}:{origin.line}"

    return place


def problem_line(problem: Problem, place: Place) -> str:
    """Write a problem on one line, with a place that an editor finds."""
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    return f"{place(problem.origin)}: {kind}{problem.code}: {problem.message} {problem.fix}"


def _count(number: int, thing: str, things: str | None = None) -> str:
    """Write a number with its noun, and the plural where an s does not make it."""
    return f"{number:,} {thing if number == 1 else things or thing + 's'}"
