"""What a mention has to be before anything is computed with it: bounds, characters, known words.

Every edge hands its mentions over as they came; the one place that refuses them is here, with a sentence for the user.
"""

from __future__ import annotations

import re
from typing import Final

from polyonym.entity_types import EntityTypes
from polyonym.errors import MentionError
from polyonym.language_tags import is_well_formed
from polyonym.model import EntityType, Mention
from polyonym.text.normalise import folded

LONGEST_MENTION: Final = 1000
LONGEST_CONTEXT: Final = 10_000
MOST_CANDIDATES: Final = 100

# Halves of surrogate pairs, and control characters but for tab, line feed and carriage return.
_REFUSED: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


def check_mention(mention: Mention, types: EntityTypes) -> None:
    """Raise MentionError for a mention that cannot be resolved, one of none of the types among them."""
    check_text("mention", mention.text)
    check_type(mention.type, types)
    if mention.language is not None and not is_well_formed(mention.language):
        raise MentionError("language", "This is no BCP 47 language tag such as en, ar or zh-Hans.")
    if mention.context is not None:
        check_characters("context", mention.context, LONGEST_CONTEXT)
    if not 1 <= mention.limit <= MOST_CANDIDATES:
        raise MentionError("limit", f"The number of candidates has to lie between 1 and {MOST_CANDIDATES}.")


def check_type(kind: object, types: EntityTypes) -> EntityType | None:
    """Return the name of a type, or None for none; raise MentionError for what names none of the types."""
    if kind is None:
        return None
    if not isinstance(kind, str):
        raise MentionError("type", "The type has to be text.")
    if kind not in types:
        raise MentionError("type", types.refusal(kind))
    return kind


def check_text(field: str, text: str) -> None:
    """Raise MentionError for a text that cannot be a name."""
    check_characters(field, text, LONGEST_MENTION)
    if not text.strip():
        raise MentionError(field, "The text is empty; give the name to resolve.")
    if not folded(text):
        raise MentionError(field, "The text holds no letter and no digit, so it is no name.")


def check_characters(field: str, text: str, longest: int) -> None:
    """Raise MentionError for a text that is too long or holds characters that no text should hold."""
    if len(text) > longest:
        raise MentionError(field, f"The text has {len(text)} characters; at most {longest} are read.")
    refused = None if text.isprintable() else _REFUSED.search(text)
    if refused is None:
        return
    place, character = refused.start(), refused[0]
    if "\ud800" <= character <= "\udfff":
        raise MentionError(field, f"Half of a surrogate pair stands at character {place}; send whole characters.")
    code = f"U+{ord(character):04X}"
    raise MentionError(field, f"A control character ({code}) stands at character {place}; take it out.")
