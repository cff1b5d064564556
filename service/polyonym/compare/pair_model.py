"""The fitted weights under which two names are judged by themselves, and what an explanation says of them.

The same kind of model as for candidates, with curves of its own: no better candidate can turn up here, so it was fitted
on near names of two as well. `weights.json` beside it is written by `polyonym.training.pair_model`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib import resources
from typing import Final

from polyonym.compare.pair_features import PAIR_FEATURES
from polyonym.matching.score_model import REASONS, Curves, Reasons
from polyonym.memo import read_once
from polyonym.model import Adjustment
from polyonym.text.spelling_similarity import sigmoid

_DIFFER: Final = ("faint", "differing", "differing_at_home", "common_differs")
_FURTHER: Final[Mapping[str, tuple[str, ...]]] = {
    "left_over": ("left_both", "left_most", "left_names"),
    "reordered": ("rotated", "reordered", "turned_blind"),
    "common_words": (),
}
"""Where the features behind a reason are others than for a candidate."""
PAIR_REASONS: Final[Reasons] = (
    ("words_differ", "Words that were paired are spelled in two ways.", _DIFFER),
    ("accents_differ", "Both names are written with accents, and these differ.", ("marks_differ",)),
    ("family_moved", "The family name of one is another part of the other.", ("family_moved",)),
    *((code, detail, _FURTHER.get(code, names)) for code, detail, names in REASONS if _FURTHER.get(code, names)),
)
"""What an explanation of a pair takes off, in its order."""


@read_once("pair_model")
def pair_model() -> dict[str, Curves]:
    """Read the weights inside the package, once: for one script and across scripts a curve for each feature."""
    stored = json.loads(resources.files("polyonym.compare").joinpath("weights.json").read_text(encoding="utf-8"))
    return {base: Curves.of(of, PAIR_FEATURES, PAIR_REASONS) for base, of in stored["curves"].items()}


def pair_probability(features: Mapping[str, float], *, across: bool) -> tuple[float, tuple[Adjustment, ...]]:
    """Return how likely two names with these features are one entity's, and what was taken off and why."""
    curves = pair_model()["across" if across else "same"]
    values = [features[name] for name in curves.names]
    parts = curves.parts(values)
    return sigmoid(sum(parts)), curves.reasons(values, parts, sigmoid)
