"""Fit how much cosine, romanised spelling and sound of a native and a Latin token tell (see `text.across`).

In come lists (see `lists`) with names in several scripts, out come the weights of a logistic regression for each
script, of one for all (`pooled`), and of one without a cosine (`romanised`) for scripts that have no map. Positives are
tokens that stand for each other in two names of one entity; negatives are the nearest and random other Latin tokens
that are no spelling of a positive. The pooled weights are fitted first, and those of a script towards them with a
ridge: a script with few names stays near the others.
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
from polyonym.text import cross_script_vectors as bridge
from polyonym.text.cross_script_similarity import NUMERIC_FEATURES, numeric_features
from polyonym.text.name import Name, Token, analyse
from polyonym.text.romanise import readings
from polyonym.text.scripts import COMMON, LATIN, traits
from polyonym.text.spelling_similarity import spelling_similarity
from polyonym.training.lists import ListedEntity, bucket
from polyonym.training.logistic_regression import Matrix, logistic

TermIndex = dict[str, dict[str, set[str]]]
"""Script to native token to its Latin spellings."""

MOST_LATIN_NAMES: Final = 6
MOST_TOKENS: Final = 5
MOST_PAIRS: Final = 4000
"""So many pairs of one script are taken from one list: no list is a majority."""
ALIGNED: Final = 0.2
ALIGNED_ALONE: Final = 0.3
"""Tokens with a lower cosine are not taken for each other: many names are translated."""
MOST_LATIN: Final = 30_000
MOST_NATIVE: Final = 2000
NEAREST, NEAR, RANDOM = 3, 5, 4
"""Negatives of a native token: the nearest, some of the next, and some of all."""
RANDOM_ALONE: Final = 8
"""Negatives of a native token that has no vector."""
NEXT: Final = 300
SPELLED_ALIKE: Final = 0.25
"""Taken from the Jaro-Winkler similarity of romanised tokens, it compares with a cosine."""
A_SPELLING: Final = 0.25
"""A Latin token as like as this to a positive may be a spelling of it, and is no negative."""
FEWEST_EXAMPLES: Final = 3000
POOLED_RIDGE: Final = 1.0
SCRIPT_RIDGE: Final = 3.0
UNMAPPED_WEIGHT: Final = 3
"""How often an example of a script without a map counts where no cosine is used."""
POOLED, ROMANISED = "pooled", "romanised"


@dataclass(frozen=True, slots=True, eq=False)
class Examples:
    """Features of pairs of tokens, a row each, and whether they are one word."""

    rows: NDArray[np.float32]
    labels: Matrix


@dataclass(frozen=True, slots=True)
class Judged:
    """How often a right pair of a script is put above a wrong one: by the cosine, the spelling, the fitted weights."""

    script: str
    examples: int
    cosine: float
    spelling_similarity: float
    fitted: float


def fit(lists: Iterable[Sequence[ListedEntity]], seed: int = 0) -> tuple[dict[str, dict[str, float]], list[Judged]]:
    """Fit the weights; return them as they are stored, and how well they tell the examples apart."""
    terms, latin = aligned_tokens(lists)
    every = {script: examples(script, found, latin, seed) for script, found in sorted(terms.items())}
    data = {script: one for script, one in every.items() if mapped(script)}
    if not data:
        raise InputError("The lists hold no entity with a name in Latin and one in a script that the map knows.")
    alone = [one for script, one in every.items() if not mapped(script)]
    pooled = _fit_together([*data.values()])
    romanised = _fit_together([_blind(one) for one in (*data.values(), *alone * UNMAPPED_WEIGHT)])
    weights = {
        script: logistic(one.rows, one.labels, SCRIPT_RIDGE, pooled)
        for script, one in data.items()
        if len(one.labels) >= FEWEST_EXAMPLES and not traits(script).shares_weights
    }
    shared = {script: pooled if script in data else romanised for script in every}
    pair_probability = [_judged(script, one, weights.get(script, shared[script])) for script, one in every.items()]
    stored = {**weights, POOLED: pooled, ROMANISED: romanised}
    return {name: _stored(fitted) for name, fitted in stored.items()}, pair_probability


def _fit_together(found: Sequence[Examples]) -> Matrix:
    """Fit one set of weights to the examples of several scripts."""
    rows = np.concatenate([one.rows for one in found])
    return logistic(rows, np.concatenate([one.labels for one in found]), POOLED_RIDGE)


def _blind(found: Examples) -> Examples:
    """Return examples as they would be without a map."""
    seen = [not name.startswith("cosine") for name in NUMERIC_FEATURES]
    return Examples(found.rows * np.array(seen, np.float32), found.labels)


def _stored(weights: Matrix) -> dict[str, float]:
    return {name: round(float(weight), 4) for name, weight in zip(NUMERIC_FEATURES, weights, strict=True)}


def aligned_tokens(lists: Iterable[Sequence[ListedEntity]]) -> tuple[TermIndex, list[str]]:
    """Return the spellings that stand for each other in names of one entity, and every Latin token."""
    found: TermIndex = defaultdict(lambda: defaultdict(set))
    latin: set[str] = set()
    for entities in lists:
        taken: Counter[str] = Counter()
        for entity in sorted(entities, key=lambda one: (bucket(one.id, 2**61), one.id)):
            forms = [analyse(text) for text, script in entity.names if script == LATIN][:MOST_LATIN_NAMES]
            latin.update(token.latin for form in forms for token in form.tokens)
            if entity.type != "organization":  # their names are translated
                _align_entity(entity, forms, found, taken)
    return found, sorted(token for token in latin if len(token) > 1 and token.isalpha())


def _align_entity(entity: ListedEntity, forms: Sequence[Name], found: TermIndex, taken: Counter[str]) -> None:
    """Add the spellings that the names of an entity hold to those found, until a list has given enough of a script."""
    for text, script in entity.names:
        if script in (LATIN, COMMON) or taken[script] > MOST_PAIRS:
            continue
        native = analyse(text)
        for form in forms:
            for ours, theirs in aligned(native, form):
                found[ours.script][ours.text].add(theirs.latin)
                taken[script] += 1


def aligned(native: Name, latin: Name) -> list[tuple[Token, Token]]:
    """Return the tokens of two names with equally many that are each other's nearest."""
    ours = [token for token in native.tokens if token.role == "name" and token.script != LATIN]
    theirs = [token for token in latin.tokens if token.role == "name" and token.script == LATIN]
    if not 0 < len(ours) == len(theirs) <= MOST_TOKENS:
        return []
    cosines = np.array([[_likeness(a, b) for b in theirs] for a in ours])
    least = ALIGNED_ALONE if len(ours) == 1 else ALIGNED
    nearest = [(at, int(row.argmax())) for at, row in enumerate(cosines)]
    return [
        (ours[at], theirs[to]) for at, to in nearest if int(cosines[:, to].argmax()) == at and cosines[at, to] >= least
    ]


