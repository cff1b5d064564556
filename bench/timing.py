"""Latency: mentions resolved one by one, with the time of each and whether the answer is right."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from time import perf_counter, perf_counter_ns
from typing import Any

from bench.lists import LabelledMention


def timed(resolve: Callable[[str], Any], mentions: Iterable[LabelledMention], seconds: float) -> list[dict[str, Any]]:
    """Resolve mentions for at most `seconds`; return for each nanoseconds, error and verdict."""
    rows = []
    end = perf_counter() + seconds
    for labelled in mentions:
        began = perf_counter_ns()
        answer = resolve(labelled.text)
        taken = perf_counter_ns() - began
        rows.append({"ns": taken, "slip": labelled.slip, **verdict(labelled, answer)})
        if perf_counter() > end:
            break
    return rows


def verdict(labelled: LabelledMention, answer: Any) -> dict[str, bool]:
    """Return whether the decision is right, and whether the right entity is the first candidate."""
    if labelled.id is None:
        return {"right": answer.status == "no_match", "first": answer.status != "match"}
    return {
        "right": answer.id == labelled.id,
        "first": bool(answer.candidates) and answer.candidates[0].id == labelled.id,
    }


def percentile(values: Sequence[float], share: float) -> float:
    """Return the percentile `share`, from 0 to 100, of values; NaN where there are none."""
    if not values:
        return math.nan
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share / 100) - 1)]


def mean(values: Iterable[bool]) -> float:
    """Return the share of true values, 0 where there are none."""
    found = list(values)
    return sum(found) / len(found) if found else 0.0
