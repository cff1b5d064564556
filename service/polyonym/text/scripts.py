"""Scripts: one table of the writing systems, and the script of a character and of a text.

In comes a character or a text, out comes an ISO 15924 code. Python's Unicode tables do not hold the Script property, so
each row lists the blocks of its script (source: Unicode 15.0, Blocks.txt) beside what the package has to know about
names in it. Digits, marks, punctuation and all characters outside the blocks are `Zyyy`, common to all scripts. Han
signs with kana are `Jpan`; Han signs alone are `Hani`.

Rule: what a module needs to know about a script is a trait in this table. No other module lists scripts.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

from polyonym.memo import memoised

COMMON: Final = "Zyyy"
LATIN: Final = "Latn"
"""The script that all others are compared in."""
JAPANESE: Final = "Jpan"

NameOrigin = Literal["east", "cyrillic"]


@dataclass(frozen=True, slots=True)
class Script:
    """A writing system and its traits.

    Attributes:
        code: the ISO 15924 code.
        blocks: code points of its characters, each block from its first to its last one.
        is_spaced: words are separated by spaces.
        drops_marks: combining marks are accents or vowel points that a reader can do without.
        splits_names: a personal name is one word that holds a family name and a given name: 习近平, 김정은.
        joins_titles: a title may stand at the end of a name without a space: 金正恩氏.
        joins_affixes: articles, prepositions or particles are written to a name: בישראל, 탈레반은.
        joins_runs: an unbroken run of letters is one word, though nothing else separates words.
        is_spelled_out: equal romanisations are evidence for equal names. Where this is false, many names share one
            romanisation, or people romanise their names in other ways as often.
        maps: the learned maps that read it, where these are not the one with its code (see `cross_script_vectors`).
        shares_weights: its tokens are compared with Latin ones by weights that were fitted on all scripts. Most of its
            names in the training lists are of places, and often translated, so weights of its own would be wrong.
        name_origin: the group in which `name_origin` counts names that were romanised from it.
        components: the scripts that it is composed of besides its own characters.
    """

    code: str
    blocks: tuple[tuple[int, int], ...] = ()
    is_spaced: bool = True
    drops_marks: bool = False
    splits_names: bool = False
    joins_titles: bool = False
    joins_affixes: bool = False
    joins_runs: bool = False
    is_spelled_out: bool = True
    maps: tuple[str, ...] = ()
    shares_weights: bool = False
    name_origin: NameOrigin | None = None
    components: tuple[str, ...] = ()

    @property
    def map_names(self) -> tuple[str, ...]:
        """Return the learned maps that read the script, if there are such maps."""
        return self.maps or (self.code,)


_LATIN_BLOCKS: Final = (
    (0x0041, 0x005A),
    (0x0061, 0x007A),
    (0x00AA, 0x00AA),
    (0x00BA, 0x00BA),
    (0x00C0, 0x00D6),
    (0x00D8, 0x00F6),
    (0x00F8, 0x02B8),
    (0x1D00, 0x1DBF),
    (0x1E00, 0x1EFF),
    (0x2C60, 0x2C7F),
    (0xA720, 0xA7FF),
    (0xAB30, 0xAB6F),
    (0xFB00, 0xFB06),
    (0xFF21, 0xFF3A),
    (0xFF41, 0xFF5A),
)
_ROWS: Final = (
    # Alphabets with capitals.
    Script(LATIN, _LATIN_BLOCKS, drops_marks=True),
    Script("Grek", ((0x0370, 0x03FF), (0x1F00, 0x1FFF)), drops_marks=True),
    Script(
        "Cyrl",
        ((0x0400, 0x052F), (0x1C80, 0x1C8F), (0x2DE0, 0x2DFF), (0xA640, 0xA69F)),
        drops_marks=True,
        name_origin="cyrillic",
    ),
    Script("Armn", ((0x0530, 0x058F), (0xFB13, 0xFB17)), drops_marks=True),
    Script("Geor", ((0x10A0, 0x10FF), (0x1C90, 0x1CBF), (0x2D00, 0x2D2F)), drops_marks=True),
    # Abjads, which write vowels as marks or not at all, and alphabets of that family.
    Script(
        "Arab",
        ((0x0600, 0x06FF), (0x0750, 0x077F), (0x0870, 0x08FF), (0xFB50, 0xFDFF), (0xFE70, 0xFEFE)),
        drops_marks=True,
        joins_affixes=True,
        name_origin="east",
    ),
    Script("Hebr", ((0x0590, 0x05FF), (0xFB1D, 0xFB4F)), drops_marks=True, joins_affixes=True),
    Script("Syrc", ((0x0700, 0x074F),), drops_marks=True),
    Script("Thaa", ((0x0780, 0x07BF),)),
    Script("Nkoo", ((0x07C0, 0x07FF),)),
    # Abugidas: a mark is a vowel, and without it stands another word.
    Script("Deva", ((0x0900, 0x097F),)),
    Script("Beng", ((0x0980, 0x09FF),)),
    Script("Guru", ((0x0A00, 0x0A7F),)),
    Script("Gujr", ((0x0A80, 0x0AFF),)),
    Script("Orya", ((0x0B00, 0x0B7F),)),
    Script("Taml", ((0x0B80, 0x0BFF),)),
    Script("Telu", ((0x0C00, 0x0C7F),)),
    Script("Knda", ((0x0C80, 0x0CFF),)),
    Script("Mlym", ((0x0D00, 0x0D7F),)),
    Script("Sinh", ((0x0D80, 0x0DFF),)),
    Script("Ethi", ((0x1200, 0x139F), (0x2D80, 0x2DDF))),
    Script("Mong", ((0x1800, 0x18AF),)),
    Script("Thai", ((0x0E00, 0x0E7F),), is_spaced=False),
    Script("Laoo", ((0x0E80, 0x0EFF),), is_spaced=False),
    Script("Tibt", ((0x0F00, 0x0FFF),), is_spaced=False),
    Script("Mymr", ((0x1000, 0x109F),), is_spaced=False),
    Script("Khmr", ((0x1780, 0x17FF),), is_spaced=False),
    # East Asia.
    Script(
        "Hang",
        ((0x1100, 0x11FF), (0x3130, 0x318F), (0xA960, 0xA97F), (0xAC00, 0xD7FF)),
        splits_names=True,
        joins_titles=True,
        joins_affixes=True,
        is_spelled_out=False,
        shares_weights=True,
        name_origin="east",
    ),
    Script(
        "Hani",
        ((0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF)),
        is_spaced=False,
        splits_names=True,
        joins_titles=True,
        is_spelled_out=False,
        maps=("Han", JAPANESE),  # Han signs may spell a Japanese name
        shares_weights=True,
        name_origin="east",
    ),
    Script("Bopo", ((0x3100, 0x312F),)),
    Script("Hira", ((0x3040, 0x309F),), is_spaced=False),
    Script("Kana", ((0x30A0, 0x30FF), (0x31F0, 0x31FF), (0xFF66, 0xFF9F)), is_spaced=False, joins_runs=True),
    Script(JAPANESE, is_spaced=False, joins_titles=True, is_spelled_out=False, components=("Hani", "Hira", "Kana")),
)
SCRIPTS: Final[Mapping[str, Script]] = MappingProxyType({row.code: row for row in _ROWS})
"""The table of scripts, by code."""
_JAPANESE_COMPONENTS: Final = frozenset(SCRIPTS[JAPANESE].components)
_BLOCKS: Final = tuple(sorted((first, last, row.code) for row in _ROWS for first, last in row.blocks))
_STARTS: Final = tuple(first for first, _, _ in _BLOCKS)


def traits(code: str) -> Script:
    """Return the row of a script; a code without a row has the traits of most scripts."""
    return SCRIPTS.get(code) or Script(code)


def scripts_with(trait: Callable[[Script], bool]) -> frozenset[str]:
    """Return the codes of the scripts that have a trait: what a module keeps that asks for it often."""
    return frozenset(code for code, row in SCRIPTS.items() if trait(row))


UNSPACED: Final = scripts_with(lambda script: not script.is_spaced)
"""Scripts that put no space between words or between the parts of a personal name."""
UNSPACED_RANGES: Final = "".join(
    f"{chr(first)}-{chr(last)}" for row in _ROWS if not row.is_spaced for first, last in row.blocks
)
"""The blocks of these scripts, as ranges for a character class of a regular expression."""


def _block_of(character: str) -> str:
    """Return the code of the block that a character stands in."""
    code = ord(character)
    first, last, script = _BLOCKS[max(0, bisect_right(_STARTS, code) - 1)]
    return script if first <= code <= last else COMMON


@memoised("script_of_character")
def script_of_character(character: str) -> str:
    """Return the ISO 15924 code of one character, `Zyyy` for what all scripts share."""
    return _block_of(character) if character.isalpha() else COMMON


@memoised("is_unspaced")
def is_unspaced(character: str) -> bool:
    """Tell whether a letter or a combining mark is of a script that puts no space between words."""
    is_written = character.isalpha() or unicodedata.category(character).startswith("M")
    return is_written and _block_of(character) in UNSPACED


def script_of(text: str) -> str:
    """Return the ISO 15924 code that most letters of the text belong to (`Jpan` where kana stand among Han)."""
    if text.isascii():
        return LATIN if any(map(str.isalpha, text)) else COMMON
    counts: dict[str, int] = {}
    for character in text:
        script = script_of_character(character)
        if script != COMMON:
            counts[script] = counts.get(script, 0) + 1
    if not counts:
        return COMMON
    kana = counts.get("Hira", 0) + counts.get("Kana", 0)
    most = max(counts, key=lambda script: counts[script])
    if kana and most in _JAPANESE_COMPONENTS:
        return JAPANESE
    return most
