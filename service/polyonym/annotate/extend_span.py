"""Signs at the edges of a name that belong to it, though folding drops them: `Yahoo!`, `Acme Inc.`, `Agency "Focus"`.

A full stop, a mark or a bracket belongs to a name that is listed with it; quotation marks do so in pairs, and where one
of a pair stands inside the name, the other is taken in.
"""

from __future__ import annotations

from typing import Final

_CLOSING: Final = frozenset(".!?)")
_QUOTES: Final = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb')


def whole(text: str, start: int, end: int, listed: str) -> tuple[int, int]:
    """Return where a name begins and ends with the signs that belong to it, if it is listed under some name."""
    before = text[start - 1] if start else ""
    behind = text[end] if end < len(text) else ""
    if behind in _CLOSING and listed[-1] == behind:
        return start, end + 1
    if before not in _QUOTES and behind not in _QUOTES:
        return start, end
    if sum(text.count(quote, start, end) for quote in _QUOTES) % 2:
        return (start, end + 1) if behind in _QUOTES else (start - 1, end)
    if before in _QUOTES and behind in _QUOTES and listed[0] in _QUOTES and listed[-1] in _QUOTES:
        return start - 1, end + 1
    return start, end
