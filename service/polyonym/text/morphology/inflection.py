"""A word to the key that its forms in a sentence share, and whether two forms can be one name.

A name is listed in its base form, and a sentence may need another: `Украине`, `Londynu`, `Stanach Zjednoczonych`. In
come folded words, out come stems, by the curated endings in `words/endings.yaml`. A stem only retrieves: it is too
generous to decide, so `agree` looks at both endings again and wants one paradigm to hold them.
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

_SHORTEST_STEM: Final = 3
_SHARE_OF_TELLING_WORDS: Final = 0.06
"""Of a text in a declining language, so many words at least are small ones or have letters of these languages."""
_SHARE_OF_GENITIVE_WORDS: Final = 0.1
_GENITIVE_S: Final = frozenset({"de", "sv", "da", "nb", "nn", "no"})
_TELLING_LETTERS: Final = frozenset(
    "\u0142\u0159\u011b\u016f\u017c\u017a\u0107\u0111\u010d\u0105\u0119\u015b\u0144\u0161\u017e"
)
_VOWELS: Final = frozenset("aeiouyаеиоуыэюяёіїєйьъ")  # noqa: RUF001 -- Cyrillic vowels, and signs that end a word
_FLEETING_FROM: Final = 4
"""A vowel is read as fleeting in stems of so many letters; in shorter ones it is what tells them apart."""


@dataclass(frozen=True, slots=True)
class Group:
    """The endings of the languages of one script that change their names alike."""

    languages: frozenset[str]
    endings: frozenset[str]
    longest: int
    pairs: frozenset[tuple[str, str]]
    fleeting: tuple[str, ...]
    softened: Mapping[str, str]
    alternations: frozenset[tuple[str, str]]


@read_once("declensions")
def groups() -> Mapping[str, Group]:
    """Read the endings that come with the package, once."""
    node = yamlfile.parse(resources.files("polyonym.text.morphology").joinpath("words/endings.yaml").read_bytes())
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    return {name: _group(group) for name, group in table.items()}


def _group(table: Mapping[str, Any]) -> Group:
    """Lay the table of a group out for look-ups."""
    paradigms = [frozenset(endings) for endings in table["paradigms"].values()]
    every = frozenset(ending for paradigm in paradigms for ending in paradigm if ending)
    return Group(
        languages=frozenset(table["languages"]),
        endings=every,
        longest=max(map(len, every)),
        pairs=frozenset((a, b) for paradigm in paradigms for a in paradigm for b in paradigm),
        fleeting=tuple(table["fleeting"]),
        softened=_classes(table["softened"]),
        alternations=frozenset((a, b) for pair in table["softened"] for a, b in (pair, pair[::-1])),
    )


def _classes(pairs: Sequence[Sequence[str]]) -> dict[str, str]:
    """Give every consonant of the pairs one sign for all that it is connected with."""
    sign = {member: member for pair in pairs for member in pair}
    for a, b in pairs:
        first, second = sign[a], sign[b]
        sign.update((member, first) for member, current in sign.items() if current == second)
    return sign


def group_of(word: str) -> str:
    """Return the group of endings that a word is of, by its last letter; nothing where there is none."""
    last = word[-1]
    if "a" <= last <= "z":
        return "slavic_latin"
    return "slavic_cyrillic" if "\u0400" <= last <= "\u052f" else ""


def stem(word: str) -> str:
    """Return the key of a folded word: its stem without what changes at its end. A word without endings is itself."""
    name = group_of(word)
    if not name or len(word) <= _SHORTEST_STEM or not word.isalpha():
        return word
    group = groups()[name]
    return _hardened(_parted(word, group)[0], group)


def base_stem(token: str) -> str:
    """Return the key of a word in its base form, which in these languages ends in a vowel or in no ending at all.

    `Gazprom` and `Amsterdam` end like forms of other words and are none.
    """
    name = group_of(token)
    if not name or len(token) <= _SHORTEST_STEM or not token.isalpha() or token[-1] in _VOWELS:
        return stem(token)
    return _hardened(token, groups()[name])


def _parted(word: str, group: Group) -> tuple[str, str]:
    """Cut the longest known ending off that leaves a stem."""
    for length in range(min(group.longest, len(word) - _SHORTEST_STEM), 0, -1):
        if word[-length:] in group.endings:
            return word[:-length], word[-length:]
    return word, ""


def _hardened(stem_: str, group: Group) -> str:
    """Fold the end of a stem: fleeting vowels out, consonants that stand for one another alike."""
    last = stem_[-2:] if stem_[-2:] in group.softened else stem_[-1]
    head = stem_[: -len(last)]
    if len(stem_) >= _FLEETING_FROM:
        for vowel in group.fleeting:
            if head.endswith(vowel) and len(head) > len(vowel):
                head = head[: -len(vowel)]
                break
    return head + group.softened.get(last, last)


@memoised("same_lexeme")
def agree(word: str, token: str) -> bool:
    """Tell whether a word of a text and a token of a name can be forms of one word."""
    if word == token:
        return True
    name = group_of(word)
    if not name or name != group_of(token):
        return False
    group = groups()[name]
    shared = next(
        (at for at, (a, b) in enumerate(zip(word, token, strict=False)) if a != b), min(len(word), len(token))
    )
    return any(_split_agrees(word[at:], token[at:], group) for at in range(shared, _SHORTEST_STEM - 2, -1))


def _split_agrees(word: str, token: str, group: Group) -> bool:
    """Tell whether what follows the shared letters is two endings of one paradigm, or that and a changed stem."""
    if (word, token) in group.pairs:
        return True
    for a, b in group.alternations:
        if word.startswith(a) and token.startswith(b) and (word[len(a) :], token[len(b) :]) in group.pairs:
            return True
    for vowel in group.fleeting:
        for longer, shorter in ((word, token), (token, word)):
            if not longer.startswith(vowel) or not shorter:
                continue
            rest, last = longer[len(vowel) :], shorter[0]
            if rest[:1] == last and len(rest) == 1 and ("", shorter[1:]) in group.pairs:
                return True
    return False


@read_once("function_words")
def _function_words() -> Mapping[str, frozenset[str]]:
    """Read the words that tell how a language forms its names."""
    node = yamlfile.parse(
        resources.files("polyonym.text.morphology").joinpath("words/function_words.yaml").read_bytes()
    )
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    return {name: frozenset(map(folded, words)) for name, words in table.items()}


def has_genitive_s(words: Sequence[str], language: str | None) -> bool:
    """Tell whether a text is in a language whose names take an s without an apostrophe."""
    if language is not None:
        return language.split("-")[0].lower() in _GENITIVE_S
    shown = Counter(word for word in words if word in _function_words()["genitive_s"])
    return len(shown) > 2 and shown.total() >= len(words) * _SHARE_OF_GENITIVE_WORDS


def declines(words: Sequence[str], text: str, language: str | None) -> bool:
    """Tell whether a text in Latin letters is in a language that declines names: it is said, or its words show it."""
    if language is not None:
        return language.split("-")[0].lower() in groups()["slavic_latin"].languages
    small = _function_words()["slavic_latin"]
    shown = Counter(word for word in words if word in small)
    lettered = 0
    if not text.isascii() and any(letter in text for letter in _TELLING_LETTERS):
        lettered = sum(not _TELLING_LETTERS.isdisjoint(word) for word in text.split())
    enough = shown.total() + lettered >= len(words) * _SHARE_OF_TELLING_WORDS
    return enough and (len(shown) > 1 or lettered > 1)
