"""How likely two tokens are one word, for many pairs at once, and what says so.

The rules in their order, the first that applies decides: the same text; words of two languages for one thing; numbers
and codes, which are no misspellings of others; a lone letter and a word that begins with it; two Han signs that are
read alike; the learned spelling similarity within a script and the learned map across scripts, and for both the lists
of given names.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.matching.token_table import Flags, Rows, TokenTable
from polyonym.model import Method
from polyonym.policy import Policy
from polyonym.text.cross_script_batch import cross_script_probabilities
from polyonym.text.lexicon import Lexicon
from polyonym.text.scripts import traits
from polyonym.text.spelling_batch import same_word_probabilities

Similarities = NDArray[np.float64]
MethodCodes = NDArray[np.uint8]

METHODS: Final[tuple[Method, ...]] = ("exact", "spelling", "sound", "script")
EXACT, SPELLING, SOUND, SCRIPT = range(4)
_HAN: Final = "Hani"


def token_similarities(
    table: TokenTable, lefts: Rows, rights: Rows, lexicon: Lexicon, policy: Policy
) -> tuple[Similarities, MethodCodes]:
    """Return for pairs of tokens, by row, how likely each is one word (float64) and the code of the method (uint8).

    Both arrays have shape (n,). Codes are places in METHODS. The similarity is symmetric.
    """
    count = len(lefts)
    found, methods = np.zeros(count), np.full(count, SPELLING, np.uint8)
    if not count:
        return found, methods
    open_ = np.ones(count, np.bool_)
    crossing = table.script_ids[lefts] != table.script_ids[rights]

    def settle(where: Flags, similarity: float | Similarities, method: int | MethodCodes) -> None:
        found[where] = similarity
        methods[where] = method
        open_[where] = False

    crossed = np.where(crossing, SCRIPT, SPELLING).astype(np.uint8)
    settle(table.text_ids[lefts] == table.text_ids[rights], 1.0, EXACT)
    concepts = table.concept_ids[lefts]
    same = open_ & (concepts > 0) & (concepts == table.concept_ids[rights])
    settle(same, policy.concept_similarity, crossed[same])
    settle(open_ & _numbers_apart(table, lefts, rights), 0.0, SPELLING)
    lone = open_ & (table.initial[lefts] | table.initial[rights])
    if lone.any():
        begins = table.first_letters[lefts[lone]] == table.first_letters[rights[lone]]
        settle(lone, np.where(begins, policy.initial_similarity, 0.0), crossed[lone])
    _han(table, (lefts, rights), open_, (found, methods), policy)
    equal = table.word_rows[lefts] == table.word_rows[rights]
    unspelled = np.fromiter(
        (not traits(script).is_spelled_out for script in table.scripts), np.bool_, len(table.scripts)
    )
    spelled = ~unspelled[table.script_ids[lefts]] & ~unspelled[table.script_ids[rights]]
    settle(open_ & crossing & equal & spelled, policy.same_romanisation, SCRIPT)
    _spelled(table, (lefts, rights), np.flatnonzero(open_), (found, methods), crossing)
    _trust(table, (lefts, rights), np.flatnonzero(open_), (found, methods), lexicon)
    return found, methods


def _numbers_apart(table: TokenTable, lefts: Rows, rights: Rows) -> Flags:
    """Tell of which pairs, where not both are made of letters alone, that keeps the two apart.

    A number is no misspelling of another, or of letters.
    """
    apart = (table.digit_ids[lefts] != table.digit_ids[rights]) | table.numeric[lefts] | table.numeric[rights]
    found: Flags = apart & ~(table.letters[lefts] & table.letters[rights])
    return found


def _han(
    table: TokenTable,
    pairs: tuple[Rows, Rows],
    open_: Flags,
    result: tuple[Similarities, MethodCodes],
    policy: Policy,
) -> None:
    """Settle pairs of Han words: signs that Mandarin reads alike are two signs, or an old and a new form of one."""
    if _HAN not in table.scripts:
        return
    code = list(table.scripts).index(_HAN)
    lefts, rights = pairs
    both = open_ & (table.script_ids[lefts] == code) & (table.script_ids[rights] == code)
    equal = table.word_rows[lefts[both]] == table.word_rows[rights[both]]
    result[0][both] = np.where(equal, policy.han_same_reading, 0.0)
    result[1][both] = SOUND
    open_[both] = False


def _spelled(
    table: TokenTable,
    pairs: tuple[Rows, Rows],
    places: Rows,
    result: tuple[Similarities, MethodCodes],
    crossing: Flags,
) -> None:
    """Fill in what spelling says of pairs of one script, or of two that are not Latin, and the map of the others."""
    lefts, rights = pairs[0][places], pairs[1][places]
    crossed = crossing[places]
    mapped = crossed & (table.latin[lefts] != table.latin[rights])
    spelled = np.flatnonzero(~mapped)
    if len(spelled):
        own, other = table.word_rows[lefts[spelled]], table.word_rows[rights[spelled]]
        likely = same_word_probabilities(table.words, own, other)
        result[0][places[spelled]] = likely
        sounds = (likely > 0.0) & (table.words.sound_ids[own] == table.words.sound_ids[other])
        sounds &= table.words.sound_lengths[own] > 0
        method = np.where(crossed[spelled], SCRIPT, np.where(sounds, SOUND, SPELLING))
        result[1][places[spelled]] = method
    chosen = np.flatnonzero(mapped)
    if not len(chosen):
        return
    turned = table.latin[lefts[chosen]]
    natives = np.where(turned, rights[chosen], lefts[chosen])
    latins = np.where(turned, lefts[chosen], rights[chosen])
    result[1][places[chosen]] = SCRIPT
    for code in np.unique(table.script_ids[natives]).tolist():
        own = np.flatnonzero(table.script_ids[natives] == code)
        distinct, rows = np.unique(natives[own], return_inverse=True)
        texts = [table.tokens[row].text for row in distinct.tolist()]
        words = table.word_rows[natives[own]], table.word_rows[latins[own]]
        likely = cross_script_probabilities(texts, table.scripts[code], table.words, (rows, *words))
        result[0][places[chosen[own]]] = likely


def _trust(
    table: TokenTable,
    pairs: tuple[Rows, Rows],
    places: Rows,
    result: tuple[Similarities, MethodCodes],
    lexicon: Lexicon,
) -> None:
    """Lift pairs of given names that a list has as one name."""
    lefts, rights = pairs[0][places], pairs[1][places]
    both = np.flatnonzero(table.given[lefts] & table.given[rights])
    for place, left, right in zip(places[both].tolist(), lefts[both].tolist(), rights[both].tolist(), strict=True):
        trusted = lexicon.given_name_probability(table.tokens[left].given, table.tokens[right].given)
        if trusted > result[0][place]:
            result[0][place] = trusted
            # As in the scalar rule, the sound keys decide the method once there is a similarity.
            a, b = table.tokens[left], table.tokens[right]
            if a.script == b.script:
                result[1][place] = SOUND if a.phonetic_key == b.phonetic_key != "" else SPELLING
