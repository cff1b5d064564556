"""Fits the weights of `polyonym.text.cross_script_similarity`: logistic regressions over two tokens of two scripts.

In come lists (see `lists`) with names in several scripts, out come weights for each script, weights for all scripts
together (`pooled`), and weights without a cosine (`romanised`) for scripts that have no map. Positives are tokens that
are aligned in two names of one entity. Negatives are the most similar Latin tokens and random ones, unless they may be
spellings of a positive. The weights of a script are fitted with the pooled ones as their prior, so that a script with
few examples stays close to the others.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import JaroWinkler

from polyonym.errors import InputError
from polyonym.text.cross_script_similarity import NUMERIC_FEATURES, numeric_features
from polyonym.text.cross_script_vectors import bundled_encoder, cosine, latin_space, map_names
from polyonym.text.name import Name, Token, analyse
from polyonym.text.romanise import readings
from polyonym.text.scripts import COMMON, LATIN, traits
from polyonym.text.spelling_similarity import spelling_similarity
from polyonym.training.lists import ListedEntity, hash_bucket
from polyonym.training.logistic_regression import Matrix, fit_logistic

AlignedTerms = dict[str, dict[str, set[str]]]
"""Script to native token to its Latin spellings."""

MAX_LATIN_NAMES: Final = 6
MAX_TOKENS: Final = 5
MAX_PAIRS: Final = 4000
"""At most so many pairs of a script come from one list, so that no list outweighs the others."""
MIN_ALIGNED: Final = 0.2
MIN_ALIGNED_ALONE: Final = 0.3
"""Tokens with a lower cosine, in names of several tokens or of one, are not aligned: many names are translated."""
MAX_LATIN: Final = 30_000
MAX_NATIVE: Final = 2000
NEAREST, NEAR, RANDOM = 3, 5, 4
"""Negatives of a native token: the most similar, a sample of the next ones, and a sample of all."""
RANDOM_WITHOUT_VECTOR: Final = 8
"""Negatives of a native token without a vector."""
NEXT: Final = 300
SIMILARITY_OFFSET: Final = 0.25
"""Subtracted from a Jaro-Winkler similarity, it compares with a cosine."""
MAX_NEGATIVE_SIMILARITY: Final = 0.25
"""A Latin token that is more similar to a positive may be a spelling of it, and is no negative."""
MIN_EXAMPLES: Final = 3000
POOLED_RIDGE: Final = 1.0
SCRIPT_RIDGE: Final = 3.0
UNMAPPED_WEIGHT: Final = 3
"""How often an example of a script without a map counts for the weights without a cosine."""
POOLED, ROMANISED = "pooled", "romanised"


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Features of pairs of tokens, float32, shape (n, features), and their labels, float64, shape (n,)."""

    rows: NDArray[np.float32]
    labels: Matrix


@dataclass(frozen=True, slots=True)
class ScriptReport:
    """How well the examples of a script are separated, by the cosine, the spelling, and the fitted weights (AUC)."""

    script: str
    examples: int
    cosine: float
    spelling: float
    fitted: float


def fit(
    lists: Iterable[Sequence[ListedEntity]], seed: int = 0
) -> tuple[dict[str, dict[str, float]], list[ScriptReport]]:
    """Return the weights as they are stored, and a report for each script; raise InputError without examples."""
    terms, latin = aligned_terms(lists)
    by_script = {script: examples(script, found, latin, seed) for script, found in sorted(terms.items())}
    mapped = {script: one for script, one in by_script.items() if has_map(script)}
    if not mapped:
        raise InputError("The lists hold no entity with a name in Latin and one in a script that the map knows.")
    unmapped = [one for script, one in by_script.items() if not has_map(script)]
    pooled = _fit_together([*mapped.values()])
    romanised = _fit_together([_without_cosine(one) for one in (*mapped.values(), *unmapped * UNMAPPED_WEIGHT)])
    weights = {
        script: fit_logistic(one.rows, one.labels, SCRIPT_RIDGE, pooled)
        for script, one in mapped.items()
        if len(one.labels) >= MIN_EXAMPLES and not traits(script).shares_weights
    }
    shared = {script: pooled if script in mapped else romanised for script in by_script}
    reports = [_report(script, one, weights.get(script, shared[script])) for script, one in by_script.items()]
    stored = {**weights, POOLED: pooled, ROMANISED: romanised}
    return {name: _stored(fitted) for name, fitted in stored.items()}, reports


def _fit_together(found: Sequence[Examples]) -> Matrix:
    """Return the weights that are fitted to the examples of several scripts: float64, shape (features,)."""
    rows = np.concatenate([one.rows for one in found])
    return fit_logistic(rows, np.concatenate([one.labels for one in found]), POOLED_RIDGE)


def _without_cosine(found: Examples) -> Examples:
    """Return examples as they would be without a map."""
    kept = [not name.startswith("cosine") for name in NUMERIC_FEATURES]
    return Examples(found.rows * np.array(kept, np.float32), found.labels)


def _stored(weights: Matrix) -> dict[str, float]:
    """Return weights by the names of their features."""
    return {name: round(float(weight), 4) for name, weight in zip(NUMERIC_FEATURES, weights, strict=True)}


def aligned_terms(lists: Iterable[Sequence[ListedEntity]]) -> tuple[AlignedTerms, list[str]]:
    """Return the aligned tokens of the names of each entity, and all Latin tokens."""
    found: AlignedTerms = defaultdict(lambda: defaultdict(set))
    latin: set[str] = set()
    for entities in lists:
        taken: Counter[str] = Counter()
        for entity in sorted(entities, key=lambda one: (hash_bucket(one.id, 2**61), one.id)):
            latin_names = [analyse(text) for text, script in entity.names if script == LATIN][:MAX_LATIN_NAMES]
            latin.update(token.latin for name in latin_names for token in name.tokens)
            if entity.type != "organization":  # their names are translated
                _align_entity(entity, latin_names, found, taken)
    return found, sorted(token for token in latin if len(token) > 1 and token.isalpha())


