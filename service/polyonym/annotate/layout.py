"""The names of a snapshot as patterns to find in texts: what is done once for every name, and so as little as can be.

In comes a snapshot, out come folded names between spaces, keys of their forms, and pairs of sounds, each with the
numbers of the names that have them. There may be a million names: numbers are kept in arrays and not in objects.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.affixes import bare
from polyonym.annotate.inflection import group_of
from polyonym.annotate.keys import keys_of_name
from polyonym.annotate.sounds import Sounds, pairs_of_name
from polyonym.annotate.view import is_unspaced, view
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.text.lexicon import Lexicon
from polyonym.text.normalise import folded
from polyonym.text.script import script_of_character

SMALL: Final = 1
CAPITAL: Final = 2
"""How the spellings of a folded name are listed: in small letters, with a capital, or (3) some so and some so."""

_PLAIN: Final = re.compile(r"[A-Za-z0-9]{2,}(?:[ -][A-Za-z0-9]{2,})*")
_SPACED: Final = "0-9A-Za-z\u00c0-\u0dff"
_UNSPACED: Final = "\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uff66-\uff9f\U00020000-\U0003ffff"
# Names that a view may fold otherwise than by themselves: possessives, initialisms, words of two kinds of script.
_VARIES: Final = re.compile(
    rf"['\u2019][sS](?!\w)|[^\W\d_]\.[^\W\d_]|[{_UNSPACED}][{_SPACED}]|[{_SPACED}][{_UNSPACED}]"
)
_MEANING: Final = frozenset({"head", "descriptor", "distinguishing", "legal", "generic"})
_AFFIXED: Final = frozenset({"Arab", "Hebr", "Hang"})


@dataclass(frozen=True, slots=True, eq=False)
class Groups:
    """Numbers in groups: those of group n lie between offset n and the next."""

    numbers: NDArray[np.int32]
    offsets: NDArray[np.int64]

    @classmethod
    def of(cls, groups: array[int], numbers: array[int]) -> Groups:
        """Lay out pairs of a group and a number."""
        group = np.array(groups, np.int64)
        order = np.argsort(group, kind="stable")
        return cls(np.array(numbers, np.int32)[order], np.concatenate(([0], np.cumsum(np.bincount(group)))))

    def of_group(self, group: int, most: int) -> list[int]:
        """Return the numbers of a group, at most so many."""
        first, last = int(self.offsets[group]), int(self.offsets[group + 1])
        found: list[int] = self.numbers[first : min(last, first + most)].tolist()
        return found


@dataclass(frozen=True, slots=True, eq=False)
class Layout:
    """Patterns with what belongs to each by its number.

    `known` are the words of names that small words can be written to, and of names that endings can be set off from.
    """

    listed: list[str]
    written: bytes
    forms: list[str]
    names: Groups
    known: frozenset[str]
    sounds: Sounds


def lay_out(snapshot: Snapshot) -> Layout:
    """Lay out the names of a snapshot."""
    listed: dict[str, int] = {}
    forms: dict[str, int] = {}
    groups, numbers, sounding = array("q"), array("i"), array("i")
    hashes = array("q")
    known: set[str] = set()
    for number, name in enumerate(snapshot.names):
        text = name.alias.name
        fold = fold_name(text)
        tokens = fold.split()
        written = CAPITAL if text != text.lower() else SMALL
        for pattern in _patterns(text, fold):
            listed[pattern] = listed.get(pattern, 0) | written
        if name.alias.match == "fuzzy" and not any(_has_meaning(token, snapshot.lexicon) for token in tokens):
            pairs = [hash(key) for key in pairs_of_name(tokens) if key]
            hashes.extend(pairs)
            sounding.extend([number] * len(pairs))
        if name.never or (name.alias.match == "cased" and not text.isupper()) or not any(map(_has_forms, tokens)):
            continue
        for key in keys_of_name(tokens):
            groups.append(forms.setdefault(f" {key} ", len(forms)))
            numbers.append(number)
        known.update(token if group_of(token) else bare(token) for token in tokens)
    return Layout(
        listed=list(listed),
        written=bytes(listed.values()),
        forms=list(forms),
        names=Groups.of(groups, numbers),
        known=frozenset(known),
        sounds=Sounds.of(hashes, sounding),
    )


def fold_name(text: str) -> str:
    """Fold a name; most are plain, and a million of them have to be folded."""
    return text.lower().replace("-", " ") if text.isascii() and _PLAIN.fullmatch(text) else folded(text)


def _patterns(text: str, fold: str) -> Iterator[str]:
    """Yield what to look for in folded texts: a name between spaces, but where its script has none."""
    ways = {fold, view(text).folded.strip()} if _VARIES.search(text) else (fold,)
    for way in ways:
        if way and (len(way) > 1 or not is_unspaced(way)):
            yield ("" if is_unspaced(way[0]) else " ") + way + ("" if is_unspaced(way[-1]) else " ")


def _has_forms(token: str) -> bool:
    """Tell whether words of this kind change in a sentence."""
    return bool(group_of(token)) or script_of_character(token[0]) in _AFFIXED


def _has_meaning(token: str, lexicon: Lexicon) -> bool:
    """Tell whether a word is one of a language and no name, so that nobody spells it by ear: ministry, north, bank."""
    word = lexicon.words.get(token)
    return word is not None and word.role in _MEANING
