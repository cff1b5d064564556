"""What a text and the wishes beside it have to be before anything is computed with them."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from typing import Final, Literal, TypeVar

from polyonym.entity_types import EntityTypes
from polyonym.errors import TextError
from polyonym.language_tags import is_well_formed
from polyonym.model import EntityType

AnnotationStatus = Literal["match", "ambiguous"]
ANNOTATION_STATUSES: Final[tuple[AnnotationStatus, ...]] = ("match", "ambiguous")
"""What a name in a text can be; a word that is nobody's name is not reported."""

_Word = TypeVar("_Word", bound=str)
# Tabs, line ends and page breaks stand in texts; other control characters stand in programs and pictures.
_FOREIGN: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AnnotationOptions:
    """Which names of a text are wanted (all where nothing is said), and what is known about the text."""

    types: frozenset[EntityType] | None = None
    statuses: frozenset[AnnotationStatus] | None = None
    language: str | None = None
    nested: bool = False


def check_text(text: str) -> None:
    """Raise TextError for what is no text."""
    found = _FOREIGN.search(text)
    if found is None:
        return
    if "\ud800" <= found[0] <= "\udfff":
        detail = f"Half of a surrogate pair stands at character {found.start()}; send whole characters."
    else:
        detail = f"A control character (U+{ord(found[0]):04X}) stands at character {found.start()}; this is no text."
    raise TextError("text", detail)


def annotation_options(
    types: Collection[str] | None,
    statuses: Collection[str] | None,
    language: str | None,
    known_types: EntityTypes,
    *,
    nested: bool,
) -> AnnotationOptions:
    """Return checked wishes; raise TextError for a word that is none of those known."""
    if language is not None and not is_well_formed(language):
        raise TextError("language", "This is no BCP 47 language tag such as en, ar or zh-Hans.")
    return AnnotationOptions(
        types=_known_types(types, known_types),
        statuses=_known("statuses", statuses, ANNOTATION_STATUSES),
        language=language,
        nested=nested,
    )


def _known_types(words: Collection[str] | None, known: EntityTypes) -> frozenset[EntityType] | None:
    """Return types that are all known; None, and an empty list as well, stands for all."""
    unknown = next((word for word in _listed("types", words) if word not in known), None)
    if unknown is not None:
        raise TextError("types", known.refusal(unknown))
    return frozenset(words) if words else None


def _known(field: str, words: Collection[str] | None, known: tuple[_Word, ...]) -> frozenset[_Word] | None:
    """Return words that are all known; None, and an empty list as well, stands for all."""
    unknown = [word for word in _listed(field, words) if word not in known]
    if unknown:
        raise TextError(field, f"There is no {unknown[0]!r}; known are {', '.join(known)}.")
    return frozenset(word for word in known if word in words) if words else None


def _listed(field: str, words: Collection[str] | None) -> Collection[str]:
    """Return words, none where nothing is said; raise TextError for one by itself."""
    if isinstance(words, str):
        raise TextError(field, "Give a list, even of one.")
    return words or ()
