"""A text as names are looked up in it, with the way back to every character of the original.

In comes a text, out comes a `TextView`: the text folded as `text.normalise.folded` folds a name, with single spaces
between words and one at each end, and for each folded character its offset in the original. What folds together is
folded together (see `text.fold_units`), and so are the letters of `U.S.`.

Rules: the offsets are monotone, and the folding of a slice of the original is the slice of the folding.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Int64Array
from polyonym.text.fold_units import FoldUnit, fold_unit, fold_units
from polyonym.text.normalise import LETTER
from polyonym.text.scripts import is_unspaced

Codes = NDArray[np.unsignedinteger[Any]]
"""Code points, one a character, shape (n,), in the smallest type that holds them."""
_SPACE: Final = 32
# Found by its full stops, which are rarer than letters. The letter before the first one is checked afterwards.
_INITIALISM: Final = re.compile(rf"\.{LETTER}(?:\.{LETTER})*(?!\w)\.?")
_POSSESSIVE: Final = re.compile(r"(?<=\w)['\u2019](?=[sS](?!\w))")


@dataclass(frozen=True, slots=True, eq=False)
class TextView:
    """A folded text and its map to the original.

    Attributes:
        text: the original.
        folded: the folded text.
        offsets: int64, shape (len(folded),); where in the original each folded character begins.
        lengths: the number of characters that were folded as one, by their offset, where there is more than one.
    """

    text: str
    folded: str
    offsets: Int64Array
    lengths: dict[int, int]

    def start(self, at: int) -> int:
        """Return where in the original the folded character at `at` begins."""
        return int(self.offsets[at])

    def end(self, at: int) -> int:
        """Return where in the original the last folded character before `at` ends."""
        offset = int(self.offsets[at - 1])
        return offset + self.lengths.get(offset, 1)

    def slice(self, start: int, end: int) -> str:
        """Return the folded form of a slice of the original."""
        first, last = np.searchsorted(self.offsets, (start, end))
        return self.folded[int(first) : int(last)]


def fold_text(text: str) -> TextView:
    """Return the view of a text, in time linear in its length."""
    if not text:
        return TextView("", "  ", np.zeros(2, np.int64), {})
    distinct = set(text)
    folds = {character: fold_unit(character) for character in distinct}
    codec, dtype = _codec(max(distinct.union(*folds.values())))
    codes = np.frombuffer(text.encode(codec, "surrogatepass"), dtype)
    table = np.zeros(ord(max(distinct)) + 1, dtype)
    for character, fold in folds.items():
        if len(fold) == 1:
            table[ord(character)] = ord(fold)
    out = table[codes]
    wide = [character for character, fold in folds.items() if len(fold) > 1]
    units = _units(text, distinct, wide)
    offsets = _offsets(out, units)
    out = out[offsets]
    for start, unit in units.items():
        if unit.fold:
            first = int(np.searchsorted(offsets, start))
            out[first : first + len(unit.fold)] = [ord(c) for c in unit.fold]
    if any(map(is_unspaced, distinct)):
        out, offsets = _separate_scripts(out, offsets)
    out, offsets = _collapse_spaces(out, offsets)
    lengths = {unit.start: unit.length for unit in units.values() if unit.length > 1}
    return TextView(text, out.tobytes().decode(codec), offsets, lengths)


def codes_of(text: str) -> NDArray[np.uint32]:
    """Return the code points of a folded text."""
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


def _codec(highest: str) -> tuple[str, type[np.unsignedinteger[Any]]]:
    """Return the encoding that has room for the highest character in one number each, and the type of the number."""
    if highest < "\x80":
        return "ascii", np.uint8
    return ("utf-16-le", np.uint16) if highest < "\U00010000" else ("utf-32-le", np.uint32)


def _offsets(out: Codes, units: dict[int, FoldUnit]) -> Int64Array:
    """Return the offset of each folded character; `out` has a 0 for each character that is dropped."""
    if not units:
        return np.flatnonzero(out)
    counts = (out != 0).astype(np.int32)
    for start, length, fold in units.values():
        counts[start : start + length] = 0
        counts[start] = len(fold)
    return np.repeat(np.arange(len(out)), counts)


def _units(text: str, distinct: set[str], wide: list[str]) -> dict[int, FoldUnit]:
    """Return by its start what does not fold character by character; of overlapping units the first, and longest."""
    found: dict[int, FoldUnit] = {}
    end = 0
    for unit in sorted(_candidates(text, distinct, wide), key=lambda unit: (unit.start, -unit.length)):
        if unit.start >= end:
            found[unit.start] = unit
            end = unit.start + unit.length
    return found


def _candidates(text: str, distinct: set[str], wide: list[str]) -> Iterator[FoldUnit]:
    """Yield units in any order, which may overlap."""
    if "." in distinct:
        yield from _initialisms(text)
    if "'" in distinct or "\u2019" in distinct:
        yield from (FoldUnit(found.start(), 1, " ") for found in _POSSESSIVE.finditer(text))
    yield from fold_units(text, distinct, wide)


def _initialisms(text: str) -> Iterator[FoldUnit]:
    """Yield runs of single letters with full stops, which fold to one word: `U.S.`, `I.S.I.S.`."""
    for found in _INITIALISM.finditer(text):
        start = found.start() - 1
        if start < 0 or not text[start].isalpha() or (start and (text[start - 1].isalnum() or text[start - 1] == ".")):
            continue
        letters = text[start : found.end()].replace(".", "")
        yield FoldUnit(start, found.end() - start, "".join(map(fold_unit, letters)))


def _separate_scripts(out: Codes, offsets: Int64Array) -> tuple[Codes, Int64Array]:
    """Insert a space between a word of an unspaced script and a word of another one."""
    kinds = {int(code): _kind(chr(code)) for code in np.unique(out)}
    table = np.zeros(max(kinds) + 1, np.int8)
    for code, kind in kinds.items():
        table[code] = kind
    found = table[out]
    at = np.flatnonzero((found[1:] != found[:-1]) & (found[1:] > 0) & (found[:-1] > 0)) + 1
    return np.insert(out, at, _SPACE), np.insert(offsets, at, offsets[at])


def _kind(character: str) -> int:
    """Return 0 for a space, 1 for a character of a script with spaces, 2 for one of a script without."""
    return 0 if character == " " else 1 + is_unspaced(character)


def _collapse_spaces(out: Codes, offsets: Int64Array) -> tuple[Codes, Int64Array]:
    """Replace each run of spaces by its last one, and put one space at each end."""
    last = int(offsets[-1]) if len(offsets) else 0
    word = out != _SPACE
    keep = word.copy()
    keep[:-1] |= word[1:]
    if len(keep):
        keep[-1] = word[-1]
    out, offsets = out[keep], offsets[keep]
    if len(out) and out[0] == _SPACE:
        out, offsets = out[1:], offsets[1:]
    edge = np.array([_SPACE], out.dtype)
    return np.concatenate((edge, out, edge)), np.concatenate(([0], offsets, [last]))
