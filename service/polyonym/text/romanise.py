"""Other scripts to Latin letters: the only door to Unidecode.

In goes a folded token of any script, out come ASCII letters and digits, good enough to compare spellings with. It is
not a scholarly transliteration: Unidecode writes no short vowels for Arabic and Hebrew and reads every Han character
as Mandarin. What it does badly is put right here, and the learned map between scripts goes beyond it.
"""

from __future__ import annotations

from unidecode import unidecode

from polyonym.memo import memoised


@memoised("romanise")
def romanise(token: str) -> str:
    """Write a folded token in [a-z0-9]; the syllables of Han and Hangul come without spaces between them."""
    if token.isascii():
        return token
    return "".join(c for c in unidecode(token).lower() if c.isalnum())


def readings(token: str) -> str:
    """Return what each sign of an unspaced token is read as, apart by spaces: `jie li`."""
    return " ".join(unidecode(token).lower().split())
