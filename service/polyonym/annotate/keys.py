"""Form keys of words: keys that all forms of a name share, by which inflected and affixed names are found.

In comes the view of a text, out come its words with a form key each: the stem in Slavic languages, the word without
affixes in Arabic, Hebrew and Korean, the word itself elsewhere. With an affix goes the part of the word that is a name.

Rule: names are keyed by the same functions when phrases are compiled. Recall rests on it.
"""

from __future__ import annotations

from collections.abc import Container
from dataclasses import dataclass
from typing import Final

import numpy as np

from polyonym.annotate.text_view import TextView
from polyonym.index.arrays import Int64Array
from polyonym.text.morphology.affixes import affixed_name_span, without_article
from polyonym.text.morphology.inflection import base_stem, declension_of, has_declension, has_genitive_s, stem
from polyonym.text.scripts import script_of_character, scripts_with

_NO_KEY: Final = "\x01"
"""The key of a word that is no form of anything; no name has it."""
_MAX_WORD_LENGTH: Final = 60
AFFIXED: Final = scripts_with(lambda script: script.joins_affixes)
"""Scripts in which affixes are written to names."""

WordKey = tuple[str, tuple[int, int] | None]
"""The form key of a word, and start and end of the name in it where that is not the whole word."""
WordKeyCache = dict[tuple[str, bool], WordKey]
"""Form keys by the word, and whether Latin words are inflected in its text."""


@dataclass(frozen=True, slots=True, eq=False)
class TextKeys:
    """The words of a view and their form keys.

    Attributes:
        words: the folded words.
        starts: int64, shape (words,); where each word begins in the folded text.
        keys: the form key of each word; the same list as `words` where no word can be a form.
        name_parts: start and end of the name in a word that is longer than the name, by the number of the word.
        is_declined: words in Latin letters have cases.
        has_forms: some word may be a form of a name.
        has_genitive_s: names may take an s without an apostrophe.
    """

    words: list[str]
    starts: Int64Array
    keys: list[str]
    name_parts: dict[int, tuple[int, int]]
    is_declined: bool
    has_forms: bool
    has_genitive_s: bool

    def span(self, view: TextView, first: int, last: int) -> tuple[int, int]:
        """Return start and end in the original of the words from `first` up to, not including, `last`, less affixes."""
        begin, end = int(self.starts[first]), int(self.starts[last - 1])
        begin += self.name_parts.get(first, (0, 0))[0]
        end += self.name_parts[last - 1][1] if last - 1 in self.name_parts else len(self.words[last - 1])
        return view.start(begin), view.end(end)


def keys_of_token(token: str) -> tuple[str, ...]:
    """Return the form keys of a token of a name: as a word of a text, and as a base form if that differs."""
    if not declension_of(token):
        return (without_article(token),)
    own, base = stem(token), base_stem(token)
    return (own,) if own == base else (own, base)


def keys_of_text(view: TextView, known: Container[str], language: str | None, cache: WordKeyCache) -> TextKeys:
    """Return the words of a view and their form keys.

    Args:
        view: a folded text.
        known: words of listed names that affixes can be written to.
        language: the BCP 47 tag of the text, if known.
        cache: form keys of words of earlier texts, to which new ones are added.
    """
    words = view.folded.split()
    # One space before each word.
    lengths = np.fromiter(map(len, words), np.int64, len(words))
    starts = np.concatenate(([1], 1 + np.cumsum(lengths + 1)[:-1])) if words else np.zeros(0, np.int64)
    is_declined = has_declension(words, view.text, language)
    genitive_s = not is_declined and has_genitive_s(words, language)
    if not is_declined and view.text.isascii():
        return TextKeys(words, starts, words, {}, is_declined=False, has_forms=False, has_genitive_s=genitive_s)
    table: dict[str, WordKey] = {}
    for word in set(words):
        key = cache.get((word, is_declined))
        if key is None:
            key = cache[word, is_declined] = key_of_word(word, known, is_declined=is_declined)
        table[word] = key
    keys = [table[word][0] for word in words]
    parts = {word: part for word, (_, part) in table.items() if part}
    name_parts = {at: parts[word] for at, word in enumerate(words) if word in parts} if parts else {}
    return TextKeys(words, starts, keys, name_parts, is_declined, has_forms=True, has_genitive_s=genitive_s)


def key_of_word(word: str, known: Container[str], *, is_declined: bool) -> WordKey:
    """Return the form key of a word of a text, and the part of it that is a name where that is not the whole word."""
    if len(word) > _MAX_WORD_LENGTH:
        return _NO_KEY, None
    declension = declension_of(word)
    if declension:
        if declension == "slavic_latin" and not is_declined:
            return _NO_KEY, None
        return stem(word), None
    if script_of_character(word[0]) not in AFFIXED:
        return word, None
    own = without_article(word)
    part = None if own in known else affixed_name_span(word, known)
    return (without_article(word[part[0] : part[1]]) if part else own), part
