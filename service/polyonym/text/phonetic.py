"""What systems of romanisation confuse, folded: a consonant skeleton per token.

In goes a romanised token, out comes its sound key. Two tokens with one key may be one name in two spellings (Ulumi and
Olomi, Khadim and Qadem, Mohammed and Muhamad); equality of a short key, under three signs, proves nothing. The order
of the rules matters: digraphs before letters, letters before doubles.
"""

from __future__ import annotations

import re
from operator import eq
from typing import Final

from polyonym.memo import memoised

_DIGRAPHS: Final[tuple[tuple[str, str], ...]] = (
    ("tsch", "c"),
    ("shch", "s"),
    ("sch", "s"),
    ("tch", "c"),
    ("sh", "s"),
    ("zh", "z"),
    ("ch", "c"),
    ("kh", "k"),
    ("gh", "g"),
    ("ph", "f"),
    ("th", "t"),
    ("dh", "d"),
    ("ck", "k"),
    ("ks", "x"),
    ("dj", "j"),
)
_WITHOUT_H: Final = tuple((found, folded) for found, folded in _DIGRAPHS if "h" not in found)
_LETTERS: Final = str.maketrans({"q": "k", "c": "k", "x": "k", "z": "s", "v": "f", "p": "b", "w": "u", "y": "i"})
_INITIAL_W: Final = re.compile(r"^w(?=[aeiouy])")
_INITIAL_VOWEL: Final = re.compile(r"h?[aeiouwy]")
_SILENT: Final = "aeiouhwy"
_CONSONANTS: Final = {**_LETTERS, **dict.fromkeys(map(ord, _SILENT))}
_DOUBLE: Final = re.compile(r"(.)\1+")


@memoised("phonetic_key")
def phonetic_key(token: str) -> str:
    """Return the sound key of a romanised token: consonants in order, `a` for a vowel it begins with."""
    key = _INITIAL_W.sub("v", token) if token.startswith("w") else token
    # Doubles go first and only where they are written: the two m of Mohammed have a vowel between them.
    if any(map(eq, key, key[1:])):
        key = _DOUBLE.sub(r"\1", key)
    for found, folded in _DIGRAPHS if "h" in key else _WITHOUT_H:
        key = key.replace(found, folded)
    # A w or a y that is left is a vowel.
    start = "a" if _INITIAL_VOWEL.match(key) else ""
    return start + key.translate(_CONSONANTS)
