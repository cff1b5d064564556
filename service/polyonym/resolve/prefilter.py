"""How much of a mention and of many names agrees, at a glance: in which order they are worth scoring.

In come the names that were gathered for a mention, out comes for each the product of the shares of the two that have a
counterpart, were every word to have its best one. It is what alignment and scoring would begin with, by arrays for
all names at once, and by how near tokens are for finding instead of the likeness that is fitted for scoring.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from polyonym.index.arrays import Float32Array, Int32Array, concat_ranges
from polyonym.index.columns import ROLES
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.resolve.query import Query

FARTHEST: Final = 3
"""By so many letters may neighbours written as one be longer or shorter than the word that they may be."""

LEAST_SPELLED: Final = 0.65
"""The share of letters that no edit touches from which on two words may be one with a slip."""

Matrix = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of some names, one name after the other: their tokens, romanised forms and numbers of letters.

    `firsts` is the place of the first word of each name, `owners` the place of the name of each word.
    """

    tokens: Int32Array
    spelled: Int32Array
    letters: NDArray[np.int64]
    firsts: NDArray[np.int64]
    owners: NDArray[np.int64]

    @classmethod
    def of(cls, snapshot: Snapshot, names: Int32Array) -> _Words:
        """Lay out the words of names; a name without a word has no place."""
        columns = snapshot.columns
        postings, ends = columns.names.token_rows, columns.terms.texts.offsets
        starts = postings.offsets[names]
        lengths = postings.offsets[names + 1] - starts
        tokens = postings.values[concat_ranges(starts, lengths)]
        spelled = columns.tokens.term_rows[tokens]
        owners = np.repeat(np.arange(len(names)), lengths)
        return cls(tokens, spelled, ends[spelled + 1] - ends[spelled], np.cumsum(lengths) - lengths, owners)


def prefilter_scores(snapshot: Snapshot, query: Query, names: Int32Array, policy: Policy) -> Float32Array:
    """Return for each of some names, none without words, how much of it and of the mention agrees: 0 to 1."""
    if not len(names):
        return np.zeros(0, np.float32)
    words, mention = _Words.of(snapshot, names), query.mention.tokens
    likely = _likely(snapshot, query, words, policy)
    ours = np.zeros((len(mention), len(names)), np.float32)
    for one, best in zip(query.terms, np.maximum.reduceat(likely, words.firsts, axis=1), strict=True):
        for place in one.places:
            np.maximum(ours[place], best, out=ours[place])
    theirs = likely.max(axis=0)
    if query.strategy != "identical":
        _join(snapshot, query, words, (ours, theirs), policy)
    roles = np.array([policy.role_weights[role] for role in ROLES], np.float32)
    weights = snapshot.columns.idf[words.spelled] * roles[snapshot.columns.tokens.role_codes[words.tokens]]
    told = np.add.reduceat(theirs * weights, words.firsts) / np.add.reduceat(weights, words.firsts)
    own = [snapshot.idf(token.latin) * policy.role_weights[token.role] for token in mention]
    shared = np.array(own, np.float32) @ ours / np.float32(sum(own) or 1.0) * told
    return shared.astype(np.float32)


def _likely(snapshot: Snapshot, query: Query, words: _Words, policy: Policy) -> Matrix:
    """Return how near each word is to each token that is looked for, one row for each of these."""
    if query.strategy == "identical":
        # What is near to a word was not looked up, and may be a word of these names all the same.
        likely = _spelled(snapshot, query, words)
    else:
        likely = np.stack([near.similarities_to(words.spelled) for near in query.neighbours])
    lone = words.letters == 1
    for row, one in zip(likely, query.terms, strict=True):
        token = one.token
        initial = len(token.latin) == 1
        if initial or lone.any():
            texts = snapshot.columns.terms.texts
            begins = texts.data[texts.offsets[words.spelled]] == ord(token.latin[:1] or " ")
            row[begins if initial else begins & lone] = policy.initial_similarity
        if token.concept:
            tokens = snapshot.columns.tokens
            row[tokens.concept_rows[words.tokens] == tokens.concept_row(token.concept)] = policy.concept_similarity
    return likely


def _spelled(snapshot: Snapshot, query: Query, words: _Words) -> Matrix:
    """Return how nearly each word is spelled as each token that is looked for."""
    latins = list(map(snapshot.columns.terms.latins.__getitem__, words.spelled.tolist()))
    alike = process.cdist([one.token.latin for one in query.terms], latins, scorer=OSA.normalized_similarity)
    # A word with a slip counts for nearly all of itself, and another word for nothing.
    spelled: Matrix = np.where(alike >= LEAST_SPELLED, alike, np.float32(0))
    return spelled


def _join(
    snapshot: Snapshot, query: Query, words: _Words, matched: tuple[Matrix, Float32Array], policy: Policy
) -> None:
    """Let neighbours of a name that have no counterpart be one word of the mention that has none.

    `matched`, which is changed, is how well each word of the mention is matched in each name, and each word of these.
    """
    (ours, theirs), latins = matched, [token.latin for token in query.mention.tokens]
    together = (words.owners[1:] == words.owners[:-1]) & (np.maximum(theirs[1:], theirs[:-1]) < policy.join_ceiling)
    letters = words.letters[1:] + words.letters[:-1]
    sizes = list(map(len, latins))
    firsts = np.flatnonzero(together & (letters >= min(sizes) - FARTHEST) & (letters <= max(sizes) + FARTHEST))
    owners, letters = words.owners[firsts], letters[firsts]
    free = ours[:, owners] < policy.join_ceiling
    free &= np.abs(letters - np.array(sizes)[:, None]) <= FARTHEST
    tried = np.flatnonzero(free.any(axis=0))
    if not len(tried):
        return
    firsts, owners = firsts[tried], owners[tried]
    spell = snapshot.columns.terms.latins.__getitem__
    heads, tails = (map(spell, words.spelled[places].tolist()) for places in (firsts, firsts + 1))
    joined = [head + tail for head, tail in zip(heads, tails, strict=True)]
    alike = process.cdist(latins, joined, scorer=OSA.normalized_similarity)
    alike = np.where(free[:, tried], alike**2, np.float32(0))
    for place in range(len(latins)):
        np.maximum.at(ours[place], owners, alike[place])
    best = alike.max(axis=0)
    np.maximum.at(theirs, firsts, best)
    np.maximum.at(theirs, firsts + 1, best)
