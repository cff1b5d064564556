"""Scored entities to a decision: `match`, `ambiguous` or `no_match`.

Three rules, read from the top: nothing good enough is `no_match`; a lead that is too small is `ambiguous`; what is
left is a `match`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from polyonym.model import Adjustment, Status
from polyonym.policy import Policy
from polyonym.resolve.rank import ALL_CAPITALS, Scored


@dataclass(frozen=True, slots=True)
class Decision:
    """What was decided, and by how much the first candidate leads the second (None where there is no second)."""

    status: Status
    margin: float | None


def decide(scored: Sequence[Scored], policy: Policy) -> Decision:
    """Decide over entities in order of their score."""
    if not scored:
        return Decision("no_match", None)
    return decision(
        scored[0].evidence.score,
        scored[1].evidence.score if len(scored) > 1 else None,
        scored[0].evidence.adjustments,
        policy,
    )


def decision(first: float, second: float | None, adjustments: Sequence[Adjustment], policy: Policy) -> Decision:
    """Decide by the scores of the first and the second entity, and what was added to or taken off the first."""
    margin = None if second is None else first - second
    unsure = any(adjustment.code == ALL_CAPITALS for adjustment in adjustments)
    if unsure and first >= policy.ambiguous_floor:
        return Decision("ambiguous", margin)
    close = margin is not None and margin < policy.margin
    if close and first >= policy.ambiguous_floor:
        return Decision("ambiguous", margin)
    return Decision("match" if first >= policy.threshold else "no_match", margin)
