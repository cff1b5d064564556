"""Features of the distinct words of names, computed once for each word by several processes.

In come folded words, out come arrays with a row for each: its keys as digests, its phonetic digest, and flags.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.keys import AFFIXED, keys_of_token
from polyonym.annotate.phonetic_pairs import PhoneticDigests, phonetic_digests
from polyonym.hashing import digest
from polyonym.index.arrays import UInt64Array
from polyonym.text.lexicon import Lexicon
from polyonym.text.morphology.affixes import without_article
from polyonym.text.morphology.inflection import declension_of
from polyonym.text.scripts import is_unspaced, script_of_character
from polyonym.workers import WorkerPool

HAS_FORMS: Final = 1
"""The flag of a word that has other endings, or that affixes are written to."""
IS_VOCABULARY: Final = 2
"""The flag of a word with a meaning, such as ministry, north or bank, which has no variant spellings."""
STARTS_UNSPACED: Final = 4
ENDS_UNSPACED: Final = 8
"""The flags of a word that begins, or ends, with a character of an unspaced script."""
_MEANINGFUL_ROLES: Final = frozenset({"head", "descriptor", "distinguishing", "legal", "generic"})
_WORDS_PER_TASK: Final = 4096


@dataclass(frozen=True, slots=True)
class WordFeatures:
    """The features of words, all of shape (words,).

    Attributes:
        words: uint64; digests of the words.
        own_keys: uint64; digests of their form keys as they stand.
        base_keys: uint64; digests of their form keys as base forms.
        bare_words: uint64; digests of the words without article.
        phonetic_digests: uint64; digests of their phonetic keys.
        phonetic_lengths: uint8; lengths of these keys.
        flags: uint8.
    """

    words: UInt64Array
    own_keys: UInt64Array
    base_keys: UInt64Array
    bare_words: UInt64Array
    phonetic_digests: UInt64Array
    phonetic_lengths: NDArray[np.uint8]
    flags: NDArray[np.uint8]

    @classmethod
    def of(cls, words: Sequence[str], worker_pool: WorkerPool) -> WordFeatures:
        """Compute the features of words in the processes of a pool, which share the lexicon."""
        # At least one task, so that no words give empty arrays.
        starts = range(0, max(len(words), 1), _WORDS_PER_TASK)
        parts = list(worker_pool.map(_features_task, ((words[start : start + _WORDS_PER_TASK],) for start in starts)))
        return cls(*(np.concatenate([getattr(part, known.name) for part in parts]) for known in fields(cls)))

    @property
    def phonetic(self) -> PhoneticDigests:
        """Return the phonetic digests of the words."""
        return PhoneticDigests(self.phonetic_digests, self.phonetic_lengths)

    def has_flag(self, flag: int) -> NDArray[np.bool_]:
        """Tell for each word whether it has a flag: bool, shape (words,)."""
        found: NDArray[np.bool_] = (self.flags & flag) != 0
        return found


def _features_task(lexicon: Lexicon, words: Sequence[str]) -> WordFeatures:
    """Compute the features of words in a worker process."""
    keys = [keys_of_token(word) for word in words]
    phonetic = phonetic_digests(words)
    return WordFeatures(
        words=_digests(words),
        own_keys=_digests([own[0] for own in keys]),
        base_keys=_digests([own[-1] for own in keys]),
        bare_words=_digests([without_article(word) for word in words]),
        phonetic_digests=phonetic.digests,
        phonetic_lengths=phonetic.lengths,
        flags=np.array([_flags(word, lexicon) for word in words], np.uint8),
    )


def _digests(texts: Sequence[str]) -> UInt64Array:
    """Return the digests of texts: uint64, shape (texts,)."""
    return np.fromiter(map(digest, texts), np.uint64, len(texts))


def _flags(word: str, lexicon: Lexicon) -> int:
    """Return the flags of a word."""
    known = lexicon.words.get(word)
    is_vocabulary = known is not None and known.role in _MEANINGFUL_ROLES
    has_forms = bool(declension_of(word)) or script_of_character(word[0]) in AFFIXED
    return (
        HAS_FORMS * has_forms
        | IS_VOCABULARY * is_vocabulary
        | STARTS_UNSPACED * is_unspaced(word[0])
        | ENDS_UNSPACED * is_unspaced(word[-1])
    )
