"""The names of a snapshot as patterns to find in texts: folded names, keys of their forms, and pairs of sounds.

In comes a snapshot, out come its patterns. There may be a million names: Python looks at every distinct word once
(`looks`), and what is made of names is made of arrays of the numbers of their words.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.form_keys import forms_of
from polyonym.annotate.phonetic_pairs import LONGEST_SPELLED, Sounds, sounds_of
from polyonym.annotate.text_view import codes_of, view
from polyonym.annotate.word_features import FORMS, HEAD, MEANS, TAIL, Looks
from polyonym.hashing import digest
from polyonym.index.arrays import Int32Array, Lookup, Postings
from polyonym.index.columns import FOLDS_IN_TEXT, NEVER, UPPERCASE
from polyonym.index.columns import LOWERCASE as WITHOUT_CAPITALS
from polyonym.index.phrase_trie import PhrasePatterns, PhraseTrie, Vocabulary
from polyonym.index.snapshot import Snapshot
from polyonym.text.lexicon import Lexicon
from polyonym.text.scripts import is_unspaced
from polyonym.workers import WorkerPool

LOWERCASE: Final = 1
CAPITAL: Final = 2
"""How the spellings of a folded name are listed: in small letters, with a capital, or (3) some so and some so."""
_TASK: Final = 2048
"""Names that one process views at a time."""

Ways = NDArray[np.uint8]
Folds = list[tuple[str, int]]
"""Folded names, and how each is written."""


def compile_phrases(snapshot: Snapshot, worker_pool: WorkerPool) -> PhrasePatterns:
    """Lay out the names of a snapshot; the workers share its lexicon."""
    prefix_index = snapshot.columns.prefix_index
    words = prefix_index.words.to_list()
    looks = Looks.of(words, worker_pool)
    further = _further(snapshot, worker_pool)
    extra = np.fromiter((digest(word) for fold, _ in further for word in fold.split()), np.uint64)
    vocabulary = Vocabulary(np.unique(np.concatenate((looks.words, looks.owns, looks.bases, looks.bares, extra))))
    known = np.zeros(len(vocabulary) + 1, np.uint8)
    known[vocabulary.ids_of_digests(looks.bares[looks.have(FORMS)])] = 1
    listed, listed_as = _listed(snapshot, looks, vocabulary, further)
    signs, unspaced, unspaced_as = _unspaced(snapshot, looks, words, further)
    forms, names = _forms(snapshot, looks, vocabulary)
    return PhrasePatterns(
        vocabulary=vocabulary,
        takes_affixes=known,
        listed_names=listed,
        listed_flags=listed_as,
        characters=signs,
        unspaced_names=unspaced,
        unspaced_flags=unspaced_as,
        form_keys=forms,
        form_names=names,
        phonetic_pairs=_sounds(snapshot, looks, words, worker_pool),
    )


def _further(snapshot: Snapshot, worker_pool: WorkerPool) -> Folds:
    """Return the names that a view folds otherwise than they are folded by themselves, as it folds them."""
    columns = snapshot.columns
    varied = np.flatnonzero(columns.names.has_flag(FOLDS_IN_TEXT)).tolist()
    texts = [snapshot.alias(number).name for number in varied]
    tasks = ((texts[start : start + _TASK],) for start in range(0, len(texts), _TASK))
    seen = [fold for folds in worker_pool.map(_viewed, tasks) for fold in folds]
    ways = _written(snapshot)[varied].tolist()
    return [
        (fold, way)
        for number, fold, way in zip(varied, seen, ways, strict=True)
        if fold and fold != columns.prefix_index.text(number)
    ]


def _viewed(_: Lexicon, texts: Sequence[str]) -> list[str]:
    """Fold names as running text, in whichever process."""
    return [view(text).folded.strip() for text in texts]


def _written(snapshot: Snapshot) -> Ways:
    """Return how each name is written."""
    return np.where(snapshot.columns.names.has_flag(WITHOUT_CAPITALS), LOWERCASE, CAPITAL).astype(np.uint8)


def _parted(snapshot: Snapshot, looks: Looks) -> NDArray[np.bool_]:
    """Tell of every name whether spaces or punctuation part it from the text on both sides."""
    names = snapshot.columns.prefix_index.name_words
    firsts, lasts = names.values[names.offsets[:-1]], names.values[names.offsets[1:] - 1]
    parted: NDArray[np.bool_] = ~(looks.have(HEAD)[firsts] | looks.have(TAIL)[lasts])
    return parted


def _listed(snapshot: Snapshot, looks: Looks, vocabulary: Vocabulary, further: Folds) -> tuple[PhraseTrie, Ways]:
    """Make patterns of words of the names that are parted from the text around them."""
    own = np.flatnonzero(_parted(snapshot, looks))
    picked = snapshot.columns.prefix_index.name_words.take(own)
    here = [(fold.split(), way) for fold, way in further if not _is_open(fold)]
    digests = np.fromiter((digest(word) for words, _ in here for word in words), np.uint64)
    starts = np.cumsum([picked.offsets[-1], *(len(words) for words, _ in here)])
    numbers = np.concatenate(
        (vocabulary.ids_of_digests(looks.words)[picked.values], vocabulary.ids_of_digests(digests))
    )
    sequences = Postings(np.concatenate((picked.offsets[:-1], starts)), numbers.astype(np.int32))
    return _tree(sequences, len(vocabulary), [*_written(snapshot)[own].tolist(), *(way for _, way in here)])


def _is_open(fold: str) -> bool:
    """Tell whether a folded name begins or ends in a script without spaces."""
    return is_unspaced(fold[0]) or is_unspaced(fold[-1])


def _unspaced(
    snapshot: Snapshot, looks: Looks, words: Sequence[str], further: Folds
) -> tuple[Vocabulary, PhraseTrie, Ways]:
    """Make patterns of signs of the others: with a space where their script has some, and of two signs at least."""
    names, ways = snapshot.columns.prefix_index.name_words, _written(snapshot)
    own = np.flatnonzero(~_parted(snapshot, looks)).tolist()
    folds = [(" ".join([words[word] for word in names[number].tolist()]), int(ways[number])) for number in own]
    folds += [(fold, way) for fold, way in further if _is_open(fold)]
    folds = [(fold, way) for fold, way in folds if len(fold) > 1]
    texts = [("" if is_unspaced(fold[0]) else " ") + fold + ("" if is_unspaced(fold[-1]) else " ") for fold, _ in folds]
    codes = codes_of("".join(texts)).astype(np.uint64)
    signs = Vocabulary(np.unique(codes))
    sequences = Postings(np.cumsum([0, *map(len, texts)]), signs.ids_of_digests(codes).astype(np.int32))
    return signs, *_tree(sequences, len(signs), [way for _, way in folds])


def _tree(sequences: Postings, count: int, ways: Sequence[int]) -> tuple[PhraseTrie, Ways]:
    """Make the tree of patterns, and put together how the spellings of each are written."""
    phrases, patterns = PhraseTrie.of(sequences, count)
    written = np.zeros(len(phrases), np.uint8)
    np.bitwise_or.at(written, patterns, np.array(ways, np.uint8))
    return phrases, written


def _forms(snapshot: Snapshot, looks: Looks, vocabulary: Vocabulary) -> tuple[PhraseTrie, Postings]:
    """Make patterns of the keys of names that have forms, with the names of each."""
    names, prefix_index = snapshot.columns.names, snapshot.columns.prefix_index.name_words
    barred = names.has_flag(NEVER) | (names.has_match_mode(slice(None), "cased") & ~names.has_flag(UPPERCASE))
    formed = np.flatnonzero(~barred & prefix_index.any(looks.have(FORMS)))
    owns, bases = vocabulary.ids_of_digests(looks.owns), vocabulary.ids_of_digests(looks.bases)
    sequences, owners = forms_of(prefix_index.take(formed), owns, bases)
    phrases, patterns = PhraseTrie.of(sequences, len(vocabulary))
    order = np.argsort(patterns, kind="stable")
    numbers: Int32Array = formed[owners[order]].astype(np.int32)
    return phrases, Postings.of_sorted(patterns[order], numbers, len(phrases))


def _sounds(snapshot: Snapshot, looks: Looks, words: Sequence[str], worker_pool: WorkerPool) -> Lookup:
    """Lead from pairs of sounds to the names that may be spelled by ear."""
    names, prefix_index = snapshot.columns.names, snapshot.columns.prefix_index.name_words
    lengths = np.diff(prefix_index.offsets)
    spelled = names.has_match_mode(slice(None), "fuzzy") & (lengths > 1) & (lengths <= LONGEST_SPELLED)
    own = np.flatnonzero(spelled & ~prefix_index.any(looks.have(MEANS)))
    return sounds_of(prefix_index, own, Sounds(looks.sounds, looks.lengths), words, worker_pool)