def _align_entity(entity: ListedEntity, latin_names: Sequence[Name], found: AlignedTerms, taken: Counter[str]) -> None:
    """Add the aligned tokens of an entity, unless its list has given enough of a script."""
    for text, script in entity.names:
        if script in (LATIN, COMMON) or taken[script] > MAX_PAIRS:
            continue
        native_name = analyse(text)
        for latin_name in latin_names:
            for native, latin in aligned(native_name, latin_name):
                found[native.script][native.text].add(latin.latin)
                taken[script] += 1


def aligned(native_name: Name, latin_name: Name) -> list[tuple[Token, Token]]:
    """Return the pairs of tokens that are each other's most similar, in two names of equally many tokens."""
    natives = [token for token in native_name.tokens if token.role == "name" and token.script != LATIN]
    latins = [token for token in latin_name.tokens if token.role == "name" and token.script == LATIN]
    if not 0 < len(natives) == len(latins) <= MAX_TOKENS:
        return []
    similarities = np.array([[_similarity(native, latin) for latin in latins] for native in natives])
    minimum = MIN_ALIGNED_ALONE if len(natives) == 1 else MIN_ALIGNED
    best = [(at, int(row.argmax())) for at, row in enumerate(similarities)]
    return [
        (natives[at], latins[to])
        for at, to in best
        if int(similarities[:, to].argmax()) == at and similarities[at, to] >= minimum
    ]


def _similarity(native: Token, latin: Token) -> float:
    """Return the cosine of two tokens, and a value on the same scale where there is no map."""
    if has_map(native.script):
        return cosine(native.text, native.script, latin.latin)
    return JaroWinkler.similarity(native.latin, latin.latin) - SIMILARITY_OFFSET


def examples(script: str, terms: Mapping[str, set[str]], latin: Sequence[str], seed: int = 0) -> Examples:
    """Return the positives of a script with negatives drawn for them. Equal arguments give equal examples."""
    rng = random.Random(f"{script} {seed}")  # noqa: S311 -- reproducible, not secret
    known = rng.sample(latin, min(MAX_LATIN, len(latin)))
    natives = sorted(terms)
    rows: list[list[float]] = []
    labels: list[float] = []
    cosines_of = _cosines(script, known)
    for native in rng.sample(natives, min(MAX_NATIVE, len(natives))):
        right = terms[native]
        drawn = _draw_negatives(cosines_of(native), known, rng)
        wrong = [one for one in drawn if one not in right and not _may_be_spelling(one, right)]
        labelled = [*((one, 0.0) for one in wrong), *((one, 1.0) for one in sorted(right))]
        rows.extend(numeric_features(native, one, cosine(native, script, one)) for one, _ in labelled)
        labels.extend(label for _, label in labelled)
    return Examples(np.array(rows, np.float32).reshape(len(rows), len(NUMERIC_FEATURES)), np.array(labels))


def has_map(script: str) -> bool:
    """Tell whether there is a learned map for a script."""
    return bool(map_names(script))


def _cosines(script: str, latin: Sequence[str]) -> Callable[[str], NDArray[np.float32]]:
    """Return a function from a native token to its cosines with Latin tokens, float32, empty without a map."""
    if not has_map(script):
        return lambda _: np.zeros(0, np.float32)
    encoder, name = bundled_encoder(), map_names(script)[0]
    vectors = encoder.latin(latin, latin_space(name))
    return lambda native: vectors @ encoder.native([native], name, [readings(native)])[0]


def _may_be_spelling(token: str, right: Iterable[str]) -> bool:
    """Tell whether a token may be a spelling of a positive."""
    return max(spelling_similarity(token, one) for one in right) >= MAX_NEGATIVE_SIMILARITY


def _draw_negatives(cosines: NDArray[np.float32], latin: Sequence[str], rng: random.Random) -> list[str]:
    """Return Latin tokens as negatives of a native one, by its cosines with all of them."""
    if not len(cosines):
        return rng.sample(latin, min(RANDOM_WITHOUT_VECTOR, len(latin)))
    order = np.argsort(-cosines, kind="stable")[:NEXT].tolist()
    near, everything = order[NEAREST:], range(len(latin))
    sample = [*rng.sample(near, min(NEAR, len(near))), *rng.sample(everything, min(RANDOM, len(latin)))]
    return [latin[at] for at in (*order[:NEAREST], *sample)]


def _report(script: str, found: Examples, weights: Matrix) -> ScriptReport:
    """Return how well weights separate the examples that they were fitted on."""
    cosines, spellings = (found.rows[:, NUMERIC_FEATURES.index(name)] for name in ("cosine", "likeness"))
    columns = (cosines, spellings, found.rows @ weights)
    return ScriptReport(script, len(found.labels), *(area_under_curve(column, found.labels) for column in columns))


def area_under_curve(scores: NDArray[np.floating], labels: Matrix) -> float:
    """Return the area under the ROC curve: how often a positive is scored above a negative, ties counting half."""
    right, wrong = np.sort(scores[labels == 1]), np.sort(scores[labels == 0])
    if not len(right) or not len(wrong):
        return 0.5
    below = np.searchsorted(wrong, right, "left") + np.searchsorted(wrong, right, "right")
    return round(float(below.mean() / 2 / len(wrong)), 4)
