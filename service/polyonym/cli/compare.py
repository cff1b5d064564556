"""`polyonym compare`: two names judged against each other, or a file of pairs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from polyonym import wireform
from polyonym.cli.batch import Judge, Task, work_through
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
from polyonym.errors import InputError, MentionError
from polyonym.model import Comparison
from polyonym.tables.formats import EXTENSIONS, STANDARD_STREAM, Format, Route
from polyonym.tables.rows import Json, Row, RowError
from polyonym.tables.streams import check_target

if TYPE_CHECKING:
    from polyonym.engine import Resolver

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
--no-look-up the names alone are judged.

A file holds a JSON object with `a` and `b` on each line; its other fields are kept, and `same`, `verdict`, `score` and
`explanation` are added. Exit code: 0 whether the names agree or not, 1 a name could not be read, 2 wrong usage.
"""
TASK: Final = Task(
    text_fields=("a", "b"),
    reserved=frozenset(("same", "verdict", "score", "explanation")),
    outcomes=("same", "unsure", "different"),
    outcome=lambda answer: str(answer["verdict"]),
)


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
        result = load(LoadOptions(gazetteer, snapshot)).compare(a, b, entity_type(kind), look_up=look_up)
        if as_json:
            terminal.json_line(wireform.comparison(result))
        else:
            print_comparison(result)


def print_comparison(result: Comparison) -> None:
    """Print the judgement, its sentence, and the words that were read as one another."""
    terminal.line(f"{result.verdict}, score {result.score:.2f}")
    terminal.line(result.explanation.sentence)
    pairs = result.explanation.evidence.pairs
    if pairs:
        terminal.table(
            ("in A", "in B", "likeness", "method", "weight"),
            [(p.mention, p.alias, f"{p.similarity:.2f}", p.method, f"{p.weight:.2f}") for p in pairs],
        )


def compare_file(source: Path, target: Path, load_options: LoadOptions, *, look_up: bool = True) -> None:
    """Judge the pairs of a file, which is JSON Lines unless its name says that it is something else."""
    for path in (source, target):
        if EXTENSIONS.get(path.suffix.lower(), Format.jsonl) is not Format.jsonl:
            raise InputError(f"Pairs are read and written as JSON Lines, and {str(path)!r} is named otherwise.")
    check_target(source, target)
    route = Route(source, target, Format.jsonl, Format.jsonl)
    work_through(route, TASK, lambda _: judge(load(load_options), look_up=look_up))


def judge(resolver: Resolver, *, look_up: bool = True) -> Judge:
    """Return what compares the two names of a row."""

    def answer(row: Row) -> Json | RowError:
        fields = dict(row.fields)
        try:
            a, b = _name(fields, "a"), _name(fields, "b")
            return wireform.comparison(resolver.compare(a, b, fields.get("type"), look_up=look_up))
        except MentionError as error:
            return RowError(error.code, error.detail)

    return answer


def _name(fields: Json, field: str) -> str:
    """Return a name of a row; raise MentionError where there is none."""
    value = fields.get(field)
    if not isinstance(value, str):
        raise MentionError(field, "The name has to be text." if field in fields else "The row has no such field.")
    return value
