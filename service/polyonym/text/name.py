"""Name analysis: the one function that aliases and mentions both go through.

In comes the text of a name, out comes a frozen `Name`: its comparable forms, its keys, and its tokens with their
romanisation, phonetic key, role and concept.

Rule: nothing of this is computed elsewhere. A mention is found by keys that were computed for aliases.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

from polyonym.memo import memoised
from polyonym.text.lexicon import DROPPABLE, NAME, PLACE_HEADS, Lexicon, Phrase, Role, bundled_lexicon
from polyonym.text.normalise import cased, folded
from polyonym.text.phonetic import phonetic_key
from polyonym.text.romanise import romanise
from polyonym.text.scripts import script_of, scripts_with

MAX_SPLIT_LENGTH: Final = 4
"""An unspaced Korean or Chinese name of up to so many characters is read as a family name and a given name."""
MAX_JOINED_TOKENS: Final = 3
_NEVER_JOINED: Final = frozenset({"legal", "generation", "generic"})
SPLITTABLE: Final = scripts_with(lambda script: script.splits_names)
"""Scripts in which a name is often one word that can be split into family name and given name in several ways."""
MAX_TOKENS: Final = 32
"""Only so many tokens of a name are compared: the work grows with the square of their number."""
_JOINED_TITLES: Final = scripts_with(lambda script: script.joins_titles)
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th|er|e|eme|o|a|\u0439|\u044f|\u0435)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name.

    Attributes:
        text: the word as folded, in its own script.
        latin: its romanisation; the digits of a number or of a number word.
        script: the ISO 15924 code of its script.
        role: what it is for in the name.
        concept: what it shares with words of other languages, empty for most words.
        given: the numbers of the lists of given names that hold it.
    """

    text: str
    latin: str
    script: str
    role: Role
    concept: str = ""
    given: frozenset[int] = frozenset()

    def __hash__(self) -> int:
        """Hash the text alone, which is fast; tokens of one text are nearly always equal."""
        return hash(self.text)

    @property
    def phonetic_key(self) -> str:
        """The phonetic key, empty for a number. It is computed on demand, as most tokens never need theirs."""
        return "" if self.latin.isdigit() else phonetic_key(self.latin)


class Join(NamedTuple):
    """Neighbouring tokens of a name, `length` of them from `start` on, written as one."""

    start: int
    length: int
    token: Token


class Name(NamedTuple):
    """A name in every form that matching needs.

    Attributes:
        text: the name as given.
        cased: the key of exact look-ups to the letter.
        folded: the key of exact look-ups.
        core: `folded` without honorifics and words that carry no identity, or `folded` where nothing is left.
        core_cased: the same words of `cased`.
        core_place: `core` without words such as province and city, or `core` where nothing is left.
        script: the ISO 15924 code of most of its letters.
        tokens: its words.
        other_segmentations: the same name with its single unspaced word split elsewhere: 安倍晋三 is 安倍 and 晋三.
    """

    text: str
    cased: str
    folded: str
    core: str
    core_cased: str
    core_place: str
    script: str
    tokens: tuple[Token, ...]
    other_segmentations: tuple[Name, ...] = ()


@memoised("analyse")
def analyse(text: str, lexicon: Lexicon | None = None) -> Name:
    """Analyse a name with a lexicon, by default the bundled one. Equal texts give equal values."""
    lexicon = lexicon or bundled_lexicon()
    cased_text, folded_text = cased(text), folded(text)
    script = script_of(cased_text)
    words = _without_suffixes(folded_text.split(), script, lexicon)
    phrases = _without_miswritten_roles(lexicon.segment(words), words, cased_text)
    tokens = _tokens(words, phrases, script, lexicon)[:MAX_TOKENS]
    core = _core(words, phrases, place=False)
    name = Name(
        text=text,
        cased=cased_text,
        folded=folded_text,
        core=core or folded_text,
        core_cased=_core_cased(cased_text, words, phrases),
        core_place=_core(words, phrases, place=True) or core or folded_text,
        script=script,
        tokens=tokens,
    )
    other_segmentations = _other_segmentations(name, words, lexicon)
    return name._replace(other_segmentations=other_segmentations) if other_segmentations else name


def without_tokens(text: str) -> Name:
    """Return a name with the keys of exact look-ups alone: no tokens, and cores that leave nothing out."""
    cased_text, folded_text = cased(text), folded(text)
    script = script_of(cased_text)
    return Name(text, cased_text, folded_text, folded_text, cased_text, folded_text, script, ())


