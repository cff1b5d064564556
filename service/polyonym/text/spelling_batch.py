"""The probability that two spellings are one word, for many pairs of words at once.

The same model as `spelling_similarity`, which is its oracle: a logistic regression over the edits between two words.
Here each step is taken for all pairs together. RapidFuzz measures the similarities that decide which pairs are worth a
closer look. For those the matrix of Levenshtein distances is filled row by row, for all pairs at once (Wagner and
Fischer 1974; the horizontal recurrence is a running minimum), and traced back with the tie-breaking of RapidFuzz, so
that both ways find the same edits. What an edit weighs is read from dense tables.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from polyonym.memo import BatchMemo, read_once
from polyonym.text.phonetic import phonetic_key
from polyonym.text.spelling_similarity import (
    MIN_JARO_WINKLER,
    MIN_SHARED_LETTERS,
    NUMERIC_FEATURES,
    SpellingModel,
    edit_features,
    spelling_model,
    spelling_similarity,
)

Probabilities = NDArray[np.float64]
Codes = NDArray[np.uint8]
Rows = NDArray[np.int64]

SMALLEST_BATCH: Final = 48
"""Fewer pairs than this are faster one by one."""
LONGEST: Final = 24
"""Longer words are compared one by one: the matrices of all would be as large as theirs."""
_MOST_AT_ONCE: Final = 4096
"""Pairs in one block, so that what is computed with stays inside the processor's cache."""
_CORES: Final = (1, 2, 4, 8, LONGEST)
"""Pairs are traced together by how many letters are left of the longer word without what both share at their ends."""
_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"
_START: Final = len(_LETTERS)
"""The code of the place before a word."""
_PAD: Final = _START + 1
_GAP, _GAP_START, _GAP_END = range(3)
_CODES: Final = {letter: code for code, letter in enumerate(_LETTERS)}


@dataclass(frozen=True, eq=False)
class EditWeights:
    """What each edit adds to the logit, as dense tables over the codes of letters.

    `substitutions[at_start, x, y]` (float64, shape (2, 36, 36)) is symmetric; `gaps[kind, before, letter]` (float64,
    shape (3, 37, 36)) knows gaps inside, at the start and at the end of a word, with 36 for the place before it;
    `double` is the weight of a letter written twice.
    """

    substitutions: NDArray[np.float64]
    gaps: NDArray[np.float64]
    double: float

    @classmethod
    def of(cls, model: SpellingModel) -> EditWeights:
        """Tabulate the weights of a model."""

        def weigh(sign: str, x: str, y: str) -> float:
            return sum(model.edits.get(feature, 0.0) for feature in edit_features((sign, x, y)))

        count = len(_LETTERS)
        substitutions = np.zeros((2, count, count))
        gaps = np.zeros((3, count + 1, count))
        for i, x in enumerate(_LETTERS):
            for j, y in enumerate(_LETTERS):
                low, high = (x, y) if x < y else (y, x)
                for place, sign in enumerate(("s", "s^")):
                    substitutions[place, i, j] = weigh(sign, low, high)
                for kind, sign in enumerate(("g", "g^", "g$")):
                    gaps[kind, i, j] = weigh(sign, x, y)
        for j, y in enumerate(_LETTERS):
            for kind, sign in enumerate(("g", "g^", "g$")):
                gaps[kind, _START, j] = weigh(sign, "^", y)
        return cls(substitutions, gaps, weigh("double", "", ""))


@read_once("edit_weights")
def _edit_weights() -> EditWeights:
    """Tabulate the weights inside the package, once."""
    return EditWeights.of(spelling_model())


@dataclass(frozen=True, eq=False)
class Words:
    """Distinct romanised words as columns; a word is referred to by its row.

    `codes` are the letters (uint8, shape (n, longest), padded), `lengths` and `sound_lengths` int64, `sound_ids`
    (int64) are equal where sound keys are; `regular` tells of which words the tables know every letter.
    """

    texts: Sequence[str]
    codes: Codes
    lengths: NDArray[np.int64]
    sounds: Sequence[str]
    sound_ids: NDArray[np.int64]
    sound_lengths: NDArray[np.int64]
    regular: NDArray[np.bool_]

    @classmethod
    def of(cls, texts: Sequence[str]) -> Words:
        """Lay out words."""
        count = len(texts)
        lengths = np.fromiter(map(len, texts), np.int64, count)
        sounds = list(map(phonetic_key, texts))
        ids: dict[str, int] = {}
        sound_ids = np.fromiter((ids.setdefault(key, len(ids)) for key in sounds), np.int64, count)
        regular = lengths <= LONGEST
        regular &= np.fromiter(map(str.isascii, texts), np.bool_, count)
        width = max(int(lengths[regular].max(initial=0)), 1)
        known = [text.ljust(width) if fits else " " * width for text, fits in zip(texts, regular.tolist(), strict=True)]
        codes = _TABLE[np.frombuffer("".join(known).encode(), np.uint8).reshape(count, width)]
        regular &= (codes != _PAD).sum(axis=1) == lengths
        sound_lengths = np.fromiter(map(len, sounds), np.int64, count)
        return cls(texts, codes, lengths, sounds, sound_ids, sound_lengths, regular)


