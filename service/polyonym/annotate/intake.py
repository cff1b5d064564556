"""Intake: checks a text and the options beside it before anything is computed with them."""

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
"""The statuses of names in texts. A word that is nobody's name is not reported."""

_Word = TypeVar("_Word", bound=str)
# Texts hold tabs, line ends and page breaks; other control characters are of programs and pictures.
_NOT_TEXT: Final = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class AnnotationOptions:
    """Which names of a text are wanted, and the language of the text.

    Attributes:
        types: the wanted types, None for all.
        statuses: the wanted statuses, None for both.
        language: a BCP 47 tag, None if unknown.
        nested: report names inside longer ones as well.
    """

    types: frozenset[EntityType] | None = None
    statuses: frozenset[AnnotationStatus] | None = None
    language: str | None = None
    nested: bool = False


def check_text(text: str) -> None:
    """Raise TextError for a text with control characters or halves of surrogate pairs."""
    found = _NOT_TEXT.search(text)
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
    """Return checked options; raise TextError for an unknown type or status, or no language tag."""
    if language is not None and not is_well_formed(language):
        raise TextError("language", "This is no BCP 47 language tag such as en, ar or zh-Hans.")
    return AnnotationOptions(
        types=_known_types(types, known_types),
        statuses=_known("statuses", statuses, ANNOTATION_STATUSES),
        language=language,
        nested=nested,
    )


def _known_types(words: Collection[str] | None, known: EntityTypes) -> frozenset[EntityType] | None:
    """Return types, or None for all types; raise TextError for an unknown one. An empty list stands for all."""
    unknown = next((word for word in _listed("types", words) if word not in known), None)
    if unknown is not None:
        raise TextError("types", known.refusal(unknown))
    return frozenset(words) if words else None


def _known(field: str, words: Collection[str] | None, known: tuple[_Word, ...]) -> frozenset[_Word] | None:
    """Return words, or None for all words; raise TextError for an unknown one. An empty list stands for all."""
    unknown = [word for word in _listed(field, words) if word not in known]
    if unknown:
        raise TextError(field, f"There is no {unknown[0]!r}; known are {', '.join(known)}.")
    return frozenset(word for word in known if word in words) if words else None


def _listed(field: str, words: Collection[str] | None) -> Collection[str]:
    """Return a list of words, empty for None; raise TextError for a single word."""
    if isinstance(words, str):
        raise TextError(field, "Give a list, even of one.")
    return words or ()
