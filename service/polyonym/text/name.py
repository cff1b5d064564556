"""A name taken apart: the one function through which aliases and mentions both go.

In goes the text of a name, out comes a frozen `Name`: its comparable forms, its keys, and its tokens with their
romanisation, sound key, role and concept. Recall rests on the rule that nobody computes any of these elsewhere.
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

LONGEST_UNSPACED_PERSON: Final = 4
"""Unspaced Korean and Chinese names of up to so many signs are read as a family name and a given name."""
LONGEST_JOIN: Final = 3
UNJOINED: Final = frozenset({"legal", "generation", "generic"})
SPLITTABLE: Final = scripts_with(lambda script: script.splits_names)
"""Scripts in which a name that is written without spaces can be parted in several ways."""
MOST_TOKENS: Final = 32
"""A name of more words than this is compared by its first ones: the work grows with the square of their number."""
_JOINED_TITLES: Final = scripts_with(lambda script: script.joins_titles)
_ORDINAL: Final = re.compile(r"(\d+)(?:st|nd|rd|th|er|e|eme|o|a|\u0439|\u044f|\u0435)")


@dataclass(frozen=True, slots=True)
class Token:
    """One word of a name: as folded in its own script, in Latin letters, and what it is for.

    `concept` is what it shares with words of other languages, `given` the lists of given names that hold it.
    """

    text: str
    latin: str
    script: str
    role: Role
    concept: str = ""
    given: frozenset[int] = frozenset()

    def __hash__(self) -> int:
        """Hash the text alone: tokens are looked up by the dozen, and those of one text are nearly always equal."""
        return hash(self.text)

    @property
    def phonetic_key(self) -> str:
        """The sound key; a number has none. It is worked out when it is asked for: most words are too far to ask."""
        return "" if self.latin.isdigit() else phonetic_key(self.latin)


class Join(NamedTuple):
    """Neighbouring tokens of a name, from `start` on, written as one."""

    start: int
    length: int
    token: Token


class Name(NamedTuple):
    """A name in every form that matching needs.

    `cased` and `folded` are the keys of exact look-ups. `core` is the folded name without honorifics and words that
    carry no identity, `core_cased` the same cut of `cased`, `core_place` the core without words such as province and
    city; each is the whole where nothing else is left.
    `other_segmentations` are other ways to part a name that is written without spaces: 安倍晋三 is 安倍 and 晋三.
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
    """Take a name apart with a lexicon, the bundled one if none is given. Pure: equal texts give equal values."""
    lexicon = lexicon or bundled_lexicon()
    cased_text, folded_text = cased(text), folded(text)
    script = script_of(cased_text)
    words = _without_suffixes(folded_text.split(), script, lexicon)
    phrases = _as_written(lexicon.read(words), words, cased_text)
    tokens = _tokens(words, phrases, script, lexicon)[:MOST_TOKENS]
    core = _cut(words, phrases, place=False)
    name = Name(
        text=text,
        cased=cased_text,
        folded=folded_text,
        core=core or folded_text,
        core_cased=_cut_cased(cased_text, words, phrases),
        core_place=_cut(words, phrases, place=True) or core or folded_text,
        script=script,
        tokens=tokens,
    )
    other_segmentations = _others(name, words, lexicon)
    return name._replace(other_segmentations=other_segmentations) if other_segmentations else name


def without_tokens(text: str) -> Name:
    """Return a name with the keys of exact look-ups alone: no tokens, nothing left out."""
    cased_text, folded_text = cased(text), folded(text)
    script = script_of(cased_text)
    return Name(text, cased_text, folded_text, folded_text, cased_text, folded_text, script, ())


def _without_suffixes(words: list[str], script: str, lexicon: Lexicon) -> list[str]:
    """Take honorifics off the end of a name: whole words, and signs that are written to an unspaced name."""
    while len(words) > 1 and words[-1] in lexicon.suffixes:
        words = words[:-1]
    if script in _JOINED_TITLES and words:
        for suffix in lexicon.glued:
            if words[-1].endswith(suffix) and len(words[-1]) - len(suffix) >= 2:
                return [*words[:-1], words[-1].removesuffix(suffix)]
    return words


