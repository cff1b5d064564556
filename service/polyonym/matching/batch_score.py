"""Many pairs of a mention and a listed name to the probability that they are one, with the evidence of those shown.

One call works for all pairs of a batch: names to tables, tables to alignments, alignments to features, features to
scores. Evidence is made of the same arrays, for the pairs that somebody asks for.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import concat_ranges
from polyonym.index.snapshot import Snapshot
from polyonym.matching.batch_align import Alignments, align_batch
from polyonym.matching.batch_features import Disagreement, Matrix, NamePairs, batch_features
from polyonym.matching.name_table import NameTable, NameVariants, listed_tokens, mention_tokens
from polyonym.matching.pair_score import SCORE_DIGITS, log_index_size
from polyonym.matching.score_model import Curves, score_model
from polyonym.matching.token_similarity import METHODS
from polyonym.matching.token_table import Flags, Rows, TokenRows, TokenTable
from polyonym.memo import read_once
from polyonym.model import Adjustment, Alias, Evidence, Method, TokenPair
from polyonym.policy import Policy
from polyonym.text.name import Name


@dataclass(frozen=True, eq=False)
class CurveTable:
    """Sets of curves as one table, so that pairs of several kinds are looked up in one step.

    `knots` (float64, shape (sets, features, most)) are padded with infinity; piece `k` of a curve begins at `lows`, has
    the value `starts` there and rises by `slopes` for each unit, all of shape (sets, features, most + 1).
    """

    names: Sequence[str]
    curves: Sequence[Curves]
    knots: NDArray[np.float64]
    lows: NDArray[np.float64]
    starts: NDArray[np.float64]
    slopes: NDArray[np.float64]

    @classmethod
    def of(cls, curves: dict[str, Curves]) -> CurveTable:
        """Lay curves out."""
        sets = list(curves.values())
        most = max(len(knots) for one in sets for knots, _ in one.curves)
        shape = (len(sets), len(sets[0].curves), most)
        knots = np.full(shape, np.inf)
        lows, starts, slopes = (np.zeros((*shape[:2], most + 1)) for _ in range(3))
        for row, one in enumerate(sets):
            for column, (at, lines) in enumerate(one.curves):
                knots[row, column, : len(at)] = at
                for piece, (low, start, rise, width) in enumerate(lines):
                    lows[row, column, piece], starts[row, column, piece] = low, start
                    slopes[row, column, piece] = rise / width
        return cls(list(curves), sets, knots, lows, starts, slopes)

    def parts(self, sets: Rows, features: Matrix) -> Matrix:
        """Return what each feature adds to the logit under the curves of its row: float64, shape (n, features)."""
        pieces = (features[:, :, None] >= self.knots[sets]).sum(axis=2)
        at = sets[:, None], np.arange(features.shape[1]), pieces
        found: Matrix = self.starts[at] + self.slopes[at] * (features - self.lows[at])
        return found


@read_once("curve_table")
def _curve_table() -> CurveTable:
    """Lay out the curves inside the package, once."""
    return CurveTable.of(score_model().curves)


@dataclass(frozen=True, eq=False)
class BatchScores:
    """Scores of pairs of a mention and a listed name, and what evidence is made of; arrays of shape (n,).

    `scores` (float64) lie between 0 and 1. `pairs` hold the way to part each of the two names that brings them nearest.
    """

    scores: Matrix
    pairs: NamePairs
    features: Matrix
    parts: Matrix
    disagreements: Sequence[Disagreement]
    disagreement_rows: Rows
    sets: Rows

    def evidence(self, at: int, alias: Alias) -> Evidence:
        """Return what speaks for a pair, and what was taken off and why."""
        pairs = self.pairs
        script = pairs.aliases.scripts[pairs.alias_rows[at]]
        if not pairs.alignments.counts[at]:
            return Evidence("spelling", alias, script, (), (), 0.0)
        model, parts = score_model(), self.parts[at].tolist()
        curves = _curve_table().curves[int(self.sets[at])]
        adjustments = curves.reasons(self.features[at].tolist(), parts, model.probability)
        veto = self.disagreements[int(self.disagreement_rows[at])].veto
        if veto:
            adjustments = (*adjustments, Adjustment(veto[0], round(-model.probability(sum(parts)), 4), veto[1]))
        tokens = _token_pairs(pairs, at)
        return Evidence(_leading_method(tokens), alias, script, tokens, adjustments, float(self.scores[at]))


def score_batch(
    snapshot: Snapshot, mentions: Sequence[Name], mention_rows: Rows, names: Rows, policy: Policy
) -> BatchScores:
    """Score pairs of mentions, by row, with listed names, by row."""
    distinct, places = np.unique(names, return_inverse=True)
    used, own = np.unique(mention_rows, return_inverse=True)
    tokens = TokenRows()
    mention_draft = mention_tokens(snapshot, [mentions[row] for row in used.tolist()], tokens, policy)
    alias_draft = listed_tokens(snapshot, distinct.tolist(), tokens, policy)
    table = TokenTable.of(tokens.tokens)
    (mention_table, mention_ways), (alias_table, alias_ways) = mention_draft.finish(table), alias_draft.finish(table)
    of, rows, others = _ways(mention_ways, own, alias_ways, places)
    kinds = snapshot.columns.type_codes[snapshot.columns.names.entity_rows[names]][of]
    scored = _score(snapshot, (mention_table, rows), (alias_table, others), kinds, policy)
    if len(of) == len(names):
        return scored
    return _best_ways(scored, of, len(names))


def _ways(
    mentions: NameVariants, mention_rows: Rows, aliases: NameVariants, alias_rows: Rows
) -> tuple[Rows, Rows, Rows]:
    """Return every way to part the two names of each pair: the pair, and the rows of the two names."""
    counts = np.diff(mentions.offsets)[mention_rows]
    others = np.diff(aliases.offsets)[alias_rows]
    of = np.repeat(np.arange(len(mention_rows)), counts * others)
    within = concat_ranges(np.zeros(len(counts), np.int64), counts * others)
    own, other = np.divmod(within, others[of])
    return of, mentions.offsets[mention_rows][of] + own, aliases.offsets[alias_rows][of] + other


def _score(
    snapshot: Snapshot,
    mentions: tuple[NameTable, Rows],
    aliases: tuple[NameTable, Rows],
    kinds: NDArray[np.uint8],
    policy: Policy,
) -> BatchScores:
    """Score pairs of names, by their rows in two tables."""
    alignments = align_batch(*mentions, *aliases, snapshot.lexicon, policy)
    pairs = NamePairs(*mentions, *aliases, alignments)
    features, disagreements, rows = batch_features(pairs, log_index_size(snapshot))
    sets = _sets(snapshot, pairs, kinds)
    parts = _curve_table().parts(sets, features)
    model = score_model()
    logits = model.slope * parts.sum(axis=1) + model.offset
    scores = np.round(1.0 / (1.0 + np.exp(-np.clip(logits, -40.0, 40.0))), SCORE_DIGITS)
    vetoed = np.fromiter((one.veto is not None for one in disagreements), np.bool_, len(disagreements))
    scores[vetoed[rows] | (alignments.counts == 0)] = 0.0
    return BatchScores(scores, pairs, features, parts, disagreements, rows, sets)


def _sets(snapshot: Snapshot, pairs: NamePairs, kinds: NDArray[np.uint8]) -> Rows:
    """Return the row of the curves of each pair, by the type of the entity and whether the names cross scripts."""
    table = _curve_table()
    row_of = {name: row for row, name in enumerate(table.names)}
    scripts = pairs.mentions.scripts, pairs.aliases.scripts
    across: Flags = np.fromiter(
        (
            scripts[0][a] != scripts[1][b]
            for a, b in zip(pairs.mention_rows.tolist(), pairs.alias_rows.tolist(), strict=True)
        ),
        np.bool_,
        len(kinds),
    )
    found = np.empty(len(kinds), np.int64)
    for kind in np.unique(kinds).tolist():
        own = snapshot.columns.types.rows[kind].like
        for crossing, base in ((False, "same"), (True, "across")):
            row = row_of.get(f"{base}/{own}", row_of[base])
            found[(kinds == kind) & (across == crossing)] = row
    return found


def _best_ways(scored: BatchScores, of: Rows, count: int) -> BatchScores:
    """Keep for each pair the way to part its names that scores highest, the first of equal ones."""
    order = np.lexsort((-scored.scores, of))
    best = order[np.searchsorted(of[order], np.arange(count))]
    pairs, found = scored.pairs, scored.pairs.alignments
    alignments = Alignments(
        found.counts[best],
        found.mention_starts[best],
        found.mention_lengths[best],
        found.alias_starts[best],
        found.alias_lengths[best],
        found.similarities[best],
        found.methods[best],
    )
    return BatchScores(
        scored.scores[best],
        NamePairs(pairs.mentions, pairs.mention_rows[best], pairs.aliases, pairs.alias_rows[best], alignments),
        scored.features[best],
        scored.parts[best],
        scored.disagreements,
        scored.disagreement_rows[best],
        scored.sets[best],
    )


def _token_pairs(pairs: NamePairs, at: int) -> tuple[TokenPair, ...]:
    """Write the chosen pairs of tokens of two names in words."""
    found = pairs.alignments
    mention, alias = int(pairs.mention_rows[at]), int(pairs.alias_rows[at])
    whole = _sum(pairs.mentions, mention) + _sum(pairs.aliases, alias) or 1.0
    written = []
    for place in range(int(found.counts[at])):
        a = int(found.mention_starts[at, place]), int(found.mention_lengths[at, place])
        b = int(found.alias_starts[at, place]), int(found.alias_lengths[at, place])
        share = (_span(pairs.mentions, mention, a)[1] + _span(pairs.aliases, alias, b)[1]) / whole
        written.append(
            TokenPair(
                _span(pairs.mentions, mention, a)[0],
                _span(pairs.aliases, alias, b)[0],
                round(float(found.similarities[at, place]), 4),
                METHODS[int(found.methods[at, place])],
                round(share, 4),
            )
        )
    return tuple(written)


def _sum(names: NameTable, row: int) -> float:
    """Return what all tokens of a name stand for."""
    return float(names.weights[names.offsets[row] : names.offsets[row + 1]].sum())


def _span(names: NameTable, row: int, span: tuple[int, int]) -> tuple[str, float]:
    """Return neighbouring tokens of a name as they are written, and what they stand for."""
    start, length = int(names.offsets[row]) + span[0], span[1]
    tokens = names.token_rows[start : start + length].tolist()
    text = " ".join([names.table.tokens[token].text for token in tokens])
    return text, float(names.weights[start : start + length].sum())


def _leading_method(pairs: Sequence[TokenPair]) -> Method:
    """Name the method that carried most of an alignment; agreement to the letter is spelling at its best."""
    shares: dict[Method, float] = {}
    for pair in pairs:
        method: Method = "spelling" if pair.method == "exact" else pair.method
        shares[method] = shares.get(method, 0.0) + pair.weight
    if "script" in shares:
        return "script"
    return max(shares, key=shares.__getitem__, default="spelling")
