"""Which of the spots that overlap are kept: the longest, and of two as long the one that was found more surely."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from polyonym.annotate.linking import LinkedSpan
from polyonym.annotate.spotter import Way

_SURER: Final[dict[Way, int]] = {"listed": 0, "affixed": 1, "form": 2, "short": 3, "alike": 4}
_MOST_NESTED: Final = 50
"""So many names inside one other name are looked at: each is held against those that were kept."""


def choose(meanings: Iterable[LinkedSpan], length: int, *, nested: bool) -> list[LinkedSpan]:
    """Return the names of a text of some length in its order; with `nested`, those inside a longer one as well."""
    taken = bytearray(length)
    chosen: list[LinkedSpan] = []
    left: list[LinkedSpan] = []
    for meaning in sorted(meanings, key=_rank):
        start, end = meaning.spot.start, meaning.spot.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            chosen.append(meaning)
        elif nested:
            left.append(meaning)
    chosen.sort(key=lambda meaning: meaning.spot.start)
    if nested:
        chosen = sorted([*chosen, *_inside(chosen, left)], key=lambda meaning: (meaning.spot.start, -meaning.spot.end))
    return chosen


def _rank(meaning: LinkedSpan) -> tuple[int, int, int]:
    """Put long names first, then those that were found more surely, then those that stand first."""
    spot = meaning.spot
    return spot.start - spot.end, _SURER[spot.way], spot.start


def _inside(outer: list[LinkedSpan], left: list[LinkedSpan]) -> list[LinkedSpan]:
    """Return the names that stand wholly inside an outer one and cross no other; in comes the longest first."""
    starts = [meaning.spot.start for meaning in outer]
    kept: dict[int, list[LinkedSpan]] = {}
    for meaning in left:
        at = bisect_right(starts, meaning.spot.start) - 1
        if at < 0 or meaning.spot.end > outer[at].spot.end:
            continue
        others = kept.setdefault(at, [outer[at]])
        if len(others) < _MOST_NESTED and not any(_clash(meaning, other) for other in others):
            others.append(meaning)
    return [meaning for meanings in kept.values() for meaning in meanings[1:]]


def _clash(one: LinkedSpan, other: LinkedSpan) -> bool:
    """Tell whether two names stand at one place, or overlap without one being inside the other."""
    a, b = one.spot, other.spot
    same = (a.start, a.end) == (b.start, b.end)
    return same or a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end
