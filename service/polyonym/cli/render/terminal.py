"""The only door to Rich: text that a terminal shows as it was written.

Names come in every script and from every source. The rule: no control character reaches the terminal, and a name that
is written from right to left does not reorder its neighbours in the row. Colour and width are for terminals only; what
goes into a pipe is plain and never cut.
"""

from __future__ import annotations

import json
import re
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from time import perf_counter
from typing import Any, Final

from rich.box import SIMPLE_HEAD
from rich.console import Console, ConsoleOptions, RenderResult
from rich.measure import Measurement
from rich.progress import BarColumn, Progress, TaskID, TaskProgressColumn, TextColumn, TimeRemainingColumn
from rich.table import Table
from rich.text import Text

_PIPE_WIDTH: Final = 100_000
_RIGHT_TO_LEFT: Final = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff"
_RUN: Final = re.compile(rf"[{_RIGHT_TO_LEFT}]+(?:[^\w\n]+[{_RIGHT_TO_LEFT}]+)*")
_ISOLATE: Final = "\u2068\\g<0>\u2069"  # first strong isolate ... pop directional isolate
_JOINERS: Final = frozenset("\u200c\u200d")  # they shape letters in Persian and in Indic scripts
_UNSAFE: Final = frozenset(("Cc", "Cf", "Cs", "Zl", "Zp"))
_REDRAW: Final = 0.1
"""Seconds between two updates of a bar; more often would cost more than many an answer."""
_STYLES: Final = {"match": "green", "ambiguous": "yellow", "no_match": "dim", "error": "red"}


def printable(text: str) -> str:
    """Return a text with an escape for every character that would control a terminal instead of being shown."""
    if text.isprintable():
        return text
    return "".join(
        c.encode("unicode_escape").decode() if unicodedata.category(c) in _UNSAFE and c not in _JOINERS else c
        for c in text
    )


def isolated(text: str) -> str:
    """Return a text with isolates around every run of right-to-left words, so that it reorders nothing beside it."""
    return _RUN.sub(_ISOLATE, text)


def on_terminal() -> bool:
    """Tell whether stdout is a terminal."""
    return sys.stdout.isatty()


def stdout() -> Console:
    """Return a console on the current stdout, wide and plain where that is no terminal."""
    return Console(width=None if on_terminal() else _PIPE_WIDTH, soft_wrap=False, highlight=False)


def line(*texts: str) -> None:
    """Print each text on one line; only the terminal wraps it."""
    for text in texts:
        print(isolated_for_terminal(text))  # noqa: T201 -- printing is what a command line is for


def page(text: str) -> None:
    """Print a text of the program itself, with its line ends."""
    print(text.rstrip("\n"))  # noqa: T201 -- as in `line`


def json_line(value: Any) -> None:
    """Print a value as one line of JSON."""
    print(json.dumps(value, ensure_ascii=False))  # noqa: T201 -- as in `line`


def json_page(value: Any) -> None:
    """Print a value as JSON over several lines."""
    print(json.dumps(value, ensure_ascii=False, indent=2))  # noqa: T201 -- as in `line`


def isolated_for_terminal(text: str) -> str:
    """Make a text safe to print; isolates are added for terminals only, since a pipe is read by programs."""
    return isolated(printable(text)) if on_terminal() else printable(text)


def complain(text: str) -> None:
    """Print to stderr, line by line, without control characters."""
    for row in text.splitlines():
        print(printable(row), file=sys.stderr)  # noqa: T201 -- as in `line`


@dataclass(frozen=True, slots=True)
class _Cell:
    """A cell of a table for a terminal, each line isolated by itself, since an isolate ends with its line."""

    text: Text

    def __rich_measure__(self, console: Console, options: ConsoleOptions) -> Measurement:
        """Measure the text; isolates have no width."""
        return Measurement.get(console, options, self.text)

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """Wrap the text, and isolate each line."""
        wrapped = self.text.wrap(console, options.max_width, overflow=options.overflow, no_wrap=options.no_wrap)
        for part in wrapped:
            yield Text(isolated(part.plain), self.text.style)


def table(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    """Print a table; a status is coloured, and status, score and id are not wrapped."""
    drawn = Table(box=SIMPLE_HEAD, pad_edge=False, show_edge=False)
    terminal = on_terminal()
    for column in columns:
        drawn.add_column(column, overflow="fold", no_wrap=column in {"status", "score", "id"})
    for row in rows:
        cells = [Text(printable(cell), _STYLES.get(cell, "")) for cell in row]
        drawn.add_row(*(map(_Cell, cells) if terminal else cells))
    stdout().print(drawn)


def progress_bar() -> Progress:
    """Return a bar on stderr that is drawn on a terminal only and removed at the end."""
    return Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rows]:,} rows"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )


@contextmanager
def byte_progress(doing: str) -> Iterator[Callable[[int, int | None, int], None]]:
    """Return a callback that shows how much of a file is read: bytes read, bytes in all if known, rows done.

    The bar knows bytes, since the number of rows is known only at the end. Nothing is drawn before the first call.
    """
    bar = progress_bar()
    task, drawn = bar.add_task(doing, total=None, rows=0), 0.0

    def report(done: int, total: int | None, rows: int) -> None:
        nonlocal drawn
        now = perf_counter()
        if not drawn:
            bar.start()
        if now - drawn >= _REDRAW:
            drawn = now
            bar.update(task, completed=done, total=total, rows=rows)

    try:
        yield report
    finally:
        if drawn:
            bar.stop()


@contextmanager
def progress() -> Iterator[Callable[[str, int, int], None]]:
    """Return a callback that shows the progress of several steps: the step, how much is done, how much there is.

    Nothing is drawn before the first call, nor where stderr is no terminal.
    """
    bar = Progress(
        TextColumn("{task.description}"),
        BarColumn(),
        TaskProgressColumn(),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    steps: dict[str, TaskID] = {}

    def report(step: str, done: int, total: int) -> None:
        if not steps:
            bar.start()
        if step not in steps:
            steps[step] = bar.add_task(step)
        bar.update(steps[step], completed=done, total=total)

    try:
        yield report
    finally:
        if steps:
            bar.stop()
