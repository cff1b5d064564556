"""An evaluation as tables for people and as JSON for programs: the same figures, rounded only to be read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from polyonym.cli.render import terminal
from polyonym.curation.evaluate import TOP, Bin, Evaluation, Group, Judged, Measures, Point
from polyonym.curation.holdout import Gap
from polyonym.tables.rows import Json

NOTHING: Final = "–"  # noqa: RUF001 -- the sign that tables have for no figure
_DIGITS: Final = 4


def print_measures(evaluation: Evaluation, *, pairs: bool) -> None:
    """Print how well decisions do: in all, by script, by type."""
    rows = [
        Group("all", evaluation.whole),
        *(Group(f"script {group.name}", group.measures) for group in evaluation.scripts),
        *(Group(f"type {group.name}", group.measures) for group in evaluation.types),
    ]
    columns = ["", "count", "precision", "recall", "F1", "false"]
    if not pairs:
        columns += [*(f"top-{most}" for most in TOP), "ambiguous"]
    terminal.table(columns, [_cells(group.name, group.measures, pairs=pairs) for group in rows])


def _cells(name: str, measures: Measures, *, pairs: bool) -> list[str]:
    """Lay the measures of a group out."""
    shares = [measures.precision, measures.recall, measures.f1, measures.false_share]
    cells = [name, f"{measures.count:,}", *map(figure, shares)]
    return cells if pairs else [*cells, *map(figure, measures.top_shares), f"{measures.ambiguous:,}"]


def figure(value: float | None) -> str:
    """Write a share, or that there is none."""
    return NOTHING if value is None else f"{value:.3f}"


def print_scores(evaluation: Evaluation, *, subject: str) -> None:
    """Print how far scores can be trusted, and which threshold would have done best."""
    terminal.line("")
    terminal.table(
        (subject, "count", "mean score", "share right"),
        [
            (f"{bin_.low:.1f} to {bin_.high:.1f}", f"{bin_.count:,}", figure(bin_.score), figure(bin_.right))
            for bin_ in evaluation.reliability.bins
        ],
    )
    terminal.line("", f"Expected calibration error: {figure(evaluation.reliability.error)}")
    whole = evaluation.whole
    terminal.line(_threshold("Threshold in force", evaluation.threshold, whole.precision, whole.recall, whole.f1))
    best = evaluation.best
    if best is None:
        terminal.line("Best threshold: none finds anything.")
    else:
        terminal.line(_threshold("Best threshold", best.threshold, best.precision, best.recall, best.f1))


def _threshold(what: str, at: float, *shares: float | None) -> str:
    """Write a threshold and what it does on one line."""
    precision, recall, f1 = map(figure, shares)
    return f"{what}: {at:.4g} (precision {precision}, recall {recall}, F1 {f1})"


def print_errors(errors: Sequence[Judged], most: int, *, pairs: bool) -> None:
    """Print the first errors, the surest first."""
    terminal.line("", counted(len(errors), "error", "errors") + _how_to_see_all(len(errors), most))
    shown = errors[:most]
    if pairs and shown:
        terminal.table(
            ("line", "a", "b", "expected", "score", "why"),
            [(str(e.origin.line), *e.asked, e.expected or "not the same", _score(e), e.sentence) for e in shown],
        )
    elif shown:
        terminal.table(
            ("line", "mention", "expected", "got", "score", "why"),
            [(str(e.origin.line), *e.asked, e.expected or "nobody", got(e), _score(e), e.sentence) for e in shown],
        )


def print_gaps(gaps: Sequence[Gap], most: int) -> None:
    """Print the entities that would not be found by some of their names, those with the most of them first."""
    found = counted(len(gaps), "entity is", "entities are")
    terminal.line("", f"{found} not found by every name{_how_to_see_all(len(gaps), most)}")
    if gaps[:most]:
        terminal.table(
            ("entity", "missed", "name", "taken for", "score"), [row for gap in gaps[:most] for row in _gap_rows(gap)]
        )


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def _how_to_see_all(count: int, most: int) -> str:
    """End a headline: what is listed below it, and how to see the rest."""
    if most < count:
        return f"; the first {most:,} (--errors {count} prints all):" if most else "."
    return ":" if count else "."


def _score(item: Judged) -> str:
    """Write the score of the first candidate."""
    return NOTHING if item.score is None else f"{item.score:.2f}"


def got(item: Judged) -> str:
    """Say what a mention was taken for, or what came nearest."""
    if item.got is not None:
        return item.got
    return item.status if item.first is None else f"{item.status}, first {item.first}"


def _gap_rows(gap: Gap) -> Iterator[tuple[str, ...]]:
    """Lay an entity out: a row a name, the entity beside the first."""
    for place, item in enumerate(gap.missed):
        head = (gap.id, f"{len(gap.missed)} of {gap.tried}") if place == 0 else ("", "")
        yield (*head, *item.asked, got(item), _score(item))


def evaluation_json(evaluation: Evaluation, *, pairs: bool) -> Json:
    """Render an evaluation."""
    return {
        "measures": measures_json(evaluation.whole, pairs=pairs),
        "scripts": {group.name: measures_json(group.measures, pairs=pairs) for group in evaluation.scripts},
        "types": {group.name: measures_json(group.measures, pairs=pairs) for group in evaluation.types},
        "reliability": {
            "error": _rounded(evaluation.reliability.error),
            "bins": [_bin_json(bin_) for bin_ in evaluation.reliability.bins],
        },
        "threshold": evaluation.threshold,
        "best": None if evaluation.best is None else _point_json(evaluation.best),
        "sweep": [_point_json(point) for point in evaluation.sweep],
        "errors": [judged_json(item, pairs=pairs) for item in evaluation.errors],
    }


def measures_json(measures: Measures, *, pairs: bool) -> Json:
    """Render measures: the counts first, then the shares, null where there is nothing to have a share of."""
    counts = {name: getattr(measures, name) for name in ("count", "wanted", "matched", "right", "false")}
    shares = {
        "precision": _rounded(measures.precision),
        "recall": _rounded(measures.recall),
        "f1": _rounded(measures.f1),
        "false_share": _rounded(measures.false_share),
    }
    if pairs:
        return counts | shares
    top = {f"top{most}": _rounded(value) for most, value in zip(TOP, measures.top_shares, strict=True)}
    return counts | {"ambiguous": measures.ambiguous} | shares | top


def judged_json(item: Judged, *, pairs: bool) -> Json:
    """Render an answer beside what should have been said."""
    where = {"file": item.origin.file, "line": item.origin.line}
    about = {"type": item.type, "script": item.script}
    if pairs:
        a, b = item.asked
        verdict = {"expected": item.expected is not None, "got": item.got is not None, "score": item.score}
        return where | {"a": a, "b": b} | about | verdict | {"sentence": item.sentence}
    answer = {"expected": item.expected, "status": item.status, "got": item.got, "first": item.first}
    rest = {"score": item.score, "place": item.place, "sentence": item.sentence}
    return where | {"mention": item.asked[0]} | about | answer | rest


def gap_json(gap: Gap) -> Json:
    """Render an entity with the names that it would not be found by."""
    return {
        "id": gap.id,
        "name": gap.name,
        "type": gap.type,
        "tried": gap.tried,
        "missed": [judged_json(item, pairs=False) for item in gap.missed],
    }


def _bin_json(bin_: Bin) -> Json:
    """Render a bin."""
    bounds = {"low": bin_.low, "high": bin_.high, "count": bin_.count}
    return bounds | {"score": _rounded(bin_.score), "right": _rounded(bin_.right)}


def _point_json(point: Point) -> Json:
    """Render what a threshold does."""
    shares = {"precision": _rounded(point.precision), "recall": _rounded(point.recall), "f1": _rounded(point.f1)}
    return {"threshold": point.threshold} | shares


def _rounded(value: float | None) -> float | None:
    """Round a share to what a sample can tell."""
    return None if value is None else round(value, _DIGITS)
