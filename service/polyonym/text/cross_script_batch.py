"""The probability that a token of another script and a Latin one are one word, for many pairs at once.

The same model as `cross_script_similarity`, which is its oracle: the cosine under the learned map and the romanised
spelling, weighed by a logistic regression per script. Vectors are made once for each distinct token of a batch.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA, JaroWinkler

from polyonym.memo import BatchMemo
from polyonym.text.cross_script_similarity import MIN_COSINE, NUMERIC_FEATURES, cross_script_model
from polyonym.text.cross_script_vectors import latin_space, latin_vectors, map_names, native_vectors
from polyonym.text.spelling_batch import Rows, Words, probabilities

_SOUND_EDITS = NUMERIC_FEATURES.index("sound_edits")


def cross_script_probabilities(
    natives: Sequence[str], script: str, words: Words, pairs: tuple[Rows, Rows, Rows]
) -> NDArray[np.float64]:
    """Return for pairs of a token of a script and a Latin one the probability that they are one word: shape (n,).

    `natives` are distinct tokens of the script. `pairs` are rows of `natives`, the rows of their romanised forms in
    `words`, and the rows of the Latin tokens in `words`.
    """
    native_rows, romanised_rows, latin_rows = pairs
    texts = words.texts

    def compute(missing: list[int]) -> list[float]:
        places = np.array(missing, np.int64)
        used, rows = np.unique(native_rows[places], return_inverse=True)
        own = [natives[row] for row in used.tolist()]
        found = _probabilities(own, script, words, (rows, romanised_rows[places], latin_rows[places]))
        known: list[float] = found.tolist()
        return known

    keys = [
        (script, natives[row], texts[latin])
        for row, latin in zip(native_rows.tolist(), latin_rows.tolist(), strict=True)
    ]
    return np.array(_PAIRS.values(keys, compute), np.float64)


_PAIRS: Final[BatchMemo[tuple[str, str, str], float]] = BatchMemo("cross_script_pairs")


def _probabilities(
    natives: Sequence[str], script: str, words: Words, pairs: tuple[Rows, Rows, Rows]
) -> NDArray[np.float64]:
    """Return the probabilities of pairs that are not remembered."""
    native_rows, romanised_rows, latin_rows = pairs
    known = bool(map_names(script))
    model = cross_script_model()
    weights = model.get(script) or model["pooled" if known else "romanised"]
    cosines = _cosines(natives, script, words.texts, native_rows, latin_rows)
    found = np.zeros(len(native_rows))
    near = np.flatnonzero(cosines >= MIN_COSINE) if known else np.arange(len(native_rows))
    if not len(near):
        return found
    features = _features(natives, words, (native_rows[near], romanised_rows[near], latin_rows[near]), cosines[near])
    logits = np.clip(features @ np.array(weights), -40.0, 40.0)
    found[near] = 1.0 / (1.0 + np.exp(-logits))
    if not known:
        # Without a map only romanisation speaks, and it has to speak of the same consonants.
        found[near] *= features[:, _SOUND_EDITS] ** 2
    return found


def _cosines(
    natives: Sequence[str], script: str, latins: Sequence[str], native_rows: Rows, latin_rows: Rows
) -> NDArray[np.float64]:
    """Return the cosines of pairs, under the map that brings them nearest."""
    found = np.zeros(len(native_rows))
    distinct, places = np.unique(latin_rows, return_inverse=True)
    texts = [latins[row] for row in distinct.tolist()]
    for at, name in enumerate(map_names(script)):
        ours = native_vectors(natives, name)
        theirs = latin_vectors(texts, latin_space(name))
        cosines = np.einsum("ij,ij->i", ours[native_rows], theirs[places]).astype(np.float64)
        found = cosines if at == 0 else np.maximum(found, cosines)
    return found


def _features(
    natives: Sequence[str], words: Words, pairs: tuple[Rows, Rows, Rows], cosines: NDArray[np.float64]
) -> NDArray[np.float64]:
    """Return the numeric features of pairs, in the order of NUMERIC_FEATURES: float64, shape (n, 10)."""
    native_rows, romanised_rows, latin_rows = pairs
    texts, sounds = words.texts, words.sounds
    romanised, latin = [texts[row] for row in romanised_rows.tolist()], [texts[row] for row in latin_rows.tolist()]
    own, other = [sounds[row] for row in romanised_rows.tolist()], [sounds[row] for row in latin_rows.tolist()]
    lengths = np.fromiter((min(len(native), 8) for native in natives), np.float64, len(natives))
    found = np.empty((len(native_rows), len(NUMERIC_FEATURES)))
    found[:, 0] = 1.0
    found[:, 1] = cosines
    found[:, 2] = probabilities(words, romanised_rows, latin_rows)
    found[:, 3] = process.cpdist(romanised, latin, scorer=JaroWinkler.similarity, dtype=np.float64)
    found[:, 4] = words.sound_ids[romanised_rows] == words.sound_ids[latin_rows]
    found[:, 5] = process.cpdist(own, other, scorer=OSA.normalized_similarity, dtype=np.float64)
    found[:, 6] = np.minimum(words.lengths[latin_rows], 10) / 10
    found[:, 7] = lengths[native_rows] / 8
    found[:, 8] = np.maximum(cosines - 0.7, 0.0)
    found[:, 9] = np.maximum(cosines - 0.5, 0.0)
    return found
