"""Aligned pairs of names in numbers, for many pairs at once: what the fitted curves are applied to.

The features are those of FEATURES, in their order. Each is a plain statement about two names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import Indel

from polyonym.matching.batch_align import Alignments
from polyonym.matching.features import FEATURES
from polyonym.matching.name_table import NameTable, Profile
from polyonym.matching.token_similarity import EXACT
from polyonym.matching.token_table import Flags, Rows

Matrix = NDArray[np.float64]

_AT: Final = {name: place for place, name in enumerate(FEATURES)}


class Disagreement(NamedTuple):
    """Where two names disagree in what their words stand for, and the veto that follows, as a code and a sentence.

    `features` are the values of _CONCEPTS.
    """

    features: tuple[float, ...]
    veto: tuple[str, str] | None


_CONCEPTS: Final = (
    "heads_differ",
    "distinguished",
    "distinguished_once",
    "legal_differs",
    "numbers_once",
    "generation_once",
)


@dataclass(frozen=True, eq=False)
class NamePairs:
    """Pairs of names by their rows in two tables over one table of tokens, and their alignments."""

    mentions: NameTable
    mention_rows: Rows
    aliases: NameTable
    alias_rows: Rows
    alignments: Alignments

    def weights(self) -> tuple[Matrix, Matrix]:
        """Return what the tokens of each chosen pair stand for in the mention and in the alias: shape (n, most)."""
        found = self.alignments
        return (
            _span_weights(self.mentions, self.mention_rows, found.mention_starts, found.mention_lengths),
            _span_weights(self.aliases, self.alias_rows, found.alias_starts, found.alias_lengths),
        )


def _span_weights(names: NameTable, rows: Rows, starts: Rows, lengths: Rows) -> Matrix:
    """Return the sum of the weights of some neighbouring tokens of each name."""
    sums = np.concatenate(([0.0], np.cumsum(names.weights)))
    at = names.offsets[rows][:, None] + starts
    found: Matrix = np.where(lengths == 1, np.append(names.weights, 0.0)[at], sums[at + lengths] - sums[at])
    found[lengths == 0] = 0.0
    return found


def batch_features(pairs: NamePairs, log_index_size: float) -> tuple[Matrix, list[Disagreement], Rows]:
    """Return the features of pairs (float64, shape (n, 27)), their distinct disagreements, and which is that of each.

    `log_index_size` is the decimal logarithm of the number of names that the aliases were picked from: among a million
    names more look alike by chance than among a hundred.
    """
    chosen = pairs.alignments
    count = len(pairs.mention_rows)
    found = np.zeros((count, len(FEATURES)))
    own, other = pairs.weights()
    least = np.minimum(own, other)
    likely = chosen.similarities
    there = np.arange(likely.shape[1]) < chosen.counts[:, None]
    single = there & (chosen.mention_lengths == 1) & (chosen.alias_lengths == 1)
    mention_total = pairs.mentions.totals[pairs.mention_rows]
    alias_total = pairs.aliases.totals[pairs.alias_rows]
    share_mention = (own * likely).sum(axis=1) / mention_total
    share_alias = (other * likely).sum(axis=1) / alias_total
    left_mention = _left(pairs.mentions, pairs.mention_rows, own, chosen.mention_lengths)
    left_alias = _left(pairs.aliases, pairs.alias_rows, other, chosen.alias_lengths)

    def put(name: str, values: Matrix | Flags | float) -> None:
        found[:, _AT[name]] = values

    put("bias", 1.0)
    put("covered_mention", share_mention)
    put("covered_alias", share_alias)
    put("covered_least", np.minimum(share_mention, share_alias))
    put("covered_both", share_mention * share_alias)
    put("told", (least * likely).sum(axis=1))
    put("told_exactly", np.where(there & (chosen.methods == EXACT), least, 0.0).sum(axis=1))
    put("left_mention", left_mention)
    put("left_alias", left_alias)
    put("left_both", np.minimum(left_mention, left_alias))
    put("doubt", np.where(there, least * (1.0 - likely), 0.0).max(axis=1, initial=0.0))
    put("single_pair", chosen.counts == 1)
    rotated, reordered = _order(chosen, there)
    put("rotated", rotated)
    put("reordered", reordered)
    initials, given, common = _differing(pairs, single)
    put("initials", initials)
    put("given_differs", given)
    put("common_differs", common)
    put("joined", (there & ~single).any(axis=1))
    put("whole", _whole(pairs))
    put("tokens", np.minimum(pairs.mentions.lengths[pairs.mention_rows], pairs.aliases.lengths[pairs.alias_rows]))
    put("crowd", log_index_size)
    distinct, rows = disagreements(pairs)
    table = np.array([one.features for one in distinct]).reshape(-1, len(_CONCEPTS))
    found[:, [_AT[name] for name in _CONCEPTS]] = table[rows]
    return found, distinct, rows


def _left(names: NameTable, rows: Rows, covered: Matrix, lengths: Rows) -> Matrix:
    """Return what the tokens that no pair covers stand for."""
    sums = np.concatenate(([0.0], np.cumsum(names.weights)))
    whole = sums[names.offsets[rows + 1]] - sums[names.offsets[rows]]
    left: Matrix = np.maximum(whole - covered.sum(axis=1), 0.0)
    left[lengths.sum(axis=1) >= names.lengths[rows]] = 0.0
    return left


def _order(chosen: Alignments, there: Flags) -> tuple[Flags, Flags]:
    """Tell where the parts are those of the other name turned round, and where they stand in another order."""
    starts = chosen.alias_starts
    if starts.shape[1] < 2:
        none = np.zeros(len(starts), np.bool_)
        return none, none
    drops = np.asarray((starts[:, 1:] < starts[:, :-1]) & there[:, 1:]).sum(axis=1)
    rows = np.arange(len(starts))
    last = starts[rows, np.maximum(chosen.counts - 1, 0)]
    rotated = (drops == 1) & (last < starts[:, 0])
    return rotated, (drops > 0) & ~rotated


def _differing(pairs: NamePairs, single: Flags) -> tuple[Matrix, Matrix, Matrix]:
    """Count initials, and paired tokens of one script that are two words by all that is known.

    Christian is not Christina, since no list of given names holds both; Davis and Davies are each too common to be a
    misspelling of the other. Across scripts this says nothing: one spelling without vowels is read as Hamed and Hamid.
    """
    chosen, table = pairs.alignments, pairs.mentions.table
    rows, columns = np.nonzero(single)
    initials, given, common = (np.zeros(len(single)) for _ in range(3))
    if not len(rows):
        return initials, given, common
    a = pairs.mentions.token_rows[
        pairs.mentions.offsets[pairs.mention_rows[rows]] + chosen.mention_starts[rows, columns]
    ]
    b = pairs.aliases.token_rows[pairs.aliases.offsets[pairs.alias_rows[rows]] + chosen.alias_starts[rows, columns]]
    np.add.at(initials, rows, table.initial[a] | table.initial[b])
    differ = (chosen.similarities[rows, columns] != 1.0) & (table.script_ids[a] == table.script_ids[b])
    rows, a, b = rows[differ], a[differ], b[differ]
    both = table.given[a] & table.given[b]
    apart = np.ones(len(rows), np.bool_)
    for place in np.flatnonzero(both).tolist():
        apart[place] = table.tokens[a.item(place)].given.isdisjoint(table.tokens[b.item(place)].given)
    np.add.at(given, rows, both & apart)
    np.add.at(common, rows, table.common[a] & table.common[b] & apart)
    return initials, given, common


def _whole(pairs: NamePairs) -> Matrix:
    """Return the similarity of the names written without spaces, in whichever order of the parts is nearer."""
    own, other = pairs.mention_rows.tolist(), pairs.alias_rows.tolist()
    a, b = pairs.mentions.wholes, pairs.aliases.wholes
    found: Matrix = process.cpdist(
        [a[row] for row in own], [b[row] for row in other], scorer=Indel.normalized_similarity, dtype=np.float64
    )
    x, y = pairs.mentions.sorted_wholes, pairs.aliases.sorted_wholes
    moved = [at for at, (i, j) in enumerate(zip(own, other, strict=True)) if a[i] != x[i] or b[j] != y[j]]
    if moved:
        sorted_ = process.cpdist(
            [x[own[at]] for at in moved],
            [y[other[at]] for at in moved],
            scorer=Indel.normalized_similarity,
            dtype=np.float64,
        )
        found[moved] = np.maximum(found[moved], sorted_)
    return found


def disagreements(pairs: NamePairs) -> tuple[list[Disagreement], Rows]:
    """Return the distinct disagreements of pairs in what their words stand for, and which is that of each pair."""
    own, other = pairs.mentions.profiles, pairs.aliases.profiles
    keys = own.rows[pairs.mention_rows] * np.int64(len(other.distinct)) + other.rows[pairs.alias_rows]
    distinct, rows = np.unique(keys, return_inverse=True)
    left, right = np.divmod(distinct, len(other.distinct))
    found = [
        disagreement(own.distinct[a], other.distinct[b]) for a, b in zip(left.tolist(), right.tolist(), strict=True)
    ]
    return found, rows


def disagreement(a: Profile, b: Profile) -> Disagreement:
    """Return where two names disagree in what their words stand for."""
    digits = float(bool(a.digits) != bool(b.digits))
    veto = _veto(a, b)
    if not a.concepts and not b.concepts:
        return Disagreement((0.0, 0.0, 0.0, 0.0, digits, 0.0), veto)
    heads, other_heads = a.of("head:"), b.of("head:")
    axes, other_axes = a.axes, b.axes
    legal, other_legal = a.of("legal:"), b.of("legal:")
    families = {form.split("/")[0] for form in legal}.isdisjoint(form.split("/")[0] for form in other_legal)
    return Disagreement(
        (
            float(bool(heads and other_heads) and heads.isdisjoint(other_heads)),
            float(any(axes[axis].isdisjoint(other_axes[axis]) for axis in axes.keys() & other_axes.keys())),
            float(len(axes.keys() ^ other_axes.keys())),
            (1.0 if families else 0.5 * legal.isdisjoint(other_legal)) if legal and other_legal else 0.0,
            digits,
            float(bool(a.of("generation:")) != bool(b.of("generation:"))),
        ),
        veto,
    )


def _veto(a: Profile, b: Profile) -> tuple[str, str] | None:
    """Return what makes two names those of two things however alike they look, as a code and a sentence."""
    if a.digits and b.digits and a.digits != b.digits:
        return "numbers", "The names hold different numbers."
    if not a.concepts or not b.concepts:
        return None
    generation, other_generation = a.of("generation:"), b.of("generation:")
    if generation and other_generation and generation != other_generation:
        return "generation", "The names are marked as of different generations."
    heads, other_heads = a.of("head:"), b.of("head:")
    if len(heads) == len(other_heads) == 1 and heads != other_heads and a.script == b.script:
        return "heads", "The names are of two kinds of thing."
    if a.chain and b.chain and a.chain != b.chain and set(a.chain) == set(b.chain):
        return "patronymic", "Father and son change places."
    return None
