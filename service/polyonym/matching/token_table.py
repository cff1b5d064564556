"""The distinct tokens of a batch of names as columns.

In come the tokens of mentions and of listed names, out comes a table in which each of them has a row. Everything that
depends on one token alone is worked out once for each row; names and pairs refer to tokens by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyonym.text.frequency import token_frequencies
from polyonym.text.name import Token
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_batch import Words

Rows = NDArray[np.int64]
Flags = NDArray[np.bool_]


class Interner:
    """Distinct values with a row each, in the order in which they are first seen."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._rows: dict[object, int] = {}

    def row(self, value: object) -> int:
        """Return the row of a value."""
        return self._rows.setdefault(value, len(self._rows))


class TokenRows:
    """Gives each distinct token a row; tokens that are equal in every field share one."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.tokens: list[Token] = []
        self._rows: dict[Token, int] = {}

    def row(self, token: Token) -> int:
        """Return the row of a token, a new one where it has none."""
        found = self._rows.get(token)
        if found is None:
            found = self._rows[token] = len(self.tokens)
            self.tokens.append(token)
        return found


@dataclass(frozen=True, eq=False)
class TokenTable:
    """Columns over distinct tokens; every array has shape (n,).

    `words` are their distinct romanised forms, `word_rows` (int64) the form of each token. `text_ids`, `script_ids` and
    `concept_ids` (int64) are equal where texts, scripts and concepts are; concept 0 is none. `digit_ids` are equal
    where the digits of the romanised forms are, in their order; 0 is none. `first_letters` are code points. `common`
    tells of the tokens that are common among names at large.
    """

    tokens: Sequence[Token]
    words: Words
    word_rows: Rows
    text_ids: Rows
    script_ids: Rows
    concept_ids: Rows
    digit_ids: Rows
    first_letters: Rows
    letters: Flags
    numeric: Flags
    initial: Flags
    latin: Flags
    given: Flags
    common: Flags
    scripts: Sequence[str]

    @classmethod
    def of(cls, tokens: Sequence[Token]) -> TokenTable:
        """Lay out distinct tokens."""
        count = len(tokens)
        word_ids: dict[str, int] = {}
        texts, scripts, concepts, digits = Interner(), Interner(), Interner(), Interner()
        concepts.row("")
        digits.row("")
        names = {LATIN: scripts.row(LATIN)}
        word_rows, text_ids, script_ids, concept_ids, digit_ids, firsts = (np.empty(count, np.int64) for _ in range(6))
        letters, numeric, initial, given = (np.empty(count, np.bool_) for _ in range(4))
        for row, token in enumerate(tokens):
            latin = token.latin
            word_rows[row] = word_ids.setdefault(latin, len(word_ids))
            text_ids[row] = texts.row(token.text)
            script_ids[row] = names.setdefault(token.script, len(names))
            concept_ids[row] = concepts.row(token.concept)
            alphabetic = latin.isalpha()
            letters[row] = alphabetic
            digit_ids[row] = 0 if alphabetic else digits.row("".join(filter(str.isdigit, latin)))
            numeric[row] = not latin or (not alphabetic and latin.isdigit())
            firsts[row] = ord(latin[0]) if latin else 0
            initial[row] = len(latin) == 1
            given[row] = bool(token.given)
        known = token_frequencies()
        words = Words.of(list(word_ids))
        common = np.fromiter((word in known for word in word_ids), np.bool_, len(word_ids))[word_rows]
        return cls(
            tokens,
            words,
            word_rows,
            text_ids,
            script_ids,
            concept_ids,
            digit_ids,
            firsts,
            letters,
            numeric,
            initial,
            script_ids == 0,
            given,
            common,
            list(names),
        )