def _without_suffixes(words: list[str], script: str, lexicon: Lexicon) -> list[str]:
    """Take titles off the end of a name: whole words, and characters that are written to an unspaced name."""
    while len(words) > 1 and words[-1] in lexicon.title_suffixes:
        words = words[:-1]
    if script in _JOINED_TITLES and words:
        for suffix in lexicon.joined_titles:
            if words[-1].endswith(suffix) and len(words[-1]) - len(suffix) >= 2:
                return [*words[:-1], words[-1].removesuffix(suffix)]
    return words


def _without_miswritten_roles(phrases: list[Phrase], words: list[str], cased_text: str) -> list[Phrase]:
    """Read phrases as names where the way of writing excludes their role: the king of `KING, Martin`, initials."""
    before, comma, _ = cased_text.partition(",")
    surname_first = bool(comma) and len(before.split()) == 1
    return [
        Phrase(p.start, p.length, NAME)
        if (surname_first and p.start == 0 and p.word.role == "honorific")
        or (p.length == 1 and len(words[p.start]) == 1 and words[p.start].isascii() and p.word.role != "name")
        else p
        for p in phrases
    ]


def _core(words: list[str], phrases: list[Phrase], *, place: bool) -> str:
    """Return the words that carry identity; with `place`, words for kinds of place do not."""
    kept = []
    for phrase in phrases:
        if phrase.word.role in DROPPABLE or (place and phrase.word.concept in PLACE_HEADS):
            continue
        kept.extend(words[phrase.start : phrase.start + phrase.length])
    return " ".join(kept)


def _core_cased(cased_text: str, words: list[str], phrases: list[Phrase]) -> str:
    """Return the core in the letters of the text; all of the text where its words do not match the folded ones."""
    cased_words = cased_text.split()
    if len(cased_words) != len(words):
        return cased_text
    return _core(cased_words, phrases, place=False) or cased_text


def _tokens(words: list[str], phrases: list[Phrase], script: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Make a token of each word; a phrase with a concept makes one token."""
    if _is_split(words, script):
        return tuple(_token(part, "name", "", lexicon) for part in (words[0][0], words[0][1:]))
    tokens: list[Token] = []
    for phrase in phrases:
        run = words[phrase.start : phrase.start + phrase.length]
        if phrase.word.concept:
            run = [" ".join(run)]
        tokens.extend([_known_token(word, phrase.word.role, phrase.word.concept, lexicon) for word in run])
    return tuple(tokens)


def _is_split(words: list[str], script: str) -> bool:
    """Tell whether a name is one unspaced word that may hold a family name and a given name."""
    return script in SPLITTABLE and len(words) == 1 and 2 <= len(words[0]) <= MAX_SPLIT_LENGTH


def _other_segmentations(name: Name, words: list[str], lexicon: Lexicon) -> tuple[Name, ...]:
    """Return a name with its unspaced word split elsewhere: not at all, or after a family name of two characters."""
    if not _is_split(words, name.script):
        return ()
    word = words[0]
    parts = (word,) if len(word) == 2 else (word[:2], word[2:])
    return (name._replace(tokens=tuple(_token(part, "name", "", lexicon) for part in parts)),)


def _token(word: str, role: Role, concept: str, lexicon: Lexicon) -> Token:
    """Make a token of a folded word; a number word becomes its digits."""
    ordinal = _ORDINAL.fullmatch(word) if word[:1].isdigit() else None
    digits = ordinal[1] if ordinal else lexicon.numbers.get(word) if role == "name" and len(word) > 1 else None
    latin = digits or "".join(map(romanise, word.split()))
    if latin.isdigit():
        return Token(word, latin, script_of(word), "name", f"number:{latin.lstrip('0')}")
    given = lexicon.given.get(word, frozenset())
    return Token(word, latin, script_of(word), role, concept, given)


_known_token = memoised("token")(_token)
"""The words of names repeat. Their joins hardly do, and are not cached."""


def token_joins(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Join, ...]:
    """Return neighbouring tokens written as one, two and three at a time: `noorulhaq`, `abdalrahman`."""
    joins = []
    for length in range(2, MAX_JOINED_TOKENS + 1):
        for start in range(len(tokens) - length + 1):
            run = tokens[start : start + length]
            if can_join(run):
                joins.append(Join(start, length, joined_token(run, lexicon)))
    return tuple(joins)


def can_join(tokens: tuple[Token, ...]) -> bool:
    """Tell whether neighbouring tokens may be written as one; numbers, legal forms and `of` never are."""
    return not any(
        token.latin.isdigit() or token.role in _NEVER_JOINED or token.concept == "particle:of" for token in tokens
    )


def joined_token(tokens: tuple[Token, ...], lexicon: Lexicon) -> Token:
    """Return neighbouring tokens as the one word that they are without spaces."""
    text, latin = "".join([token.text for token in tokens]), "".join([token.latin for token in tokens])
    return Token(text, latin, tokens[0].script, "name", "", lexicon.given.get(text, frozenset()))
