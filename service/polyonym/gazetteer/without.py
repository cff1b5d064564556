"""A snapshot as if some of its names were not there, without compiling anything anew.

In come a snapshot and the numbers of names, out comes a snapshot that shares everything with it but a few arrays: the
look-ups do not lead to those names, the indexes rank them behind everything, and their tokens tell what they would
tell without them. What stays as it was is the rarity of n-grams and the number of all names, which a few names
in thousands do not move; the tests compare with compiling.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Final

import numpy as np

from polyonym.gazetteer.compile import initialism, spaceless
from polyonym.gazetteer.index import TokenIndex, weight
from polyonym.gazetteer.snapshot import IndexedName, Snapshot

_FAR: Final = np.float32(np.inf)
"""The size of a name that is never worth trying: candidates are ranked by what they share, less a cost for size."""


def without(snapshot: Snapshot, numbers: frozenset[int]) -> Snapshot:
    """Return the snapshot without the names of some numbers; the numbers of the others stay."""
    places = [place for place in (_place(snapshot, number) for number in sorted(numbers)) if place is not None]
    sizes, lengths = snapshot.sizes.copy(), snapshot.wholes.lengths.copy()
    sizes[places] = _FAR
    lengths[places] = 0.0
    gone = [snapshot.names[number] for number in numbers]
    return replace(
        snapshot,
        exact=_shadowed(snapshot.exact, gone, numbers, lambda name: name.form.folded),
        spaceless=_shadowed(snapshot.spaceless, gone, numbers, lambda name: spaceless(name.form.folded)),
        cased=_shadowed(snapshot.cased, gone, numbers, lambda name: name.form.cased),
        initialisms=_shadowed(snapshot.initialisms, gone, numbers, lambda name: initialism(name.form)),
        tokens=_fewer(
            snapshot.tokens, [snapshot.names[snapshot.loose[place]] for place in places], len(snapshot.loose)
        ),
        wholes=replace(snapshot.wholes, lengths=lengths),
        sizes=sizes,
    )


def _place(snapshot: Snapshot, number: int) -> int | None:
    """Return where a name stands in the indexes; None for a cased one, which is in none."""
    place = bisect_left(snapshot.loose, number)
    return place if place < len(snapshot.loose) and snapshot.loose[place] == number else None


def _shadowed(
    look_up: Mapping[str, tuple[int, ...]],
    gone: list[IndexedName],
    numbers: frozenset[int],
    key: Callable[[IndexedName], str],
) -> Mapping[str, tuple[int, ...]]:
    """Lay over a look-up the few keys that lead to names that are gone."""
    keys = {key(name) for name in gone} & look_up.keys()
    shadow = {text: tuple(number for number in look_up[text] if number not in numbers) for text in keys}
    return _Shadowed(look_up, shadow)


class _Shadowed(Mapping[str, tuple[int, ...]]):
    """A look-up with other answers for a few keys; a key that leads nowhere any more is not there."""

    def __init__(self, below: Mapping[str, tuple[int, ...]], shadow: Mapping[str, tuple[int, ...]]) -> None:
        """Lay a shadow over a look-up that has all of its keys."""
        self._below = below
        self._shadow = shadow

    def __getitem__(self, key: str) -> tuple[int, ...]:
        """Return the numbers of the names that have a key."""
        if key not in self._shadow:
            return self._below[key]
        if not self._shadow[key]:
            raise KeyError(key)
        return self._shadow[key]

    def __iter__(self) -> Iterator[str]:
        """Go through the keys that still lead somewhere."""
        return (key for key in self._below if self._shadow.get(key, True))

    def __len__(self) -> int:
        """Count the keys that still lead somewhere."""
        return len(self._below) - sum(not numbers for numbers in self._shadow.values())


def _fewer(index: TokenIndex, gone: list[IndexedName], total: int) -> TokenIndex:
    """Count the tokens of names that are gone out of the index; one that no other name holds is near to nothing."""
    lost = Counter(token for name in gone for token in {token.latin for token in name.form.tokens})
    weights, lengths = index.weights.copy(), index.spellings.lengths.copy()
    for token, count in lost.items():
        number = index.numbers[token]
        left = len(index.names[number]) - count
        weights[number] = weight(token, left, total - len(gone))
        if not left:
            lengths[number] = 0.0
    return replace(index, weights=weights, spellings=replace(index.spellings, lengths=lengths))
