"""Which of the spots that overlap are kept: the longest, and of two as long the one that was found more surely."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Final

from polyonym.annotate.spotter import Spot, Way

_SURER: Final[dict[Way, int]] = {"listed": 0, "affixed": 1, "form": 2, "short": 3}
_MOST_NESTED: Final = 50
"""So many names inside one other name are looked at: each is held against those that were kept."""


def choose(spots: Iterable[Spot], length: int, *, nested: bool) -> list[Spot]:
    """Return spots of a text of some length in its order; with `nested`, those inside a longer one as well."""
    taken = bytearray(length)
    chosen: list[Spot] = []
    left: list[Spot] = []
    for spot in sorted(spots, key=lambda spot: (spot.start - spot.end, _SURER[spot.way], spot.start)):
        if taken.find(1, spot.start, spot.end) < 0:
            taken[spot.start : spot.end] = b"\1" * (spot.end - spot.start)
            chosen.append(spot)
        elif nested:
            left.append(spot)
    chosen.sort(key=lambda spot: spot.start)
    if nested:
        chosen = sorted([*chosen, *_inside(chosen, left)], key=lambda spot: (spot.start, -spot.end))
    return chosen


def _inside(outer: list[Spot], left: list[Spot]) -> list[Spot]:
    """Return the spots that stand wholly inside an outer one and cross no other; in comes the longest first."""
    starts = [spot.start for spot in outer]
    kept: dict[int, list[Spot]] = {}
    for spot in left:
        at = bisect_right(starts, spot.start) - 1
        if at < 0 or spot.end > outer[at].end:
            continue
        others = kept.setdefault(at, [])
        if len(others) < _MOST_NESTED and not any(_cross(spot, other) for other in others):
            others.append(spot)
    return [spot for spots in kept.values() for spot in spots]


def _cross(a: Spot, b: Spot) -> bool:
    """Tell whether two spots overlap without one being inside the other."""
    return a.start < b.start < a.end < b.end or b.start < a.start < b.end < a.end
