"""Mentions resolved one by one, with the time that each takes and whether the answer is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter, perf_counter_ns
from typing import Any

from bench.lists import LabelledMention


def timed(resolve: Callable[[str], Any], mentions: Iterable[LabelledMention], seconds: float) -> list[dict[str, Any]]:
    """Resolve mentions until there are no more or the time is up; one row each."""
    rows = []
    end = perf_counter() + seconds
    for sought in mentions:
        began = perf_counter_ns()
        answer = resolve(sought.text)
        taken = perf_counter_ns() - began
        rows.append({"ns": taken, "slip": sought.slip, **verdict(sought, answer)})
        if perf_counter() > end:
            break
    return rows


def verdict(sought: LabelledMention, answer: Any) -> dict[str, bool]:
    """Say whether the decision is right, and whether the entity comes first however it was decided."""
    if sought.id is None:
        return {"right": answer.status == "no_match", "first": answer.status != "match"}
    return {
        "right": answer.id == sought.id,
        "first": bool(answer.candidates) and answer.candidates[0].id == sought.id,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the value that `share` of a hundred do not exceed; nothing has none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def mean(values: Iterable[bool]) -> float:
    """Return the share of what is true; of nothing it is 0."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
