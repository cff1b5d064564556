"""Numbers as people read them: a count with its noun, a share with three digits."""

from __future__ import annotations

from typing import Final

NOTHING: Final = "–"  # noqa: RUF001 -- the sign that tables have for no figure


def counted(number: int, one: str, many: str) -> str:
    """Write a number with its noun."""
    return f"{number:,} {one if number == 1 else many}"


def figure(value: float | None) -> str:
    """Write a share, or a dash for a share of nothing."""
    return NOTHING if value is None else f"{value:.3f}"
