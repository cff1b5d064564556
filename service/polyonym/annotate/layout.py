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

from polyonym.annotate.affixes import bare
from polyonym.annotate.inflection import group_of
from polyonym.annotate.keys import keys_of_name, keys_of_token
from polyonym.annotate.sounds import LONGEST_SPELLED, Sounds, pairs_of_name
from polyonym.annotate.view import is_unspaced, view
from polyonym.gazetteer.arrays import Postings, Texts
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
class Layout:
    """Patterns with what belongs to each by its number.

    `spelt` are all names as they are listed, `known` the words of names that small words can be written to, and of
    names that endings can be set off from.
    """

    listed: list[str]
    written: bytes
    forms: list[str]
    names: Postings
    spelt: Texts
    known: frozenset[str]
    sounds: Sounds


def lay_out(snapshot: Snapshot) -> Layout:
    """Lay out the names of a snapshot."""
    listed: dict[str, int] = {}
    forms: dict[str, int] = {}
    groups, numbers, hashes, sounding = array("q"), array("i"), array("q"), array("i")
    words, names = _Words(snapshot.lexicon), snapshot.columns.names
    spelt = [alias.name for alias in snapshot.aliases()]
    for number, text in enumerate(spelt):
        match, never = names.match(number), names.never(number)
        fold = fold_name(text)
        tokens = fold.split()
        written = CAPITAL if text != text.lower() else SMALL
        for pattern in _patterns(text, fold):
            listed[pattern] = listed.get(pattern, 0) | written
        parts = [words[token] for token in tokens]
        if match == "fuzzy" and 1 < len(parts) <= LONGEST_SPELLED and not any(part.means for part in parts):
            pairs = [hash(key) for key in pairs_of_name(tokens) if key]
            hashes.extend(pairs)
            sounding.extend([number] * len(pairs))
        if never or (match == "cased" and not text.isupper()) or not any(part.forms for part in parts):
            continue
        for key in keys_of_name([part.ways for part in parts]):
            groups.append(forms.setdefault(f" {key} ", len(forms)))
            numbers.append(number)
    return Layout(
        listed=list(listed),
        written=bytes(listed.values()),
        forms=list(forms),
        names=_grouped(groups, numbers, len(forms)),
        spelt=Texts.of(spelt),
        known=frozenset(bare(word) for word, part in words.items() if part.forms),
        sounds=Sounds.of(hashes, sounding),
    )


def _grouped(patterns: array[int], names: array[int], count: int) -> Postings:
    """Lead from each of `count` patterns to its names, in the order in which they were found."""
    keys = np.array(patterns, np.int64)
    order = np.argsort(keys, kind="stable")
    return Postings.of_sorted(keys[order], np.array(names, np.int32)[order], count)


@dataclass(frozen=True, slots=True)
class _Word:
    """What is known about a word of names: its keys, whether it has forms, whether it is a word of a language."""

    ways: tuple[str, ...]
    forms: bool
    means: bool


class _Words(dict[str, _Word]):
    """The words of names, each looked at once."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin without any."""
        super().__init__()
        self._lexicon = lexicon

    def __missing__(self, token: str) -> _Word:
        """Look at a word."""
        word = self._lexicon.words.get(token)
        # Nobody spells ministry, north or bank by ear.
        means = word is not None and word.role in _MEANING
        forms = bool(group_of(token)) or script_of_character(token[0]) in _AFFIXED
        found = self[token] = _Word(keys_of_token(token), forms, means)
        return found


def fold_name(text: str) -> str:
    """Fold a name, and remember none: most are plain, and a million of them have to be folded once."""
    return text.lower().replace("-", " ") if text.isascii() and _PLAIN.fullmatch(text) else folded.__wrapped__(text)


def _patterns(text: str, fold: str) -> Iterator[str]:
    """Yield what to look for in folded texts: a name between spaces, but where its script has none."""
    ways = {fold, view(text).folded.strip()} if _VARIES.search(text) else (fold,)
    for way in ways:
        if way and (len(way) > 1 or not is_unspaced(way)):
            yield ("" if is_unspaced(way[0]) else " ") + way + ("" if is_unspaced(way[-1]) else " ")
