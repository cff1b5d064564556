"""Compiles the names of a snapshot to the tries and look-ups that texts are searched with.

In comes a snapshot, out come its `PhrasePatterns`: a trie of folded names by words, one of names in unspaced scripts by
characters, one of form keys, and a look-up of phonetic pairs. There may be a million names. Python looks at every
distinct word once (`word_features`); the names themselves are only handled as arrays of word ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.form_keys import form_keys
from polyonym.annotate.phonetic_pairs import MAX_NAME_WORDS, compile_pairs
from polyonym.annotate.text_view import codes_of, fold_text
from polyonym.annotate.word_features import (
    ENDS_UNSPACED,
    HAS_FORMS,
    IS_VOCABULARY,
    STARTS_UNSPACED,
    WordFeatures,
)
from polyonym.hashing import digest
from polyonym.index.arrays import Int32Array, Lookup, Postings
from polyonym.index.columns import FOLDS_IN_TEXT, NEVER, UPPERCASE
from polyonym.index.columns import LOWERCASE as NAME_IN_LOWERCASE
from polyonym.index.phrase_trie import PhrasePatterns, PhraseTrie, Vocabulary
from polyonym.index.snapshot import Snapshot
from polyonym.text.lexicon import Lexicon
from polyonym.text.scripts import is_unspaced
from polyonym.workers import WorkerPool

LOWERCASE: Final = 1
CAPITALISED: Final = 2
"""The flags of a phrase: some name that folds to it is listed without, or with, a capital."""
_NAMES_PER_TASK: Final = 2048

PhraseFlags = NDArray[np.uint8]
FlaggedFold = tuple[str, int]
"""A folded name and its flag."""


def compile_phrases(snapshot: Snapshot, worker_pool: WorkerPool) -> PhrasePatterns:
    """Compile the names of a snapshot in the processes of a pool, which share its lexicon."""
    words = snapshot.columns.prefix_index.words.to_list()
    features = WordFeatures.of(words, worker_pool)
    text_folds = _text_folds(snapshot, worker_pool)
    extra = np.fromiter((digest(word) for fold, _ in text_folds for word in fold.split()), np.uint64)
    digests = (features.words, features.own_keys, features.base_keys, features.bare_words, extra)
    vocabulary = Vocabulary(np.unique(np.concatenate(digests)))
    takes_affixes = np.zeros(len(vocabulary) + 1, np.uint8)
    takes_affixes[vocabulary.ids_of_digests(features.bare_words[features.has_flag(HAS_FORMS)])] = 1
    listed_names, listed_flags = _listed_names(snapshot, features, vocabulary, text_folds)
    characters, unspaced_names, unspaced_flags = _unspaced_names(snapshot, features, words, text_folds)
    form_trie, form_names = _form_keys(snapshot, features, vocabulary)
    return PhrasePatterns(
        vocabulary=vocabulary,
        takes_affixes=takes_affixes,
        listed_names=listed_names,
        listed_flags=listed_flags,
        characters=characters,
        unspaced_names=unspaced_names,
        unspaced_flags=unspaced_flags,
        form_keys=form_trie,
        form_names=form_names,
        phonetic_pairs=_phonetic_pairs(snapshot, features, words, worker_pool),
    )


def _text_folds(snapshot: Snapshot, worker_pool: WorkerPool) -> list[FlaggedFold]:
    """Return the names that fold differently in a running text, as they fold there."""
    columns = snapshot.columns
    rows = np.flatnonzero(columns.names.has_flag(FOLDS_IN_TEXT)).tolist()
    texts = [snapshot.alias(row).name for row in rows]
    tasks = ((texts[start : start + _NAMES_PER_TASK],) for start in range(0, len(texts), _NAMES_PER_TASK))
    folds = [fold for part in worker_pool.map(_fold_task, tasks) for fold in part]
    flags = _name_flags(snapshot)[rows].tolist()
    return [
        (fold, flag)
        for row, fold, flag in zip(rows, folds, flags, strict=True)
        if fold and fold != columns.prefix_index.text(row)
    ]


def _fold_task(_: Lexicon, texts: Sequence[str]) -> list[str]:
    """Fold names as running texts in a worker process."""
    return [fold_text(text).folded.strip() for text in texts]


def _name_flags(snapshot: Snapshot) -> PhraseFlags:
    """Return the flag of each name: uint8, shape (names,)."""
    return np.where(snapshot.columns.names.has_flag(NAME_IN_LOWERCASE), LOWERCASE, CAPITALISED).astype(np.uint8)


def _is_spaced(snapshot: Snapshot, features: WordFeatures) -> NDArray[np.bool_]:
    """Tell for each name whether spaces or punctuation separate it from the text on both sides."""
    names = snapshot.columns.prefix_index.name_words
    firsts, lasts = names.values[names.offsets[:-1]], names.values[names.offsets[1:] - 1]
    spaced: NDArray[np.bool_] = ~(features.has_flag(STARTS_UNSPACED)[firsts] | features.has_flag(ENDS_UNSPACED)[lasts])
    return spaced


def _listed_names(
    snapshot: Snapshot, features: WordFeatures, vocabulary: Vocabulary, text_folds: Sequence[FlaggedFold]
) -> tuple[PhraseTrie, PhraseFlags]:
    """Return the trie of names that are separated from the text around them, by word ids, and the phrase flags."""
    rows = np.flatnonzero(_is_spaced(snapshot, features))
    names = snapshot.columns.prefix_index.name_words.take(rows)
    others = [(fold.split(), flag) for fold, flag in text_folds if not _has_unspaced_end(fold)]
    digests = np.fromiter((digest(word) for words, _ in others for word in words), np.uint64)
    offsets = np.cumsum([names.offsets[-1], *(len(words) for words, _ in others)])
    ids = np.concatenate((vocabulary.ids_of_digests(features.words)[names.values], vocabulary.ids_of_digests(digests)))
    sequences = Postings(np.concatenate((names.offsets[:-1], offsets)), ids.astype(np.int32))
    return _trie(sequences, len(vocabulary), [*_name_flags(snapshot)[rows].tolist(), *(flag for _, flag in others)])


def _has_unspaced_end(fold: str) -> bool:
    """Tell whether a folded name begins or ends in an unspaced script."""
    return is_unspaced(fold[0]) or is_unspaced(fold[-1])


def _unspaced_names(
    snapshot: Snapshot, features: WordFeatures, words: Sequence[str], text_folds: Sequence[FlaggedFold]
) -> tuple[Vocabulary, PhraseTrie, PhraseFlags]:
    """Return the trie of all other names by characters, with its vocabulary and flags.

    A name has a space at an end that is in a spaced script, so that it is found between words there. Names of one
    character are left out.
    """
    names, flags = snapshot.columns.prefix_index.name_words, _name_flags(snapshot)
    rows = np.flatnonzero(~_is_spaced(snapshot, features)).tolist()
    folds = [(" ".join([words[word] for word in names[row].tolist()]), int(flags[row])) for row in rows]
    folds += [(fold, flag) for fold, flag in text_folds if _has_unspaced_end(fold)]
    folds = [(fold, flag) for fold, flag in folds if len(fold) > 1]
    texts = [("" if is_unspaced(fold[0]) else " ") + fold + ("" if is_unspaced(fold[-1]) else " ") for fold, _ in folds]
    codes = codes_of("".join(texts)).astype(np.uint64)
    characters = Vocabulary(np.unique(codes))
    sequences = Postings(np.cumsum([0, *map(len, texts)]), characters.ids_of_digests(codes).astype(np.int32))
    return characters, *_trie(sequences, len(characters), [flag for _, flag in folds])


def _trie(sequences: Postings, count: int, flags: Sequence[int]) -> tuple[PhraseTrie, PhraseFlags]:
    """Return the trie of sequences of ids up to `count`, and for each phrase the flags of its sequences."""
    trie, phrase_rows = PhraseTrie.of(sequences, count)
    phrase_flags = np.zeros(len(trie), np.uint8)
    np.bitwise_or.at(phrase_flags, phrase_rows, np.array(flags, np.uint8))
    return trie, phrase_flags


def _form_keys(snapshot: Snapshot, features: WordFeatures, vocabulary: Vocabulary) -> tuple[PhraseTrie, Postings]:
    """Return the trie of the form keys of names that have forms, and the name rows of each phrase."""
    names, name_words = snapshot.columns.names, snapshot.columns.prefix_index.name_words
    excluded = names.has_flag(NEVER) | (names.has_match_mode(slice(None), "cased") & ~names.has_flag(UPPERCASE))
    rows = np.flatnonzero(~excluded & name_words.any(features.has_flag(HAS_FORMS)))
    own_keys, base_keys = map(vocabulary.ids_of_digests, (features.own_keys, features.base_keys))
    sequences, owners = form_keys(name_words.take(rows), own_keys, base_keys)
    trie, phrase_rows = PhraseTrie.of(sequences, len(vocabulary))
    order = np.argsort(phrase_rows, kind="stable")
    name_rows: Int32Array = rows[owners[order]].astype(np.int32)
    return trie, Postings.of_sorted(phrase_rows[order], name_rows, len(trie))


def _phonetic_pairs(
    snapshot: Snapshot, features: WordFeatures, words: Sequence[str], worker_pool: WorkerPool
) -> Lookup:
    """Return the look-up from phonetic pairs to the fuzzy names of several words that have variant spellings."""
    names, name_words = snapshot.columns.names, snapshot.columns.prefix_index.name_words
    lengths = np.diff(name_words.offsets)
    is_paired = names.has_match_mode(slice(None), "fuzzy") & (lengths > 1) & (lengths <= MAX_NAME_WORDS)
    rows = np.flatnonzero(is_paired & ~name_words.any(features.has_flag(IS_VOCABULARY)))
    return compile_pairs(name_words, rows, features.phonetic, words, worker_pool)
