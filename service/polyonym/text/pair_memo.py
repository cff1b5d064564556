"""Remembers what was computed for pairs of words, within a bound: names repeat their words, and so do batches of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

MOST_PAIRS: Final = 262_144
"""Pairs that are kept, about 150 bytes each; when there are more, all are forgotten at once."""


class PairMemo:
    """A pure function of pairs of words with a bounded memory. Safe to share between threads."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self._known: dict[tuple[str, str], float] = {}

    def values(
        self,
        lefts: Sequence[str],
        rights: Sequence[str],
        compute: Callable[[NDArray[np.int64]], NDArray[np.float64]],
    ) -> NDArray[np.float64]:
        """Return the value of each pair, float64; `compute` is called with the places of those that are not known."""
        known = self._known
        keys = list(zip(lefts, rights, strict=True))
        found = np.array(list(map(known.get, keys)), np.float64)  # None becomes nan
        missing = np.flatnonzero(np.isnan(found))
        if len(missing):
            made = compute(missing)
            found[missing] = made
            if len(known) + len(missing) > MOST_PAIRS:
                # Forgotten by a new dictionary, since another thread may be reading the old one.
                known = self._known = {}
            known.update(zip([keys[place] for place in missing.tolist()], made.tolist(), strict=True))
        return found
