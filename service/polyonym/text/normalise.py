"""Normalisation: a text to comparable text by an ordered chain of named rules, the same for aliases and mentions.

In comes a name as written. `folded` removes case, accents, vowel points, differences between look-alike letters,
apostrophes and punctuation. `cased` keeps all that a reader sees and repairs only what is invisible. Marks are dropped
in scripts that can spare them (see `scripts`): in Devanagari or Thai another word would be left.

Rule: folding is idempotent, folding twice gives what folding once gives.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from importlib import resources
from typing import Final

from polyonym import yamlfile
from polyonym.memo import memoised
from polyonym.text.scripts import COMMON, script_of_character, scripts_with

Rule = Callable[[str], str]
_GERESH_MARK: Final = "\ue000"  # stands for a geresh while apostrophes are dropped
# Hebrew letters that a geresh turns into another sound, and the signs that typists write for it.
GERESH_LETTERS: Final = "\u05d2\u05d3\u05d6\u05d7\u05d8\u05e1\u05e2\u05e5\u05e6\u05ea"
GERESH_SIGNS: Final = "'\u2018\u2019\u02bc\u00b4\u0060\u05f3"
_GERESH: Final = re.compile(f"(?<=[{GERESH_LETTERS}])[{GERESH_SIGNS}]")
LETTER: Final = r"[^\W\d_]"
"""A letter of any script, as a regular expression."""


def _letters() -> tuple[dict[int, str], frozenset[str]]:
    """Read the fold table: letter to letters, and letters that keep their marks."""
    node = yamlfile.parse(resources.files("polyonym.text").joinpath("words/letters.yaml").read_bytes())
    table = yamlfile.plain(node) if node else {}
    letters = {}
    for section in ("latin", "arabic", "cyrillic"):
        letters.update({ord(key): value for key, value in table[section].items() if len(key) == 1})
    kept = frozenset(unicodedata.normalize("NFD", letter) for letter in table["marks_kept"])
    return letters, kept


_LETTERS, _MARKS_KEPT = _letters()
_MARKS_DROPPED: Final = scripts_with(lambda script: script.drops_marks)

# Apostrophes, primes, modifier letters and half rings. Typists use one for another, or leave them out.
_APOSTROPHES: Final = (
    "'`\u00b4\u02b9\u02ba\u02bb\u02bc\u02bd\u02be\u02bf\u02c8\u02ca\u02cb\u02d2\u02d3\u055a\u05f3\u05f4\u0384\u07f4\u07f5\u1fbd\u1fbf"
    "\u1ffd\u1ffe\u2018\u2019\u201a\u201b\u2032\u2035\u275b\u275c\ua78b\ua78c\uff07\u0640"
)
_NO_APOSTROPHES: Final = dict.fromkeys(map(ord, _APOSTROPHES))
# Variation selectors, and letters without a shape: the fillers of Hangul, the inherent vowels of Khmer.
_SHAPELESS: Final = frozenset(
    map(
        chr,
        (
            *(0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x180B, 0x180C, 0x180D, 0x180F, 0x3164, 0xFFA0),
            *range(0xFE00, 0xFE10),
            *range(0xE0100, 0xE01F0),
        ),
    )
)
_HIRAGANA_TO_KATAKANA: Final = {code: code + 0x60 for code in (*range(0x3041, 0x3097), 0x309D, 0x309E)}
ARABIC_JOINER: Final = re.compile("(?<=[\u0600-\u06ff\u0750-\u077f])\u200c+(?=[\u0600-\u06ff\u0750-\u077f])")
# What Hebrew typists write for gershayim, the sign of an abbreviation.
GERSHAYIM: Final = re.compile('(?<=[\u05d0-\u05ea])["\u201c\u201d\u201e\u05f4](?=[\u05d0-\u05ea])')
# A run of single letters that is a whole name: `I.S.I.S.`, `I S I S`, `U.N.`
_INITIALISM: Final = re.compile(rf"{LETTER}(?:\.\s?|\s)(?:{LETTER}(?:\.\s?|\s))*{LETTER}?\.?")


def compose(text: str) -> str:
    """Give every character one encoding (NFKC): full-width, ligature and presentation forms become plain letters."""
    return unicodedata.normalize("NFKC", text)


def drop_invisible(text: str) -> str:
    """Drop what no reader sees: zero-width and bidirectional marks, soft hyphens, variation selectors."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        " " if c in "\t\n\r\v\f\x85\u2028\u2029" else c
        for c in text
        if c in "\t\n\r\v\f\x85" or (unicodedata.category(c) not in {"Cf", "Cc"} and c not in _SHAPELESS)
    )


def space_joiners(text: str) -> str:
    """Write a zero-width non-joiner between Arabic letters as the space that other typists use."""
    return ARABIC_JOINER.sub(" ", text) if "\u200c" in text else text


def collapse_space(text: str) -> str:
    """Replace each run of white space by one space, and drop it at the ends."""
    return " ".join(text.split())


