"""Sentences of a text: where each begins, whether it is all in capitals, and whether a place begins one.

In comes a text, out come the places where its sentences begin, found by punctuation. In a sentence all in capitals, and
at the head of a sentence, capitals say nothing about a word.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

_MAX_LENGTH: Final = 800
"""A text without full stops is cut into stretches of so many characters: what is further away is no context."""
_ENDS: Final = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb)\]]?\s|\n")
_OPENING: Final = " \t\u00a0\"'\u201c\u2018\u00ab\u201e([*-\u2013\u2014\u2022"


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """A text and where its sentences begin, with the end of the text as the last item."""

    text: str
    starts: list[int]
    _all_capitals: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Sentences:
        """Cut a text into sentences."""
        starts = [0]
        for end in (*(found.end() for found in _ENDS.finditer(text)), len(text)):
            starts.extend(range(starts[-1] + _MAX_LENGTH, end, _MAX_LENGTH))
            starts.append(end)
        return cls(text, starts)

    def around(self, place: int) -> tuple[int, int]:
        """Return start and end of the sentence around a place."""
        number = bisect_right(self.starts, place) - 1
        following = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], following

    def is_all_capitals(self, place: int) -> bool:
        """Tell whether the sentence around a place is all in capitals, and of more than one such word."""
        start, end = self.around(place)
        known = self._all_capitals.get(start)
        if known is None:
            sentence = self.text[start:end]
            known = sentence.isupper() and sum(map(str.isupper, sentence.split())) > 1
            self._all_capitals[start] = known
        return known


def starts_sentence(text: str, start: int) -> bool:
    """Tell whether a place begins a sentence, a line or a quotation, where any word has a capital."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    return at < 0 or text[at] in ".!?\u2026:\n\r" or text[at + 1 : start].strip(" ") != ""
