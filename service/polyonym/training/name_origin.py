"""Fits the letter models of `polyonym.text.name_origin`, which compare romanised names with names of Latin origin.

In come lists of people, out comes for each letter n-gram and group of scripts a log-odds. Tokens of people who also
have a name in a script of a group are examples of that group, tokens of all others are examples of Latin names. Each
has a letter trigram model, smoothed by the shorter n-grams (a Dirichlet prior around their probability).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from polyonym.text.name import analyse
from polyonym.text.name_origin import GROUPS, NGRAM_LENGTH, is_informative, letter_ngrams
from polyonym.text.scripts import LATIN
from polyonym.training.lists import ListedEntity

SMOOTHING: Final = 8.0
"""The probability after shorter n-grams counts as much as so many observations after the longer one."""
MIN_DIFFERENCE: Final = 0.2
"""An n-gram whose log-odds differ less from those of the n-gram without its first letter is left out."""
MIN_COUNT: Final = 4
ALPHABET_SIZE: Final = 27
_LATIN_ORIGIN: Final = "latin"


def fit(lists: Iterable[Iterable[ListedEntity]]) -> dict[str, list[float]]:
    """Return the weights as they are stored; raise KeyError where a group has no names."""
    tokens = _tokens(entity for entities in lists for entity in entities)
    latin_model = _LetterModel(tokens[_LATIN_ORIGIN])
    group_models = [_LetterModel(tokens[group]) for group in GROUPS]
    ngrams = (ngram for words in tokens.values() for word in words for ngram in letter_ngrams(word))
    counts = Counter(suffix for ngram in ngrams for suffix in _suffixes(ngram))
    known = sorted((ngram for ngram, count in counts.items() if count >= MIN_COUNT), key=lambda g: (len(g), g))
    weights: dict[str, list[float]] = {}
    for ngram in known:
        found = [round(math.log(model(ngram) / latin_model(ngram)), 2) for model in group_models]
        shorter = weights.get(ngram[1:]) or weights.get(ngram[2:])
        if shorter is None or max(abs(a - b) for a, b in zip(found, shorter, strict=True)) >= MIN_DIFFERENCE:
            weights[ngram] = found
    return weights


def _suffixes(ngram: str) -> Iterator[str]:
    """Return an n-gram, and what is left of it without its first letters."""
    return (ngram[cut:] for cut in range(len(ngram)))


def _tokens(entities: Iterable[ListedEntity]) -> dict[str, frozenset[str]]:
    """Return the Latin tokens of people by group, and those of all others that no group has."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        if entity.type != "person":
            continue
        scripts = {script for _, script in entity.names}
        group = next((name for name, members in GROUPS.items() if scripts & members), _LATIN_ORIGIN)
        for text, script in entity.names:
            if script == LATIN:
                words = (token.latin for token in analyse(text).tokens if token.role == "name")
                found.setdefault(group, set()).update(filter(is_informative, words))
    romanised = set().union(*(found[group] for group in GROUPS))
    return {group: frozenset(words if group in GROUPS else words - romanised) for group, words in found.items()}


class _LetterModel:
    """The probability of a letter after those before it, in a set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Count the n-grams of words, and what stands before their last letters."""
        self._ngrams: Counter[str] = Counter()
        self._contexts: Counter[str] = Counter()
        for word in words:
            for ngram in letter_ngrams(word):
                for suffix in _suffixes(ngram):
                    self._ngrams[suffix] += 1
                    self._contexts[suffix[:-1]] += 1

    def __call__(self, ngram: str) -> float:
        """Return the probability of the last letter of an n-gram after the others."""
        probability = 1.0 / ALPHABET_SIZE
        for length in range(1, min(len(ngram), NGRAM_LENGTH) + 1):
            suffix = ngram[-length:]
            count = self._ngrams[suffix] + SMOOTHING * probability
            probability = count / (self._contexts[suffix[:-1]] + SMOOTHING)
        return probability
