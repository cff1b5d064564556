"""Inflection: stems of words in Slavic languages, and whether two words can be forms of one word.

A name is listed in its base form, and a sentence may need another: `Украине`, `Londynu`, `Stanach Zjednoczonych`. In
come folded words, out come stems: a suffix-stripping stemmer by the curated paradigms in `words/endings.yaml`.

Rule: a stem only retrieves. It merges more than one word, so `same_lexeme` compares both endings again and asks for a
paradigm that holds them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from polyonym import yamlfile
from polyonym.memo import memoised, read_once
from polyonym.text.normalise import folded

_MIN_STEM: Final = 3
_MIN_SHARE_DECLINING: Final = 0.06
"""In a text of a declining language, this share of the words are function words or have letters of such a language."""
_MIN_SHARE_GENITIVE_S: Final = 0.1
"""In a text of a language with a genitive in s, this share of the words are its function words."""
_GENITIVE_S_LANGUAGES: Final = frozenset({"de", "sv", "da", "nb", "nn", "no"})
_SLAVIC_LETTERS: Final = frozenset(
    "\u0142\u0159\u011b\u016f\u017c\u017a\u0107\u0111\u010d\u0105\u0119\u015b\u0144\u0161\u017e"
)
_VOWELS: Final = frozenset("aeiouyаеиоуыэюяёіїєйьъ")  # noqa: RUF001 -- Cyrillic vowels, and signs that end a word
_MIN_FLEETING: Final = 4
"""Only stems of so many letters lose a fleeting vowel. Shorter ones would become equal without it."""


@dataclass(frozen=True, slots=True)
class Declension:
    """The endings of the Slavic languages of one script.

    Attributes:
        languages: ISO 639 codes.
        endings: all endings of all paradigms, but the empty one.
        longest: the number of letters of the longest ending.
        pairs: any two endings of one paradigm.
        fleeting: vowels that stand before the last consonant of a stem in some forms only.
        softened: a sign for each consonant, which consonants share that alternate at the end of a stem.
        alternations: any two consonants that alternate there.
    """

    languages: frozenset[str]
    endings: frozenset[str]
    longest: int
    pairs: frozenset[tuple[str, str]]
    fleeting: tuple[str, ...]
    softened: Mapping[str, str]
    alternations: frozenset[tuple[str, str]]


@read_once("declensions")
def declensions() -> Mapping[str, Declension]:
    """Return the endings that ship with the package, by the names `slavic_latin` and `slavic_cyrillic`."""
    node = yamlfile.parse(resources.files("polyonym.text.morphology").joinpath("words/endings.yaml").read_bytes())
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    return {name: _declension(rows) for name, rows in table.items()}


def _declension(table: Mapping[str, Any]) -> Declension:
    """Return a declension for look-ups."""
    paradigms = [frozenset(endings) for endings in table["paradigms"].values()]
    every = frozenset(ending for paradigm in paradigms for ending in paradigm if ending)
    return Declension(
        languages=frozenset(table["languages"]),
        endings=every,
        longest=max(map(len, every)),
        pairs=frozenset((a, b) for paradigm in paradigms for a in paradigm for b in paradigm),
        fleeting=tuple(table["fleeting"]),
        softened=_classes(table["softened"]),
        alternations=frozenset((a, b) for pair in table["softened"] for a, b in (pair, pair[::-1])),
    )


def _classes(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Return a sign for each consonant: equal for all that are connected by pairs (union-find by relabelling)."""
    sign = {member: member for pair in pairs for member in pair}
    for a, b in pairs:
        first, second = sign[a], sign[b]
        sign.update((member, first) for member, current in sign.items() if current == second)
    return sign


def declension_of(word: str) -> str:
    """Return the name of the declension that the last letter of a folded word belongs to; empty for none."""
    last = word[-1]
    if "a" <= last <= "z":
        return "slavic_latin"
    return "slavic_cyrillic" if "\u0400" <= last <= "\u052f" else ""


def stem(word: str) -> str:
    """Return the stem of a folded word, without what changes at its end; a word that has no endings is returned."""
    name = declension_of(word)
    if not name or len(word) <= _MIN_STEM or not word.isalpha():
        return word
    declension = declensions()[name]
    return _normalised(_without_ending(word, declension), declension)


