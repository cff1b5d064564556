"""Made running text: sentences of words that are no names, with a name of a list about every sixty characters.

An article comes back to the names that it is about, so each has a cast of them, drawn anew. The common words are
everyday ones; most distinct words of real text are rare, and are made of syllables here, as often as the law of Zipf
has them. No sentence means anything, and none is anybody's.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from random import Random
from typing import Final

from bench.lists import SyntheticList
from polyonym.text.scripts import script_of

LENGTH: Final = 3000
"""Characters of a text: a short article."""
GAP: Final = (10, 75)
"""Characters between two names, at least and about at most: with the names, sixty from one to the next."""
CAST: Final = 20
"""Names that an article is about, of which some come once and some ten times."""
_SENTENCE: Final = (70, 220)
_PARAGRAPH: Final = 4
_RARE: Final = 20_000
"""So many rare words there are."""
_SHARE_OF_RARE: Final = 0.35
_COMMAS: Final = 0.05
_COMMON: Final = (
    "the", "of", "and", "to", "in", "a", "that", "was", "for", "on", "with", "as", "at", "by", "from", "it",
    "which", "were", "had", "not", "this", "their", "has", "been", "after", "said", "its", "who", "would", "they",
    "when", "more", "new", "two", "over", "other", "into", "about", "also", "some", "could", "first", "than",
    "only", "most", "last", "under", "before", "during", "between", "against", "while", "years", "week", "month",
    "talks", "plans", "report", "local", "talked", "work", "money", "road", "water", "winter", "harvest", "meeting",
    "members", "group", "office", "leaders", "people", "officials", "months", "trade", "border", "market", "price",
    "school", "letter",
)  # fmt: skip
_ONSETS: Final = (
    "b", "bl", "br", "c", "cl", "cr", "d", "dr", "f", "fl", "g", "gl", "gr", "h", "j", "l", "m", "n", "p", "pl",
    "pr", "qu", "r", "s", "sc", "sl", "sp", "st", "str", "t", "tr", "v", "w",
)  # fmt: skip
_VOWELS: Final = ("a", "e", "i", "o", "u", "ai", "ea", "ee", "oa", "oo", "ou")
_CODAS: Final = (
    "ck", "d", "ft", "g", "l", "ll", "lt", "m", "mp", "n", "nd", "ng", "nt", "p", "r", "rd", "rm", "rn", "s", "sh",
    "ss", "st", "t", "th",
)  # fmt: skip
_ENDINGS: Final = ("", "", "ed", "ing", "s", "er", "ly", "ness")


def articles(made: SyntheticList, count: int, seed: int = 0) -> list[str]:
    """Return so many texts with names of a list, the same in every run."""
    lines = (made.gazetteer / "names.jsonl").read_text(encoding="utf-8").splitlines()
    rng = Random(f"texts {seed}")  # noqa: S311 -- reproducible, not secret
    rare = [_made_word(rng) for _ in range(_RARE)]
    names = _names(lines, rng)
    return [article(_cast(names, rng), rare, rng) for _ in range(count)]


def article(names: Iterator[str], rare: Sequence[str], rng: Random) -> str:
    """Write one text with the names that come next."""
    paragraphs: list[list[str]] = [[]]
    length = 0
    while length < LENGTH:
        if len(paragraphs[-1]) == _PARAGRAPH:
            paragraphs.append([])
        sentence = _sentence(names, rare, rng)
        paragraphs[-1].append(sentence)
        length += len(sentence) + 1
    return "\n\n".join(map(" ".join, paragraphs)) + "\n"


def _sentence(names: Iterator[str], rare: Sequence[str], rng: Random) -> str:
    """Write one sentence: runs of words, each with a name behind it, until it is long enough."""
    wanted, parts, length = rng.randint(*_SENTENCE), [], 0
    while length < wanted:
        run, gap = "", rng.randint(*GAP)
        while len(run) < gap:
            run += (" " if run else "") + _word(rare, rng)
        parts += [run, next(names)]
        length += len(run) + len(parts[-1]) + 2
    text = " ".join(parts)
    return text[0].upper() + text[1:] + "."


def _names(lines: Sequence[str], rng: Random) -> Iterator[str]:
    """Yield names of a list in Latin letters, since the words around them are."""
    while True:
        entry = json.loads(rng.choice(lines))
        latin = [text for text in (entry["name"], *entry.get("aliases", ())) if script_of(text) == "Latn"]
        if latin:
            yield rng.choice(latin)


def _cast(names: Iterator[str], rng: Random) -> Iterator[str]:
    """Yield the names of one article, the first ones more often."""
    cast = [next(names) for _ in range(CAST)]
    while True:
        yield cast[int(len(cast) ** rng.random()) - 1]


def _word(rare: Sequence[str], rng: Random) -> str:
    """Draw a word, common or rare, the earlier ones of each more often; a comma follows now and then."""
    known = rare if rng.random() < _SHARE_OF_RARE else _COMMON
    word = known[int(len(known) ** rng.random()) - 1]
    return word + "," * (rng.random() < _COMMAS)


def _made_word(rng: Random) -> str:
    """Make a word of one syllable or two, and an ending."""
    syllables = (rng.choice(_ONSETS) + rng.choice(_VOWELS) + rng.choice(_CODAS) for _ in range(rng.choice((1, 1, 2))))
    return "".join(syllables) + rng.choice(_ENDINGS)
