"""A text as names are looked up in it, with the way back to every character of the original.

In comes a text, out comes a `View`: the same text folded as `text.normalise.folded` folds a name, words apart by single
spaces, one space at each end, and for every character of it the place in the original that it came from. Rule that
must not be broken: the map is monotone, and the folding of a slice of the original is the slice of the folding. What
belongs together is folded together: a letter with its marks, the parts of a Hangul syllable, the letters of `U.S.`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from polyonym.text.fold_units import fold_unit, fold_units
from polyonym.text.normalise import LETTER
from polyonym.text.scripts import is_unspaced

Codes = NDArray[np.unsignedinteger[Any]]
_SPACE: Final = 32
# Found by its full stops, which are rarer than letters; the letter in front of the first is looked at afterwards.
_INITIALISM: Final = re.compile(rf"\.{LETTER}(?:\.{LETTER})*(?!\w)\.?")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['\u2019](?=[sS](?!\w))")


@dataclass(frozen=True, slots=True, eq=False)
class View:
    """A folded text and its map: `places` holds for each folded character where in the original it begins.

    `lengths` has the places at which more than one character of the original was folded as one.
    """

    text: str
    folded: str
    places: NDArray[np.int64]
    lengths: dict[int, int]

    def start(self, at: int) -> int:
        """Return where in the original the folded character begins."""
        return int(self.places[at])

    def end(self, at: int) -> int:
        """Return where in the original the folded characters up to, and not with, `at` have ended."""
        place = int(self.places[at - 1])
        return place + self.lengths.get(place, 1)

    def slice(self, start: int, end: int) -> str:
        """Return the folded form of a stretch of the original."""
        first, last = np.searchsorted(self.places, (start, end))
        return self.folded[int(first) : int(last)]


def view(text: str) -> View:
    """Fold a text, in time that follows its length."""
    if not text:
        return View("", "  ", np.zeros(2, np.int64), {})
    distinct = set(text)
    folds = {character: fold_unit(character) for character in distinct}
    codec, kind = _codec(max(distinct.union(*folds.values())))
    codes = np.frombuffer(text.encode(codec, "surrogatepass"), kind)
    table = np.zeros(ord(max(distinct)) + 1, kind)
    for character, fold in folds.items():
        if len(fold) == 1:
            table[ord(character)] = ord(fold)
    out = table[codes]
    wide = [character for character, fold in folds.items() if len(fold) > 1]
    special = _special(text, distinct, wide)
    places = _places(out, special)
    out = out[places]
    for start, (_, fold) in special.items():
        if fold:
            first = int(np.searchsorted(places, start))
            out[first : first + len(fold)] = [ord(c) for c in fold]
    if any(map(is_unspaced, distinct)):
        out, places = _part_scripts(out, places)
    out, places = _collapse(out, places)
    lengths = {start: length for start, (length, _) in special.items() if length > 1}
    return View(text, out.tobytes().decode(codec), places, lengths)


def codes_of(text: str) -> NDArray[np.uint32]:
    """Return a folded text as the numbers of its characters."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _codec(highest: str) -> tuple[str, type[np.unsignedinteger[Any]]]:
    """Return the encoding with one number a character that has room for the highest one, and its type."""
    if highest < "\x80":
        return "ascii", np.uint8
    return ("utf-16-le", np.uint16) if highest < "\U00010000" else ("utf-32-le", np.uint32)


def _places(out: Codes, special: dict[int, tuple[int, str]]) -> NDArray[np.int64]:
    """Return for each folded character the place that it comes from."""
    if not special:
        return np.flatnonzero(out)
    counts = (out != 0).astype(np.int32)
    for start, (length, fold) in special.items():
        counts[start : start + length] = 0
        counts[start] = len(fold)
    return np.repeat(np.arange(len(out)), counts)


def _special(text: str, distinct: set[str], wide: list[str]) -> dict[int, tuple[int, str]]:
    """Return what is not folded character by character: where, how long it is, and what it is folded to."""
    found: dict[int, tuple[int, str]] = {}
    end = 0
    for start, length, fold in sorted(_candidates(text, distinct, wide), key=lambda item: (item[0], -item[1])):
        if start >= end:
            found[start] = (length, fold)
            end = start + length
    return found


def _candidates(text: str, distinct: set[str], wide: list[str]) -> Iterator[tuple[int, int, str]]:
    """Yield what may be special, in any order; overlaps are settled by who begins first."""
    if "." in distinct:
        yield from _initialisms(text)
    if "'" in distinct or "\u2019" in distinct:
        yield from ((found.start(), 1, " ") for found in _POSSESSIVE.finditer(text))
    yield from fold_units(text, distinct, wide)


def _initialisms(text: str) -> Iterator[tuple[int, int, str]]:
    """Yield runs of single letters with full stops, which are read as one word: `U.S.`, `I.S.I.S.`."""
    for found in _INITIALISM.finditer(text):
        start = found.start() - 1
        if start < 0 or not text[start].isalpha() or (start and (text[start - 1].isalnum() or text[start - 1] == ".")):
            continue
        letters = text[start : found.end()].replace(".", "")
        fold = "".join(map(fold_unit, letters))
        yield start, found.end() - start, fold


def _part_scripts(out: Codes, places: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Put a space between a word of an unspaced script and a word of another one: its reader sees two."""
    kinds = {int(code): _kind(chr(code)) for code in np.unique(out)}
    table = np.zeros(max(kinds) + 1, np.int8)
    for code, kind in kinds.items():
        table[code] = kind
    found = table[out]
    at = np.flatnonzero((found[1:] != found[:-1]) & (found[1:] > 0) & (found[:-1] > 0)) + 1
    return np.insert(out, at, _SPACE), np.insert(places, at, places[at])


def _kind(character: str) -> int:
    """Return 0 for a space, 1 for a script with spaces and 2 for one without."""
    return 0 if character == " " else 1 + is_unspaced(character)


def _collapse(out: Codes, places: NDArray[np.int64]) -> tuple[Codes, NDArray[np.int64]]:
    """Leave one space where there are several, and one at each end."""
    last = int(places[-1]) if len(places) else 0
    word = out != _SPACE
    keep = word.copy()
    keep[:-1] |= word[1:]  # the last of some spaces stays
    if len(keep):
        keep[-1] = word[-1]
    out, places = out[keep], places[keep]
    if len(out) and out[0] == _SPACE:
        out, places = out[1:], places[1:]
    edge = np.array([_SPACE], out.dtype)
    return np.concatenate((edge, out, edge)), np.concatenate(([0], places, [last]))
