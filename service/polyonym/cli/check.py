"""`polyonym check`: what a curator wants to know before a change of the files is shared."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

import typer

from polyonym.cli.exits import PROBLEMS
from polyonym.cli.options import GazetteerOption, JsonOption, LoadOptions, settings_from
from polyonym.cli.render import terminal
from polyonym.cli.render.figures import counted
from polyonym.model import Origin, Problem

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

LocationWriter = Callable[[Origin], str]


def check(
    gazetteer: GazetteerOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Check a gazetteer and print what was found; exit with 1 for problems and broken promises."""
    from polyonym.curation.check import check as run
    from polyonym.curation.report_json import check_json
    from polyonym.gazetteer.source import read
    from polyonym.gazetteer.types_file import read_types
    from polyonym.gazetteer.words import read_words
    from polyonym.policy import DEFAULT_POLICY

    path = settings_from(LoadOptions(gazetteer)).gazetteer
    report = run(read(path), DEFAULT_POLICY, read_words(path), read_types(path))
    if as_json:
        terminal.json_page(check_json(path, report))
    else:
        print_report(path, report)
    if not report.sound:
        raise typer.Exit(PROBLEMS)


def print_report(path: Path, report: Report) -> None:
    """Print a report: a line a problem with its location first, so that editors can jump there, and a summary."""
    location = location_writer(path)
    for problem in (*report.problems, *(failure.problem for failure in report.failures)):
        terminal.line(problem_line(problem, location))
    for shared in report.shared:
        bearers = ", ".join(f"{bearer.id} ({bearer.type}, {location(bearer.origin)})" for bearer in shared.bearers)
        terminal.line(f"{location(shared.bearers[0].origin)}: note: `{shared.name}` is a name of {bearers}")
    counts = f"{counted(report.entities, 'entity', 'entities')}, {counted(report.names, 'name', 'names')}"
    errors = sum(problem.severity == "error" for problem in report.problems)
    if errors:
        terminal.line(f"{path}: {counted(errors, 'problem', 'problems')}; `expect` and `reject` were not tried.")
        return
    held = f"{report.promises - len(report.failures):,} of {counted(report.promises, 'promise', 'promises')} hold"
    terminal.line(f"{path}: {counts}; {held}; {counted(len(report.shared), 'shared name', 'shared names')}.")


def location_writer(path: Path) -> LocationWriter:
    """Return what writes a location so that an editor finds it: with the path of the gazetteer before the file."""

    def location(origin: Origin) -> str:
        if path.is_dir():
            return f"{path / origin.file}:{origin.line}"
        return f"{path}:{origin.line}"

    return location


def problem_line(problem: Problem, location: LocationWriter) -> str:
    """Write a problem on one line, its location first."""
    kind = "" if problem.severity == "error" else f"{problem.severity}: "
    return f"{location(problem.origin)}: {kind}{problem.code}: {problem.message} {problem.fix}"