def _likeness(native: Token, latin: Token) -> float:
    """Return the cosine of two tokens, and what compares with it where there is no map."""
    if mapped(native.script):
        return bridge.cosine(native.text, native.script, latin.latin)
    return JaroWinkler.similarity(native.latin, latin.latin) - SPELLED_ALIKE


def examples(script: str, terms: Mapping[str, set[str]], latin: Sequence[str], seed: int = 0) -> Examples:
    """Return the positives of a script, and the negatives drawn for them; equal arguments give equal examples."""
    rng = random.Random(f"{script} {seed}")  # noqa: S311 -- reproducible, not secret
    known = rng.sample(latin, min(MOST_LATIN, len(latin)))
    natives = sorted(terms)
    rows: list[list[float]] = []
    labels: list[float] = []
    near = _nearness(script, known)
    for native in rng.sample(natives, min(MOST_NATIVE, len(natives))):
        right = terms[native]
        drawn = _drawn(near(native), known, rng)
        wrong = [one for one in drawn if one not in right and not _a_spelling(one, right)]
        laid = [*((one, 0.0) for one in wrong), *((one, 1.0) for one in sorted(right))]
        rows.extend(numeric_features(native, one, bridge.cosine(native, script, one)) for one, _ in laid)
        labels.extend(label for _, label in laid)
    return Examples(np.array(rows, np.float32).reshape(len(rows), len(NUMERIC_FEATURES)), np.array(labels))


def mapped(script: str) -> bool:
    """Tell whether there is a map for a script."""
    return bool(bridge.map_names(script))


def _nearness(script: str, latin: Sequence[str]) -> Callable[[str], NDArray[np.float32]]:
    """Return what tells how near a native token lies to each Latin one; nothing without a map."""
    if not mapped(script):
        return lambda _: np.zeros(0, np.float32)
    encoder, name = bridge.bundled_encoder(), bridge.map_names(script)[0]
    vectors = encoder.latin(latin, bridge.latin_space(name))
    return lambda native: vectors @ encoder.native([native], name, [readings(native)])[0]


def _a_spelling(token: str, right: Iterable[str]) -> bool:
    """Tell whether a token may be a spelling of one that is right."""
    return max(spelling_similarity(token, one) for one in right) >= A_SPELLING


def _drawn(cosines: NDArray[np.float32], latin: Sequence[str], rng: random.Random) -> list[str]:
    """Return the Latin tokens that are laid beside a native one as other words, if they are no spellings of it."""
    if not len(cosines):
        return rng.sample(latin, min(RANDOM_ALONE, len(latin)))
    order = np.argsort(-cosines, kind="stable")[:NEXT].tolist()
    near, others = order[NEAREST:], range(len(latin))
    some = [*rng.sample(near, min(NEAR, len(near))), *rng.sample(others, min(RANDOM, len(latin)))]
    return [latin[at] for at in (*order[:NEAREST], *some)]


def _judged(script: str, found: Examples, weights: Matrix) -> Judged:
    """Measure the weights of a script by the examples that they were fitted on."""
    columns = (
        found.rows[:, NUMERIC_FEATURES.index("cosine")],
        found.rows[:, NUMERIC_FEATURES.index("likeness")],
        found.rows @ weights,
    )
    return Judged(script, len(found.labels), *(put_above(scores, found.labels) for scores in columns))


def put_above(scores: NDArray[np.floating], labels: Matrix) -> float:
    """Return the share of pairs of a right and a wrong example that the scores put in order, ties counting half."""
    right, wrong = np.sort(scores[labels == 1]), np.sort(scores[labels == 0])
    if not len(right) or not len(wrong):
        return 0.5
    below = np.searchsorted(wrong, right, "left") + np.searchsorted(wrong, right, "right")
    return round(float(below.mean() / 2 / len(wrong)), 4)
