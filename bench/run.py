"""One run: lists made, processes asked in turn, and a report of what they said.

Every size has a process of its own that stays open, and each round asks all of them, so that whatever else the
machine does falls on all sizes alike; ratios are the medians of the rounds.
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
from bench.lists import KINDS, LabelledMention, MadeList, made_list
from bench.pool import ROOT, Worker, surroundings
from bench.readings import read_texts
from bench.report import Growth, Latency, Recall, Report, Rival, Size, machine
from bench.rivals import installed
from bench.service import service_rates
from bench.texts import articles
from bench.timing import mean, percentile

_POOL_OF_RECALL: Final = 2_000


@dataclass(frozen=True, slots=True)
class Plan:
    """What is measured, and how long."""

    sizes: tuple[int, ...] = (1_000, 10_000, 100_000, 1_000_000)
    names: Path | None = None
    folder: Path = ROOT / "build" / "bench"
    seed: int = 0
    rounds: int = 3
    articles: int = 150
    """Texts of three thousand characters, at each size, in each round."""
    mentions: int = 300
    """Mentions of each kind, at each size, in each round."""
    seconds: float = 10.0
    """No kind takes longer than this in a round, whatever is left of its mentions."""
    service_size: int = 100_000
    service_seconds: float = 3.0
    column_rows: int = 6_000
    """Rows of a file in each round."""
    recall_size: int = 2_000
    recall_wanted: int = 150
    """Right answers of each script that the look at every name has to give: fewer would not show one in a hundred."""
    recall_lists: int = 12
    """So many lists at most are made for that: few names of one have to be found across any one script."""
    recall_seconds: float = 60.0
    """No script takes longer than this in all."""
    pool: int = 40_000
    """Mentions of each kind that are made for a list: enough for the load to send hardly any twice."""

    def nearest(self, size: int) -> int:
        """Return the largest of the sizes that is not above another, or the smallest."""
        return max((own for own in self.sizes if own <= size), default=min(self.sizes))


Say = Callable[[str], None]


def run(plan: Plan, say: Say) -> Report:
    """Measure everything; `say` is told what is being done."""
    cache = plan.folder / "cache"
    shutil.rmtree(cache, ignore_errors=True)
    environment = surroundings(cache)
    made = {size: _made(plan, size, say) for size in plan.sizes}
    with Worker(environment) as worker:
        opened = worker.ask("open", gazetteer=str(ROOT / "gazetteer"))
    with ExitStack() as stack:
        workers, loads = {}, {}
        for size, list_ in made.items():
            say(f"{size:,} names: compiling, opening")
            with Worker(environment) as worker:
                compiled = worker.ask("open", gazetteer=str(list_.gazetteer))
            workers[size] = stack.enter_context(Worker(environment))
            loads[size] = compiled, workers[size].ask("open", gazetteer=str(list_.gazetteer))
        readings = read_texts(made, _texts(plan, made), workers, environment, say)
        rounds = [_round(plan, number, made, workers, say) for number in range(plan.rounds)]
        sizes = tuple(_size(made[size], loads[size], rounds, workers[size].ask("memory")) for size in plan.sizes)
        rivals = _rivals(plan, made, environment, rounds, say)
        recall = _recall(plan, environment, say)
    size = plan.nearest(plan.service_size)
    columns = column_rates(made[size], plan.column_rows, plan.rounds, environment, say)
    say("Requests a second")
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


def _made(plan: Plan, size: int, say: Say) -> MadeList:
    """Make a list."""
    say(f"{size:,} names: making the list")
    return made_list(size, plan.folder, plan.names, plan.pool, plan.seed)


def _texts(plan: Plan, made: Mapping[int, MadeList]) -> dict[int, list[list[str]]]:
    """Make the texts of every size and round."""
    found: dict[int, list[list[str]]] = {}
    for size, list_ in made.items():
        every = articles(list_, plan.articles * plan.rounds, plan.seed)
        found[size] = [every[number :: plan.rounds] for number in range(plan.rounds)]
    return found


def _round(
    plan: Plan, number: int, made: Mapping[int, MadeList], workers: Mapping[int, Worker], say: Say
) -> dict[int, dict[str, list[dict[str, Any]]]]:
    """Resolve the next mentions of every kind at every size; no mention comes twice."""
    found: dict[int, dict[str, list[dict[str, Any]]]] = {size: {} for size in made}
    for kind in KINDS:
        for size, list_ in made.items():
            say(f"Round {number + 1} of {plan.rounds}: {kind}, {size:,} names")
            share = _part(list_.mentions(kind), number, plan.rounds, plan.mentions)
            found[size][kind] = workers[size].ask("latency", mentions=share, seconds=plan.seconds)["rows"]
    return found


def _part(mentions: Sequence[LabelledMention], number: int, rounds: int, most: int) -> list[dict[str, Any]]:
    """Return the share of a round."""
    each = min(most, len(mentions) // rounds)
    return [asdict(sought) for sought in mentions[number * each : (number + 1) * each]]


def _size(
    made: MadeList, loads: tuple[dict[str, Any], dict[str, Any]], rounds: Sequence[Round], used: dict[str, Any]
) -> Size:
    """Put together what was measured at one size."""
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
    """Sum up the mentions of one kind."""
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
    plan: Plan, made: Mapping[int, MadeList], environment: Mapping[str, str], rounds: Sequence[Round], say: Say
) -> tuple[Rival, ...]:
    """Let others look for the variant mentions of one size, as long as we had."""
    size = plan.nearest(plan.service_size)
    found = []
    for name in installed():
        say(f"{name} over {size:,} names")
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


def _recall(plan: Plan, environment: Mapping[str, str], say: Say) -> tuple[Recall, ...]:
    """Compare the index with brute force on lists of its own, by script, until every script has enough to judge by."""
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    spent: dict[str, float] = defaultdict(float)
    with Worker(environment) as worker:
        for number in range(plan.recall_lists):
            say(f"Recall against a look at every name, list {number + 1}")
            pool = min(plan.pool, _POOL_OF_RECALL)
            made = made_list(plan.recall_size, plan.folder, plan.names, pool, plan.seed + number)
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


def _by_script(made: MadeList) -> dict[str, list[LabelledMention]]:
    """Return what is asked of a list, by the script that it has to be found across."""
    asked: dict[str, list[LabelledMention]] = defaultdict(list)
    for kind in ("variant", "script"):
        for sought in made.mentions(kind):
            asked["Latn" if kind == "variant" else sought.slip].append(sought)
    return asked
