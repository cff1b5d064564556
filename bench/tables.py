"""The report as tables: for the terminal, and in Markdown for the documentation."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from bench.report import Report, Rival

_MIB: Final = 1024 * 1024
_WORDS: Final = frozenset({"mention", "load", "column", "script", "scan of all names with"})
"""Columns that hold words; the others hold numbers."""
_MIDDLE: Final = 100_000
"""The size that the summary shows between the smallest and the largest."""
_LOADS: Final = {"empty": "empty endpoint", "exact": "exact mentions", "mixed": "half exact, half variant"}
"""What a load, or the column of a file, holds."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table of the report, as text."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


def tables(report: Report) -> Iterator[Table]:
    """Yield the report as tables; one that would be empty is left out."""
    made = (_latencies, _loading, _readings, _growth, _rates, _columns, _rivals, _recall)
    found = (table(report) for table in made)
    yield from (table for table in found if table.rows)


def markdown(report: Report) -> str:
    """Return the whole report as Markdown."""
    first = f"The bundled gazetteer: import to first answer in {report.first_answer:.2f} s."
    parts = [f"{_where(report)} One process, one core.\n{first}"]
    for table in tables(report):
        rule = ["---" if column in _WORDS else "---:" for column in table.columns]
        rows = [table.columns, rule, *table.rows]
        parts += [f"{table.title}:", "\n".join(f"| {' | '.join(row)} |" for row in rows)]
    return "\n\n".join(parts)


_KINDS: Final = {
    "exact": "listed as it stands",
    "variant": "a listed name with one slip",
    "script": "listed in another script only",
    "unknown": "listed nowhere",
}


def summary(report: Report) -> str:
    """Return one small table: at each size the median time of a mention, and the share that is decided right."""
    sizes = [size for size in report.sizes if size.names in {min(_names(report)), max(_names(report))} | {_MIDDLE}]
    latencies = [{one.kind: one for one in size.latencies} for size in sizes]
    rows = [("a mention that is", *(f"{size.names:,} names" for size in sizes)), ("---", *("---:" for _ in sizes))]
    rows += [
        (text, *(f"{duration(known[kind].p50)}, {per_cent(known[kind].right)}" for known in latencies))
        for kind, text in _KINDS.items()
    ]
    return "\n".join(
        [
            "The median time of one mention, and the share of mentions that are decided right. The lists hold made",
            "names: words of real ones, put together anew. In a long list, many names are near to each other.",
            _where(report),
            "",
            *(f"| {' | '.join(row)} |" for row in rows),
        ]
    )


def _names(report: Report) -> list[int]:
    """Return the sizes."""
    return [size.names for size in report.sizes]


def _where(report: Report) -> str:
    """Say where and when a report was made."""
    where = report.machine
    return f"{where.cpu}, {where.cores} cores, Python {where.python}, {where.system}, {where.date}."


def _latencies(report: Report) -> Table:
    """Set the latencies of all sizes beside each other."""
    rows = [
        (f"{size.names:,}", one.kind, *map(duration, (one.p50, one.p90, one.p99)), share(one.right), share(one.first))
        for size in report.sizes
        for one in size.latencies
    ]  # fmt: skip
    columns = ("names", "mention", "p50", "p90", "p99", "right", "first")
    return Table(
        "One mention through the library, and how many are decided right and stand first", columns, tuple(rows)
    )


def _loading(report: Report) -> Table:
    """Set what loading costs beside each other."""
    rows = [
        (
            f"{size.names:,}",
            f"{size.entities:,}",
            seconds(size.compile_seconds),
            mebibytes(size.compile_peak),
            seconds(size.open_seconds),
            mebibytes(size.open_memory),
            f"{mebibytes(size.used_memory)} ({mebibytes(size.used_own)})",
        )
        for size in report.sizes
    ]
    columns = ("names", "entities", "compile", "its peak", "open", "in memory", "after the mentions (own)")
    return Table("Compiling once, opening afterwards, and memory in MiB", columns, tuple(rows))


