"""The report as a picture: latency, memory and loading time over the size of the list. Drawn through the one door."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from bench.lists import KINDS
from bench.report import Report
from polyonym.cli.render.chart import new_figure, save

_COLOURS: Final = dict(zip(KINDS, ("#2f855a", "#1f5fa8", "#d9730d", "#6b7280"), strict=True))
_MIB: Final = 1024 * 1024


def draw(report: Report, path: Path) -> None:
    """Draw a report into a file."""
    figure = new_figure(f"polyonym, {report.machine.date}, {report.machine.cpu}")
    left, right = figure.subplots(1, 2)
    sizes = [size.names for size in report.sizes]
    for place, kind in enumerate(KINDS):
        rows = [size.latencies[place] for size in report.sizes]
        left.plot(sizes, [row.p50 / 1000 for row in rows], marker="o", color=_COLOURS[kind], label=f"{kind}, p50")
        left.plot(sizes, [row.p99 / 1000 for row in rows], linestyle=":", color=_COLOURS[kind], label=f"{kind}, p99")
    _axes(left, "One mention", "milliseconds")
    right.plot(sizes, [size.compile_seconds for size in report.sizes], marker="o", color="#d9730d", label="compile, s")
    right.plot(sizes, [size.open_seconds for size in report.sizes], marker="o", color="#1f5fa8", label="open, s")
    memory = [size.used_memory / _MIB for size in report.sizes]
    right.plot(sizes, memory, marker="o", color="#6b7280", label="in memory, MiB")
    _axes(right, "Loading and memory", "seconds; MiB")
    save(figure, path)


def _axes(axes: Any, title: str, unit: str) -> None:
    """Make both axes logarithmic and say what they are."""
    axes.set_title(title, fontsize=11)
    axes.set_xscale("log")
    axes.set_yscale("log")
    axes.set_xlabel("names")
    axes.set_ylabel(unit)
    axes.grid(visible=True, color="#e5e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    axes.spines[["top", "right"]].set_visible(False)
    axes.legend(loc="upper center", bbox_to_anchor=(0.5, -0.14), ncol=4, frameon=False, fontsize=8)
