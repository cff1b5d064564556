"""`polyonym resolve`: names as arguments to a table, or a file of names to a file of answers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from polyonym import wireform
from polyonym.cli.batch import Judge, Task, work_through
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
    template,
)
from polyonym.cli.render import terminal
from polyonym.errors import MentionError
from polyonym.model import STATUSES, Mention, Resolution
from polyonym.tables.delimited import mention_column
from polyonym.tables.formats import STANDARD_STREAM, Format, Route, route
from polyonym.tables.rows import Json, Row, RowError, Sheet
from polyonym.tables.streams import check_target

if TYPE_CHECKING:
    from polyonym.engine import Resolver

TEXT_FIELD: Final = "mention"
# A row's own words win over the options; which fields of a row are read, and what has to stand in them.
_OWN: Final[dict[str, tuple[type, str]]] = {
    "type": (str, "text"),
    "language": (str, "text"),
    "context": (str, "text"),
    "limit": (int, "a whole number"),
}

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
    form, load_options = template(type_, language, context, limit), LoadOptions(gazetteer, snapshot)
    if source is not None:
        if mentions or as_json:
            raise typer.BadParameter("Give names or a file, and no --json with a file.", param_hint="--input")
        resolve_file(route(source, target or STANDARD_STREAM, stated), column, form, load_options)
    elif target is not None or column is not None or stated is not None:
        raise typer.BadParameter("--output, --column and --format go with --input.", param_hint="--input")
    elif not mentions:
        raise typer.BadParameter("Give at least one name, or a file with --input.", param_hint="MENTION")
    else:
        resolve_arguments([replace(form, text=text) for text in mentions], load_options, as_json=as_json)


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
    """Render an answer as the wire does; a mention that cannot be read stands beside its error."""
    if isinstance(answer, MentionError):
        return {TEXT_FIELD: text, "error": wireform.error(answer)}
    return wireform.resolution(answer)


def table_rows(text: str, answer: Resolution | MentionError) -> Iterator[tuple[str, ...]]:
    """Lay an answer out: one row, and for an ambiguous mention one for each entity that it may be."""
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
    """Cut what is far too long to be a name, so that its error can be seen."""
    return text if len(text) <= 60 else text[:57] + "..."


TASK: Final = Task(
    text_fields=(TEXT_FIELD,),
    reserved=frozenset(wireform.resolution(Resolution("", "no_match", None, None, 0.0, (), ""))) - {TEXT_FIELD},
    outcomes=STATUSES,
    outcome=lambda answer: str(answer["status"]),
)


def resolve_file(way: Route, column: str | None, form: Mention, load_options: LoadOptions) -> None:
    """Resolve the rows of a file."""
    check_target(way.source, way.target)

    def make_judge(sheet: Sheet) -> Judge:
        if way.reads is Format.jsonl:
            return judge(load(load_options), form, column or TEXT_FIELD, tuple(_OWN))
        return judge(load(load_options), form, mention_column(sheet.columns, column), ())

    work_through(way, TASK if column is None else replace(TASK, text_fields=(column,)), make_judge)


def judge(resolver: Resolver, form: Mention, column: str, own: Iterable[str]) -> Judge:
    """Return what resolves the field of a row; `own` are the fields that may say more about the mention."""

    def answer(row: Row) -> Json | RowError:
        try:
            return wireform.resolution(resolver.resolve(mention_of(dict(row.fields), form, column, own)))
        except MentionError as error:
            return RowError(error.code, error.detail)

    return answer


def mention_of(fields: Json, form: Mention, column: str, own: Iterable[str]) -> Mention:
    """Make a mention of the fields of a row; raise MentionError for a field of the wrong kind."""
    if column not in fields:
        there = ", ".join(f"`{name}`" for name in fields) or "none"
        raise MentionError(column, f"The row has no such field; it has {there}.")
    if not isinstance(fields[column], str):
        raise MentionError(column, "The mention has to be text.")
    said: dict[str, Any] = {}
    for name in own:
        value, (kind, what) = fields.get(name), _OWN[name]
        if value is None or name == column:
            continue
        # A boolean is an integer to Python and to nobody else.
        if not isinstance(value, kind) or isinstance(value, bool):
            raise MentionError(name, f"This has to be {what}.")
        said[name] = value
    return replace(form, text=fields[column], **said)
