"""Fit the costs of edits between two spellings of a token.

In come alias lists: entities with several Latin names each. Where two names of an entity differ in one token only, the
two tokens are a positive; for each, the nearest tokens of other names are negatives. Hard negatives matter: against
random tokens anything looks good.
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
from polyonym.training.logistic_regression import logistic
from polyonym.training.ngram_neighbours import GramIndex

TokenPairs = list[tuple[str, str]]

MOST_NAMES: Final = 12
RAREST_EDIT: Final = 60
"""An edit that is seen less often than this gets no weight of its own."""
TYPOS: Final = 0.25
"""The share of positives that are made by hand-slips on random tokens: lists of aliases hold few."""


def variants(entities: Iterable[Sequence[str]]) -> tuple[TokenPairs, list[str]]:
    """Return pairs of tokens that are variants of each other, sorted, and every token seen."""
    found: set[tuple[str, str]] = set()
    tokens: set[str] = set()
    for names in entities:
        forms = {
            tuple(t.latin for t in analyse(name).tokens if t.role == "name" and t.script == LATIN)
            for name in names[:MOST_NAMES]
        }
        tokens.update(token for form in forms for token in form if len(token) > 1)
        for a, b in combinations(sorted(forms), 2):
            ours, theirs = set(a) - set(b), set(b) - set(a)
            if len(a) != len(b) or len(ours) != 1 or len(theirs) != 1:
                continue
            x, y = sorted((ours.pop(), theirs.pop()))
            is_word_pair = min(len(x), len(y)) > 1 and not (x.isdigit() or y.isdigit())
            if is_word_pair and JaroWinkler.similarity(x, y) > MIN_JARO_WINKLER:
                found.add((x, y))
    return sorted(found), sorted(tokens)


def typos(tokens: Sequence[str], count: int, seed: int = 0) -> TokenPairs:
    """Return tokens beside the same with one slip of the hand: a letter dropped, doubled, swapped or missed."""
    rng = random.Random(seed)  # noqa: S311 -- reproducible, not secret
    long = [token for token in tokens if len(token) > 5 and token.isalpha()]
    made: TokenPairs = []
    for token in rng.choices(long, k=count) if long else []:
        at = rng.randrange(1, len(token) - 1)
        letter = rng.choice("abcdefghijklmnopqrstuvwxyz")
        slips = (
            token[:at] + token[at + 1 :],
            token[:at] + token[at + 1] + token[at] + token[at + 2 :],
            token[:at] + letter + token[at + 1 :],
            token[:at] + letter + token[at:],
        )
        slip = rng.choice(slips)
        if slip != token:
            made.append((min(token, slip), max(token, slip)))
    return made


def near_misses(positives: TokenPairs, tokens: Sequence[str], most: int, seed: int = 0) -> TokenPairs:
    """Return pairs of near tokens that are not known to be variants: the negatives."""
    partners = defaultdict(set)
    for a, b in positives:
        partners[a].add(b)
        partners[b].add(a)
    index = GramIndex.of(tokens)
    asked = sorted(partners)
    random.Random(seed).shuffle(asked)  # noqa: S311 -- as above
    found: set[tuple[str, str]] = set()
    for token in asked:
        near, _ = index.nearest(token, 12, 0.3)
        for other in (tokens[number] for number in near.tolist()):
            if (
                other != token
                and other not in partners[token]
                and JaroWinkler.similarity(token, other) >= MIN_JARO_WINKLER
            ):
                found.add((min(token, other), max(token, other)))
        if len(found) >= most:
            break
    return sorted(found)


def fit(positives: TokenPairs, negatives: TokenPairs, penalty: float = 3.0) -> dict[str, Any]:
    """Fit a ridge logistic regression by Newton's method; return the weights as they are stored."""
    rows = [(a, b, 1.0) for a, b in positives] + [(a, b, 0.0) for a, b in negatives]
    counts = Counter(edit for a, b, _ in rows for edit in set(edits(a, b)))
    known = sorted(edit for edit, count in counts.items() if count >= RAREST_EDIT)
    place = {edit: len(NUMERIC_FEATURES) + at for at, edit in enumerate(known)}
    x = np.zeros((len(rows), len(NUMERIC_FEATURES) + len(known)), np.float32)
    for row, (a, b, _) in enumerate(rows):
        x[row, : len(NUMERIC_FEATURES)] = numeric_features(a, b)
        for edit in edits(a, b):
            if edit in place:
                x[row, place[edit]] += 1
    weights = logistic(x, np.array([label for _, _, label in rows]), penalty)
    return {
        "numeric": {name: round(float(weights[at]), 4) for at, name in enumerate(NUMERIC_FEATURES)},
        "edits": {edit: round(float(weights[place[edit]]), 3) for edit in known},
    }
