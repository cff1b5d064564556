"""`polyonym resolve`: names as arguments to a table, or a file of names to a file of answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Annotated, Final

import typer

from polyonym import wireform
from polyonym.batch import MENTION, RESOLVE, Answerer, decide_rows, resolve_rows
from polyonym.cli.batch import run_and_report
from polyonym.cli.exits import PROBLEMS
from polyonym.cli.options import (
    LIMIT_DEFAULT,
    FormatOption,
    GazetteerOption,
    InputOption,
    JsonOption,
    LoadOptions,
    OutputOption,
    SnapshotOption,
    TypeOption,
    load,
    mention_template,
)
from polyonym.cli.render import terminal
from polyonym.errors import MentionError
from polyonym.model import Mention, Resolution
from polyonym.tables.delimited import mention_column
from polyonym.tables.formats import STANDARD_STREAM, Conversion, Format, conversion
from polyonym.tables.rows import Json, RowStream
from polyonym.tables.streams import check_output

EXAMPLES: Final = """
Say which entity a name means.

Examples:

\b
  polyonym resolve "Noorolhaq Olomi" Daesh
  polyonym resolve Safi --type person --context "the governor of Kunduz"
  polyonym resolve --json Ulumi | jq .id
  polyonym resolve --input names.csv --column suspect --output resolved.csv
  polyonym resolve --input mentions.jsonl --output answers.jsonl --limit 10
  cut -f2 list.tsv | polyonym resolve --input - --format text

CSV and TSV get the columns polyonym_status, _id, _name, _score, _alias and _error. A line of JSON Lines is a string or
an object with `mention` and, where wanted, `type`, `language`, `context` and `limit`. A row with an error keeps its
place. Exit code: 0 fine, 1 a mention or row could not be read, 2 wrong usage.
"""


def resolve(  # noqa: PLR0913, PLR0917 -- every option of a command is an argument to Typer
    mentions: Annotated[list[str] | None, typer.Argument(metavar="MENTION...", help="Names to resolve.")] = None,
    type_: TypeOption = None,
    language: Annotated[str | None, typer.Option("--language", metavar="TAG", help="BCP 47, such as ar.")] = None,
    context: Annotated[str | None, typer.Option("--context", metavar="TEXT", help="Words around the name.")] = None,
    limit: Annotated[int, typer.Option("--limit", help="How many candidates, 1 to 100.")] = LIMIT_DEFAULT,
    gazetteer: GazetteerOption = None,
    snapshot: SnapshotOption = None,
    source: InputOption = None,
    target: OutputOption = None,
    column: Annotated[
        str | None, typer.Option("--column", help="Column or field that holds the names. Default: mention, or name.")
    ] = None,
    stated: FormatOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Resolve the arguments, or the rows of a file."""
    load_options = LoadOptions(gazetteer, snapshot)
    template = mention_template(Mention("x", type_, language, context, limit), load_options)
    if source is not None:
        if mentions or as_json:
            raise typer.BadParameter("Give names or a file, and no --json with a file.", param_hint="--input")
        resolve_file(conversion(source, target or STANDARD_STREAM, stated), column, template, load_options)
    elif target is not None or column is not None or stated is not None:
        raise typer.BadParameter("--output, --column and --format go with --input.", param_hint="--input")
    elif not mentions:
        raise typer.BadParameter("Give at least one name, or a file with --input.", param_hint="MENTION")
    else:
        resolve_arguments([replace(template, text=text) for text in mentions], load_options, as_json=as_json)


def resolve_arguments(mentions: Sequence[Mention], load_options: LoadOptions, *, as_json: bool) -> None:
    """Print the resolutions of a few mentions; exit with 1 when one could not be read."""
    answers = list(load(load_options).resolve_many(mentions))
    if as_json:
        for mention, answer in zip(mentions, answers, strict=True):
            terminal.json_line(json_of(mention.text, answer))
    else:
        pairs = list(zip(mentions, answers, strict=True))
        terminal.table(
            ("mention", "status", "name", "id", "score", "alias"),
            [row for mention, answer in pairs for row in table_rows(mention.text, answer)],
        )
        if len(answers) == 1 and isinstance(answers[0], Resolution) and answers[0].candidates:
            terminal.line("", answers[0].candidates[0].explanation.sentence)
    if any(isinstance(answer, MentionError) for answer in answers):
        raise typer.Exit(PROBLEMS)


def json_of(text: str, answer: Resolution | MentionError) -> Json:
    """Render an answer as on the wire; a mention that cannot be read comes with its error."""
    if isinstance(answer, MentionError):
        return {MENTION: text, "error": wireform.error(answer)}
    return wireform.resolution(answer)


def table_rows(text: str, answer: Resolution | MentionError) -> Iterator[tuple[str, ...]]:
    """Yield the rows of an answer: one, and for an ambiguous mention one for each entity that it may mean."""
    if isinstance(answer, MentionError):
        yield (shortened(text), "error", answer.detail, "", "", "")
        return
    shown = answer.candidates if answer.status == "ambiguous" else answer.candidates[:1]
    if answer.status == "no_match" or not shown:
        nearest = f"nearest: {shown[0].name}" if shown else ""
        score, alias = (f"{shown[0].score:.2f}", shown[0].alias) if shown else ("", "")
        yield (text, answer.status, nearest, "", score, alias)
        return
    for place, candidate in enumerate(shown):
        head = (text, answer.status) if place == 0 else ("", "")
        yield (*head, candidate.name, candidate.id, f"{candidate.score:.2f}", candidate.alias)


def shortened(text: str) -> str:
    """Cut a text that is far too long to be a name, so that its error stays visible."""
    return text if len(text) <= 60 else text[:57] + "..."


def resolve_file(conversion: Conversion, column: str | None, template: Mention, load_options: LoadOptions) -> None:
    """Resolve the rows of a file."""
    check_output(conversion.source, conversion.target)

    def make_answerer(stream: RowStream) -> Answerer:
        # JSON Lines have room for whole answers, tables for decisions.
        answers = resolve_rows if conversion.output_format is Format.jsonl else decide_rows
        # The columns of a table belong to its owner, and only the one that is named is read. Fields of JSON Lines state
        # more about the mention.
        if conversion.input_format is Format.jsonl:
            return answers(load(load_options), template, column or MENTION)
        name = mention_column(stream.columns, column)
        return answers(load(load_options), template, name, own=())

    task = RESOLVE if column is None else replace(RESOLVE, text_fields=(column,))
    run_and_report(conversion, task, make_answerer, "resolving")
