"""polyonym: which entity a name means, whatever its spelling, script or name form.

from polyonym import Resolver
resolver = Resolver.load()
resolver.resolve("Mohammed Omar Safi").id
"""

from typing import TYPE_CHECKING, Any

from polyonym.errors import EntityNotFoundError, GazetteerError, MentionError, PolyonymError, SettingsError, TextError
from polyonym.model import (
    Adjustment,
    Alias,
    Annotation,
    Candidate,
    Comparison,
    Entity,
    Evidence,
    Explanation,
    Mention,
    Origin,
    Problem,
    Resolution,
    RunnerUp,
    TokenPair,
)

if TYPE_CHECKING:
    from polyonym.engine import Resolver

__all__ = [
    "Adjustment",
    "Alias",
    "Annotation",
    "Candidate",
    "Comparison",
    "Entity",
    "EntityNotFoundError",
    "Evidence",
    "Explanation",
    "GazetteerError",
    "Mention",
    "MentionError",
    "Origin",
    "PolyonymError",
    "Problem",
    "Resolution",
    "Resolver",
    "RunnerUp",
    "SettingsError",
    "TextError",
    "TokenPair",
]


def __getattr__(name: str) -> Any:
    """Import the engine when it is first used: `polyonym --help` needs none of it, and it takes most of the start."""
    if name == "Resolver":
        from polyonym.engine import Resolver

        return Resolver
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
