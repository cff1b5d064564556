"""The only door to matplotlib: an evaluation as a picture, PNG or SVG by the name of the file.

On the left is the reliability diagram: mean score and share of correct answers, bin by bin. On the right are precision,
recall and F1 over the threshold. matplotlib is loaded only when a picture is drawn.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from polyonym.curation.measures import BINS, Evaluation
from polyonym.errors import InputError

KINDS: Final = (".png", ".svg")
HINT: Final = "A picture needs matplotlib, which is not installed; get it with: pip install 'polyonym[plot]'"
_BLUE: Final = "#1f5fa8"
_ORANGE: Final = "#d9730d"
_GREEN: Final = "#2f855a"
_GREY: Final = "#6b7280"
_PALE: Final = "#d5deea"


def check_chart(path: Path) -> None:
    """Raise InputError where no picture could be drawn, before any work is done."""
    if path.suffix.lower() not in KINDS:
        raise InputError(f"The picture {str(path)!r} has to be named as one of {', '.join(KINDS)}.")
    _figure_class()


def _figure_class() -> Any:
    """Return matplotlib's figure, which needs no window; raise InputError where matplotlib is not installed."""
    try:
        # By name: types of an extra that need not be installed cannot be checked.
        return import_module("matplotlib.figure").Figure
    except ImportError as error:
        raise InputError(HINT) from error


def new_figure(title: str) -> Any:
    """Return an empty picture under a title; raise InputError where matplotlib is not installed."""
    figure = _figure_class()(figsize=(11.5, 5.4), layout="constrained", dpi=150)
    figure.suptitle(title, fontsize=13, fontweight="bold")
    return figure


def save(figure: Any, path: Path) -> None:
    """Write a picture, PNG or SVG by the name of the file."""
    # A date and random ids inside an SVG would make two drawings of the same values differ.
    with import_module("matplotlib").rc_context({"svg.hashsalt": "polyonym"}):
        figure.savefig(path, metadata={"Date": None} if path.suffix.lower() == ".svg" else None)


def draw(evaluation: Evaluation, title: str, path: Path) -> None:
    """Draw an evaluation into a file."""
    figure = new_figure(title)
    left, right = figure.subplots(1, 2)
    _reliability(left, evaluation)
    _thresholds(right, evaluation)
    for axes in (left, right):
        axes.set_xlim(0, 1)
        axes.set_ylim(0, 1.02)
        axes.grid(visible=True, color="#e5e7eb", linewidth=0.8)
        axes.set_axisbelow(True)
        axes.spines[["top", "right"]].set_visible(False)
    save(figure, path)


def _reliability(axes: Any, evaluation: Evaluation) -> None:
    """Draw the reliability diagram; bars show how many answers are behind each point."""
    bins = [bin_ for bin_ in evaluation.reliability.bins if bin_.count]
    most = max((bin_.count for bin_ in bins), default=1)
    error = evaluation.reliability.error
    axes.set_title("Reliability" + ("" if error is None else f" (calibration error {error:.3f})"), fontsize=11)
    axes.bar(
        [(bin_.low + bin_.high) / 2 for bin_ in bins],
        [0.25 * bin_.count / most for bin_ in bins],
        width=0.94 / BINS,
        color=_PALE,
        label="answers in the bin",
    )
    for bin_ in bins:
        axes.annotate(
            f"{bin_.count:,}",
            ((bin_.low + bin_.high) / 2, 0.25 * bin_.count / most),
            (0, 2),
            textcoords="offset points",
            ha="center",
            fontsize=8,
            color=_GREY,
        )
    axes.plot([0, 1], [0, 1], linestyle="--", color=_GREY, linewidth=1.2, label="perfectly calibrated")
    axes.plot(
        _numbers([bin_.score for bin_ in bins]),
        _numbers([bin_.accuracy for bin_ in bins]),
        marker="o",
        color=_BLUE,
        linewidth=2,
        label="measured",
        clip_on=False,
        zorder=3,
    )
    axes.set_xlabel("score (mean of the bin)")
    axes.set_ylabel("share that is right")
    axes.legend(loc="upper left", frameon=False, fontsize=9)


def _thresholds(axes: Any, evaluation: Evaluation) -> None:
    """Draw precision, recall and F1 over the threshold; lines mark the threshold in force and the best one."""
    axes.set_title("Decisions at other thresholds", fontsize=11)
    at = [point.threshold for point in evaluation.sweep]
    for label, colour, values in (
        ("precision", _BLUE, [point.precision for point in evaluation.sweep]),
        ("recall", _ORANGE, [point.recall for point in evaluation.sweep]),
        ("F1", _GREEN, [point.f1 for point in evaluation.sweep]),
    ):
        axes.plot(at, _numbers(values), color=colour, linewidth=2, label=label)
    in_force = evaluation.threshold
    axes.axvline(in_force, color=_GREY, linewidth=1.4, label=f"in force: {in_force:.2f}")
    if evaluation.best is not None:
        best = evaluation.best.threshold
        axes.axvline(best, color=_GREEN, linewidth=1.4, linestyle="--", label=f"best F1: {best:.2f}")
    axes.set_xlabel("threshold")
    axes.set_ylabel("share")
    axes.legend(loc="lower left", frameon=True, framealpha=0.9, edgecolor="none", fontsize=9)


def _numbers(values: Sequence[float | None]) -> list[float]:
    """Return values to plot; a share of nothing becomes NaN, which leaves a gap in a line."""
    return [math.nan if value is None else value for value in values]
