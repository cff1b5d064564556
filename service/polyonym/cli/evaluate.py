"""`polyonym evaluate`: how often a gazetteer is right, on questions with known answers or on its own names."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from polyonym.cli.exits import PROBLEMS
from polyonym.cli.options import TYPE_METAVAR, GazetteerOption, LoadOptions, SnapshotOption, entity_type, load
from polyonym.cli.render import terminal
from polyonym.cli.render.figures import counted
from polyonym.model import EntityType
from polyonym.tables.formats import STANDARD_STREAM
from polyonym.tables.streams import check_output, open_output

if TYPE_CHECKING:
    from polyonym.curation.evaluate import EvaluationRun
    from polyonym.engine import Resolver

EXAMPLES: Final = """
Measure how often the gazetteer is right.

Examples:

\b
  polyonym evaluate gold.jsonl
  polyonym evaluate gold.csv --errors 50 --json report.json --plot report.png
  polyonym evaluate pairs.tsv --json - | jq .measures.f1
  polyonym evaluate --hold-out --type person
  polyonym evaluate --hold-out --gazetteer my-names/ --most 500

GOLD is JSON Lines, CSV or TSV, and holds either mentions (`mention` and `id`, which is null or empty for nobody in the
gazetteer; `type`, `language` and `context` where wanted) or pairs of names (`a`, `b` and `same`). A row that cannot be
used is reported with its line and left out. Measures are given by script and by type, that of the row or else of the
entity; `false` is the share of those without a right answer that were matched. --hold-out needs no GOLD: it takes each
fuzzy name of an entity out in turn and asks whether the entity's other names still lead to it. Exit code: 0 fine,
whatever the figures, 1 rows were left out, 2 wrong usage.
"""
ERRORS_DEFAULT: Final = 20


def evaluate(  # noqa: PLR0913, PLR0917 -- every option of a command is an argument to Typer
    gold: Annotated[
        Path | None,
        typer.Argument(metavar="GOLD", help="Mentions or pairs with the right answers.", show_default=False),
    ] = None,
    gazetteer: GazetteerOption = None,
    snapshot: SnapshotOption = None,
    target: Annotated[
        Path | None,
        typer.Option("--json", metavar="FILE", help="Write everything as JSON; - is stdout, instead of tables."),
    ] = None,
    plot: Annotated[
        Path | None, typer.Option("--plot", metavar="FILE", help="Draw reliability and thresholds: .png or .svg.")
    ] = None,
    errors: Annotated[
        int, typer.Option("--errors", min=0, metavar="N", help="How many errors, or entities, to print.")
    ] = ERRORS_DEFAULT,
    type_: Annotated[
        str | None, typer.Option("--type", metavar=TYPE_METAVAR, help="With --hold-out: of this type only.")
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(
            "--most", min=1, metavar="N", help="With --hold-out: N entities, always the same.", show_default=False
        ),
    ] = None,
    *,
    hold_out: Annotated[
        bool, typer.Option("--hold-out", help="Ask for the gazetteer's own names, each while it is taken out.")
    ] = False,
) -> None:
    """Evaluate a file of gold, or the names of the gazetteer itself."""
    load_options = LoadOptions(gazetteer, snapshot)
    check_usage(gold, type_, most, hold_out=hold_out)
    kind = entity_type(type_, load_options)
    for output in filter(None, (target, plot)):
        check_output(gold or STANDARD_STREAM, output)
    if plot is not None:
        from polyonym.cli.render.chart import check_chart

        check_chart(plot)
    resolver = load(load_options)
    run = run_hold_out(resolver, kind, most) if gold is None else run_gold(resolver, gold)
    if plot is not None:  # before the tables, which a reader may stop by closing the pipe
        from polyonym.cli.render.chart import draw

        draw(run.evaluation, headline(run, resolver), plot)
    report(run, resolver, gold, target, errors)
    if run.problems:
        raise typer.Exit(PROBLEMS)


def check_usage(gold: Path | None, type_: str | None, most: int | None, *, hold_out: bool) -> None:
    """Raise typer.BadParameter for options that do not go together."""
    if (gold is None) != hold_out:
        raise typer.BadParameter("Give a file, or --hold-out for none.", param_hint="GOLD")
    if not hold_out and (type_ is not None or most is not None):
        raise typer.BadParameter("--type and --most go with --hold-out.", param_hint="--hold-out")


def run_gold(resolver: Resolver, path: Path) -> EvaluationRun:
    """Evaluate a file, and print a line for each row that is left out."""
    from polyonym.curation.evaluate import evaluate_gold
    from polyonym.curation.gold import read_gold

    gold = read_gold(path, resolver.entity, resolver.types)
    for problem in gold.problems:
        terminal.complain(str(problem))
    with tracked() as progress:
        return evaluate_gold(gold, resolver, resolver.policy.threshold, progress)


def run_hold_out(resolver: Resolver, kind: EntityType | None, most: int | None) -> EvaluationRun:
    """Evaluate the names of the gazetteer, each while it is taken out."""
    from polyonym.curation.evaluate import evaluate_hold_out

    with tracked() as progress:
        found = resolver.hold_out(kind, most, progress)
    return evaluate_hold_out(found, resolver.policy.threshold)


@contextmanager
def tracked() -> Iterator[Callable[[int, int], None]]:
    """Return a callback that shows, on a terminal, how many of how many questions are answered."""
    with terminal.progress_bar() as bar:
        task = bar.add_task("evaluating", total=None, rows=0)
        yield lambda done, total: bar.update(task, completed=done, total=total, rows=done)


def report(run: EvaluationRun, resolver: Resolver, gold: Path | None, target: Path | None, errors: int) -> None:
    """Print the tables, and write the JSON to the target; on stdout it replaces the tables."""
    from polyonym.cli.render import scorecard
    from polyonym.curation.report_json import run_json

    if target is not None:
        with open_output(target) as stream:
            stream.write(json.dumps(run_json(run, resolver.fingerprint, gold), ensure_ascii=False, indent=2) + "\n")
    if target == STANDARD_STREAM:
        return
    pairs = run.subject == "pairs"
    terminal.line(headline(run, resolver), "")
    scorecard.print_measures(run.evaluation, pairs=pairs)
    scorecard.print_scores(run.evaluation, subject="score" if pairs else "first candidate")
    if gold is None:
        scorecard.print_gaps(run.gaps, errors)
    else:
        scorecard.print_errors(run.evaluation.errors, errors, pairs=pairs)


def headline(run: EvaluationRun, resolver: Resolver) -> str:
    """Return what was evaluated, and how much of it, on one line."""
    count = counted(run.evaluation.overall.count, run.subject.removesuffix("s"), run.subject)
    against = f"a gazetteer of {counted(resolver.describe().entities, 'entity', 'entities')}"
    if run.subject == "names":
        return f"{count} of {counted(run.entities, 'entity', 'entities')}, each held out of {against}"
    left_out = f"; {counted(len(run.problems), 'row', 'rows')} left out" if run.problems else ""
    return f"{count} against {against}{left_out}"
