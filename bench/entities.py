"""Entities whose names are real words put together anew: people and organizations in five scripts.

An endless stream, the same for the same words and seed: a short list is the beginning of a long one. Common words
come as often as in real lists; two in five family names are rare ones, drawn from a long tail, so that distinct words
grow with the list.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random
from typing import Any, Final

from bench import slips
from bench.words import Word, Words

TAIL: Final = 30_000
"""So many rare words there are."""
_FLAT: Final = 40
"""From about this rank on, a rare word is borne half as often as one of half its rank; before, all are alike."""
_SCRIPTS: Final = {"Latn": 0.45, "Arab": 0.23, "Cyrl": 0.16, "Hebr": 0.08, "Hani": 0.08}
_ORGANIZATIONS: Final = 0.3
_RARE_FAMILY: Final = 0.4
_MIDDLE: Final = 0.4
_NAMES: Final = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
"""How many names an entity has: one in four cases of ten."""
_LEGAL: Final = ("Ltd", "LLC", "GmbH", "JSC", "Co Ltd", "S.A.", "Inc", "")
_LINKS: Final = frozenset({"of", "the", "and", "for", "de", "al", "co", "ltd", "llc", "company", "limited", "jsc"})
_ALIASES: Final = {
    "person": (slips.romanised, slips.dropped, slips.reordered, slips.initial),
    "organization": (slips.romanised, slips.dropped, slips.dropped),
}


@dataclass(frozen=True, slots=True)
class Made:
    """An entity: what a list says of it, and the names of it that the list leaves out."""

    id: str
    type: str
    names: tuple[str, ...]
    held: tuple[str, ...]  # in another script than every listed name

    def entry(self) -> dict[str, Any]:
        """Return the entity as a line of a gazetteer."""
        row: dict[str, Any] = {"id": self.id, "type": self.type, "name": self.names[0]}
        if len(self.names) > 1:
            row["aliases"] = list(self.names[1:])
        return row


def entities(words: Words, seed: int = 0) -> Iterator[Made]:
    """Yield entities without end."""
    dice = Random(seed)  # noqa: S311 -- reproducible, not secret
    number = 0
    while True:
        if dice.random() < _ORGANIZATIONS:
            yield _organization(words, dice, f"o{number}")
        else:
            yield _person(words, dice, f"p{number}")
        number += 1


def stranger(words: Words, dice: Random) -> str:
    """Return the name of somebody of whom no list has heard: every word that tells is from behind the tail."""
    first = words.given["Latn"].draw(dice).latin[0]
    return (
        f"{first} {words.rare(TAIL + dice.randrange(TAIL)).latin[0]} {words.rare(TAIL + dice.randrange(TAIL)).latin[0]}"
    )


def _person(words: Words, dice: Random, identity: str) -> Made:
    """Make a person: given name, perhaps another, family name."""
    script = dice.choices(tuple(_SCRIPTS), tuple(_SCRIPTS.values()))[0]
    given = [words.given[script].draw(dice)]
    if script != "Hani" and dice.random() < _MIDDLE:
        given.append(words.given[script].draw(dice))
    if script != "Hani" and dice.random() < _RARE_FAMILY:
        family = words.rare(_rank(dice), script)
    else:
        family = words.family[script].draw(dice)
    parts = [family, *given] if script == "Hani" else [*given, family]
    latin = " ".join(_spelling(word, dice) for word in parts)
    native = "" if script == "Latn" else ("" if script == "Hani" else " ").join(word.native for word in parts)
    return _listed(identity, "person", latin, native, dice)


def _organization(words: Words, dice: Random, identity: str) -> Made:
    """Make an organization: a name of its own, what it does, and a legal form."""
    own = words.rare(_rank(dice)).latin[0] if dice.random() < _RARE_FAMILY else words.family["Latn"].draw(dice).latin[0]
    said = dict.fromkeys(words.organization.draw(dice).latin[0] for _ in range(dice.choice((1, 2, 2, 3))))
    does = [text for text in said if text.lower() not in _LINKS]
    legal = dice.choice(_LEGAL)
    return _listed(identity, "organization", " ".join(filter(None, (own, *does, legal))), "", dice)


def _listed(identity: str, kind: str, latin: str, native: str, dice: Random) -> Made:
    """Choose which names of an entity its list holds."""
    first = latin
    held: tuple[str, ...] = ()
    further: list[str] = []
    if native:
        drawn = dice.random()
        if drawn < 0.5:
            further.append(native)
        elif drawn < 0.8:
            held = (native,)
        else:
            first, held = native, (latin,)
    for _ in range(dice.choice(_NAMES) - 1 - len(further)):
        if first == latin:
            changed = dice.choice(_ALIASES[kind])(latin.split(), dice)
            further.append(" ".join(changed or [latin]))
    return Made(identity, kind, tuple(dict.fromkeys((first, *further))), held)


def _spelling(word: Word, dice: Random) -> str:
    """Return a spelling of a word, mostly the usual one."""
    return word.latin[0] if dice.random() < 0.6 else dice.choice(word.latin)


def _rank(dice: Random) -> int:
    """Draw the rank of a rare word by the law of Zipf and Mandelbrot."""
    return int(_FLAT * (math.exp(dice.random() * math.log(TAIL / _FLAT + 1)) - 1))
