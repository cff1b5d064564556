"""The origin of a Latin name: whether its bearers write it in Latin letters, or it was romanised.

In come romanised tokens, out comes the probability that the name is Latin by origin. It matters where two names differ
by a letter: Smith and Smyth are two families, Omar and Umar are two spellings of one name.

The model is a ratio of letter trigram models with back-off: for each letter after the two before it, how much likelier
it is in names that were romanised from a group of scripts. `polyonym.training.name_origin` fits the weights.
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
"""Scripts whose names have many Latin spellings, by group; each group has a letter model of its own."""

NGRAM_LENGTH: Final = 3
MIN_TOKEN_LENGTH: Final = 3


def is_informative(token: str) -> bool:
    """Tell whether the letters of a romanised token say anything about its origin: it is a word and not too short."""
    return len(token) >= MIN_TOKEN_LENGTH and token.isascii() and token.isalpha()


def letter_ngrams(token: str) -> list[str]:
    """Return an n-gram for each letter of a token and for its end: that letter after those before it."""
    marked = f"^{token}$"
    return [marked[max(0, at + 1 - NGRAM_LENGTH) : at + 1] for at in range(1, len(marked))]


@read_once("origin_model")
def origin_model() -> dict[str, tuple[float, ...]]:
    """Return the weights that ship with the package: a log-odds for each group, by n-gram."""
    text = resources.files("polyonym.text").joinpath("weights/name_origin.json").read_text(encoding="utf-8")
    return {ngram: tuple(weights) for ngram, weights in json.loads(text).items()}


@memoised("origin_log_odds")
def log_odds(token: str) -> tuple[float, ...]:
    """Return for each group the log-odds that a token was romanised from it and is not Latin by origin."""
    table = origin_model()
    total = [0.0] * len(GROUPS)
    for ngram in letter_ngrams(token):
        # Back-off: the longest known end of an n-gram stands for one that the lists did not hold.
        found = next((table[ngram[cut:]] for cut in range(len(ngram)) if ngram[cut:] in table), None)
        for group, weight in enumerate(found or ()):
            total[group] += weight
    return tuple(total)


def latin_origin_probability(names: Sequence[Sequence[str]]) -> float:
    """Return the probability that names, as romanised tokens, are Latin by origin; 0.5 where no token says anything."""
    odds = [log_odds(token) for tokens in names for token in tokens if is_informative(token)]
    if not odds:
        return 0.5
    return 1.0 - sigmoid(max(sum(column) for column in zip(*odds, strict=True)) / len(names))
