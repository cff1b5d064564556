"""Chooses among spans that overlap: the longest first, and of equally long ones the one that was found more surely.

In come linked spans in any order, out come spans in the order of the text that do not overlap, or that only nest.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from polyonym.annotate.linking import LinkedSpan
from polyonym.annotate.spotter import SpotKind

_PRIORITY: Final[dict[SpotKind, int]] = {"listed": 0, "affixed": 1, "form": 2, "short": 3, "fuzzy": 4}
_MAX_NESTED: Final = 50
"""Only so many spans inside one other are kept, as each is compared with those that were kept before."""


def choose_spans(spans: Iterable[LinkedSpan], length: int, *, nested: bool) -> list[LinkedSpan]:
    """Return the chosen spans of a text of some length in its order; with `nested` also those inside a longer one."""
    taken = bytearray(length)
    chosen: list[LinkedSpan] = []
    rest: list[LinkedSpan] = []
    for span in sorted(spans, key=_priority):
        start, end = span.spot.start, span.spot.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            chosen.append(span)
        elif nested:
            rest.append(span)
    chosen.sort(key=lambda span: span.spot.start)
    if nested:
        chosen = sorted([*chosen, *_nested(chosen, rest)], key=lambda span: (span.spot.start, -span.spot.end))
    return chosen


def _priority(span: LinkedSpan) -> tuple[int, int, int]:
    """Return a sort key: long spans first, then those found more surely, then those that stand first."""
    spot = span.spot
    return spot.start - spot.end, _PRIORITY[spot.kind], spot.start


def _nested(outer: list[LinkedSpan], rest: list[LinkedSpan]) -> list[LinkedSpan]:
    """Return the spans that are wholly inside an outer one and cross no other; the longest come first in `rest`."""
    starts = [span.spot.start for span in outer]
    kept: dict[int, list[LinkedSpan]] = {}
    for span in rest:
        at = bisect_right(starts, span.spot.start) - 1
        if at < 0 or span.spot.end > outer[at].spot.end:
            continue
        others = kept.setdefault(at, [outer[at]])
        if len(others) < _MAX_NESTED and not any(_conflict(span, other) for other in others):
            others.append(span)
    return [span for spans in kept.values() for span in spans[1:]]


def _conflict(one: LinkedSpan, other: LinkedSpan) -> bool:
    """Tell whether two spans are the same, or overlap without one being inside the other."""
    a, b = one.spot, other.spot
    same = (a.start, a.end) == (b.start, b.end)
    return same or a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end