def _readings(report: Report) -> Table:
    """Set what texts cost beside each other."""
    rows = [
        (
            f"{row.names:,}",
            duration(row.first_text * 1e6),
            duration(row.first_search * 1e6),
            f"{row.apart:.0f}",
            *map(rate, (row.first, row.warm, row.bare)),
            seconds(row.build),
        )
        for row in report.readings
    ]
    columns = (
        "names", "first text", "first search", "characters a name", "new texts, MB/s", "the same again, MB/s",
        "bare automaton, MB/s", "its making",
    )  # fmt: skip
    return Table("Running text on one core, after opening and from then on", columns, tuple(rows))


def _growth(report: Report) -> Table:
    """List how latencies grow."""
    rows = [(f"{row.smaller:,} to {row.larger:,}", row.kind, f"{row.ratio:.2f}") for row in report.growth]
    return Table("Growth of the middle mention, the median over the rounds", ("names", "mention", "times"), tuple(rows))


def _rates(report: Report) -> Table:
    """List the requests a second."""
    rows = [
        (
            _LOADS.get(row.load, row.load),
            f"{row.per_second:,.0f}",
            share(row.share),
            f"{row.p50:.2f} ms",
            f"{row.p99:.2f} ms",
        )
        for row in report.rates
    ]
    names = report.settings.get("service_size", 0)
    title = f"`POST /resolve` over {names:,} names beside an empty endpoint, one server process"
    return Table(title, ("load", "requests a second", "of empty", "p50", "p99"), tuple(rows))


def _columns(report: Report) -> Table:
    """List the rows a second."""
    rows = [
        (
            _LOADS.get(row.column, row.column),
            f"{row.names:,}",
            f"{row.rows:,}",
            f"{row.per_second:,.0f}",
            f"{row.scan_per_second:,.0f}",
            f"{row.times:,.3g}",
        )
        for row in report.columns
    ]
    columns = ("column", "names", "rows", "rows a second", "scan by RapidFuzz", "times the scan")
    return Table("A CSV through `polyonym resolve`, beside `cdist` with `token_sort_ratio`", columns, tuple(rows))


def _rivals(report: Report) -> Table:
    """List the others."""
    rows = [
        (_rival(row), f"{row.names:,}", duration(row.p50), f"{row.times:,.3g}", share(row.first))
        for row in report.rivals
    ]
    columns = ("scan of all names with", "names", "p50", "times ours", "first")
    return Table("The same variant mentions, every name scored by others", columns, tuple(rows))


def _rival(row: Rival) -> str:
    """Name a rival, and say where it was spared most of the names."""
    return row.name if row.scored == 1 else f"{row.name} (told from {row.scored:.0%} of them)"


def _recall(report: Report) -> Table:
    """List what the index finds of what every name would accept."""
    rows = [
        (row.script, f"{row.names:,}", f"{row.mentions:,}", f"{row.wanted:,}", share(row.found / row.wanted))
        for row in report.recall
        if row.wanted
    ]
    columns = ("script", "names", "mentions", "accepted by brute force", "found by the index")
    return Table("Recall of the candidates against a look at every name", columns, tuple(rows))


def duration(microseconds: float) -> str:
    """Write a time with three digits that count."""
    if microseconds < 1000:
        return f"{microseconds:.3g} µs"
    return f"{microseconds / 1000:.3g} ms" if microseconds < 1_000_000 else f"{microseconds / 1_000_000:.3g} s"


def seconds(value: float) -> str:
    """Write seconds."""
    return f"{value:.2f} s" if value < 10 else f"{value:.0f} s"


def mebibytes(value: int) -> str:
    """Write bytes in MiB."""
    return f"{value / _MIB:,.0f}"


def rate(value: float) -> str:
    """Write megabytes a second."""
    return f"{value:.2f}" if value < 10 else f"{value:,.0f}"


def per_cent(value: float) -> str:
    """Write a share in per cent."""
    return f"{100 * value:.1f} %"


def share(value: float) -> str:
    """Write a share."""
    return f"{value:.3f}"
