"""Many patterns at once in one pass over a text: the only door to the library of Aho and Corasick's automaton."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation

Hit = tuple[int, int, int]
"""The number of a pattern, where it begins, and where it has ended."""
_MOST_DENSE: Final = 50_000
"""A table of all steps is the fastest and the largest form: for so many patterns it takes some ten megabytes."""


class Automaton:
    """Finds every place of every pattern, in time that follows the length of the text and the number of hits."""

    def __init__(self, patterns: Sequence[str]) -> None:
        """Build the automaton; no pattern may be empty."""
        # Left to itself the library takes minutes and gigabytes over a million patterns to save a few comparisons.
        chosen = None if len(patterns) <= _MOST_DENSE else Implementation.ContiguousNFA
        self._automaton = AhoCorasick(patterns, implementation=chosen, store_patterns=False)

    def find(self, text: str) -> list[Hit]:
        """Return the hits in the order of their ends, overlapping ones as well."""
        return self._automaton.find_matches_as_indexes(text, overlapping=True)
