"""Fit how the letters of a Latin name tell whether it was written down from another script.

In come lists. Tokens of people who have a name in Arabic, Korean, Chinese or Cyrillic letters too stand for their
group, those of all other people for names that are Latin at home. A letter model of each, smoothed by shorter runs,
gives every run of letters the logarithm of how much likelier it is in the group.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.text.name import analyse
from polyonym.text.name_origin import GROUPS, NGRAM_LENGTH, is_informative, letter_ngrams
from polyonym.text.scripts import LATIN
from polyonym.training.lists import ListedEntity

SMOOTHING: Final = 8.0
"""So many letters does the shorter run count for beside what was seen after the longer."""
LEAST_GAIN: Final = 0.2
"""A run that tells this little more than the run without its first letter is left out."""
RAREST_GRAM: Final = 4
ALPHABET: Final = 27


def fit(lists: Iterable[Iterable[ListedEntity]]) -> dict[str, list[float]]:
    """Return the weights as they are stored; raise KeyError where a group has no names."""
    tokens = _tokens(entity for entities in lists for entity in entities)
    home = _Letters(tokens["home"])
    groups = [_Letters(tokens[group]) for group in GROUPS]
    runs = (gram for some in tokens.values() for token in some for gram in letter_ngrams(token))
    known = Counter(part for gram in runs for part in _parts(gram))
    weights: dict[str, list[float]] = {}
    for gram in sorted((gram for gram, count in known.items() if count >= RAREST_GRAM), key=lambda g: (len(g), g)):
        found = [round(math.log(group(gram) / home(gram)), 2) for group in groups]
        shorter = weights.get(gram[1:]) or weights.get(gram[2:])
        if shorter is None or max(abs(a - b) for a, b in zip(found, shorter, strict=True)) >= LEAST_GAIN:
            weights[gram] = found
    return weights


def _parts(gram: str) -> Iterator[str]:
    """Yield a run of letters and what is left of it without its first ones."""
    return (gram[cut:] for cut in range(len(gram)))


def _tokens(entities: Iterable[ListedEntity]) -> dict[str, frozenset[str]]:
    """Return the tokens of each group of people and of all others; what stands in a group is not at home."""
    found: dict[str, set[str]] = {}
    for entity in entities:
        if not BUILT_IN_TYPES.of(entity.type).personal:
            continue
        scripts = {script for _, script in entity.names}
        group = next((name for name, members in GROUPS.items() if scripts & members), "home")
        for text, script in entity.names:
            if script == LATIN:
                words = (token.latin for token in analyse(text).tokens if token.role == "name")
                found.setdefault(group, set()).update(filter(is_informative, words))
    abroad = set().union(*(found[group] for group in GROUPS))
    return {group: frozenset(words if group in GROUPS else words - abroad) for group, words in found.items()}


class _Letters:
    """How likely a letter follows others in a set of words."""

    def __init__(self, words: Iterable[str]) -> None:
        """Count the runs of letters of the words."""
        self._runs: Counter[str] = Counter()
        self._before: Counter[str] = Counter()
        for word in words:
            for gram in letter_ngrams(word):
                for part in _parts(gram):
                    self._runs[part] += 1
                    self._before[part[:-1]] += 1

    def __call__(self, gram: str) -> float:
        """Return the probability of the last letter of a run after the others."""
        likely = 1.0 / ALPHABET
        for length in range(1, min(len(gram), NGRAM_LENGTH) + 1):
            part = gram[-length:]
            likely = (self._runs[part] + SMOOTHING * likely) / (self._before[part[:-1]] + SMOOTHING)
        return likely
