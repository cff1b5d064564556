"""One run of the benchmark: build the lists, call the workers in turns, and fill the report.

Every size has a worker of its own that stays open, and each round calls all of them, so that other load on the machine
affects all sizes. Ratios are medians over the rounds.
"""

from __future__ import annotations

import shutil
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from statistics import median
from time import perf_counter
from typing import Any, Final

from bench.columns import column_rates
from bench.lists import KINDS, LabelledMention, SyntheticList, build_list
from bench.pool import ROOT, Worker, worker_environment
from bench.readings import read_texts
from bench.report import Growth, Latency, Recall, Report, Rival, Size, machine
from bench.rivals import installed
from bench.service import service_rates
from bench.texts import articles
from bench.timing import mean, percentile

_POOL_OF_RECALL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and for how long."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    names: Path | None = None
    folder: Path = ROOT / "build" / "bench"
    seed: int = 0
    rounds: int = 3
    articles: int = 150
    """Texts of 3,000 characters for each size in each round."""
    mentions: int = 300
    """Mentions of each kind for each size in each round."""
    seconds: float = 10.0
    """Longest time of one kind in a round; the mentions that are left are skipped."""
    service_size: int = 100_000
    service_seconds: float = 3.0
    column_rows: int = 6_000
    """Rows of a file in each round."""
    recall_size: int = 2_000
    recall_wanted: int = 150
    """Right answers of scoring every name that are collected for each script, enough to see a loss of one percent."""
    recall_lists: int = 12
    """Most lists that are built to collect them."""
    recall_seconds: float = 60.0
    """Longest time of one script in all."""
    pool: int = 40_000
    """Mentions of each kind in a list: enough for the load generator to repeat hardly any."""

    def nearest(self, size: int) -> int:
        """Return the largest size of the plan that is at most `size`, or the smallest."""
        return max((own for own in self.sizes if own <= size), default=min(self.sizes))


Progress = Callable[[str], None]


def run(plan: Plan, progress: Progress) -> Report:
    """Measure everything; `progress` is called with the name of each step."""
    cache = plan.folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    environment = worker_environment(cache)
    made = {size: _made(plan, size, progress) for size in plan.sizes}
    with Worker(environment) as worker:
        opened = worker.ask("open", gazetteer=str(ROOT / "gazetteer"))
    with ExitStack() as stack:
        workers, loads = {}, {}
        for size, list_ in made.items():
            progress(f"{size:,} names: compiling, opening")
            with Worker(environment) as worker:
                compiled = worker.ask("open", gazetteer=str(list_.gazetteer))
            workers[size] = stack.enter_context(Worker(environment))
            loads[size] = compiled, workers[size].ask("open", gazetteer=str(list_.gazetteer))
        readings = read_texts(made, _texts(plan, made), workers, environment, progress)
        rounds = [_round(plan, number, made, workers, progress) for number in range(plan.rounds)]
        sizes = tuple(_size(made[size], loads[size], rounds, workers[size].ask("memory")) for size in plan.sizes)
        rivals = _rivals(plan, made, environment, rounds, progress)
        recall = _recall(plan, environment, progress)
    size = plan.nearest(plan.service_size)
    columns = column_rates(made[size], plan.column_rows, plan.rounds, environment, progress)
    progress("Requests a second")
    rates = service_rates(made[size], plan.folder, plan.service_seconds, plan.rounds, environment)
    settings = {
        **{key: value for key, value in asdict(plan).items() if key not in {"folder", "names"}},
        "names": plan.names is not None,
        "service_size": size,
    }
    first = opened["import"] + opened["load"] + opened["first"]
    return Report(
        machine=machine(),
        settings=settings,
        first_answer=first,
        sizes=sizes,
        growth=_growth(plan.sizes, rounds),
        rates=tuple(rates),
        rivals=rivals,
        recall=recall,
        readings=readings,
        columns=columns,
    )


Round = Mapping[int, Mapping[str, list[dict[str, Any]]]]
"""Rows of timing by size and kind."""


def _made(plan: Plan, size: int, progress: Progress) -> SyntheticList:
    """Make a list."""
    progress(f"{size:,} names: making the list")
    return build_list(size, plan.folder, plan.names, plan.pool, plan.seed)


def _texts(plan: Plan, made: Mapping[int, SyntheticList]) -> dict[int, list[list[str]]]:
    """Make the texts of every size and round."""
    found: dict[int, list[list[str]]] = {}
    for size, list_ in made.items():
        every = articles(list_, plan.articles * plan.rounds, plan.seed)
        found[size] = [every[number :: plan.rounds] for number in range(plan.rounds)]
    return found


