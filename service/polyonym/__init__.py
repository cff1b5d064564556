"""polyonym: which entity a name means, whatever its spelling, script or name form.

from polyonym import Resolver
resolver = Resolver.load()
resolver.resolve("Mohammed Omar Safi").id
"""

from polyonym.engine import Resolver
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
