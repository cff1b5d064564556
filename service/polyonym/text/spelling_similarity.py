"""How likely two Latin spellings are one word: the costs of edits, learned from real variants.

In come two romanised tokens, out comes a probability between 0 and 1. Not every edit is alike: between systems of
romanisation `u` for `w`, `q` for `g` or a doubled letter says little, `n` for `t` says much. A logistic regression over
the edits between two tokens (substitutions by their letters, gaps by their letter and its neighbour, what happens at
the ends) and their sound keys was fitted on spelling variants in alias lists against near tokens that are other names;
`polyonym.training.spelling_similarity` fits it again. Symmetric by construction.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass, field
from importlib import resources
from operator import mul
from typing import Final, cast

from rapidfuzz.distance import OSA, JaroWinkler, Levenshtein

from polyonym.memo import memoised, read_once
from polyonym.text.phonetic import phonetic_key

NUMERIC_FEATURES: Final = (
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
_DOUBLE: Final = ("double", "", "")
_SUREST: Final = 40.0

Edit = tuple[str, str, str]
"""A sign for the kind of an edit, and two letters: those that stand for one another, or what is before a gap and in it.

Signs are `s` for a substitution and `g` for a gap, with `^` or `$` at the ends of a word; `double` has no letters.
"""


def edits(a: str, b: str) -> list[str]:
    """Return the features of the edits that turn one token into the other, of two in alphabetical order."""
    return [feature for edit in _edits(a, b) for feature in edit_features(edit)]


def _edits(a: str, b: str) -> list[Edit]:
    """Return the edits that turn one token into the other."""
    found = []
    # The list is typed as one of objects and made of tuples, which are taken apart faster.
    for kind, i, j in cast("list[tuple[str, int, int]]", Levenshtein.editops(a, b).as_list()):
        if kind == "replace":
            sign, x, y = "s" if i and j else "s^", a[i], b[j]
            found.append((sign, x, y) if x < y else (sign, y, x))
            continue
        text, at = (a, i) if kind == "delete" else (b, j)
        letter, before = text[at], text[at - 1] if at else "^"
        if letter in (before, text[at + 1 : at + 2]):
            found.append(_DOUBLE)
        else:
            sign = "g^" if at == 0 else "g$" if at == len(text) - 1 else "g"
            found.append((sign, before, letter))
    return found


def edit_features(edit: Edit) -> list[str]:
    """Return the features of an edit."""
    sign, x, y = edit
    if edit == _DOUBLE:
        return [sign]
    if sign in {"s", "s^"}:
        named = [f"s{x}{y}", "s" + "cv"[x in _VOWELS] + "cv"[y in _VOWELS]]
    else:
        named = [f"g{y}", f"g{x}{y}", "gv" if y in _VOWELS else "gc"]
    return named if sign in {"s", "g"} else [*named, sign]


def numeric_features(a: str, b: str) -> list[float]:
    """Return the numeric features of two tokens, in the order of NUMERIC."""
    return _numbers(a, b, JaroWinkler.similarity(a, b), OSA.distance(a, b), Levenshtein.distance(a, b))


def _numbers(a: str, b: str, similarity: float, distance: int, plain: int) -> list[float]:
    """Return the numeric features of two tokens whose Jaro-Winkler similarity and distances are known.

    `distance` counts a swap of neighbours as one edit, `plain` as two.
    """
    ours, theirs = phonetic_key(a), phonetic_key(b)
    shorter, longest = (len(a), len(b)) if len(a) < len(b) else (len(b), len(a))
    same = ours == theirs
    return [
        1.0,
        similarity,
        1.0 - distance / longest,
        same,
        same and len(ours) > 2,
        0.0 if same else OSA.distance(ours, theirs) / max(len(ours), len(theirs)),
        shorter / 10,
        plain / 4,
        plain / longest,
        a[0] == b[0],
        a.startswith(b) or b.startswith(a),
        (longest - shorter) / longest,
        distance < plain,
    ]


@dataclass(frozen=True, slots=True)
class SpellingModel:
    """The fitted weights: one a numeric feature, one an edit.

    `told` remembers what the features of an edit weigh: there are few edits, and the same ones come again and again.
    """

    numeric: tuple[float, ...]
    edits: dict[str, float]
    told: dict[Edit, tuple[float, ...]] = field(default_factory=dict, compare=False)

    def __call__(self, a: str, b: str) -> float:
        """Return the probability that two tokens of [a-z0-9] are one word; 1 for equal ones."""
        if a == b:
            return 1.0
        if not a or not b:
            return 0.0
        if a > b:
            a, b = b, a  # of several ways to edit, the one that is found depends on the direction
        similarity = JaroWinkler.similarity(a, b)
        if similarity < FARTHEST:
            return 0.0
        found = _edits(a, b)
        logit = sum(map(mul, self.numeric, _numbers(a, b, similarity, OSA.distance(a, b), len(found))))
        logit += sum([weight for edit in found for weight in self.told.get(edit) or self._tell(edit)])
        return sigmoid(logit)

    def _tell(self, edit: Edit) -> tuple[float, ...]:
        """Return what the features of an edit weigh, and remember it."""
        weights = self.told[edit] = tuple([self.edits.get(feature, 0.0) for feature in edit_features(edit)])
        return weights


def sigmoid(logit: float) -> float:
    """Return the probability that has these log-odds."""
    return 1.0 / (1.0 + math.exp(-logit if -_SUREST < logit < _SUREST else -math.copysign(_SUREST, logit)))


@read_once("spelling_model")
def spelling_model() -> SpellingModel:
    """Read the weights inside the package, once."""
    path = resources.files("polyonym.text").joinpath("weights/spelling_similarity.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    return SpellingModel(tuple(found["numeric"][name] for name in NUMERIC_FEATURES), found["edits"])


@memoised("spelling_similarity")
def spelling_similarity(a: str, b: str) -> float:
    """Return the probability that two romanised tokens are spellings of one word."""
    return spelling_model()(a, b)


def same_word_probability(a: str, b: str) -> float:
    """Return `spelling_similarity` for tokens of one script, and 0 for two that share too few letters.

    The weights were fitted on near tokens; of far ones, where nearly everything is an edit, they know nothing.
    """
    return spelling_similarity(a, b) if share_letters(a, b) else 0.0


def share_letters(a: str, b: str) -> bool:
    """Tell whether enough letters of two tokens are the same for them to be spellings of one word."""
    similarity: float = OSA.normalized_similarity(a, b)
    return similarity >= LEAST_SHARED
