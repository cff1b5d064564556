"""Errors and variants of a Latin name, by name: typing errors, romanisation, order, omission, initials.

Each takes the words of a name and returns other words, or None where it does not apply.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Final

Perturbation = Callable[[list[str], Random], list[str] | None]

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_VOWELS: Final = "aeiou"
_SHORTEST: Final = 4
ROMANISATIONS: Final = (
    ("kh", "h"), ("kh", "q"), ("q", "k"), ("q", "gh"), ("gh", "g"), ("ou", "u"), ("oo", "u"), ("u", "o"), ("o", "u"),
    ("ee", "i"), ("i", "ee"), ("i", "y"), ("y", "i"), ("e", "a"), ("ph", "f"), ("v", "w"), ("w", "v"), ("s", "z"),
    ("z", "s"), ("j", "dj"), ("sh", "ch"), ("ch", "tch"), ("dh", "d"), ("th", "t"), ("c", "k"), ("ai", "ay"),
)  # fmt: skip
"""What one system of romanisation writes for another's letters."""


def perturb(name: str, kind: str, rng: Random) -> tuple[str, str]:
    """Return a name of a person or an organization with one slip, and which; one that takes no other is mistyped."""
    words = name.split()
    drawn = rng.choice(tuple(PERTURBATIONS) if kind == "person" else _OF_ORGANIZATIONS)
    changed = PERTURBATIONS[drawn](list(words), rng)
    if changed is None or changed == words:
        drawn, changed = "typo", typo(list(words), rng)
    return " ".join(changed or words), drawn


def typo(words: list[str], rng: Random) -> list[str] | None:
    """Lose, add, change or swap one letter of a long word, the first one never."""
    place = _long_word(words, rng)
    if place is None:
        return None
    word, letter = words[place], rng.choice(_LETTERS)
    at = rng.randrange(2, len(word))
    ways = (
        word[:at] + word[at + 1 :],
        word[:at] + letter + word[at:],
        word[:at] + letter + word[at + 1 :],
        word[: at - 1] + word[at] + word[at - 1] + word[at + 1 :],
    )
    words[place] = rng.choice([way for way in ways if way != word])
    return words


def romanised(words: list[str], rng: Random) -> list[str] | None:
    """Write one sound of one word by another system."""
    ways = [
        (place, at, before, after)
        for place, word in enumerate(words)
        if len(word) >= _SHORTEST
        for before, after in ROMANISATIONS
        if (at := word.find(before, 1)) > 0
    ]
    if not ways:
        return None
    place, at, before, after = rng.choice(ways)
    words[place] = words[place][:at] + after + words[place][at + len(before) :]
    return words


def doubled(words: list[str], rng: Random) -> list[str] | None:
    """Double a consonant inside a word, or write a doubled one once."""
    place = _long_word(words, rng)
    if place is None:
        return None
    word = words[place]
    inside = [at for at in range(1, len(word) - 1) if word[at].lower() in _LETTERS and word[at] not in _VOWELS]
    if not inside:
        return None
    at = rng.choice(inside)
    words[place] = word[:at] + word[at + 1 :] if word[at] == word[at + 1] else word[:at] + word[at] + word[at:]
    return words


def reordered(words: list[str], rng: Random) -> list[str] | None:
    """Put the last word first, with a comma half of the time."""
    if len(words) < 2:
        return None
    last = words[-1] + ("," if rng.random() < 0.5 else "")
    return [last, *words[:-1]]


def dropped(words: list[str], rng: Random) -> list[str] | None:
    """Leave a word in the middle out."""
    if len(words) < 3:
        return None
    del words[rng.randrange(1, len(words) - 1)]
    return words


def initial(words: list[str], rng: Random) -> list[str] | None:
    """Write a word before the last by its first letter: one in the middle, where there is one."""
    if len(words) < 2:
        return None
    place = rng.randrange(1, len(words) - 1) if len(words) > 2 else 0
    words[place] = words[place][0] + "."
    return words


def _long_word(words: list[str], rng: Random) -> int | None:
    """Return the place of a word that is long enough for a slip to leave it readable."""
    places = [place for place, word in enumerate(words) if len(word) >= _SHORTEST]
    return rng.choice(places) if places else None


PERTURBATIONS: Final[Mapping[str, Perturbation]] = {
    "typo": typo,
    "romanised": romanised,
    "doubled": doubled,
    "reordered": reordered,
    "dropped": dropped,
    "initial": initial,
}
_OF_ORGANIZATIONS: Final = ("typo", "romanised", "doubled", "dropped")
