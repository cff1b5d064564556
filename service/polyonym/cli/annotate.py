"""`polyonym annotate`: text files to the names in them, as a table, JSON or a page; or a file of texts to answers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from polyonym import wireform
from polyonym.batch import ANNOTATE, TEXT, annotate_rows
from polyonym.cli.batch import run_and_report
from polyonym.cli.exits import PROBLEMS
from polyonym.cli.options import (
    TYPE_METAVAR,
    GazetteerOption,
    InputOption,
    JsonOption,
    LoadOptions,
    OutputOption,
    SnapshotOption,
    known_types,
    load,
)
from polyonym.cli.render import terminal
from polyonym.cli.render.annotated_page import Document, write_page
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.errors import TextError
from polyonym.model import Annotation
from polyonym.tables.formats import STANDARD_STREAM, Format, json_lines_conversion
from polyonym.tables.resume import Checkpoint
from polyonym.tables.rows import has_undecodable
from polyonym.tables.streams import check_output, open_input

if TYPE_CHECKING:
    from polyonym.annotate.intake import AnnotationOptions
    from polyonym.engine import Resolver

EXAMPLES: Final = """
Find the names in running text, and say which entities they mean.

Examples:

\b
  polyonym annotate article.txt
  polyonym annotate article.txt --type person --type organization --status match
  polyonym annotate --json article.txt | jq -r .id
  polyonym annotate --html article.html article.txt
  polyonym annotate --input archive.jsonl --output names.jsonl --resume
  curl -s https://example.org/article.txt | polyonym annotate -

A line of JSON Lines is an object with `text` and, where wanted, `language`; its answer has the `mentions`, or an
`error`, in the place of the text, beside its other fields such as `id`. Offsets are code points, the end not included.
A run that is stopped leaves OUTPUT.part behind; the same command with --resume goes on there. Exit code: 0 fine, 1 a
text could not be read, 2 wrong usage.
"""


def annotate(  # noqa: PLR0913, PLR0917 -- every option of a command is an argument to Typer
    files: Annotated[list[Path] | None, typer.Argument(metavar="FILE...", help="Text files; - is stdin.")] = None,
    types: Annotated[
        list[str] | None, typer.Option("--type", metavar=TYPE_METAVAR, help="Only these; can be repeated.")
    ] = None,
    statuses: Annotated[
        list[str] | None, typer.Option("--status", metavar="match|ambiguous", help="Only these; can be repeated.")
    ] = None,
    language: Annotated[str | None, typer.Option("--language", metavar="TAG", help="BCP 47, such as uk.")] = None,
    gazetteer: GazetteerOption = None,
    snapshot: SnapshotOption = None,
    source: InputOption = None,
    target: OutputOption = None,
    page: Annotated[Path | None, typer.Option("--html", metavar="FILE", help="Write a page with names marked.")] = None,
    *,
    nested: Annotated[bool, typer.Option("--nested", help="Names inside longer names as well.")] = False,
    resume: Annotated[bool, typer.Option("--resume", help="Go on with an output that was not finished.")] = False,
    as_json: JsonOption = False,
) -> None:
    """Annotate text files, or the texts of a file of JSON Lines."""
    load_options = LoadOptions(gazetteer, snapshot)
    options = _options(types, statuses, language, load_options, nested=nested)
    if source is not None:
        if files or as_json or page is not None:
            raise typer.BadParameter("Give text files or --input, and no --json or --html with --input.")
        _annotate_lines(source, target or STANDARD_STREAM, options, load_options, resume=resume)
    elif target is not None or resume:  # a table cannot be continued
        raise typer.BadParameter("--output and --resume go with --input.", param_hint="--output")
    elif not files:
        raise typer.BadParameter("Give at least one text file, or JSON Lines with --input.", param_hint="FILE")
    else:
        _annotate_files(files, options, load_options, page, as_json=as_json)


def _options(
    types: list[str] | None,
    statuses: list[str] | None,
    language: str | None,
    load_options: LoadOptions,
    *,
    nested: bool,
) -> AnnotationOptions:
    """Check the options before any work is done; raise typer.BadParameter for a wrong one."""
    from polyonym.annotate.intake import annotation_options

    known = known_types(load_options) if types else BUILT_IN_TYPES
    try:
        return annotation_options(types, statuses, language, known, nested=nested)
    except TextError as error:
        names = {"types": "--type", "statuses": "--status"}
        detail = error.detail.removeprefix(f"{error.field}: ")
        raise typer.BadParameter(detail, param_hint=names.get(error.field, f"--{error.field}")) from error


def _annotations(resolver: Resolver, text: str, options: AnnotationOptions) -> tuple[Annotation, ...]:
    """Return the wanted names of a text."""
    return resolver.annotate(text, options.types, options.language, options.statuses, nested=options.nested)


def _annotate_files(
    files: Sequence[Path], options: AnnotationOptions, load_options: LoadOptions, page: Path | None, *, as_json: bool
) -> None:
    """Print the names of each file, or write a page; exit with 1 when a file holds no text."""
    if page is not None:
        check_output(STANDARD_STREAM, page)
    resolver = load(load_options)
    documents = []
    failed = False
    for file in files:
        name = "standard input" if file == STANDARD_STREAM else str(file)
        try:
            text = _text_of(file)
            documents.append(Document(name, text, _annotations(resolver, text, options)))
        except TextError as error:
            terminal.complain(f"{name}: {error.detail}")
            failed = True
    if page is not None:
        write_page(page, documents)
    for document in documents if page is None or as_json else ():
        _print(document, headed=len(files) > 1, as_json=as_json)
    if failed:
        raise typer.Exit(PROBLEMS)


def _text_of(file: Path) -> str:
    """Read a text file as it is, line ends included: offsets count them."""
    with open_input(file, Format.csv) as source:
        text = source.text.read()
    if has_undecodable((text,)):
        raise TextError(TEXT, "The file is not UTF-8; save it as UTF-8.")
    return text


def _print(document: Document, *, headed: bool, as_json: bool) -> None:
    """Print the names of a text as a table, or as JSON, one a line."""
    if as_json:
        for item in document.names:
            terminal.json_line({"file": document.name, **wireform.annotation(item)})
        return
    if headed:
        terminal.line(document.name)
    rows = [row for item in document.names for row in _table_rows(item)]
    terminal.table(("start", "end", "text", "status", "name", "id", "score"), rows)


def _table_rows(item: Annotation) -> Iterator[tuple[str, ...]]:
    """Yield the rows of a name: one, and for an ambiguous name one for each entity that it may mean."""
    resolution = item.resolution
    shown = resolution.candidates if resolution.status == "ambiguous" else resolution.candidates[:1]
    for place, candidate in enumerate(shown):
        head = (str(item.start), str(item.end), " ".join(item.text.split()), resolution.status)
        yield (*(head if place == 0 else ("",) * 4), candidate.name, candidate.id, f"{candidate.score:.2f}")


def _annotate_lines(
    source: Path, target: Path, options: AnnotationOptions, load_options: LoadOptions, *, resume: bool
) -> None:
    """Annotate the texts of a file, which is JSON Lines unless its name says that it is something else."""
    conversion = json_lines_conversion(source, target, "Texts")
    check_output(source, target)
    checkpoint = None if target == STANDARD_STREAM else Checkpoint.find(target, resume=resume)
    run_and_report(conversion, ANNOTATE, lambda _: annotate_rows(load(load_options), options), "annotating", checkpoint)
