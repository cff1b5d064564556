"""Cross-script similarity: the probability that a native token and a Latin one are one word.

In come a folded token of another script and a romanised one, out comes a probability. A logistic regression weighs the
cosine of the two tokens under the learned map between scripts (see `cross_script_vectors`) against their spelling
after romanisation, since neither is right everywhere. There are weights for each script with enough examples, pooled
weights for other scripts that have a map, and weights without a cosine for scripts that have none.

`polyonym.training.cross_script_similarity` fits the weights.
"""

from __future__ import annotations

import json
from importlib import resources
from operator import mul
from typing import Final

from rapidfuzz.distance import OSA, JaroWinkler

from polyonym.memo import memoised, read_once
from polyonym.text.cross_script_vectors import cosine, map_names
from polyonym.text.phonetic import phonetic_key
from polyonym.text.romanise import romanise
from polyonym.text.spelling_similarity import sigmoid, spelling_similarity

MIN_COSINE: Final = 0.25
"""Tokens below this cosine have similarity 0."""

NUMERIC_FEATURES: Final = (
    "bias",
    "cosine",
    "likeness",
    "jaro_winkler",
    "same_sound",
    "sound_edits",
    "latin_length",
    "native_length",
    "cosine_above_7",
    "cosine_above_5",
)
"""The features, as the weights file names them; `likeness` is the spelling similarity after romanisation."""


def numeric_features(native: str, latin: str, vector_cosine: float) -> list[float]:
    """Return the features of a native token and a Latin one, in the order of NUMERIC_FEATURES."""
    romanised = romanise(native)
    native_key, latin_key = phonetic_key(romanised), phonetic_key(latin)
    return [
        1.0,
        vector_cosine,
        spelling_similarity(romanised, latin),
        JaroWinkler.similarity(romanised, latin),
        float(native_key == latin_key),
        OSA.normalized_similarity(native_key, latin_key),
        min(len(latin), 10) / 10,
        min(len(native), 8) / 8,
        max(vector_cosine - 0.7, 0.0),
        max(vector_cosine - 0.5, 0.0),
    ]


@read_once("cross_script_model")
def cross_script_model() -> dict[str, tuple[float, ...]]:
    """Return the weights that ship with the package: by script, and as `pooled` and `romanised`."""
    path = resources.files("polyonym.text").joinpath("weights/cross_script_similarity.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {script: tuple(weights[name] for name in NUMERIC_FEATURES) for script, weights in stored.items()}


@memoised("cross_script_similarity")
def cross_script_similarity(native: str, script: str, latin: str) -> float:
    """Return the probability that a folded token of a script and a romanised token are one word."""
    has_map = bool(map_names(script))
    weights = cross_script_model().get(script) or cross_script_model()["pooled" if has_map else "romanised"]
    vector_cosine = cosine(native, script, latin)
    if has_map and vector_cosine < MIN_COSINE:
        return 0.0
    features = numeric_features(native, latin, vector_cosine)
    logit: float = sum(map(mul, weights, features))
    if has_map:
        return sigmoid(logit)
    # Without a map the romanised spelling is all there is, and its consonants have to be the same.
    return sigmoid(logit) * features[NUMERIC_FEATURES.index("sound_edits")] ** 2
