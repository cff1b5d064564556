"""How likely two Latin spellings are one word: the costs of edits, learned from real variants.

In come two romanised tokens, out comes a probability between 0 and 1. Not every edit is alike: between systems of
romanisation `u` for `w`, `q` for `g` or a doubled letter says little, `n` for `t` says much. A logistic regression over
the edits between two tokens (substitutions by their letters, gaps by their letter and its neighbour, what happens at
the ends) and their sound keys was fitted on spelling variants in alias lists against near tokens that are other names;
`polyonym.training.likeness` fits it again. Symmetric by construction.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib import resources
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from polyonym.text.sound import sound

NUMERIC: Final = (
    "bias",
    "jaro_winkler",
    "edits_per_letter",
    "same_sound",
    "same_long_sound",
    "sound_edits",
    "shorter",
    "edits",
    "edit_share",
    "same_start",
    "prefix",
    "longer_by",
    "swapped",
)
"""The features that are numbers; all others are the names of edits, counted."""

FARTHEST: Final = 0.55
"""Below this Jaro-Winkler similarity two tokens are not looked at any closer."""

LEAST_SHARED: Final = 0.4
"""Below this share of letters that stay, edits have replaced the word."""

_VOWELS: Final = frozenset("aeiouyw")


def edits(a: str, b: str) -> list[str]:
    """Return the features of the edits that turn one token into the other, of two in alphabetical order."""
    found = []
    for edit in Levenshtein.editops(a, b):
        kind, i, j = edit.tag, edit.src_pos, edit.dest_pos
        if kind == "replace":
            x, y = (a[i], b[j]) if a[i] < b[j] else (b[j], a[i])
            found += [f"s{x}{y}", "s" + "cv"[x in _VOWELS] + "cv"[y in _VOWELS]]
            if i == 0 or j == 0:
                found.append("s^")
            continue
        text, at = (a, i) if kind == "delete" else (b, j)
        letter, before = text[at], text[at - 1] if at else "^"
        if letter in (before, text[at + 1 : at + 2]):
            found.append("double")
            continue
        found += [f"g{letter}", f"g{before}{letter}", "gv" if letter in _VOWELS else "gc"]
        if at == 0:
            found.append("g^")
        elif at == len(text) - 1:
            found.append("g$")
    return found


def numbers(a: str, b: str) -> list[float]:
    """Return the numeric features of two tokens, in the order of NUMERIC."""
    longest, distance = max(len(a), len(b)), OSA.distance(a, b)
    plain = Levenshtein.distance(a, b)
    ours, theirs = sound(a), sound(b)
    return [
        1.0,
        JaroWinkler.similarity(a, b),
        1.0 - distance / longest,
        float(ours == theirs),
        float(ours == theirs and len(ours) > 2),
        OSA.distance(ours, theirs) / max(len(ours), len(theirs), 1),
        min(len(a), len(b)) / 10,
        plain / 4,
        plain / longest,
        float(a[0] == b[0]),
        float(a.startswith(b) or b.startswith(a)),
        abs(len(a) - len(b)) / longest,
        float(distance < plain),
    ]


@dataclass(frozen=True, slots=True)
class Likeness:
    """The fitted weights: one a numeric feature, one an edit."""

    numeric: tuple[float, ...]
    edits: dict[str, float]

    def __call__(self, a: str, b: str) -> float:
        """Return the probability that two tokens of [a-z0-9] are one word; 1 for equal ones."""
        if a == b:
            return 1.0
        a, b = min(a, b), max(a, b)  # of several ways to edit, the one that is found depends on the direction
        if not a or not b or JaroWinkler.similarity(a, b) < FARTHEST:
            return 0.0
        of_edits = self.edits
        logit = sum([weight * value for weight, value in zip(self.numeric, numbers(a, b), strict=True)])
        logit += sum([of_edits.get(edit, 0.0) for edit in edits(a, b)])
        return sigmoid(logit)


def sigmoid(logit: float) -> float:
    """Return the probability that has these log-odds."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, logit))))


@cache
def fitted() -> Likeness:
    """Read the weights inside the package, once."""
    path = resources.files("polyonym.text").joinpath("weights/likeness.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    return Likeness(tuple(found["numeric"][name] for name in NUMERIC), found["edits"])


@lru_cache(maxsize=262144)
def likeness(a: str, b: str) -> float:
    """Return the probability that two romanised tokens are spellings of one word."""
    return fitted()(a, b)


def same_word(a: str, b: str) -> float:
    """Return `likeness` for tokens of one script, and 0 for two that share too few letters to be spellings of one word.

    The weights were fitted on near tokens; of far ones, where nearly everything is an edit, they know nothing.
    """
    return likeness(a, b) if OSA.normalized_similarity(a, b) >= LEAST_SHARED else 0.0