def same_word_probabilities(words: Words, lefts: Rows, rights: Rows) -> Probabilities:
    """Return for pairs of words, by row, the probability that they are one: float64, shape (n,).

    Like `spelling_similarity.same_word_probability`: 1 for equal words, 0 for words that share too few letters.
    """
    texts = words.texts
    a, b = [texts[row] for row in lefts.tolist()], [texts[row] for row in rights.tolist()]

    def compute(missing: list[int]) -> list[float]:
        places = np.array(missing, np.int64)
        own, other = [a[place] for place in missing], [b[place] for place in missing]
        found = np.zeros(len(places))
        shared = process.cpdist(own, other, scorer=OSA.normalized_similarity, dtype=np.float64)
        near = np.flatnonzero(shared >= MIN_SHARED_LETTERS)
        found[near] = probabilities(words, lefts[places[near]], rights[places[near]])
        known: list[float] = found.tolist()
        return known

    return np.array(_PAIRS.values(list(zip(a, b, strict=True)), compute), np.float64)


_PAIRS: Final[BatchMemo[tuple[str, str], float]] = BatchMemo("same_word_pairs")


def probabilities(words: Words, lefts: Rows, rights: Rows) -> Probabilities:
    """Return for pairs of words, by row, what `spelling_similarity.spelling_similarity` gives: float64, shape (n,)."""
    found = np.zeros(len(lefts))
    found[lefts == rights] = 1.0
    texts = words.texts
    regular = words.regular[lefts] & words.regular[rights] if len(lefts) >= SMALLEST_BATCH else np.zeros(1, np.bool_)
    for place in np.flatnonzero((lefts != rights) & ~regular).tolist():
        found[place] = spelling_similarity(texts[lefts.item(place)], texts[rights.item(place)])
    places = np.flatnonzero((lefts != rights) & regular & (words.lengths[lefts] > 0) & (words.lengths[rights] > 0))
    for start in range(0, len(places), _MOST_AT_ONCE):
        block = places[start : start + _MOST_AT_ONCE]
        found[block] = _block(words, lefts[block], rights[block])
    return found


def _block(words: Words, lefts: Rows, rights: Rows) -> Probabilities:
    """Return the probabilities of pairs of two different words of known letters."""
    texts = words.texts
    a, b = [texts[row] for row in lefts.tolist()], [texts[row] for row in rights.tolist()]
    similar = process.cpdist(a, b, scorer=JaroWinkler.similarity, dtype=np.float64)
    found = np.zeros(len(lefts))
    near = np.flatnonzero(similar >= MIN_JARO_WINKLER)
    if not len(near):
        return found
    # Of several ways to edit, the one that is found depends on the direction: as the oracle, from the smaller word on.
    turned = np.fromiter((a[place] > b[place] for place in near.tolist()), np.bool_, len(near))
    low, high = np.where(turned, rights[near], lefts[near]), np.where(turned, lefts[near], rights[near])
    lengths = words.lengths[low], words.lengths[high]
    prefix, suffix = _affixes(words.codes[low], words.codes[high], lengths)
    edits, count = _edit_logits(words.codes[low], words.codes[high], lengths, (prefix, suffix), _edit_weights())
    distances = process.cpdist(
        [a[place] for place in near.tolist()],
        [b[place] for place in near.tolist()],
        scorer=OSA.distance,
        dtype=np.float64,
    )
    numeric = _numeric(words, (low, high), similar[near], (count, distances), prefix)
    logits = numeric @ np.array(spelling_model().numeric) + edits
    found[near] = 1.0 / (1.0 + np.exp(-np.clip(logits, -40.0, 40.0)))
    return found


_TABLE: Final = np.full(256, _PAD, np.uint8)
for _letter, _code in _CODES.items():
    _TABLE[ord(_letter)] = _code


