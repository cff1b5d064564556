"""How right the answers are, on what the project itself holds: its gazetteer, and its table of labelled name pairs.

The gazetteer is asked for each of its own fuzzy names while that name is taken out. The pairs are read from
`tests/cases`, where the frozen table lists each pair that is judged otherwise than its label says. Nothing here is
timed, so the figures are the same on every machine.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyonym.curation.evaluate import evaluate_hold_out
from polyonym.curation.measures import Evaluation, Measures
from polyonym.engine import Resolver

LEAST: Final = 20
"""A script or a type with fewer names than this is not shown by itself."""
_VERDICTS: Final = {"yes": "same", "unsure": "unsure", "no": "different"}


@dataclass(frozen=True, slots=True)
class PairShares:
    """Labelled pairs of one kind: how many, and the share of them that gets each verdict."""

    same: bool
    pairs: int
    shares: dict[str, float]


def held_out(gazetteer: Path) -> Evaluation:
    """Ask a gazetteer for each of its fuzzy names while that name is taken out."""
    resolver = Resolver.load(gazetteer)
    return evaluate_hold_out(resolver.hold_out(), resolver.policy.threshold).evaluation


def labelled(cases: Path) -> tuple[PairShares, PairShares]:
    """Return the shares for pairs that are one name, and for pairs that are two, from the tables in a folder."""
    rows = list(_rows(cases / "names.tsv"))
    other = {(row["a"], row["b"], row["same"]): row["judged"] for row in _rows(cases / "names.frozen.tsv")}
    counts = Counter((row["same"], other.get((row["a"], row["b"], row["same"]), row["same"])) for row in rows)
    one, two = (_shares(counts, label) for label in ("yes", "no"))
    return one, two


def _shares(counts: Counter[tuple[str, str]], label: str) -> PairShares:
    """Return the shares of the pairs with one label."""
    total = sum(number for (same, _), number in counts.items() if same == label)
    shares = {verdict: counts[label, judged] / total for judged, verdict in _VERDICTS.items()}
    return PairShares(label == "yes", total, shares)


def _rows(path: Path) -> Iterator[dict[str, str]]:
    """Read a table of the cases."""
    with path.open(encoding="utf-8", newline="") as lines:
        yield from csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)


def summary(evaluation: Evaluation) -> str:
    """Return the hold-out as one paragraph."""
    whole = evaluation.overall
    people = next((group.measures for group in evaluation.types if group.name == "person"), whole)
    lines = (
        f"The bundled gazetteer has {whole.count:,} names that may be found by likeness. Each was taken out and looked",
        f"up by the names that remain. {percent(whole.recall)} of all, and {percent(people.recall)} of the names of",
        "people, were a `match` with the right entity. Of the answers that were a `match`,",
        f"{percent(whole.precision)} were right. Many names that were missed are translations or other names, such as",
        "`Estados Unidos` for `United States`. No spelling leads to them, so they have to be listed.",
    )
    return "\n".join(lines)


def markdown(evaluation: Evaluation, pairs: tuple[PairShares, PairShares]) -> str:
    """Return both measurements as tables."""
    groups = [("all", evaluation.overall)]
    groups += [(f"{group.name}s", group.measures) for group in evaluation.types if group.measures.count >= LEAST]
    groups += [
        (f"script {group.name}", group.measures) for group in evaluation.scripts if group.measures.count >= LEAST
    ]
    lines = ["| names | how many | found | matches that are right |", "| --- | ---: | ---: | ---: |"]
    lines += [_row(name, measures) for name, measures in groups]
    lines += ["", "The labelled pairs, each judged by its letters alone:", ""]
    lines += ["| pairs | how many | `same` | `unsure` | `different` |", "| --- | ---: | ---: | ---: | ---: |"]
    for row in pairs:
        shares = " | ".join(percent(row.shares[verdict]) for verdict in _VERDICTS.values())
        lines.append(f"| {'one name' if row.same else 'two names'} | {row.pairs:,} | {shares} |")
    return "\n".join(lines)


def _row(name: str, measures: Measures) -> str:
    """Return a row of the hold-out."""
    return f"| {name} | {measures.count:,} | {percent(measures.recall)} | {percent(measures.precision)} |"


def percent(value: float | None) -> str:
    """Write a share in whole per cent, and a hyphen for the share of nothing."""
    return "-" if value is None else f"{value:.0%}".replace("%", " %")
