"""What the words around a place in a text tell: where its sentence begins, and whether capitals mean anything there."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Final

_LONGEST: Final = 800
"""A text without a full stop is cut into stretches of so many characters: what stands further off tells nothing."""
_ENDS: Final = re.compile(r"[.!?\u2026\u3002\uff01\uff1f\u061f\u06d4\u0964][\"'\u201d\u2019\u00bb)\]]?\s|\n")
_OPENING: Final = " \t\u00a0\"'\u201c\u2018\u00ab\u201e([*-\u2013\u2014\u2022"


@dataclass(frozen=True, slots=True, eq=False)
class Sentences:
    """A text cut into sentences, by where each begins; what was found out about one is kept."""

    text: str
    starts: list[int]
    _shouted: dict[int, bool] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> Sentences:
        """Cut a text."""
        starts = [0]
        for end in (*(found.end() for found in _ENDS.finditer(text)), len(text)):
            starts.extend(range(starts[-1] + _LONGEST, end, _LONGEST))
            starts.append(end)
        return cls(text, starts)

    def around(self, place: int) -> tuple[int, int]:
        """Return where the sentence around a place begins and where the next one does."""
        number = bisect_right(self.starts, place) - 1
        following = self.starts[number + 1] if number + 1 < len(self.starts) else len(self.text)
        return self.starts[number], following

    def shouted(self, place: int) -> bool:
        """Tell whether the sentence around a place is in capitals throughout, so that they say nothing."""
        first, last = self.around(place)
        known = self._shouted.get(first)
        if known is None:
            sentence = self.text[first:last]
            known = sentence.isupper() and sum(map(str.isupper, sentence.split())) > 1
            self._shouted[first] = known
        return known


def begins(text: str, start: int) -> bool:
    """Tell whether a place is the head of a sentence, a line or a quotation, where any word has a capital."""
    at = start - 1
    while at >= 0 and text[at] in _OPENING:
        at -= 1
    return at < 0 or text[at] in ".!?\u2026:\n\r" or text[at + 1 : start].strip(" ") != ""