def strip_punctuation(text: str) -> str:
    """Drop the punctuation around a name, unless nothing would be left: `(IS)`, `"IS"`, `IS,`."""
    if text[:1].isalnum() and text[-1:].isalnum():
        return text
    start, end = 0, len(text)
    while start < end and _is_around(text[start]):
        start += 1
    while end > start and _is_around(text[end - 1]):
        end -= 1
    return text[start:end] or text


def _is_around(character: str) -> bool:
    """Tell whether a character is punctuation or space; an ampersand is a word."""
    return character != "&" and unicodedata.category(character)[0] in "PZ"


def join_initialism(text: str) -> str:
    """Join a name that consists of single letters with full stops or spaces to one word."""
    if len(text) > 2 and not text[1].isalnum() and _INITIALISM.fullmatch(text):
        return "".join(filter(str.isalpha, text))
    return text


def fold_case(text: str) -> str:
    """Fold case as Unicode does, and compose again, since folding may decompose."""
    return unicodedata.normalize("NFKC", text.casefold())


def drop_marks(text: str) -> str:
    """Drop accents and vowel points in scripts that can spare them, except where they make a letter of its own."""
    if text.isascii():
        return text
    kept: list[str] = []
    base, script = "", COMMON
    for character in unicodedata.normalize("NFD", text):
        if not unicodedata.combining(character) and unicodedata.category(character) != "Mn":
            base, script = character, script_of_character(character)
        elif (script in _MARKS_DROPPED or script == COMMON) and base + character not in _MARKS_KEPT:
            continue
        kept.append(character)
    return unicodedata.normalize("NFC", "".join(kept))


def fold_letters(text: str) -> str:
    """Fold letters that other keyboards have in place of one another, and hiragana to katakana."""
    return text if text.isascii() else text.translate(_LETTERS).translate(_HIRAGANA_TO_KATAKANA)


def fold_digits(text: str) -> str:
    """Write every decimal digit in ASCII."""
    if text.isascii():
        return text
    return "".join(str(unicodedata.digit(c)) if unicodedata.category(c) == "Nd" else c for c in text)


def drop_apostrophes(text: str) -> str:
    """Drop apostrophes of every kind, tatweel, and gershayim: `Sar'e Pol`, `Qur\u02bean`, `O\u2019Neill`."""
    if text.isascii():
        return text.translate(_NO_APOSTROPHES)
    # A geresh changes the sound of the Hebrew letter before it and is no apostrophe.
    kept = _GERESH.sub(_GERESH_MARK, text)
    dropped = GERSHAYIM.sub("", kept.translate(_NO_APOSTROPHES))
    return dropped.replace(_GERESH_MARK, "'")


def space_punctuation(text: str) -> str:
    """Replace punctuation and symbols by spaces, except ampersand and plus, which are words, and a geresh."""
    return "".join(
        c if c.isalnum() or c in "&+'" or unicodedata.category(c) in {"Mn", "Mc", "Me"} else " " for c in text
    )


# The second `compose` is for characters that compose once what stood between them is gone.
CASED: Final[tuple[Rule, ...]] = (
    compose,
    drop_invisible,
    collapse_space,
    join_initialism,
    strip_punctuation,
    join_initialism,
    compose,
)
# Apostrophes are dropped first, because composing turns the accents that are typed for them into a space and a mark,
# and again later, because composing and folding produce others.
FOLDED: Final[tuple[Rule, ...]] = (
    drop_apostrophes,
    compose,
    space_joiners,
    drop_invisible,
    fold_case,
    drop_marks,
    fold_letters,
    drop_apostrophes,
    drop_marks,
    fold_digits,
    space_punctuation,
    collapse_space,
    join_initialism,
    compose,
)


# Most names are ASCII, which needs no composing. Only these rules look at more than one ASCII character at a time. What
# the others make of a character is looked up in a table.
_CONTEXTUAL: Final[tuple[Rule, ...]] = (collapse_space, join_initialism)


def _folded_alone(character: str) -> str:
    """Fold one ASCII character by the rules that look at no other."""
    for rule in FOLDED:
        if rule not in _CONTEXTUAL:
            character = rule(character)
    return character


_CASED_ASCII: Final = tuple(rule for rule in CASED if rule is not compose)
_FOLDED_ASCII: Final = {code: _folded_alone(chr(code)) or None for code in range(128)}


@memoised("cased")
def cased(text: str) -> str:
    """Return a text with only the invisible repaired: the key of exact look-ups to the letter."""
    for rule in _CASED_ASCII if text.isascii() else CASED:
        text = rule(text)
    return text


@memoised("folded")
def folded(text: str) -> str:
    """Return a text without what spelling habits change: the key of exact look-ups.

    The result is in the script of the text, with single spaces between tokens. Punctuation alone folds to the empty
    string.
    """
    if text.isascii():
        text = text.translate(_FOLDED_ASCII)
        for rule in _CONTEXTUAL:
            text = rule(text)
        return text
    for rule in FOLDED:
        text = rule(text)
    return text
