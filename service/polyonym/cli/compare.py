"""`polyonym compare`: two names compared with each other, or a file of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from polyonym import wireform
from polyonym.batch import COMPARE, compare_rows
from polyonym.cli.batch import run_and_report
from polyonym.cli.options import (
    GazetteerOption,
    InputOption,
    JsonOption,
    LoadOptions,
    OutputOption,
    SnapshotOption,
    TypeOption,
    entity_type,
    load,
)
from polyonym.cli.render import terminal
from polyonym.model import Comparison
from polyonym.tables.formats import STANDARD_STREAM, json_lines_conversion
from polyonym.tables.streams import check_output

EXAMPLES: Final = """
Say whether two names can be one entity's.

Examples:

\b
  polyonym compare "Noorul Haq Ulumi" "Noorolhaq Olomi"
  polyonym compare --json Ulumi Olomi | jq .verdict
  polyonym compare --no-look-up Daesh ISIL
  polyonym compare --input pairs.jsonl --output judged.jsonl

The verdict is `same`, `different`, or `unsure`: names that can be two spellings of one or the near names of two. Names
that the gazetteer lists for one entity are the same however they look, names that it lists for two are not; with
--no-look-up the names alone are compared.

A file holds a JSON object with `a` and `b` on each line; its other fields are kept, and `same`, `verdict`, `score` and
`explanation` are added. Exit code: 0 whether the names agree or not, 1 a name could not be read, 2 wrong usage.
"""


def compare(  # noqa: PLR0913, PLR0917 -- every option of a command is an argument to Typer
    a: Annotated[str | None, typer.Argument(metavar="A", help="A name.", show_default=False)] = None,
    b: Annotated[str | None, typer.Argument(metavar="B", help="Another name.", show_default=False)] = None,
    gazetteer: GazetteerOption = None,
    snapshot: SnapshotOption = None,
    source: InputOption = None,
    target: OutputOption = None,
    kind: TypeOption = None,
    *,
    as_json: JsonOption = False,
    look_up: Annotated[
        bool, typer.Option("--look-up/--no-look-up", help="Let names that the gazetteer lists decide.")
    ] = True,
) -> None:
    """Compare the two arguments, or the pairs of a file."""
    if source is not None:
        if a is not None or as_json:
            raise typer.BadParameter("Give two names or a file, and no --json with a file.", param_hint="--input")
        compare_file(source, target or STANDARD_STREAM, LoadOptions(gazetteer, snapshot), look_up=look_up)
    elif target is not None:
        raise typer.BadParameter("--output goes with --input.", param_hint="--output")
    elif a is None or b is None:
        raise typer.BadParameter("Give two names, or a file of pairs with --input.", param_hint="A B")
    else:
        load_options = LoadOptions(gazetteer, snapshot)
        kind = entity_type(kind, load_options)
        result = load(load_options).compare(a, b, kind, look_up=look_up)
        if as_json:
            terminal.json_line(wireform.comparison(result))
        else:
            print_comparison(result)


def print_comparison(result: Comparison) -> None:
    """Print the verdict, its sentence, and the words that were paired."""
    terminal.line(f"{result.verdict}, score {result.score:.2f}")
    terminal.line(result.explanation.sentence)
    pairs = result.explanation.evidence.pairs
    if pairs:
        terminal.table(
            ("in A", "in B", "likeness", "method", "weight"),
            [(p.mention, p.alias, f"{p.similarity:.2f}", p.method, f"{p.weight:.2f}") for p in pairs],
        )


def compare_file(source: Path, target: Path, load_options: LoadOptions, *, look_up: bool = True) -> None:
    """Compare the pairs of a file, which is JSON Lines unless its name says that it is something else."""
    conversion = json_lines_conversion(source, target, "Pairs")
    check_output(source, target)
    run_and_report(conversion, COMPARE, lambda _: compare_rows(load(load_options), look_up=look_up), "comparing")
