"""The pieces in which a long text is folded: its characters, and sequences that fold together.

`normalise.folded` folds a name as a whole. A running text is folded piece by piece, so that every folded character
leads back to its place. In comes a text, out comes what each of its characters folds to, and where characters fold
together: a letter with its marks, the parts of a Hangul syllable, a Hebrew letter with its geresh.

Rule: the folds of the pieces, put together, are what `folded` makes of the words. The rules and the signs that they
know are those of `normalise`; a property test compares the two.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from collections.abc import Set as AbstractSet
from typing import Final, NamedTuple

from polyonym.memo import memoised
from polyonym.text.normalise import ARABIC_JOINER, GERESH_LETTERS, GERESH_SIGNS, GERSHAYIM, folded


class FoldUnit(NamedTuple):
    """Characters that fold together: where they begin in the text, how many they are, and what they fold to."""

    start: int
    length: int
    fold: str


_SYLLABLE: Final = re.compile("[\u1100-\u115f\ua960-\ua97c][\u1160-\u11a7\ud7b0-\ud7c6]?[\u11a8-\u11ff\ud7cb-\ud7fb]?")
_GERESH: Final = re.compile(f"[{GERESH_LETTERS}][{GERESH_SIGNS}]")
# The range of characters that a sequence begins with, and the sequence.
_SEQUENCES: Final = (
    ("\u1100", "\u11ff", _SYLLABLE),
    ("\ua960", "\ua97c", _SYLLABLE),
    ("\u05d2", "\u05ea", _GERESH),
)
MARK_LETTERS: Final = frozenset("\u0e33\u0eb3\uff9e\uff9f")
"""Letters that composing turns into a combining mark, alone or with a letter behind it: Thai and Lao am, voicing."""


@memoised("fold_unit")
def fold_unit(unit: str) -> str:
    """Fold a piece as it folds between letters: to nothing where it is dropped, to a space where it separates words."""
    # Two letters on each side, since single ones apart by spaces would be read as an initialism.
    return folded(f"aa{unit}aa")[2:-2]


def fold_units(text: str, characters: AbstractSet[str], wide: Iterable[str]) -> Iterator[FoldUnit]:
    """Yield what does not fold character by character, in any order; units may overlap.

    Args:
        text: the text.
        characters: its distinct characters.
        wide: those of them that fold to several.
    """
    if text.isascii():
        return
    patterns = [pattern for first, last, pattern in _SEQUENCES if any(first <= c <= last for c in characters)]
    marks = "".join(c for c in characters if c in MARK_LETTERS or unicodedata.category(c) in {"Mn", "Me"})
    if marks:
        patterns.append(re.compile(f"[^\\s{re.escape(marks)}][{re.escape(marks)}]+"))
    expanded = re.escape("".join(wide))
    if expanded:
        patterns.append(re.compile(f"[{expanded}]"))
    for pattern in patterns:
        for found in pattern.finditer(text):
            yield FoldUnit(found.start(), len(found[0]), fold_unit(found[0]))
    if "\u200c" in characters:
        yield from (FoldUnit(found.start(), len(found[0]), " ") for found in ARABIC_JOINER.finditer(text))
    if any("\u05d0" <= c <= "\u05ea" for c in characters):
        yield from (FoldUnit(found.start(), 1, "") for found in GERSHAYIM.finditer(text))
