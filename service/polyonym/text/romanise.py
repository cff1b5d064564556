"""Romanisation: tokens of any script in Latin letters. The only door to Unidecode.

In comes a folded token, out come ASCII letters and digits that are good enough to compare spellings with. This is no
scholarly transliteration: Unidecode writes no short vowels for Arabic and Hebrew, and reads every Han character as
Mandarin. The learned maps (see `cross_script_vectors`) do better where there is one.

Rule: romanising a romanised token changes nothing.
"""

from __future__ import annotations

from unidecode import unidecode

from polyonym.memo import memoised


@memoised("romanise")
def romanise(token: str) -> str:
    """Return a folded token in [a-z0-9]; the syllables of Han and Hangul are not separated."""
    if token.isascii():
        return token
    return "".join(c for c in unidecode(token).lower() if c.isalnum())


def readings(token: str) -> str:
    """Return the readings of the characters of an unspaced token, separated by spaces: `jie li`."""
    return " ".join(unidecode(token).lower().split())