def _edit_logits(
    a: Codes,
    b: Codes,
    lengths: tuple[NDArray[np.int64], NDArray[np.int64]],
    affixes: tuple[NDArray[np.int64], NDArray[np.int64]],
    weights: EditWeights,
) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Return what the edits that turn each word of `a` into its counterpart add to the logit, and how many they are."""
    prefix, suffix = affixes
    # Words with one slip differ in a letter or two: pairs are sorted by how much of them is left.
    core = np.maximum(lengths[0], lengths[1]) - prefix - suffix
    logits, total = np.zeros(len(a)), np.zeros(len(a), np.int64)
    low = 0
    for high in _CORES:
        rows = np.flatnonzero((core > low) & (core <= high))
        if len(rows):
            logits[rows], total[rows] = _trace(a, b, _Cores.of(rows, prefix, suffix, lengths), weights)
        low = high
    return logits, total


def _affixes(
    a: Codes, b: Codes, lengths: tuple[NDArray[np.int64], NDArray[np.int64]]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return how many letters pairs share at their start, and how many of the others at their end."""
    width = min(a.shape[1], b.shape[1])
    shortest = np.minimum(*lengths)
    places = np.arange(width)
    same = (a[:, :width] == b[:, :width]) & (places < shortest[:, None])
    prefix = np.logical_and.accumulate(same, axis=1).sum(axis=1)
    rows = np.arange(len(a))[:, None]
    ends_a, ends_b = lengths[0][:, None] - 1 - places, lengths[1][:, None] - 1 - places
    same = a[rows, np.maximum(ends_a, 0)] == b[rows, np.maximum(ends_b, 0)]
    same &= places < (shortest - prefix)[:, None]
    return prefix, np.logical_and.accumulate(same, axis=1).sum(axis=1)


@dataclass(frozen=True, eq=False)
class _Cores:
    """What is left of pairs without the letters that they share at both ends.

    `rows` are the pairs, `starts` where their cores begin, `sizes` how long the two cores are, `lengths` the words.
    """

    rows: NDArray[np.int64]
    starts: NDArray[np.int64]
    sizes: tuple[NDArray[np.int64], NDArray[np.int64]]
    lengths: tuple[NDArray[np.int64], NDArray[np.int64]]

    @classmethod
    def of(
        cls,
        rows: NDArray[np.int64],
        prefix: NDArray[np.int64],
        suffix: NDArray[np.int64],
        lengths: tuple[NDArray[np.int64], NDArray[np.int64]],
    ) -> _Cores:
        """Take the cores of some pairs."""
        starts = prefix[rows]
        inside = starts + suffix[rows]
        own = lengths[0][rows], lengths[1][rows]
        return cls(rows, starts, (own[0] - inside, own[1] - inside), own)

    def letters(self, words: Codes, which: int) -> Codes:
        """Return the letters of the cores, padded."""
        size = self.sizes[which]
        places = np.arange(int(size.max(initial=0)))
        at = np.minimum(self.starts[:, None] + places, words.shape[1] - 1)
        found: Codes = np.where(places < size[:, None], words[self.rows[:, None], at], _PAD + which)
        return found


def _trace(a: Codes, b: Codes, cores: _Cores, weights: EditWeights) -> tuple[NDArray[np.float64], NDArray[np.int64]]:
    """Trace the edits of the cores of pairs back; return what they add to the logit, and how many they are."""
    left, right = cores.letters(a, 0), cores.letters(b, 1)
    distances = _distances(left, right)
    count, (high, wide) = len(left), distances.shape[1:]
    flat = distances.reshape(-1)
    base = np.arange(count) * (high * wide)
    i, j = cores.sizes[0].copy(), cores.sizes[1].copy()
    total = flat[base + i * wide + j].astype(np.int64)
    logits = np.zeros(count)
    active = np.arange(count)
    while len(active):
        ai, bj = i[active], j[active]
        at = base[active] + ai * wide + bj
        here = flat[at]
        # RapidFuzz traces back so: a deletion where the distance falls by one, else an insertion where it falls by one
        # beside the letter before, else the diagonal.
        deleted = (bj == 0) | ((ai > 0) & (flat[at - wide * (ai > 0)] + 1 == here))
        above = at - (bj > 0)
        inserted = ~deleted & ((ai == 0) | ((bj > 1) & (flat[above] == flat[above - wide * (ai > 0)] - 1)))
        kept = ~deleted & ~inserted
        for mask, words, place, size in ((deleted, a, ai, cores.lengths[0]), (inserted, b, bj, cores.lengths[1])):
            chosen = np.flatnonzero(mask)
            if len(chosen):
                rows = active[chosen]
                places = cores.starts[rows] + place[chosen] - 1
                logits[rows] += _gap(words, cores.rows[rows], places, size[rows], weights)
        chosen = np.flatnonzero(kept)
        if len(chosen):
            _substitute(logits, (active[chosen], ai[chosen] - 1, bj[chosen] - 1), (left, right), cores.starts, weights)
        i[active] = ai - (deleted | kept)
        j[active] = bj - (inserted | kept)
        active = active[(i[active] > 0) | (j[active] > 0)]
    return logits, total


