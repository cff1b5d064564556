"""The labelled table of name pairs, judged by `compare`; results are frozen so that every change of one can be seen.

`tests/cases/names.tsv` says what names alone should give, `names.frozen.tsv` where they give something else today.
`make freeze` writes the second anew: read its diff like a diff of code. A strong row that is wrong today is a debt and
is listed there too.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyonym import Resolver

CASES = Path(__file__).parents[1] / "cases"
FROZEN = CASES / "names.frozen.tsv"
Row = dict[str, str]

LEAST_STRONG = 0.60
"""The share of strong rows that have to be right; for some of the others a second look is asked for."""
MOST_STRONG_WRONG = 0.12
MOST_WEAK_WRONG = 0.45


def rows(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def judged(resolver: Resolver) -> Iterator[tuple[Row, str]]:
    """Yield every row of the table with today's judgement of the names alone."""
    for row in rows(CASES / "names.tsv"):
        kind = row["type"]
        found = resolver.compare(row["a"], row["b"], kind, look_up=False)  # type: ignore[arg-type]
        yield row, {"same": "yes", "unsure": "unsure", "different": "no"}[found.verdict]


def freeze(resolver: Resolver) -> str:
    """Return as a table where today's judgement is wrong, or left open."""
    lines = ["a\tb\tsame\tjudged\tstrength\tphenomenon"]
    for row, today in judged(resolver):
        if today != row["same"]:
            lines.append("\t".join([row["a"], row["b"], row["same"], today, row["strength"], row["phenomenon"]]))
    return "\n".join(lines) + "\n"


@pytest.mark.slow
def test_the_pairs_that_are_judged_wrong_are_those_that_were_frozen(resolver: Resolver) -> None:
    today, frozen = freeze(resolver).splitlines(), FROZEN.read_text(encoding="utf-8").splitlines()
    newly_wrong = sorted(set(today) - set(frozen))
    newly_right = sorted(set(frozen) - set(today))
    assert not newly_wrong, "these were right before"
    assert not newly_right, "these are right now: run `make freeze` and commit the table"


@pytest.mark.slow
def test_enough_of_the_table_is_right(resolver: Resolver) -> None:
    right: Counter[str] = Counter()
    wrong: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for row, today in judged(resolver):
        total[row["strength"]] += 1
        right[row["strength"]] += today == row["same"]
        wrong[row["strength"]] += today not in {row["same"], "unsure"}
    assert sum(total.values()) > 1000
    assert right["strong"] >= LEAST_STRONG * total["strong"]
    assert wrong["strong"] <= MOST_STRONG_WRONG * total["strong"]
    assert wrong["weak"] <= MOST_WEAK_WRONG * total["weak"]


def test_every_row_of_the_table_is_well_formed() -> None:
    for row in rows(CASES / "names.tsv"):
        assert row["same"] in {"yes", "no"}, row
        assert row["strength"] in {"strong", "weak"}, row
        assert all(row[key] for key in ("a", "b", "phenomenon", "why")), row


if __name__ == "__main__":
    FROZEN.write_text(freeze(Resolver.load(Path(__file__).parents[2] / "gazetteer")), encoding="utf-8")
