"""Extends a span by signs that belong to the name, though folding drops them: `Yahoo!`, `Acme Inc.`, `Agency "Focus"`.

A full stop, another mark or a bracket belongs to a name that is listed with it. Quotation marks belong to it in pairs:
where one of a pair is inside the name, the other is taken in.
"""

from __future__ import annotations

from typing import Final

_CLOSING: Final = frozenset(".!?)")
_QUOTES: Final = frozenset('"\u201c\u201d\u201e\u201f\u00ab\u00bb')


def extend_span(text: str, start: int, end: int, listed: str) -> tuple[int, int]:
    """Return start and end of a name in a text with the signs that belong to it, if it is listed as `listed`."""
    before = text[start - 1] if start else ""
    after = text[end] if end < len(text) else ""
    if after in _CLOSING and listed[-1] == after:
        return start, end + 1
    if before not in _QUOTES and after not in _QUOTES:
        return start, end
    if sum(text.count(quote, start, end) for quote in _QUOTES) % 2:
        return (start, end + 1) if after in _QUOTES else (start - 1, end)
    if before in _QUOTES and after in _QUOTES and listed[0] in _QUOTES and listed[-1] in _QUOTES:
        return start - 1, end + 1
    return start, end
