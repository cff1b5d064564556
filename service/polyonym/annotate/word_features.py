"""What there is to know about every distinct word of names, looked at once, a run of words a process.

In come folded words, out come arrays with a row for each: its keys as digests, its sound, and what kind of word it is.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.keys import AFFIXED, keys_of_token
from polyonym.annotate.phonetic_pairs import sounds_of_words
from polyonym.hashing import digest
from polyonym.index.arrays import UInt64Array
from polyonym.text.lexicon import Lexicon
from polyonym.text.morphology.affixes import without_article
from polyonym.text.morphology.inflection import declension_of
from polyonym.text.scripts import is_unspaced, script_of_character
from polyonym.workers import WorkerPool

FORMS: Final = 1
"""The bit for a word that has forms: other endings, or small words that are written to it."""
MEANS: Final = 2
"""The bit for a word of a language."""
HEAD: Final = 4
TAIL: Final = 8
"""The bits for a word that begins, or ends, in a script that puts no spaces between words."""
_MEANING: Final = frozenset({"head", "descriptor", "distinguishing", "legal", "generic"})
_TASK: Final = 4096
"""Words that one process looks at at a time."""


@dataclass(frozen=True, slots=True)
class Looks:
    """Digests of words, of the key of each as it stands and as a base form, and of the word without its article.

    `sounds` and `lengths` are what they sound like, `bits` what kind of word each is.
    """

    words: UInt64Array
    owns: UInt64Array
    bases: UInt64Array
    bares: UInt64Array
    sounds: UInt64Array
    lengths: NDArray[np.uint8]
    bits: NDArray[np.uint8]

    @classmethod
    def of(cls, words: Sequence[str], worker_pool: WorkerPool) -> Looks:
        """Look at words with the help of others."""
        # One task at least, so that there are arrays for no words as well.
        tasks = ((words[start : start + _TASK],) for start in range(0, max(len(words), 1), _TASK))
        parts = list(worker_pool.map(_looked_at, tasks))
        return cls(*(np.concatenate([getattr(part, known.name) for part in parts]) for known in fields(cls)))

    def have(self, bit: int) -> NDArray[np.bool_]:
        """Tell of every word whether it is of a kind."""
        found: NDArray[np.bool_] = (self.bits & bit) != 0
        return found


def _looked_at(lexicon: Lexicon, words: Sequence[str]) -> Looks:
    """Look at words, in whichever process."""
    ways = [keys_of_token(word) for word in words]
    sounds = sounds_of_words(words)
    return Looks(
        words=_digests(words),
        owns=_digests([way[0] for way in ways]),
        bases=_digests([way[-1] for way in ways]),
        bares=_digests([without_article(word) for word in words]),
        sounds=sounds.digests,
        lengths=sounds.lengths,
        bits=np.array([_bits(word, lexicon) for word in words], np.uint8),
    )


def _digests(texts: Sequence[str]) -> UInt64Array:
    """Return the digests of texts."""
    return np.fromiter(map(digest, texts), np.uint64, len(texts))


def _bits(word: str, lexicon: Lexicon) -> int:
    """Return what kind of word a word is."""
    known = lexicon.words.get(word)
    # Nobody spells ministry, north or bank by ear.
    means = known is not None and known.role in _MEANING
    forms = bool(declension_of(word)) or script_of_character(word[0]) in AFFIXED
    return FORMS * forms | MEANS * means | HEAD * is_unspaced(word[0]) | TAIL * is_unspaced(word[-1])
