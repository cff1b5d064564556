"""Texts at every size: what the first one waits for, and how fast texts are read from then on."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any, Final

from bench.lists import SyntheticList
from bench.pool import Worker
from bench.report import AnnotationContext

_MEGABYTE: Final = 1e6
_QUERY: Final = "moh"
"""What is typed for the first search: the beginning of many names."""


def read_texts(
    made: Mapping[int, SyntheticList],
    texts: Mapping[int, Sequence[Sequence[str]]],
    workers: Mapping[int, Worker],
    environment: Mapping[str, str],
    progress: Callable[[str], None],
) -> tuple[AnnotationContext, ...]:
    """Have every worker read the texts of its size, and an automaton the same; `texts` has a list for each round.

    The first text of the first round is what the first text after opening is measured with, and comes again nowhere.
    """
    rounds = {size: _without_first(shares) for size, shares in texts.items()}
    firsts = {size: workers[size].ask("begin", text=texts[size][0][0], query=_QUERY) for size in made}
    rows: dict[int, list[dict[str, Any]]] = {size: [] for size in made}
    for number in range(min(map(len, rounds.values()), default=0)):
        for size in made:
            progress(f"Round {number + 1}: texts, {size:,} names")
            rows[size].append(workers[size].ask("read", texts=rounds[size][number]))
    found = []
    for size, list_ in made.items():
        progress(f"A bare automaton over {size:,} names")
        every = [text for of_round in rounds[size] for text in of_round]
        with Worker(environment) as worker:
            bare = worker.ask("automaton", names=str(list_.gazetteer / "names.jsonl"), texts=every)
        found.append(reading(size, firsts[size], rows[size], bare, sum(map(len, every))))
    return tuple(found)


def _without_first(shares: Sequence[Sequence[str]]) -> list[list[str]]:
    """Return the texts of the rounds without the first of all."""
    return [list(share[place == 0 :]) for place, share in enumerate(shares)]


def reading(
    size: int,
    firsts: Mapping[str, float],
    rows: Sequence[Mapping[str, Any]],
    bare: Mapping[str, float],
    characters: int,
) -> AnnotationContext:
    """Sum up what was measured at one size; speeds are the medians of the rounds."""
    megabytes = sum(row["bytes"] for row in rows) / _MEGABYTE
    return AnnotationContext(
        names=size,
        first_text=firsts["text"],
        first_search=firsts["search"],
        megabytes=megabytes,
        apart=characters / max(1, sum(row["found"] for row in rows)),
        first=median(row["bytes"] / _MEGABYTE / row["first"] for row in rows),
        warm=median(row["bytes"] / _MEGABYTE / row["warm"] for row in rows),
        bare=megabytes / bare["seconds"],
        build=bare["build"],
    )
