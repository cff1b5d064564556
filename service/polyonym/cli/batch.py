"""A batch as a person sees it: a bar while it runs, a line when it is done, an exit code.

The work itself is in `polyonym.batch`, which knows no terminal.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import typer

from polyonym.batch import Answerer, BatchResult, Task, run_batch
from polyonym.cli.exits import PROBLEMS
from polyonym.cli.render import terminal
from polyonym.tables.formats import STANDARD_STREAM, Conversion
from polyonym.tables.resume import Checkpoint
from polyonym.tables.rows import RowStream


def run_and_report(
    conversion: Conversion,
    task: Task,
    make_answerer: Callable[[RowStream], Answerer],
    doing: str,
    checkpoint: Checkpoint | None = None,
) -> None:
    """Run a batch and print its result on stderr; exit with 1 when a row had an error."""
    began = perf_counter()
    with terminal.byte_progress(doing) as progress:
        result = run_batch(conversion, task, make_answerer, checkpoint, progress)
    if result.resumed:
        terminal.complain(f"{result.resumed:,} rows were there already.")
    terminal.complain(summary(result, conversion.target, perf_counter() - began))
    if result.errors:
        raise typer.Exit(PROBLEMS)


def summary(result: BatchResult, target: Path, seconds: float) -> str:
    """Put the result of a run on one line."""
    counts = ", ".join(f"{count:,} {name}" for name, count in (*result.counts.items(), ("errors", result.errors)))
    where = "" if target == STANDARD_STREAM else f"; written to {target}"
    rows = "1 row" if result.rows == 1 else f"{result.rows:,} rows"
    return f"{rows} in {seconds:.1f} s: {counts}{where}"
