"""The phonetic key of a token: its consonants, with those folded that systems of romanisation confuse.

In comes a romanised token, out comes its key, a consonant skeleton in the manner of Soundex and Metaphone. The rules
were written for this project, from what romanisations of names disagree on. Tokens with equal keys may be spellings of
one name: Ulumi and Olomi, Khadim and Qadem, Mohammed and Muhamad. Equal keys of fewer than three signs prove nothing.

Rule: the order of the steps matters. Doubles are folded first, then digraphs, then single letters.
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
_DIGRAPHS_WITHOUT_H: Final = tuple((found, folded) for found, folded in _DIGRAPHS if "h" not in found)
_LETTERS: Final = str.maketrans({"q": "k", "c": "k", "x": "k", "z": "s", "v": "f", "p": "b", "w": "u", "y": "i"})
_INITIAL_W: Final = re.compile(r"^w(?=[aeiouy])")
_INITIAL_VOWEL: Final = re.compile(r"h?[aeiouwy]")
_SILENT: Final = "aeiouhwy"
_CONSONANTS: Final = {**_LETTERS, **dict.fromkeys(map(ord, _SILENT))}
_DOUBLE: Final = re.compile(r"(.)\1+")


@memoised("phonetic_key")
def phonetic_key(token: str) -> str:
    """Return the phonetic key of a romanised token: its consonants in order, after an `a` if it begins with a vowel."""
    key = _INITIAL_W.sub("v", token) if token.startswith("w") else token
    # Before the vowels are dropped: the first and the second m of Mohamed are no double.
    if any(map(eq, key, key[1:])):
        key = _DOUBLE.sub(r"\1", key)
    for found, folded in _DIGRAPHS if "h" in key else _DIGRAPHS_WITHOUT_H:
        key = key.replace(found, folded)
    # Any w or y that is left is a vowel.
    start = "a" if _INITIAL_VOWEL.match(key) else ""
    return start + key.translate(_CONSONANTS)
