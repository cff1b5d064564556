"""What the words around a place in a text tell: where its sentence begins, and whether capitals mean anything there."""

from __future__ import annotations

import re
from typing import Final

_LONGEST: Final = 400
"""A sentence is looked for so many characters to each side: a text without a full stop is no reason to read it all."""
_ENDS: Final = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964]+[\"'\u201d\u2019\u00bb)\]]*\s+|\n\s*\n|\n")
_OPENING: Final = " \t\u00a0\"'\u201c\u2018\u00ab\u201e([*-\u2013\u2014\u2022"


def sentence(text: str, start: int, end: int) -> tuple[int, int]:
    """Return where the sentence around a place begins and where it has ended."""
    first = max(0, start - _LONGEST)
    for found in _ENDS.finditer(text, first, start):
        first = found.end()
    behind = _ENDS.search(text, end, end + _LONGEST)
    return first, behind.start() + 1 if behind else min(len(text), end + _LONGEST)


def begins(text: str, start: int) -> bool:
    """Tell whether a place is the head of a sentence, a line or a quotation, where any word has a capital."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    return at < 0 or text[at] in ".!?\u2026:\n\r" or (at < start - 1 - 1 and text[at + 1 : start].strip(" ") != "")


def shouted(text: str, start: int, end: int) -> bool:
    """Tell whether the sentence around a place is in capitals throughout, so that they say nothing."""
    first, last = sentence(text, start, end)
    rest = text[first:start] + " " + text[end:last]
    return len(rest.split()) > 0 and rest.isupper()
