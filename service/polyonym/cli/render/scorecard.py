"""An evaluation as tables for people, rounded to be read; `curation.report_json` has the same figures for programs."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from polyonym.cli.render import terminal
from polyonym.cli.render.figures import NOTHING, counted, figure
from polyonym.curation.holdout import Gap
from polyonym.curation.measures import TOP_RANKS, Evaluation, Group, Measures
from polyonym.curation.outcomes import Outcome


def print_measures(evaluation: Evaluation, *, pairs: bool) -> None:
    """Print how good the decisions are: overall, by script, by type."""
    rows = [
        Group("all", evaluation.overall),
        *(Group(f"script {group.name}", group.measures) for group in evaluation.scripts),
        *(Group(f"type {group.name}", group.measures) for group in evaluation.types),
    ]
    columns = ["", "count", "precision", "recall", "F1", "false"]
    if not pairs:
        columns += [*(f"top-{most}" for most in TOP_RANKS), "ambiguous"]
    terminal.table(columns, [_cells(group.name, group.measures, pairs=pairs) for group in rows])


def _cells(name: str, measures: Measures, *, pairs: bool) -> list[str]:
    """Return the cells of a group."""
    shares = [measures.precision, measures.recall, measures.f1, measures.false_share]
    cells = [name, f"{measures.count:,}", *map(figure, shares)]
    return cells if pairs else [*cells, *map(figure, measures.top_shares), f"{measures.ambiguous:,}"]


def print_scores(evaluation: Evaluation, *, subject: str) -> None:
    """Print how reliable the scores are, and which threshold would have been best."""
    terminal.line("")
    terminal.table(
        (subject, "count", "mean score", "share right"),
        [
            (f"{bin_.low:.1f} to {bin_.high:.1f}", f"{bin_.count:,}", figure(bin_.score), figure(bin_.accuracy))
            for bin_ in evaluation.reliability.bins
        ],
    )
    terminal.line("", f"Expected calibration error: {figure(evaluation.reliability.error)}")
    overall = evaluation.overall
    terminal.line(_threshold("Threshold in force", evaluation.threshold, overall.precision, overall.recall, overall.f1))
    best = evaluation.best
    if best is None:
        terminal.line("Best threshold: none finds anything.")
    else:
        terminal.line(_threshold("Best threshold", best.threshold, best.precision, best.recall, best.f1))


def _threshold(what: str, at: float, *shares: float | None) -> str:
    """Write a threshold and its measures on one line."""
    precision, recall, f1 = map(figure, shares)
    return f"{what}: {at:.4g} (precision {precision}, recall {recall}, F1 {f1})"


def print_errors(errors: Sequence[Outcome], most: int, *, pairs: bool) -> None:
    """Print the first errors, those with the highest score first."""
    terminal.line("", counted(len(errors), "error", "errors") + _how_to_see_all(len(errors), most))
    shown = errors[:most]
    if pairs and shown:
        terminal.table(
            ("line", "a", "b", "expected", "score", "why"),
            [(str(e.origin.line), *e.texts, e.expected or "not the same", _score(e), e.sentence) for e in shown],
        )
    elif shown:
        terminal.table(
            ("line", "mention", "expected", "got", "score", "why"),
            [
                (str(e.origin.line), *e.texts, e.expected or "nobody", answer_of(e), _score(e), e.sentence)
                for e in shown
            ],
        )


def print_gaps(gaps: Sequence[Gap], most: int) -> None:
    """Print the entities that some of their names do not find, those with the most of them first."""
    found = counted(len(gaps), "entity is", "entities are")
    terminal.line("", f"{found} not found by every name{_how_to_see_all(len(gaps), most)}")
    if gaps[:most]:
        terminal.table(
            ("entity", "missed", "name", "taken for", "score"), [row for gap in gaps[:most] for row in _gap_rows(gap)]
        )


def _how_to_see_all(count: int, most: int) -> str:
    """End a headline: what is listed below it, and how to see the rest."""
    if most < count:
        return f"; the first {most:,} (--errors {count} prints all):" if most else "."
    return ":" if count else "."


def _score(item: Outcome) -> str:
    """Write the score of the first candidate."""
    return NOTHING if item.score is None else f"{item.score:.2f}"


def answer_of(item: Outcome) -> str:
    """Write what a mention was matched with, else the status and the first candidate."""
    if item.predicted is not None:
        return item.predicted
    return item.status if item.first is None else f"{item.status}, first {item.first}"


def _gap_rows(gap: Gap) -> Iterator[tuple[str, ...]]:
    """Yield a row a name, the entity beside the first."""
    for place, item in enumerate(gap.missed):
        head = (gap.id, f"{len(gap.missed)} of {gap.tried}") if place == 0 else ("", "")
        yield (*head, *item.texts, answer_of(item), _score(item))
