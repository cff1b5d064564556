"""Spelling similarity: the probability that two Latin tokens are spellings of one word.

In come two romanised tokens, out comes a probability. The model is a logistic regression over the operations of their
Levenshtein alignment: substitutions by their two letters, gaps by the letter and its neighbour, what happens at the
ends, and numbers such as the Jaro-Winkler similarity and the distance of the phonetic keys. So `u` for `w`, `q` for
`g` or a doubled letter costs little, as systems of romanisation differ in these, and `n` for `t` costs much.

`polyonym.training.spelling_similarity` fits the weights: variants in lists of aliases against similar tokens of other
names. Rule: the similarity is symmetric.
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
"""The numeric features, as the weights file names them. All other features are names of edits, with their counts."""

MIN_JARO_WINKLER: Final = 0.55
"""Tokens below this Jaro-Winkler similarity have similarity 0."""

MIN_SHARED_LETTERS: Final = 0.4
"""Tokens that share fewer of their letters are no spellings of one word, whatever the weights of the edits say."""

_VOWELS: Final = frozenset("aeiouyw")
_DOUBLE: Final = ("double", "", "")
_MAX_LOGIT: Final = 40.0

Edit = tuple[str, str, str]
"""The kind of an edit and two letters: the two that are substituted, or the letter before a gap and the one in it.

Kinds are `s` for a substitution and `g` for a gap, with `^` or `$` at the ends of a word, and `double`, which has no
letters.
"""


def edits(a: str, b: str) -> list[str]:
    """Return the features of the edits that turn one token into the other; `a` precedes `b` alphabetically."""
    return [feature for edit in _edits(a, b) for feature in edit_features(edit)]


def _edits(a: str, b: str) -> list[Edit]:
    """Return the edits that turn one token into the other."""
    found = []
    # The list is typed as one of objects. It holds tuples, which unpack faster.
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
    """Return the features of an edit: its letters, their kinds, and the end of the word that it stands at."""
    sign, x, y = edit
    if edit == _DOUBLE:
        return [sign]
    if sign in {"s", "s^"}:
        named = [f"s{x}{y}", "s" + "cv"[x in _VOWELS] + "cv"[y in _VOWELS]]
    else:
        named = [f"g{y}", f"g{x}{y}", "gv" if y in _VOWELS else "gc"]
    return named if sign in {"s", "g"} else [*named, sign]


def numeric_features(a: str, b: str) -> list[float]:
    """Return the numeric features of two tokens, in the order of NUMERIC_FEATURES."""
    return _numeric_features(a, b, JaroWinkler.similarity(a, b), OSA.distance(a, b), Levenshtein.distance(a, b))


def _numeric_features(a: str, b: str, jaro_winkler: float, osa: int, levenshtein: int) -> list[float]:
    """Return the numeric features of two tokens with a known similarity and known distances.

    The OSA distance counts a swap of neighbouring letters as one edit, the Levenshtein distance as two.
    """
    key_a, key_b = phonetic_key(a), phonetic_key(b)
    shorter, longer = (len(a), len(b)) if len(a) < len(b) else (len(b), len(a))
    same_key = key_a == key_b
    return [
        1.0,
        jaro_winkler,
        1.0 - osa / longer,
        same_key,
        same_key and len(key_a) > 2,
        0.0 if same_key else OSA.distance(key_a, key_b) / max(len(key_a), len(key_b)),
        shorter / 10,
        levenshtein / 4,
        levenshtein / longer,
        a[0] == b[0],
        a.startswith(b) or b.startswith(a),
        (longer - shorter) / longer,
        osa < levenshtein,
    ]


@dataclass(frozen=True, slots=True)
class SpellingModel:
    """The fitted weights: one for each numeric feature, one for each feature of an edit.

    `edit_weights` keeps the weights of the features of each edit that was met. There are a few thousand edits in all.
    """

    numeric: tuple[float, ...]
    edits: dict[str, float]
    edit_weights: dict[Edit, tuple[float, ...]] = field(default_factory=dict, compare=False)

    def __call__(self, a: str, b: str) -> float:
        """Return the probability that two tokens of [a-z0-9] are one word; 1 for equal tokens."""
        if a == b:
            return 1.0
        if not a or not b:
            return 0.0
        if a > b:
            a, b = b, a  # of several shortest edit paths, the one that is found depends on the direction
        similarity = JaroWinkler.similarity(a, b)
        if similarity < MIN_JARO_WINKLER:
            return 0.0
        found = _edits(a, b)
        logit = sum(map(mul, self.numeric, _numeric_features(a, b, similarity, OSA.distance(a, b), len(found))))
        logit += sum([weight for edit in found for weight in self.edit_weights.get(edit) or self._weigh(edit)])
        return sigmoid(logit)

    def _weigh(self, edit: Edit) -> tuple[float, ...]:
        """Return the weights of the features of an edit, and keep them."""
        weights = self.edit_weights[edit] = tuple([self.edits.get(feature, 0.0) for feature in edit_features(edit)])
        return weights


def sigmoid(logit: float) -> float:
    """Return the probability that has these log-odds."""
    return 1.0 / (1.0 + math.exp(-logit if -_MAX_LOGIT < logit < _MAX_LOGIT else -math.copysign(_MAX_LOGIT, logit)))


@read_once("spelling_model")
def spelling_model() -> SpellingModel:
    """Return the weights that ship with the package."""
    path = resources.files("polyonym.text").joinpath("weights/spelling_similarity.json")
    found = json.loads(path.read_text(encoding="utf-8"))
    return SpellingModel(tuple(found["numeric"][name] for name in NUMERIC_FEATURES), found["edits"])


@memoised("spelling_similarity")
def spelling_similarity(a: str, b: str) -> float:
    """Return the probability that two romanised tokens are spellings of one word."""
    return spelling_model()(a, b)


def same_word_probability(a: str, b: str) -> float:
    """Return the spelling similarity of two tokens of one script, and 0 for two that share too few letters.

    The weights were fitted on similar tokens. They say nothing about tokens in which nearly every letter is an edit.
    """
    return spelling_similarity(a, b) if share_letters(a, b) else 0.0


def share_letters(a: str, b: str) -> bool:
    """Tell whether two tokens share enough letters to be spellings of one word."""
    similarity: float = OSA.normalized_similarity(a, b)
    return similarity >= MIN_SHARED_LETTERS
