"""Fits the weights of `polyonym.text.spelling_similarity`: a logistic regression over the edits between two tokens.

In come entities with several Latin names each, out come the weights. Where two names of an entity differ in one token,
the two tokens are a positive example. The most similar tokens of other names are the negatives: against random tokens
any model looks good.
"""

from __future__ import annotations

import random
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any, Final

import numpy as np
from rapidfuzz.distance import JaroWinkler

from polyonym.text.name import analyse
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_similarity import MIN_JARO_WINKLER, NUMERIC_FEATURES, edits, numeric_features
from polyonym.training.logistic_regression import fit_logistic
from polyonym.training.ngram_neighbours import NgramIndex

TokenPairs = list[tuple[str, str]]

MAX_NAMES: Final = 12
MIN_EDIT_COUNT: Final = 60
"""An edit that is rarer in the examples gets no weight of its own."""
TYPOS: Final = 0.25
"""Synthetic typing errors for each positive example of the lists, which hold few of them."""
_NEIGHBOURS: Final = 12
_MIN_NEIGHBOUR_COSINE: Final = 0.3


def variants(entities: Iterable[Sequence[str]]) -> tuple[TokenPairs, list[str]]:
    """Return pairs of tokens that are variants of each other, and all tokens, both sorted."""
    found: set[tuple[str, str]] = set()
    tokens: set[str] = set()
    for names in entities:
        forms = {
            tuple(t.latin for t in analyse(name).tokens if t.role == "name" and t.script == LATIN)
            for name in names[:MAX_NAMES]
        }
        tokens.update(token for form in forms for token in form if len(token) > 1)
        for a, b in combinations(sorted(forms), 2):
            only_a, only_b = set(a) - set(b), set(b) - set(a)
            if len(a) != len(b) or len(only_a) != 1 or len(only_b) != 1:
                continue
            x, y = sorted((only_a.pop(), only_b.pop()))
            is_word_pair = min(len(x), len(y)) > 1 and not (x.isdigit() or y.isdigit())
            if is_word_pair and JaroWinkler.similarity(x, y) > MIN_JARO_WINKLER:
                found.add((x, y))
    return sorted(found), sorted(tokens)


def typos(tokens: Sequence[str], count: int, seed: int = 0) -> TokenPairs:
    """Return pairs of a token and the same with one typing error: a letter dropped, swapped, replaced or inserted."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    long = [token for token in tokens if len(token) > 5 and token.isalpha()]
    found: TokenPairs = []
    for token in rng.choices(long, k=count) if long else []:
        at = rng.randrange(1, len(token) - 1)
        letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
        errors = (
            token[:at] + token[at + 1 :],
            token[:at] + token[at + 1] + token[at] + token[at + 2 :],
            token[:at] + letter + token[at + 1 :],
            token[:at] + letter + token[at:],
        )
        error = rng.choice(errors)
        if error != token:
            found.append((min(token, error), max(token, error)))
    return found


def near_misses(positives: TokenPairs, tokens: Sequence[str], limit: int, seed: int = 0) -> TokenPairs:
    """Return about `limit` pairs of similar tokens that are no known variants: the negatives."""
    partners = defaultdict(set)
    for a, b in positives:
        partners[a].add(b)
        partners[b].add(a)
    index = NgramIndex.of(tokens)
    queries = sorted(partners)
    random.Random(seed).shuffle(queries)  # noqa: S311 -- as above
    found: set[tuple[str, str]] = set()
    for token in queries:
        neighbours, _ = index.nearest(token, _NEIGHBOURS, _MIN_NEIGHBOUR_COSINE)
        for other in (tokens[number] for number in neighbours.tolist()):
            if (
                other != token
                and other not in partners[token]
                and JaroWinkler.similarity(token, other) >= MIN_JARO_WINKLER
            ):
                found.add((min(token, other), max(token, other)))
        if len(found) >= limit:
            break
    return sorted(found)


def fit(positives: TokenPairs, negatives: TokenPairs, ridge: float = 3.0) -> dict[str, Any]:
    """Fit the weights and return them as they are stored."""
    rows = [(a, b, 1.0) for a, b in positives] + [(a, b, 0.0) for a, b in negatives]
    counts = Counter(edit for a, b, _ in rows for edit in set(edits(a, b)))
    known = sorted(edit for edit, count in counts.items() if count >= MIN_EDIT_COUNT)
    column = {edit: len(NUMERIC_FEATURES) + at for at, edit in enumerate(known)}
    x = np.zeros((len(rows), len(NUMERIC_FEATURES) + len(known)), np.float32)
    for row, (a, b, _) in enumerate(rows):
        x[row, : len(NUMERIC_FEATURES)] = numeric_features(a, b)
        for edit in edits(a, b):
            if edit in column:
                x[row, column[edit]] += 1
    weights = fit_logistic(x, np.array([label for _, _, label in rows]), ridge)
    return {
        "numeric": {name: round(float(weights[at]), 4) for at, name in enumerate(NUMERIC_FEATURES)},
        "edits": {edit: round(float(weights[column[edit]]), 3) for edit in known},
    }
