"""The words of a view and the keys by which forms of a name are found.

In comes a view, out come its words with, for each, the key that all forms of the word share, and the part of the word
that is the name. Names are keyed by the same functions when the spotter is built; recall rests on that.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.text_view import View
from polyonym.text.morphology.affixes import affixed_name_span, without_article
from polyonym.text.morphology.inflection import base_stem, declension_of, has_declension, has_genitive_s, stem
from polyonym.text.scripts import script_of_character, scripts_with

_NO_KEY = "\x01"
"""Stands for a word that is no form of anything; no name holds it."""
_LONGEST_WORD = 60
AFFIXED: Final = scripts_with(lambda script: script.joins_affixes)
"""Scripts in which small words are written to names."""

Keyed = tuple[str, tuple[int, int] | None]
"""The key of a word of a text, and the part of it that is a name, where that is not all of it."""


@dataclass(frozen=True, slots=True, eq=False)
class Keys:
    """Words of a view with where they begin in it, their keys, and the parts of those that are more than a name.

    `declines` tells whether words in Latin letters have cases, `genitive_s` whether they take an s without an
    apostrophe, `forms` whether any word can be a form of a name; where none can, the keys are the words.
    """

    words: list[str]
    starts: NDArray[np.int64]
    keys: list[str]
    cores: dict[int, tuple[int, int]]
    declines: bool
    forms: bool
    genitive_s: bool

    def span(self, view: View, first: int, last: int) -> tuple[int, int]:
        """Return where in the original the words from `first` up to, and not with, `last` stand, without affixes."""
        begin, end = int(self.starts[first]), int(self.starts[last - 1])
        begin += self.cores.get(first, (0, 0))[0]
        end += self.cores[last - 1][1] if last - 1 in self.cores else len(self.words[last - 1])
        return view.start(begin), view.end(end)


def keys_of_token(token: str) -> tuple[str, ...]:
    """Return the keys of a token of a name: as it may stand in texts, and as the base form that others are made of."""
    if not declension_of(token):
        return (without_article(token),)
    own, base = stem(token), base_stem(token)
    return (own,) if own == base else (own, base)


def keys_of(view: View, known: Container[str], language: str | None, remembered: dict[tuple[str, bool], Keyed]) -> Keys:
    """Return the words of a view and their keys; `known` are the keys of names that can have affixes.

    `remembered` are the keys of earlier texts, by the word and whether Latin words are declined; new ones are added.
    """
    words = view.folded.split()
    # Every word but the last is followed by one space, and the first stands behind one.
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    starts = np.concatenate(([1], 1 + np.cumsum(lengths + 1)[:-1])) if words else np.zeros(0, np.int64)
    latin = has_declension(words, view.text, language)
    genitive = not latin and has_genitive_s(words, language)
    if not latin and view.text.isascii():
        return Keys(words, starts, words, {}, declines=False, forms=False, genitive_s=genitive)
    table: dict[str, Keyed] = {}
    for word in set(words):
        keyed = remembered.get((word, latin))
        if keyed is None:
            keyed = remembered[word, latin] = key_of_word(word, known, latin=latin)
        table[word] = keyed
    keys = [table[word][0] for word in words]
    parts = {word: part for word, (_, part) in table.items() if part}
    cores = {at: parts[word] for at, word in enumerate(words) if word in parts} if parts else {}
    return Keys(words, starts, keys, cores, declines=latin, forms=True, genitive_s=genitive)


def key_of_word(word: str, known: Container[str], *, latin: bool) -> Keyed:
    """Return the key of a word of a text and the part of it that is a name, where that is not all of it."""
    if len(word) > _LONGEST_WORD:
        return _NO_KEY, None
    group = declension_of(word)
    if group:
        if group == "slavic_latin" and not latin:
            return _NO_KEY, None
        return stem(word), None
    if script_of_character(word[0]) not in AFFIXED:
        return word, None
    own = without_article(word)
    part = None if own in known else affixed_name_span(word, known)
    return (without_article(word[part[0] : part[1]]) if part else own), part
