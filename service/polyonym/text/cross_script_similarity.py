"""How likely a token of another script and a Latin one are one word.

The learned map between scripts gives a cosine, romanisation a spelling to compare; neither is right everywhere, so a
logistic regression per script, fitted by `polyonym.training.cross_script_similarity`, weighs both. A script without a
map of its own is judged by romanisation alone.
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

FARTHEST: Final = 0.25
"""Below this cosine two tokens are not looked at any closer."""

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


def numeric_features(native: str, latin: str, near: float) -> list[float]:
    """Return the numeric features of a native token and a Latin one whose vectors have the cosine `near`."""
    romanised = romanise(native)
    ours, theirs = phonetic_key(romanised), phonetic_key(latin)
    return [
        1.0,
        near,
        spelling_similarity(romanised, latin),
        JaroWinkler.similarity(romanised, latin),
        float(ours == theirs),
        OSA.normalized_similarity(ours, theirs),
        min(len(latin), 10) / 10,
        min(len(native), 8) / 8,
        max(near - 0.7, 0.0),
        max(near - 0.5, 0.0),
    ]


@read_once("cross_script_model")
def cross_script_model() -> dict[str, tuple[float, ...]]:
    """Read the weights of each script inside the package, once."""
    path = resources.files("polyonym.text").joinpath("weights/cross_script_similarity.json")
    stored = json.loads(path.read_text(encoding="utf-8"))
    return {script: tuple(weights[name] for name in NUMERIC_FEATURES) for script, weights in stored.items()}


@memoised("cross_script_similarity")
def cross_script_similarity(native: str, script: str, latin: str) -> float:
    """Return the probability that a token of a script and a Latin token are one word."""
    weights = cross_script_model().get(script) or cross_script_model()["pooled" if map_names(script) else "romanised"]
    near = cosine(native, script, latin)
    if map_names(script) and near < FARTHEST:
        return 0.0
    features = numeric_features(native, latin, near)
    logit: float = sum(map(mul, weights, features))
    if map_names(script):
        return sigmoid(logit)
    # Without a map only romanisation speaks, and it has to speak of the same consonants.
    return sigmoid(logit) * features[NUMERIC_FEATURES.index("sound_edits")] ** 2
