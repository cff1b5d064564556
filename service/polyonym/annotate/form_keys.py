"""Form keys of names: for each name the sequences of word keys that a form of it can have in a text.

In come names as word ids, and for each word the ids of its two form keys: that of the word as it may stand in a text,
and that of the word as a base form (see `keys.keys_of_token`). Out come the form keys of all names. A name has one for
each way to choose between the two keys of its words.

Two names, of which the second has two words; the first word has two keys:

    >>> names = Postings.of([[0], [0, 1]])
    >>> keys, owners = form_keys(names, np.array([10, 20]), np.array([11, 20]))
    >>> [keys[row].tolist() for row in range(len(keys))], owners.tolist()
    ([[10], [11], [10, 20], [11, 20]], [0, 0, 1, 1])
"""

from __future__ import annotations

from typing import Final

import numpy as np

from polyonym.index.arrays import Int64Array, Postings

MAX_AMBIGUOUS: Final = 3
"""A name with more words that have two keys is only keyed by its base forms."""
_MAX_SHIFT: Final = 62


def form_keys(names: Postings, own_keys: Int64Array, base_keys: Int64Array) -> tuple[Postings, Int64Array]:
    """Return the form keys of names, and the name of each.

    Args:
        names: the word ids of each name.
        own_keys: int64, shape (words,); the key id of each word as it stands.
        base_keys: int64, shape (words,); the key id of each word as a base form.

    Returns:
        Sequences of key ids, those of one name in a row, and for each sequence the row of its name: int64,
        shape (sequences,).
    """
    lengths, ambiguous = np.diff(names.offsets), own_keys != base_keys
    ambiguous_words = names.sums(ambiguous)
    choices = np.where(ambiguous_words > MAX_AMBIGUOUS, 1, 1 << np.minimum(ambiguous_words, MAX_AMBIGUOUS))
    owners = np.repeat(np.arange(len(choices)), choices)
    choice = np.arange(len(owners)) - np.repeat(np.cumsum(choices) - choices, choices)
    # Bit k of a choice says which key the k-th ambiguous word of the name has.
    is_ambiguous = ambiguous[names.values].astype(np.int64)
    before = np.cumsum(is_ambiguous) - is_ambiguous
    bit = np.minimum(before - np.repeat(before[names.offsets[:-1]], lengths), _MAX_SHIFT)
    spread = Postings(names.offsets, np.arange(len(names.values), dtype=np.int32)).take(owners)
    as_base = (np.repeat(choice, lengths[owners]) >> bit[spread.values]) & 1 > 0
    as_base |= np.repeat((ambiguous_words > MAX_AMBIGUOUS)[owners], lengths[owners])
    words = names.values[spread.values]
    keys = np.where(as_base, base_keys[words], own_keys[words]).astype(np.int32)
    return Postings(spread.offsets, keys), owners
