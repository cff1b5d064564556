"""What made names are made of: the words of real ones, as often as they stand there.

In come the tables of the project and, where one is given, a list of entities of the user's own; out come pools of
given names, family names and words of organizations, by script. Rare words, of which any long list has most, are made
of halves of real ones: there are as many as a list asks for, and each is the same in every run.
"""

from __future__ import annotations

import re
from bisect import bisect
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import resources
from itertools import accumulate
from pathlib import Path
from random import Random
from typing import Any, Final

from polyonym import yamlfile
from polyonym.text.romanise import readings
from polyonym.text.scripts import script_of
from polyonym.training.lists import ListedEntity, read_list
from polyonym.training.pairs import table

NATIVE: Final = ("Arab", "Cyrl", "Hebr", "Hani")
_LANGUAGES: Final = ("arabic", "turkic", "slavic", "european")
_RARE: Final = 0.0004
"""The share of a given name that the table of common tokens lacks."""
_SHORTEST_TO_HALVE: Final = 5
_FEWEST_HALVES: Final = 300
"""Fewer would give too few rare words."""
_CUT: Final = re.compile(r"[aeiouy](?=[^aeiouy])")
_STEP: Final = 7919
"""Coprime to the number of halves, so that neighbouring ranks share neither half."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a name: its Latin spellings, the usual one first, and how its own script writes it, if it has one."""

    latin: tuple[str, ...]
    native: str = ""


@dataclass(frozen=True, slots=True)
class Pool:
    """Words to draw from, each as often as it is borne."""

    words: tuple[Word, ...]
    reach: tuple[float, ...]  # the weights, summed up to each word

    @classmethod
    def of(cls, weighted: Mapping[Word, float]) -> Pool:
        """Fix the order, so that the same dice always draw the same."""
        ordered = sorted(weighted.items(), key=lambda item: (-item[1], item[0].latin, item[0].native))
        return cls(tuple(word for word, _ in ordered), tuple(accumulate(weight for _, weight in ordered)))

    def draw(self, rng: Random) -> Word:
        """Return a word."""
        return self.words[min(bisect(self.reach, rng.random() * self.reach[-1]), len(self.words) - 1)]