def _round(
    plan: Plan, number: int, made: Mapping[int, SyntheticList], workers: Mapping[int, Worker], progress: Progress
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Resolve the next mentions of every kind at every size; no mention comes twice."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {size: {} for size in made}
    for kind in KINDS:
        for size, list_ in made.items():
            progress(f"Round {number + 1} of {plan.rounds}: {kind}, {size:,} names")
            share = _part(list_.mentions(kind), number, plan.rounds, plan.mentions)
            found[size][kind] = workers[size].ask("latency", mentions=share, seconds=plan.seconds)["rows"]
    return found


def _part(mentions: Sequence[LabelledMention], number: int, rounds: int, most: int) -> list[dict[str, Any]]:
    """Return the share of a round."""
    each = min(most, len(mentions) // rounds)
    return [asdict(labelled) for labelled in mentions[number * each : (number + 1) * each]]


def _size(
    made: SyntheticList, loads: tuple[dict[str, Any], dict[str, Any]], rounds: Sequence[Round], used: dict[str, Any]
) -> Size:
    """Return the measurements of one size."""
    compiled, opened = loads
    text = (made.gazetteer / "names.jsonl").read_bytes()
    return Size(
        names=made.size,
        entities=text.count(b"\n"),
        compile_seconds=compiled["load"],
        compile_peak=compiled["memory"]["peak"],
        open_seconds=opened["load"],
        open_peak=opened["memory"]["peak"],
        open_memory=opened["memory"]["now"],
        open_own=opened["memory"]["own"],
        used_memory=used["memory"]["now"],
        used_own=used["memory"]["own"],
        latencies=tuple(latency(kind, [row for one in rounds for row in one[made.size][kind]]) for kind in KINDS),
    )


def latency(kind: str, rows: Sequence[Mapping[str, Any]]) -> Latency:
    """Return percentiles and shares for the mentions of one kind."""
    slips: dict[str, list[bool]] = defaultdict(list)
    for row in rows:
        slips[row["slip"]].append(row["first"])
    p50, p90, p99 = (percentile([row["ns"] / 1000 for row in rows], each) for each in (50, 90, 99))
    right, first = mean(row["right"] for row in rows), mean(row["first"] for row in rows)
    by_slip = {slip: mean(firsts) for slip, firsts in sorted(slips.items()) if slip}
    return Latency(kind, len(rows), p50, p90, p99, right, first, by_slip)


def _growth(sizes: Sequence[int], rounds: Sequence[Round]) -> tuple[Growth, ...]:
    """Return how the middle mention grows from each size to the next: the median over the rounds."""
    return tuple(
        Growth(
            kind, smaller, larger, median(_middle(one, larger, kind) / _middle(one, smaller, kind) for one in rounds)
        )
        for smaller, larger in pairwise(sorted(sizes))
        for kind in KINDS
    )


def _middle(round_: Round, size: int, kind: str) -> float:
    """Return the middle of the times of a kind at a size in one round."""
    return percentile([row["ns"] for row in round_[size][kind]], 50)


def _rivals(
    plan: Plan,
    made: Mapping[int, SyntheticList],
    environment: Mapping[str, str],
    rounds: Sequence[Round],
    progress: Progress,
) -> tuple[Rival, ...]:
    """Measure other libraries on the variant mentions of one size."""
    size = plan.nearest(plan.service_size)
    found = []
    for name in installed():
        progress(f"{name} over {size:,} names")
        with Worker(environment) as worker:
            rows, times, share = [], [], 1.0
            for number, round_ in enumerate(rounds):
                part = _part(made[size].mentions("variant"), number, plan.rounds, plan.mentions)
                names = str(made[size].gazetteer / "names.jsonl")
                answer = worker.ask("scan", rival=name, names=names, mentions=part, seconds=plan.seconds)
                rows += answer["rows"]
                share = answer["share"]
                middle = percentile([row["ns"] for row in answer["rows"]], 50)
                times.append(middle / _middle(round_, size, "variant"))
        p50 = percentile([row["ns"] / 1000 for row in rows], 50)
        found.append(Rival(name, size, len(rows), p50, median(times), mean(row["first"] for row in rows), share))
    return tuple(found)


def _recall(plan: Plan, environment: Mapping[str, str], progress: Progress) -> tuple[Recall, ...]:
    """Compare the index with scoring every name, by script, until every script has enough right answers."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    spent: dict[str, float] = defaultdict(float)
    with Worker(environment) as worker:
        for number in range(plan.recall_lists):
            progress(f"Recall against a look at every name, list {number + 1}")
            pool = min(plan.pool, _POOL_OF_RECALL)
            made = build_list(plan.recall_size, plan.folder, plan.names, pool, plan.seed + number)
            worker.ask("open", gazetteer=str(made.gazetteer))
            for script, mentions in _by_script(made).items():
                left = plan.recall_wanted - sum(row["wanted"] for row in rows[script])
                if left > 0 and spent[script] < plan.recall_seconds:
                    began = perf_counter()
                    shown, seconds = list(map(asdict, mentions)), plan.recall_seconds - spent[script]
                    rows[script] += worker.ask("recall", mentions=shown, seconds=seconds, wanted=left)["rows"]
                    spent[script] += perf_counter() - began
            if all(
                sum(row["wanted"] for row in own) >= plan.recall_wanted or spent[script] >= plan.recall_seconds
                for script, own in rows.items()
            ):
                break
    found = []
    for script, own in sorted(rows.items()):
        wanted, got = (sum(row[key] for row in own) for key in ("wanted", "found"))
        found.append(Recall(script, plan.recall_size, len(own), wanted, got))
    return tuple(found)


def _by_script(made: SyntheticList) -> dict[str, list[LabelledMention]]:
    """Group the variant and script mentions of a list by the script that has to be crossed."""
    asked: dict[str, list[LabelledMention]] = defaultdict(list)
    for kind in ("variant", "script"):
        for labelled in made.mentions(kind):
            asked["Latn" if kind == "variant" else labelled.slip].append(labelled)
    return asked