def _as_written(phrases: list[Phrase], words: list[str], cased_text: str) -> list[Phrase]:
    """Undo roles that the way of writing rules out: `KING, Martin` is no king, the `A.` of A. P. Chekhov no article."""
    before, comma, _ = cased_text.partition(",")
    surname_first = bool(comma) and len(before.split()) == 1
    return [
        Phrase(p.start, p.length, NAME)
        if (surname_first and p.start == 0 and p.word.role == "honorific")
        or (p.length == 1 and len(words[p.start]) == 1 and words[p.start].isascii() and p.word.role != "name")
        else p
        for p in phrases
    ]


def _cut(words: list[str], phrases: list[Phrase], *, place: bool) -> str:
    """Return the words that carry identity; with `place`, words for kinds of place do not."""
    kept = []
    for phrase in phrases:
        if phrase.word.role in DROPPABLE or (place and phrase.word.concept in PLACE_HEADS):
            continue
        kept.extend(words[phrase.start : phrase.start + phrase.length])
    return " ".join(kept)


def _cut_cased(cased_text: str, words: list[str], phrases: list[Phrase]) -> str:
    """Return the core in the letters of the text, where text and folded words can be laid side by side."""
    cased_words = cased_text.split()
    if len(cased_words) != len(words):
        return cased_text
    return _cut(cased_words, phrases, place=False) or cased_text


def _tokens(words: list[str], phrases: list[Phrase], script: str, lexicon: Lexicon) -> tuple[Token, ...]:
    """Make a token of each word; a phrase that is one concept makes one token."""
    if script in SPLITTABLE and len(words) == 1 and 2 <= len(words[0]) <= LONGEST_UNSPACED_PERSON:
        return tuple(_token(part, "name", "", lexicon) for part in (words[0][0], words[0][1:]))
    tokens: list[Token] = []
    for phrase in phrases:
        run = words[phrase.start : phrase.start + phrase.length]
        if phrase.word.concept:
            run = [" ".join(run)]
        tokens.extend([_known_token(word, phrase.word.role, phrase.word.concept, lexicon) for word in run])
    return tuple(tokens)


def _others(name: Name, words: list[str], lexicon: Lexicon) -> tuple[Name, ...]:
    """Return the name with its unspaced word parted elsewhere: whole, or after a family name of two signs."""
    if name.script not in SPLITTABLE or len(words) != 1 or not 2 <= len(words[0]) <= LONGEST_UNSPACED_PERSON:
        return ()
    word = words[0]
    parted = [(word,)] if len(word) == 2 else [(word[:2], word[2:])]
    other_segmentations = []
    for parts in parted:
        tokens = tuple(_token(part, "name", "", lexicon) for part in parts)
        other_segmentations.append(name._replace(tokens=tokens))
    return tuple(other_segmentations)


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
"""Names repeat their words, though not what these make when they are joined."""


def token_joins(tokens: tuple[Token, ...], lexicon: Lexicon) -> tuple[Join, ...]:
    """Return neighbouring tokens written as one, in twos and threes: `noorul haq`, `abd al rahman`."""
    joins = []
    for length in range(2, LONGEST_JOIN + 1):
        for start in range(len(tokens) - length + 1):
            run = tokens[start : start + length]
            if can_join(run):
                joins.append(Join(start, length, joined_token(run, lexicon)))
    return tuple(joins)


def can_join(tokens: tuple[Token, ...]) -> bool:
    """Tell whether neighbouring tokens may be written as one: numbers, legal forms and `of` stand by themselves."""
    return not any(
        token.latin.isdigit() or token.role in UNJOINED or token.concept == "particle:of" for token in tokens
    )


def joined_token(tokens: tuple[Token, ...], lexicon: Lexicon) -> Token:
    """Return tokens as the one word that they are without their spaces."""
    text, latin = "".join([token.text for token in tokens]), "".join([token.latin for token in tokens])
    return Token(text, latin, tokens[0].script, "name", "", lexicon.given.get(text, frozenset()))