def base_stem(token: str) -> str:
    """Return the stem of a word in its base form, which in these languages ends in a vowel or without an ending.

    `Gazprom` and `Amsterdam` end like other forms of some word, but are base forms.
    """
    name = declension_of(token)
    if not name or len(token) <= _MIN_STEM or not token.isalpha() or token[-1] in _VOWELS:
        return stem(token)
    return _normalised(token, declensions()[name])


def _without_ending(word: str, declension: Declension) -> str:
    """Return a word without the longest known ending that leaves a stem."""
    for length in range(min(declension.longest, len(word) - _MIN_STEM), 0, -1):
        if word[-length:] in declension.endings:
            return word[:-length]
    return word


def _normalised(stem_: str, declension: Declension) -> str:
    """Return a stem without fleeting vowels, its last consonant replaced by the sign of all that alternate with it."""
    last = stem_[-2:] if stem_[-2:] in declension.softened else stem_[-1]
    head = stem_[: -len(last)]
    if len(stem_) >= _MIN_FLEETING:
        for vowel in declension.fleeting:
            if head.endswith(vowel) and len(head) > len(vowel):
                head = head[: -len(vowel)]
                break
    return head + declension.softened.get(last, last)


@memoised("same_lexeme")
def same_lexeme(word: str, token: str) -> bool:
    """Tell whether a word of a text and a token of a name can be forms of one word."""
    if word == token:
        return True
    name = declension_of(word)
    if not name or name != declension_of(token):
        return False
    declension = declensions()[name]
    shared = next(
        (at for at, (a, b) in enumerate(zip(word, token, strict=False)) if a != b), min(len(word), len(token))
    )
    return any(_same_paradigm(word[at:], token[at:], declension) for at in range(shared, _MIN_STEM - 2, -1))


def _same_paradigm(word: str, token: str, declension: Declension) -> bool:
    """Tell whether two words differ, behind the letters that they share, as forms of one word do.

    What follows these letters are two endings of one paradigm, before which a consonant may alternate or a vowel fleet.
    """
    if (word, token) in declension.pairs:
        return True
    for a, b in declension.alternations:
        if word.startswith(a) and token.startswith(b) and (word[len(a) :], token[len(b) :]) in declension.pairs:
            return True
    for vowel in declension.fleeting:
        for longer, shorter in ((word, token), (token, word)):
            if not longer.startswith(vowel) or not shorter:
                continue
            rest, last = longer[len(vowel) :], shorter[0]
            if rest[:1] == last and len(rest) == 1 and ("", shorter[1:]) in declension.pairs:
                return True
    return False


@read_once("function_words")
def _function_words() -> Mapping[str, frozenset[str]]:
    """Return the function words that show the language of a text."""
    node = yamlfile.parse(
        resources.files("polyonym.text.morphology").joinpath("words/function_words.yaml").read_bytes()
    )
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    return {name: frozenset(map(folded, words)) for name, words in table.items()}


def has_genitive_s(words: Sequence[str], language: str | None) -> bool:
    """Tell whether a text is in a language whose names take an s without an apostrophe.

    A given language, as a BCP 47 tag, decides; without one the function words of the text do.
    """
    if language is not None:
        return language.split("-")[0].lower() in _GENITIVE_S_LANGUAGES
    found = Counter(word for word in words if word in _function_words()["genitive_s"])
    return len(found) > 2 and found.total() >= len(words) * _MIN_SHARE_GENITIVE_S


def has_declension(words: Sequence[str], text: str, language: str | None) -> bool:
    """Tell whether a text in Latin letters is in a language that declines names.

    A given language, as a BCP 47 tag, decides; without one the function words and the letters of the text do.
    """
    if language is not None:
        return language.split("-")[0].lower() in declensions()["slavic_latin"].languages
    function_words = _function_words()["slavic_latin"]
    found = Counter(word for word in words if word in function_words)
    lettered = 0
    if not text.isascii() and any(letter in text for letter in _SLAVIC_LETTERS):
        lettered = sum(not _SLAVIC_LETTERS.isdisjoint(word) for word in text.split())
    enough = found.total() + lettered >= len(words) * _MIN_SHARE_DECLINING
    return enough and (len(found) > 1 or lettered > 1)