@dataclass(frozen=True, slots=True)
class Words:
    """Pools by script (`Latn` for words that are known in Latin letters alone), and the halves of rare words."""

    given: Mapping[str, Pool]
    family: Mapping[str, Pool]
    organization: Pool
    starts: tuple[str, ...]
    ends: tuple[str, ...]
    letters: Mapping[str, Mapping[str, Mapping[str, str]]] = field(repr=False)

    def rare(self, rank: int, script: str = "Latn") -> Word:
        """Return the rare word of a rank, written in a script as its letters sound."""
        start = self.starts[rank * _STEP % len(self.starts)]
        end = self.ends[(rank + rank * _STEP // len(self.starts)) % len(self.ends)]
        latin = (start + end).capitalize()
        return Word((latin,), spelled(latin, self.letters[script]) if script in self.letters else "")


def own_words() -> Words:
    """Return the words that the project itself knows."""
    persons, organizations = _common_tokens()
    given = _given_names(persons)
    every = {text for pool in given.values() for word in pool for text in word.latin} | persons.keys()
    family = {script: dict(words) for script, words in given.items()}  # a father's name serves as a family name
    family["Latn"] = {Word((text.capitalize(),)): share for text, share in persons.items() if len(text) > 2}
    given["Hani"], family["Hani"] = _chinese()
    letters = yamlfile.parse(resources.files("bench").joinpath("letters.yaml").read_bytes())
    assert letters is not None  # noqa: S101 -- it stands beside this module
    return _words(
        given, family, {Word((t.title(),)): s for t, s in organizations.items()}, every, yamlfile.plain(letters)
    )


def listed_words(path: Path) -> Words:
    """Return the words of a list of entities; for what it lacks, a script or a kind, the project's own stand in."""
    own = own_words()
    given: dict[str, Counter[Word]] = {}
    family: dict[str, Counter[Word]] = {}
    organization: Counter[Word] = Counter()
    for entity in read_list(path):
        latin = next((_in_order(text) for text, script in entity.names if script == "Latn"), [])
        if entity.type == "person" and len(latin) > 1:
            for script, words in _paired(entity, latin):
                given.setdefault(script, Counter()).update(words[:-1])
                family.setdefault(script, Counter()).update(words[-1:])
        else:
            organization.update(Word((text,)) for text in latin)
    every = {text for pool in (*given.values(), *family.values()) for word in pool for text in word.latin}
    found = _words(given, family, organization, every, own.letters)
    halved = found if min(len(found.starts), len(found.ends)) >= _FEWEST_HALVES else own
    return Words(
        {**own.given, **found.given},
        {**own.family, **found.family},
        found.organization if organization else own.organization,
        halved.starts,
        halved.ends,
        own.letters,
    )


def spelled(latin: str, table_of: Mapping[str, Mapping[str, str]]) -> str:
    """Write a Latin word by a table of letters, the longest piece first."""
    text, at, out = latin.lower(), 0, ""
    while at < len(text):
        for length in (4, 3, 2, 1):
            piece = text[at : at + length]
            tables = (table_of["start"],) if at == 0 else (table_of["end"],) if at + length >= len(text) else ()
            ways = [known[piece] for known in (*tables, table_of["letters"]) if piece in known]
            if ways:
                out += ways[0]
                break
        at += len(piece) or 1
    return out


def _words(
    given: Mapping[str, Mapping[Word, float]],
    family: Mapping[str, Mapping[Word, float]],
    organization: Mapping[Word, float],
    every: Iterable[str],
    letters: Any,
) -> Words:
    """Put the pools together, and cut what is long enough into halves."""
    long = (text.lower() for text in sorted(set(every)) if len(text) >= _SHORTEST_TO_HALVE)
    halves = [_halves(text) for text in long if text.isascii() and text.isalpha()]
    return Words(
        {script: Pool.of(words) for script, words in given.items()},
        {script: Pool.of(words) for script, words in family.items()},
        Pool.of(organization),
        tuple(sorted({start for start, _ in halves if len(start) > 1 and _CUT.search(start + "-")})),
        tuple(sorted({end for _, end in halves if len(end) > 1})),
        letters,
    )


def _halves(text: str) -> tuple[str, str]:
    """Cut a word behind the vowel that stands nearest to its middle."""
    cuts = [found.end() for found in _CUT.finditer(text)] or [len(text) // 2]
    cut = min(cuts, key=lambda place: abs(place - len(text) / 2))
    return text[:cut], text[cut:]


def _common_tokens() -> tuple[dict[str, float], dict[str, float]]:
    """Return the shares of common tokens, of people and of organizations."""
    found: dict[str, dict[str, float]] = {"person": {}, "organization": {}}
    text = resources.files("polyonym.text").joinpath("words/common_name_tokens.tsv").read_text(encoding="utf-8")
    for line in text.splitlines():
        word, kind, share = line.split("\t")
        if kind in found and word.isalpha():
            found[kind][word] = float(share)
    return found["person"], found["organization"]


def _given_names(shares: Mapping[str, float]) -> dict[str, dict[Word, float]]:
    """Return the given names by script: every list of spellings gives a word for each script that it holds."""
    node = yamlfile.parse(resources.files("polyonym.text").joinpath("words/given_names.yaml").read_bytes())
    lists = yamlfile.plain(node) if node else {}
    found: dict[str, dict[Word, float]] = {script: {} for script in ("Latn", *NATIVE)}
    for language in _LANGUAGES:
        for terms in lists[language]:
            latin = tuple(text for text in terms if script_of(text) == "Latn")
            if not latin:
                continue
            share = max(shares.get(text.lower(), _RARE) for text in latin)
            natives = {script_of(text): text for text in reversed(terms)}
            for script, words in found.items():
                if script == "Latn" or script in natives:
                    words[Word(latin[:6], natives[script] if script != "Latn" else "")] = share
    return found


def _chinese() -> tuple[dict[Word, float], dict[Word, float]]:
    """Return Chinese given and family names: signs that are common in names, by their Mandarin readings."""
    signs = [(sign, "".join(readings(sign).split())) for sign in sorted(table("han_readings"))]
    signs = [(sign, sound) for sign, sound in signs if sound.isalpha()]
    family = {Word((sound.capitalize(),), sign): 1 / (place + 10) for place, (sign, sound) in enumerate(signs[::5])}
    rng = Random(0)  # noqa: S311 -- reproducible, not secret
    given = {}
    for place in range(6000):
        (one, first), (two, second) = rng.choice(signs), rng.choice(signs)
        given[Word(((first + second).capitalize(),), one + two)] = 1 / (place + 50)
    return given, family


def _in_order(text: str) -> list[str]:
    """Return the words of a name, the family name last."""
    last, comma, first = text.partition(",")
    return [word.strip(".,;()\"'") for word in (f"{first} {last}" if comma else text).split() if word.strip(".,;()\"'")]


def _paired(entity: ListedEntity, latin: Sequence[str]) -> Iterable[tuple[str, list[Word]]]:
    """Yield the words of a person by script; in another script, those of a name of as many words."""
    yield "Latn", [Word((text,)) for text in latin]
    for text, script in entity.names:
        native = _in_order(text)
        if script in NATIVE and script != "Hani" and len(native) == len(latin):
            yield script, [Word((ours,), theirs) for ours, theirs in zip(latin, native, strict=True)]
