"""`python -m bench`: measure, print the report, keep it as JSON, draw it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from bench.picture import draw
from bench.run import Plan, run
from bench.tables import markdown, tables
from polyonym.cli.render import terminal
from polyonym.cli.render.chart import check_chart

_DEFAULT = Plan()


def bench(  # noqa: PLR0913, PLR0917 -- every option of a command is an argument
    sizes: Annotated[str, typer.Option(help="Numbers of names, separated by commas.")] = "1000,10000,100000,1000000",
    names: Annotated[
        Path | None, typer.Option(exists=True, dir_okay=False, help="List of entities to take words from.")
    ] = None,
    rounds: Annotated[int, typer.Option(min=1, help="How often everything is measured, in turns.")] = _DEFAULT.rounds,
    mentions: Annotated[int, typer.Option(min=1, help="Mentions of a kind a round.")] = _DEFAULT.mentions,
    articles: Annotated[int, typer.Option(min=2, help="Texts a round.")] = _DEFAULT.articles,
    seconds: Annotated[float, typer.Option(help="At most so long for a kind in a round.")] = _DEFAULT.seconds,
    service_seconds: Annotated[float, typer.Option(help="How long each load lasts.")] = _DEFAULT.service_seconds,
    column_rows: Annotated[int, typer.Option(min=2, help="Rows of a file a round.")] = _DEFAULT.column_rows,
    recall_size: Annotated[int, typer.Option(help="Names for the look at every name.")] = _DEFAULT.recall_size,
    recall_wanted: Annotated[
        int, typer.Option(min=1, help="Right answers of a script to look for there.")
    ] = _DEFAULT.recall_wanted,
    pool: Annotated[int, typer.Option(help="Mentions of a kind to make for a list.")] = _DEFAULT.pool,
    seed: Annotated[int, typer.Option(help="Another seed makes another list.")] = _DEFAULT.seed,
    folder: Annotated[Path, typer.Option(help="Where lists and caches are kept.")] = _DEFAULT.folder,
    report: Annotated[Path | None, typer.Option(help="JSON to write.")] = None,
    plot: Annotated[Path | None, typer.Option(help="Picture to draw, .png or .svg.")] = None,
) -> None:
    """Measure speed, memory and recall over made lists of names."""
    if plot:
        check_chart(plot)
    plan = Plan(
        sizes=tuple(sorted({int(size) for size in sizes.split(",")})),
        names=names,
        folder=folder.resolve(),
        seed=seed,
        rounds=rounds,
        mentions=mentions,
        articles=articles,
        seconds=seconds,
        service_seconds=service_seconds,
        column_rows=column_rows,
        recall_size=recall_size,
        recall_wanted=recall_wanted,
        pool=pool,
    )
    found = run(plan, terminal.complain)
    for path in filter(None, (report, plot)):
        path.parent.mkdir(parents=True, exist_ok=True)
    if report:
        report.write_text(json.dumps(found.as_json(), indent=1) + "\n", encoding="utf-8")
    if plot:
        draw(found, plot)
    for table in tables(found):
        terminal.line("", table.title)
        terminal.table(table.columns, table.rows)
    terminal.line("", "The same in Markdown:", "")
    terminal.page(markdown(found))


if __name__ == "__main__":
    typer.run(bench)