def _substitute(
    logits: NDArray[np.float64],
    where: tuple[NDArray[np.int64], NDArray[np.int64], NDArray[np.int64]],
    letters: tuple[Codes, Codes],
    starts: NDArray[np.int64],
    weights: EditWeights,
) -> None:
    """Add the weights of letters that stand for one another to the logits of their pairs."""
    rows, x, y = where
    left, right = letters[0][rows, x], letters[1][rows, y]
    differ = left != right
    rows, left, right = rows[differ], left[differ], right[differ]
    first = starts[rows]
    at_start = ((first + x[differ] == 0) | (first + y[differ] == 0)).astype(np.int64)
    logits[rows] += weights.substitutions[at_start, left, right]


def _gap(
    words: Codes, rows: NDArray[np.int64], places: NDArray[np.int64], lengths: NDArray[np.int64], weights: EditWeights
) -> NDArray[np.float64]:
    """Return the weights of letters that one of two words has more than the other."""
    letters = words[rows, places]
    before = np.where(places > 0, words[rows, np.maximum(places - 1, 0)], _START)
    last = places == lengths - 1
    behind = np.where(last, _PAD, words[rows, np.minimum(places + 1, words.shape[1] - 1)])
    kinds = np.where(places == 0, _GAP_START, np.where(last, _GAP_END, _GAP))
    doubled = (letters == before) | (letters == behind)
    found: NDArray[np.float64] = np.where(doubled, weights.double, weights.gaps[kinds, before, letters])
    return found


def _distances(a: Codes, b: Codes) -> NDArray[np.int16]:
    """Return the Levenshtein distances of all prefixes: int16, shape (n, longest a + 1, longest b + 1)."""
    count, wide = len(a), b.shape[1]
    steps = np.arange(wide + 1, dtype=np.int16)
    found = np.empty((count, a.shape[1] + 1, wide + 1), np.int16)
    found[:, 0] = steps
    row = found[:, 0]
    for place in range(a.shape[1]):
        after = found[:, place + 1]
        after[:, 0] = place + 1
        np.minimum(row[:, 1:] + 1, row[:, :-1] + (b != a[:, place, None]), out=after[:, 1:])
        after -= steps
        np.minimum.accumulate(after, axis=1, out=after)
        after += steps
        row = after
    return found


def _numeric(
    words: Words,
    pairs: tuple[Rows, Rows],
    similar: NDArray[np.float64],
    edits: tuple[NDArray[np.int64], NDArray[np.float64]],
    prefix: NDArray[np.int64],
) -> NDArray[np.float64]:
    """Return the numeric features of pairs, in the order of NUMERIC_FEATURES: float64, shape (n, 13).

    `edits` are the Levenshtein distance and that with swaps of neighbours, `prefix` the letters shared at the start.
    """
    low, high = pairs
    plain, distance = edits
    same = words.sound_ids[low] == words.sound_ids[high]
    apart = np.zeros(len(low))
    differ = np.flatnonzero(~same)
    sounds = words.sounds
    apart[differ] = process.cpdist(
        [sounds[row] for row in low[differ].tolist()],
        [sounds[row] for row in high[differ].tolist()],
        scorer=OSA.distance,
        dtype=np.float64,
    )
    widest = np.maximum(words.sound_lengths[low], words.sound_lengths[high])
    shorter, longest = (
        np.minimum(words.lengths[low], words.lengths[high]),
        np.maximum(words.lengths[low], words.lengths[high]),
    )
    found = np.empty((len(low), len(NUMERIC_FEATURES)))
    found[:, 0] = 1.0
    found[:, 1] = similar
    found[:, 2] = 1.0 - distance / longest
    found[:, 3] = same
    found[:, 4] = same & (words.sound_lengths[low] > 2)
    found[:, 5] = apart / np.maximum(widest, 1)
    found[:, 6] = shorter / 10
    found[:, 7] = plain / 4
    found[:, 8] = plain / longest
    found[:, 9] = prefix > 0
    found[:, 10] = prefix == shorter
    found[:, 11] = (longest - shorter) / longest
    found[:, 12] = distance < plain
    return found
