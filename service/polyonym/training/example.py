"""A labelled pair of names: what the model of two names by themselves is fitted on."""

from __future__ import annotations

from dataclasses import dataclass

from polyonym.model import EntityType


@dataclass(frozen=True, slots=True)
class Example:
    """Two names, the type of what they name, and whether they are names of one entity."""

    a: str
    b: str
    type: EntityType
    same: bool


SyntheticExample = tuple[str, Example]
"""The kind of a synthetic example, and the example."""
