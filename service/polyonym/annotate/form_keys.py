"""The keys of names, of which every form of a name has one: those of its words, in every reading.

A word is read as it may stand in a text and as the base form that others are made of. In come names as numbers of their
words, and for every word the numbers of its two keys; out come the keys of names as sequences of such numbers.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from polyonym.index.arrays import Int64Array as Places
from polyonym.index.arrays import Postings

MOST_OPEN: Final = 3
"""In a name of more words than so many that can be read in two ways, only their base forms are keyed."""
_MOST_SHIFTED: Final = 62


def forms_of(names: Postings, owns: Places, bases: Places) -> tuple[Postings, Places]:
    """Return the keys of all names, one after the other, and for each the place of the name that it is of."""
    counts, read_twice = np.diff(names.offsets), owns != bases
    several = names.sums(read_twice)
    ways = np.where(several > MOST_OPEN, 1, 1 << np.minimum(several, MOST_OPEN))
    owners = np.repeat(np.arange(len(ways)), ways)
    way = np.arange(len(owners)) - np.repeat(np.cumsum(ways) - ways, ways)
    # Which of the words of its name that can be read in two ways each one is: so many bits of the way say how.
    two = read_twice[names.values].astype(np.int64)
    before = np.cumsum(two) - two
    rank = np.minimum(before - np.repeat(before[names.offsets[:-1]], counts), _MOST_SHIFTED)
    spread = Postings(names.offsets, np.arange(len(names.values), dtype=np.int32)).take(owners)
    as_base = (np.repeat(way, counts[owners]) >> rank[spread.values]) & 1 > 0
    as_base |= np.repeat((several > MOST_OPEN)[owners], counts[owners])
    words = names.values[spread.values]
    return Postings(spread.offsets, np.where(as_base, bases[words], owns[words]).astype(np.int32)), owners
