"""What systems of romanisation confuse, folded: a consonant skeleton per token.

In goes a romanised token, out comes its sound key. Two tokens with one key may be one name in two spellings (Ulumi and
Olomi, Khadim and Qadem, Mohammed and Muhamad); equality of a short key, under three signs, proves nothing. The order
of the rules matters: digraphs before letters, letters before doubles.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

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
_LETTERS: Final = str.maketrans({"q": "k", "c": "k", "x": "k", "z": "s", "v": "f", "p": "b", "w": "u", "y": "i"})
_INITIAL_W: Final = re.compile(r"^w(?=[aeiouy])")
_INITIAL_VOWEL: Final = re.compile(r"^h?[aeiou]+")
_SILENT: Final = str.maketrans("", "", "aeiouh")
_DOUBLE: Final = re.compile(r"(.)\1+")


@lru_cache(maxsize=262144)
def sound(token: str) -> str:
    """Return the sound key of a romanised token: consonants in order, `a` for a vowel it begins with."""
    key = _DOUBLE.sub(r"\1", _INITIAL_W.sub("v", token) if token.startswith("w") else token)
    for found, folded in _DIGRAPHS:
        key = key.replace(found, folded)
    key = key.translate(_LETTERS)
    start = "a" if _INITIAL_VOWEL.match(key) else ""
    # Doubles go first and only where they are written: the two m of Mohammed have a vowel between them.
    return start + key.translate(_SILENT)
