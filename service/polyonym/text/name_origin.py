"""Whether a Latin name is spelled by its bearers or written down from another script, told by its letters.

In come romanised tokens, out comes the probability that Latin letters are how the name is written at home. It matters
where two names differ by a letter: Smith and Smyth are two families, Omar and Umar are two ways to write one name. The
weights say of a letter, after the two before it, how much likelier it is in names that came from a script; they stand
in `weights/name_origin.json` and `polyonym.training.name_origin` fits them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from importlib import resources
from typing import Final, get_args

from polyonym.memo import memoised, read_once
from polyonym.text.scripts import SCRIPTS, NameOrigin
from polyonym.text.spelling_similarity import sigmoid

GROUPS: Final[dict[str, frozenset[str]]] = {
    group: frozenset(code for code, script in SCRIPTS.items() if script.name_origin == group)
    for group in get_args(NameOrigin)
}
"""Scripts whose names are spelled in Latin letters in many ways; the two groups have letters of their own."""

LONGEST_GRAM: Final = 3
SHORTEST_TOKEN: Final = 3


def counts(token: str) -> bool:
    """Tell whether a romanised token is long enough to tell where it comes from."""
    return len(token) >= SHORTEST_TOKEN and token.isascii() and token.isalpha()


def grams(token: str) -> list[str]:
    """Return each letter of a token and its end with the letters before it, as many as the weights look at."""
    whole = f"^{token}$"
    return [whole[max(0, at + 1 - LONGEST_GRAM) : at + 1] for at in range(1, len(whole))]


@read_once("origin_model")
def origin_model() -> dict[str, tuple[float, ...]]:
    """Read the weights inside the package, once: for each gram one number a group."""
    text = resources.files("polyonym.text").joinpath("weights/name_origin.json").read_text(encoding="utf-8")
    return {gram: tuple(weights) for gram, weights in json.loads(text).items()}


@memoised("origin_log_odds")
def log_odds(token: str) -> tuple[float, ...]:
    """Return for each group the log-odds that a token came from there and was not Latin from the start."""
    table = origin_model()
    total = [0.0] * len(GROUPS)
    for gram in grams(token):
        # The longest known run of letters stands for those that no name of the lists held.
        found = next((table[gram[cut:]] for cut in range(len(gram)) if gram[cut:] in table), None)
        for place, weight in enumerate(found or ()):
            total[place] += weight
    return tuple(total)


def latin_origin_probability(names: Sequence[Sequence[str]]) -> float:
    """Return how likely two names, as romanised tokens, are Latin from the start; 0.5 where nothing tells."""
    odds = [log_odds(token) for tokens in names for token in tokens if counts(token)]
    if not odds:
        return 0.5
    return 1.0 - sigmoid(max(sum(column) for column in zip(*odds, strict=True)) / len(names))
