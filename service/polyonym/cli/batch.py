"""A file in, a file out: read a row, judge it, write it, count it, and nothing kept in memory.

The same loop serves every command that works through a file; what differs is the judge, a function from a row to an
answer or an error.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from time import perf_counter
from typing import Final

import typer

from polyonym.cli.exits import PROBLEMS
from polyonym.cli.render.terminal import complain, progress_bar
from polyonym.errors import InputError
from polyonym.tables import delimited as tables
from polyonym.tables import json_lines as jsonlines
from polyonym.tables.formats import STANDARD_STREAM, Format, Route
from polyonym.tables.resume import Resume
from polyonym.tables.rows import Json, Row, RowError, Sheet, Writer
from polyonym.tables.streams import Source, opened, whole

Judge = Callable[[Row], Json | RowError]
ERRORS: Final = "errors"
_REDRAW: Final = 0.1
"""Seconds between two looks at the progress; asking more often would cost more than many an answer."""


@dataclass(frozen=True, slots=True)
class Task:
    """What a command does with a file: the fields it reads from a row, those it writes, and how answers are counted.

    `dropped` are fields of a row that its answer stands for and need not repeat.
    """

    text_fields: tuple[str, ...]
    reserved: frozenset[str]
    outcomes: tuple[str, ...]
    outcome: Callable[[Json], str]
    doing: str = "resolving"
    dropped: frozenset[str] = frozenset()


def open_sheet(source: Source, kind: Format, task: Task) -> Sheet:
    """Read as much of an input as says which columns it has."""
    match kind:
        case Format.jsonl:
            return Sheet((), jsonlines.read(source.text, task.text_fields))
        case Format.csv:
            return tables.read(source.text, None)
        case Format.tsv:
            return tables.read(source.text, "\t")
        case Format.text:
            return tables.read_text(source.text)


def writer_for(kind: Format, sheet: Sheet, task: Task) -> Writer:
    """Return what writes a format."""
    match kind:
        case Format.jsonl:
            twice = next((name for name in sheet.columns if sheet.columns.count(name) > 1), None)
            if twice is not None:
                raise InputError(f"Several columns are called {twice!r}, and a JSON object has room for one.")
            return jsonlines.JsonLines(task.reserved, task.dropped)
        case Format.csv:
            return tables.Delimited(sheet.columns, sheet.delimiter if sheet.delimiter != "\t" else ",")
        case Format.tsv:
            return tables.Delimited(sheet.columns, "\t")
        case Format.text:
            return tables.Text()


def work_through(route: Route, task: Task, make_judge: Callable[[Sheet], Judge], resume: Resume | None = None) -> None:
    """Answer every row of a file; say on stderr what came of it, and exit with 1 when a row had an error.

    With `resume` a run that is stopped leaves what it has written for the next one to go on with.
    """
    began = perf_counter()
    tally: Counter[str] = Counter()
    with opened(route.source, route.reads) as source:
        sheet = open_sheet(source, route.reads, task)
        writer = writer_for(route.writes, sheet, task)
        judge = make_judge(sheet)
        output = whole(route.target) if resume is None else resume.open(route.target)
        with output as stream, _progress(source, tally, task.doing) as look:
            writer.begin(stream)
            for row in islice(sheet.rows, resume.done if resume else 0, None):
                answer = row.error or judge(row)
                writer.write(stream, row, answer)
                tally[ERRORS if isinstance(answer, RowError) else task.outcome(answer)] += 1
                look()
    if resume is not None and resume.done:
        complain(f"{resume.done:,} rows were there already.")
    complain(_summary(tally, task, route.target, perf_counter() - began))
    if tally[ERRORS]:
        raise typer.Exit(PROBLEMS)


@contextmanager
def _progress(source: Source, tally: Counter[str], doing: str) -> Iterator[Callable[[], None]]:
    """Show how much of the input is read; the bar knows bytes, since nobody knows the number of rows before the end."""
    with progress_bar() as bar:
        bar_task = bar.add_task(doing, total=source.size, rows=0)
        seen = perf_counter()

        def look() -> None:
            nonlocal seen
            now = perf_counter()
            if now - seen >= _REDRAW:
                seen = now
                bar.update(bar_task, completed=source.position(), rows=tally.total())

        yield look


def _summary(tally: Counter[str], task: Task, target: Path, seconds: float) -> str:
    """Put the outcome of a run on one line."""
    counts = ", ".join(f"{tally[name]:,} {name}" for name in (*task.outcomes, ERRORS))
    where = "" if target == STANDARD_STREAM else f"; written to {target}"
    rows = "1 row" if tally.total() == 1 else f"{tally.total():,} rows"
    return f"{rows} in {seconds:.1f} s: {counts}{where}"
