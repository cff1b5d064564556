"""One labelled pair of names, as the judgement of a pair is fitted on it."""

from __future__ import annotations

from dataclasses import dataclass

from polyonym.model import EntityType


@dataclass(frozen=True, slots=True)
class Example:
    """Two names, what they are names of, and whether they are one entity's."""

    a: str
    b: str
    type: EntityType
    same: bool


Made = tuple[str, Example]
"""A pair that was made, and which kind of making it comes from."""
