"""Entities whose names are real words put together anew: people and organizations in five scripts.

The stream is endless and depends on words and seed alone, so a short list is the beginning of a long one. Common words
are as frequent as in real lists. Two in five family names are rare and come from a long tail (Zipf and Mandelbrot), so
that the number of distinct words grows with the list.
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
"""Number of rare words."""
_FLAT: Final = 40
"""Shift of the ranks in the law of Zipf and Mandelbrot: below it, rare words are about equally frequent."""
_SCRIPTS: Final = {"Latn": 0.45, "Arab": 0.23, "Cyrl": 0.16, "Hebr": 0.08, "Hani": 0.08}
_ORGANIZATIONS: Final = 0.3
_RARE_FAMILY: Final = 0.4
_MIDDLE: Final = 0.4
_NAMES: Final = (1, 1, 1, 1, 2, 2, 2, 3, 3, 4)
"""Numbers of names of an entity, equally probable: four in ten have one name."""
_LEGAL: Final = ("Ltd", "LLC", "GmbH", "JSC", "Co Ltd", "S.A.", "Inc", "")
_LINKS: Final = frozenset({"of", "the", "and", "for", "de", "al", "co", "ltd", "llc", "company", "limited", "jsc"})
_ALIASES: Final = {
    "person": (slips.romanised, slips.dropped, slips.reordered, slips.initial),
    "organization": (slips.romanised, slips.dropped, slips.dropped),
}


@dataclass(frozen=True, slots=True)
class SyntheticEntity:
    """An entity with the names that its list holds, and those that the list leaves out."""

    id: str
    type: str
    names: tuple[str, ...]
    unlisted: tuple[str, ...]  # in another script than every listed name

    def entry(self) -> dict[str, Any]:
        """Return the entity as a line of a gazetteer."""
        row: dict[str, Any] = {"id": self.id, "type": self.type, "name": self.names[0]}
        if len(self.names) > 1:
            row["aliases"] = list(self.names[1:])
        return row


def entities(words: Words, seed: int = 0) -> Iterator[SyntheticEntity]:
    """Yield entities without end, the same for the same words and seed."""
    rng = Random(seed)  # noqa: S311 -- reproducible, not secret
    number = 0
    while True:
        if rng.random() < _ORGANIZATIONS:
            yield _organization(words, rng, f"o{number}")
        else:
            yield _person(words, rng, f"p{number}")
        number += 1


def unknown_name(words: Words, rng: Random) -> str:
    """Return a name that no list holds: its family names are rarer than all of theirs."""
    first = words.given["Latn"].draw(rng).latin[0]
    return (
        f"{first} {words.rare(TAIL + rng.randrange(TAIL)).latin[0]} {words.rare(TAIL + rng.randrange(TAIL)).latin[0]}"
    )


def _person(words: Words, rng: Random, identity: str) -> SyntheticEntity:
    """Make a person: given name, perhaps another, family name."""
    script = rng.choices(tuple(_SCRIPTS), tuple(_SCRIPTS.values()))[0]
    given = [words.given[script].draw(rng)]
    if script != "Hani" and rng.random() < _MIDDLE:
        given.append(words.given[script].draw(rng))
    if script != "Hani" and rng.random() < _RARE_FAMILY:
        family = words.rare(_rank(rng), script)
    else:
        family = words.family[script].draw(rng)
    parts = [family, *given] if script == "Hani" else [*given, family]
    latin = " ".join(_spelling(word, rng) for word in parts)
    native = "" if script == "Latn" else ("" if script == "Hani" else " ").join(word.native for word in parts)
    return _listed(identity, "person", latin, native, rng)


def _organization(words: Words, rng: Random, identity: str) -> SyntheticEntity:
    """Make an organization: a name of its own, what it does, and a legal form."""
    own = words.rare(_rank(rng)).latin[0] if rng.random() < _RARE_FAMILY else words.family["Latn"].draw(rng).latin[0]
    said = dict.fromkeys(words.organization.draw(rng).latin[0] for _ in range(rng.choice((1, 2, 2, 3))))
    does = [text for text in said if text.lower() not in _LINKS]
    legal = rng.choice(_LEGAL)
    return _listed(identity, "organization", " ".join(filter(None, (own, *does, legal))), "", rng)


def _listed(identity: str, kind: str, latin: str, native: str, rng: Random) -> SyntheticEntity:
    """Build an entity: choose which of its names the list holds, and which it leaves out."""
    first = latin
    unlisted: tuple[str, ...] = ()
    further: list[str] = []
    if native:
        drawn = rng.random()
        if drawn < 0.5:
            further.append(native)
        elif drawn < 0.8:
            unlisted = (native,)
        else:
            first, unlisted = native, (latin,)
    for _ in range(rng.choice(_NAMES) - 1 - len(further)):
        if first == latin:
            changed = rng.choice(_ALIASES[kind])(latin.split(), rng)
            further.append(" ".join(changed or [latin]))
    return SyntheticEntity(identity, kind, tuple(dict.fromkeys((first, *further))), unlisted)


def _spelling(word: Word, rng: Random) -> str:
    """Return a spelling of a word, mostly the usual one."""
    return word.latin[0] if rng.random() < 0.6 else rng.choice(word.latin)


def _rank(rng: Random) -> int:
    """Draw the rank of a rare word by the law of Zipf and Mandelbrot."""
    return int(_FLAT * (math.exp(rng.random() * math.log(TAIL / _FLAT + 1)) - 1))
