"""The reports of curation as JSON: what `check --json` and `evaluate --json` write.

Keys and their order are part of the output format. Shares are rounded to what a sample can support; scores are not.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from polyonym import wireform
from polyonym.curation.check import Report
from polyonym.curation.evaluate import EvaluationRun
from polyonym.curation.holdout import Gap
from polyonym.curation.measures import TOP_RANKS, Bin, Evaluation, Measures, ThresholdPoint
from polyonym.curation.outcomes import Outcome

Json = dict[str, Any]

_DIGITS: Final = 4


def check_json(gazetteer: Path, report: Report) -> Json:
    """Render what a check found; files are named as in every answer, relative to the gazetteer."""
    return {
        "gazetteer": str(gazetteer),
        "sound": report.sound,
        "entities": report.entities,
        "names": report.names,
        "promises": report.promises,
        "problems": [wireform.problem(problem) for problem in report.problems],
        "failures": [
            {
                "entity": failure.entity,
                "promise": failure.promise,
                "mention": failure.mention,
                **wireform.problem(failure.problem),
            }
            for failure in report.failures
        ],
        "shared": [
            {
                "name": shared.name,
                "entities": [
                    {"id": b.id, "name": b.name, "type": b.type, "file": b.origin.file, "line": b.origin.line}
                    for b in shared.bearers
                ],
            }
            for shared in report.shared
        ],
    }


def run_json(run: EvaluationRun, fingerprint: str, gold: Path | None) -> Json:
    """Render an evaluation of a gazetteer with a fingerprint; no gold where its own names were held out."""
    rendered = evaluation_json(run.evaluation, pairs=run.subject == "pairs")
    head = {"subject": run.subject, "gold": None if gold is None else str(gold), "gazetteer": fingerprint}
    if gold is not None:
        return head | {"problems": [wireform.problem(problem) for problem in run.problems]} | rendered
    del rendered["errors"]  # they stand with their entities
    return head | {"tried": run.entities} | rendered | {"entities": [gap_json(gap) for gap in run.gaps]}


def evaluation_json(evaluation: Evaluation, *, pairs: bool) -> Json:
    """Render the figures of an evaluation."""
    return {
        "measures": measures_json(evaluation.overall, pairs=pairs),
        "scripts": {group.name: measures_json(group.measures, pairs=pairs) for group in evaluation.scripts},
        "types": {group.name: measures_json(group.measures, pairs=pairs) for group in evaluation.types},
        "reliability": {
            "error": _rounded(evaluation.reliability.error),
            "bins": [_bin_json(bin_) for bin_ in evaluation.reliability.bins],
        },
        "threshold": evaluation.threshold,
        "best": None if evaluation.best is None else _point_json(evaluation.best),
        "sweep": [_point_json(point) for point in evaluation.sweep],
        "errors": [outcome_json(item, pairs=pairs) for item in evaluation.errors],
    }


def measures_json(measures: Measures, *, pairs: bool) -> Json:
    """Render measures: the counts first, then the shares, null for a share of nothing."""
    counts = {
        "count": measures.count,
        "wanted": measures.positives,
        "matched": measures.matched,
        "right": measures.correct,
        "false": measures.false,
    }
    shares = {
        "precision": _rounded(measures.precision),
        "recall": _rounded(measures.recall),
        "f1": _rounded(measures.f1),
        "false_share": _rounded(measures.false_share),
    }
    if pairs:
        return counts | shares
    top = {f"top{most}": _rounded(value) for most, value in zip(TOP_RANKS, measures.top_shares, strict=True)}
    return counts | {"ambiguous": measures.ambiguous} | shares | top


def outcome_json(item: Outcome, *, pairs: bool) -> Json:
    """Render an answer beside the expected one."""
    where = {"file": item.origin.file, "line": item.origin.line}
    about = {"type": item.type, "script": item.script}
    if pairs:
        a, b = item.texts
        verdict = {"expected": item.expected is not None, "got": item.predicted is not None, "score": item.score}
        return where | {"a": a, "b": b} | about | verdict | {"sentence": item.sentence}
    answer = {"expected": item.expected, "status": item.status, "got": item.predicted, "first": item.first}
    rest = {"score": item.score, "place": item.rank, "sentence": item.sentence}
    return where | {"mention": item.texts[0]} | about | answer | rest


def gap_json(gap: Gap) -> Json:
    """Render an entity with the names that its other names do not lead to."""
    return {
        "id": gap.id,
        "name": gap.name,
        "type": gap.type,
        "tried": gap.tried,
        "missed": [outcome_json(item, pairs=False) for item in gap.missed],
    }


def _bin_json(bin_: Bin) -> Json:
    """Render a bin of the reliability."""
    bounds = {"low": bin_.low, "high": bin_.high, "count": bin_.count}
    return bounds | {"score": _rounded(bin_.score), "right": _rounded(bin_.accuracy)}


def _point_json(point: ThresholdPoint) -> Json:
    """Render the measures at a threshold."""
    shares = {"precision": _rounded(point.precision), "recall": _rounded(point.recall), "f1": _rounded(point.f1)}
    return {"threshold": point.threshold} | shares


def _rounded(value: float | None) -> float | None:
    """Round a share."""
    return None if value is None else round(value, _DIGITS)
