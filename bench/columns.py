"""A column of names from file to file, beside a scan of all names of the list by RapidFuzz, in turns.

A column is half listed names, half names with a slip, or listed names only; no name comes twice in a run. Ours is what
the command line does with a CSV, in a process that has the gazetteer open. The scan scores a sample of the same rows
with every name by `process.cdist` and `token_sort_ratio`, in one thread, and keeps the best.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import TYPE_CHECKING, Any, Final

from bench.lists import SyntheticList
from bench.pool import Worker
from bench.report import ColumnRate

if TYPE_CHECKING:
    from polyonym.engine import Resolver

SAMPLE: Final = 200
"""Rows that the scan is given in a round: it takes about two milliseconds a row over 100,000 names."""
_ROWS_OF_A_SCAN: Final = 50
"""Rows that are scored in one call: bounds the table of scores."""


def resolve_column(resolver: Resolver, texts: Sequence[str]) -> dict[str, Any]:
    """Resolve a CSV of names into another one, and say how many rows were a match and how many seconds it took."""
    from polyonym import Mention
    from polyonym.batch import RESOLVE, decide_rows, run_batch
    from polyonym.tables.formats import conversion

    with TemporaryDirectory() as folder:
        source, target = Path(folder, "in.csv"), Path(folder, "out.csv")
        with source.open("w", encoding="utf-8", newline="") as stream:
            csv.writer(stream).writerows([("mention",), *((text,) for text in texts)])
        began = perf_counter()
        done = run_batch(
            conversion(source, target, None),
            RESOLVE,
            lambda _: decide_rows(resolver, Mention(""), "mention", ()),
        )
        return {"seconds": perf_counter() - began, "rows": done.rows, "matches": done.counts["match"]}


def scan_column(names: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Score names with every name of a list by RapidFuzz, and say how many seconds it took."""
    from rapidfuzz import fuzz, process

    entries = [json.loads(line) for line in names.read_text(encoding="utf-8").splitlines()]
    listed = [text.casefold() for entry in entries for text in (entry["name"], *entry.get("aliases", ()))]
    began = perf_counter()
    for start in range(0, len(texts), _ROWS_OF_A_SCAN):
        asked = [text.casefold() for text in texts[start : start + _ROWS_OF_A_SCAN]]
        process.cdist(asked, listed, scorer=fuzz.token_sort_ratio, workers=1).argmax(axis=1)
    return {"seconds": perf_counter() - began, "rows": len(texts)}


def columns_of(made: SyntheticList, rows: int, rounds: int) -> dict[str, list[list[str]]]:
    """Return the columns of every round by what they hold; a list with few mentions has shorter ones."""
    exact, variant = (list(dict.fromkeys(one.text for one in made.mentions(kind))) for kind in ("exact", "variant"))
    half = min(rows // 2, len(exact) // (3 * rounds), len(variant) // rounds)
    apart = half * rounds
    return {
        "mixed": [
            [text for pair in zip(exact[at : at + half], variant[at : at + half], strict=True) for text in pair]
            for at in range(0, apart, half)
        ],
        "exact": [exact[at : at + 2 * half] for at in range(apart, 3 * apart, 2 * half)],
    }


def column_rates(
    made: SyntheticList, rows: int, rounds: int, environment: Mapping[str, str], say: Callable[[str], None]
) -> tuple[ColumnRate, ...]:
    """Measure columns of so many rows over a list, in rounds."""
    columns = columns_of(made, rows, rounds)
    ours: dict[str, list[float]] = {name: [] for name in columns}
    scans: dict[str, list[float]] = {name: [] for name in columns}
    with Worker(environment) as worker:
        worker.ask("open", gazetteer=str(made.gazetteer))
        for number in range(rounds):
            for name, of_rounds in columns.items():
                say(f"Round {number + 1} of {rounds}: a column, {name}, {made.size:,} names")
                column = of_rounds[number]
                done = worker.ask("column", texts=column)
                scan = worker.ask("scan_column", names=str(made.gazetteer / "names.jsonl"), texts=column[:SAMPLE])
                ours[name].append(done["rows"] / done["seconds"])
                scans[name].append(scan["rows"] / scan["seconds"])
    return tuple(
        ColumnRate(
            column=name,
            names=made.size,
            rows=sum(map(len, columns[name])),
            per_second=median(ours[name]),
            scan_per_second=median(scans[name]),
            times=median(own / scan for own, scan in zip(ours[name], scans[name], strict=True)),
        )
        for name in columns
    )
