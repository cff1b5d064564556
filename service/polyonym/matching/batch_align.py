"""Many pairs of names aligned at once: which tokens of one are tokens of the other.

In come rows of names, out come the chosen pairs of tokens of each pair of names. Order is free, neighbours may be
joined (`noorul haq`, `noorolhaq`), an initial may stand for its word. The choice is greedy: the option that explains
most of the two names first, then the best of those that touch none of its tokens. All pairs of names take a round
together: options are columns of a matrix of gains, and what is taken is masked out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Final

import numpy as np
from numpy.typing import NDArray
from rapidfuzz import process
from rapidfuzz.distance import OSA

from polyonym.matching.align import FARTHEST_ACROSS, FARTHEST_JOIN, LEAST_SHARED_SOUND, UNSPELLED
from polyonym.matching.name_table import NameTable
from polyonym.matching.token_similarity import EXACT, METHODS, token_similarities
from polyonym.matching.token_table import Flags, Rows, TokenRows, TokenTable
from polyonym.memo import memoised
from polyonym.policy import Policy
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import joined_token
from polyonym.text.phonetic import phonetic_key
from polyonym.text.scripts import LATIN
from polyonym.text.spelling_similarity import MIN_SHARED_LETTERS

_WIDTHS: Final = (2, 3, 4, 6, 10, 16, 32)
"""Names are padded to one of these numbers of tokens, so that short ones do not pay for long ones."""
_SMALL: Final = 24
"""So few pairs are padded to one width, whatever their lengths: another group would cost more."""
_NONE: Final = -np.inf
_MOST_GAINS: Final = 4_000_000
"""Numbers in the matrix of gains of one block, 32 MB."""


@dataclass(frozen=True, eq=False)
class Options:
    """The ways to pair tokens of a name of `width` with those of another, as columns; arrays have shape (k,).

    Column `k` pairs the tokens from `mention_starts[k]` on, `mention_lengths[k]` of them, with those of the alias. One
    of the two lengths is 1. Columns stand in the order in which options of equal gain are preferred. `mention_masks`
    and `alias_masks` (float64, shape (k, width)) hold 1 where a column covers a token; `conflicts` (bool, shape (k, k))
    tells which columns share a token.
    """

    mention_starts: Rows
    mention_lengths: Rows
    alias_starts: Rows
    alias_lengths: Rows
    mention_masks: NDArray[np.float64]
    alias_masks: NDArray[np.float64]
    conflicts: Flags
    single: Flags

    @classmethod
    def of(cls, width: int, joins: bool) -> Options:
        """List the options of two names of a width, with joins of two and three neighbours or without."""
        return _options(width, joins)


@memoised("alignment_options")
def _options(width: int, joins: bool) -> Options:
    places = range(width)
    ways = [(i, 1, j, 1) for i, j in product(places, places)]
    if joins:
        spans = [(start, length) for length in (2, 3) for start in range(width - length + 1)]
        ways += [(start, length, j, 1) for (start, length), j in product(spans, places)]
        ways += [(i, 1, start, length) for (start, length), i in product(spans, places)]
    order = sorted(range(len(ways)), key=lambda at: (abs(ways[at][0] - ways[at][2]), at))
    table = np.array([ways[at] for at in order], np.int64).reshape(-1, 4)
    steps = np.arange(width)
    mention = (steps >= table[:, :1]) & (steps < table[:, :1] + table[:, 1:2])
    alias = (steps >= table[:, 2:3]) & (steps < table[:, 2:3] + table[:, 3:])
    both = mention.astype(np.float64), alias.astype(np.float64)
    conflicts = _overlaps(table[:, 0], table[:, 1]) | _overlaps(table[:, 2], table[:, 3])
    single = (table[:, 1] == 1) & (table[:, 3] == 1)
    return Options(table[:, 0], table[:, 1], table[:, 2], table[:, 3], *both, conflicts, single)


def _overlaps(starts: Rows, lengths: Rows) -> Flags:
    """Tell which spans share a place: bool, shape (n, n)."""
    before: Flags = starts[:, None] < (starts + lengths)
    return before & before.T


@dataclass(frozen=True, eq=False)
class Alignments:
    """The chosen pairs of tokens of each pair of names: arrays of shape (pairs of names, most), padded at the end.

    They stand in the order of the mention. `counts` (int64, shape (n,)) says how many there are; `starts` and `lengths`
    are of the mention and of the alias, `similarities` float64, `methods` codes of METHODS.
    """

    counts: Rows
    mention_starts: Rows
    mention_lengths: Rows
    alias_starts: Rows
    alias_lengths: Rows
    similarities: NDArray[np.float64]
    methods: NDArray[np.uint8]


def align_batch(  # noqa: PLR0913, PLR0917 -- two columns of names, and what they are aligned by
    mentions: NameTable, mention_rows: Rows, aliases: NameTable, alias_rows: Rows, lexicon: Lexicon, policy: Policy
) -> Alignments:
    """Align pairs of names, given by row. Both tables stand over the same table of tokens."""
    count = len(mention_rows)
    sizes = np.maximum(mentions.lengths[mention_rows], aliases.lengths[alias_rows])
    most = int(np.minimum(mentions.lengths[mention_rows], aliases.lengths[alias_rows]).max(initial=0))
    found = Alignments(
        np.zeros(count, np.int64),
        np.zeros((count, most), np.int64),
        np.zeros((count, most), np.int64),
        np.zeros((count, most), np.int64),
        np.zeros((count, most), np.int64),
        np.zeros((count, most)),
        np.zeros((count, most), np.uint8),
    )
    for width, places in width_groups(sizes):
        group = _Group.of(mentions, mention_rows[places], aliases, alias_rows[places], width)
        _fill(found, places, group.align(lexicon, policy))
    return found


def width_groups(sizes: Rows) -> Iterator[tuple[int, Rows]]:
    """Yield pairs of names that are padded to one width."""
    if len(sizes) <= _SMALL:
        largest = sizes.max(initial=0)
        widths = tuple([width for width in _WIDTHS if width >= largest][:1])
    else:
        widths = _WIDTHS
    low = 0
    for width in widths:
        places = np.flatnonzero((sizes > low) & (sizes <= width))
        low = width
        most = max(_MOST_GAINS // (width * width * 4), 1)
        for start in range(0, len(places), most):
            yield width, places[start : start + most]


@dataclass(frozen=True, eq=False)
class _Chosen:
    """The options that were chosen for each pair of a group, round by round: -1 is none; shape (n, rounds)."""

    options: Options
    columns: Rows
    similarities: NDArray[np.float64]
    methods: NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class _Group:
    """Pairs of names padded to one width: rows of tokens, -1 behind the last, and their weights; shape (n, width)."""

    table: TokenTable
    mention: Rows
    alias: Rows
    mention_weights: NDArray[np.float64]
    alias_weights: NDArray[np.float64]
    mention_lengths: Rows
    alias_lengths: Rows
    mention_joins: tuple[Rows, Rows]
    alias_joins: tuple[Rows, Rows]
    both_latin: Flags

    @classmethod
    def of(cls, mentions: NameTable, mention_rows: Rows, aliases: NameTable, alias_rows: Rows, width: int) -> _Group:
        """Pad pairs of names."""
        latin = [
            np.fromiter((names.scripts[row] == LATIN for row in rows.tolist()), np.bool_, len(rows))
            for names, rows in ((mentions, mention_rows), (aliases, alias_rows))
        ]
        (mention, mention_weights), (alias, alias_weights) = (
            _padded(names, rows, width) for names, rows in ((mentions, mention_rows), (aliases, alias_rows))
        )
        return cls(
            mentions.table,
            mention,
            alias,
            mention_weights,
            alias_weights,
            mentions.lengths[mention_rows],
            aliases.lengths[alias_rows],
            (mentions.shortest_joins[mention_rows], mentions.longest_tokens[mention_rows]),
            (aliases.shortest_joins[alias_rows], aliases.longest_tokens[alias_rows]),
            latin[0] & latin[1],
        )

    def take(self, places: Rows) -> _Group:
        """Return some of the pairs."""
        return _Group(
            self.table,
            self.mention[places],
            self.alias[places],
            self.mention_weights[places],
            self.alias_weights[places],
            self.mention_lengths[places],
            self.alias_lengths[places],
            (self.mention_joins[0][places], self.mention_joins[1][places]),
            (self.alias_joins[0][places], self.alias_joins[1][places]),
            self.both_latin[places],
        )

    def align(self, lexicon: Lexicon, policy: Policy) -> _Chosen:
        """Choose pairs of single tokens; where something is left over or paired by half, try neighbours as one."""
        singles, methods = self._singles(lexicon, policy)
        first = self._choose(singles, methods, Options.of(self.mention.shape[1], joins=False))
        wanted = self._wants_joins(first, policy)
        places = np.flatnonzero(wanted[0] | wanted[1])
        if not len(places):
            return first
        part = self.take(places)
        options = Options.of(self.mention.shape[1], joins=True)
        similarities, codes = (
            np.zeros((len(places), len(options.single))),
            np.zeros((len(places), len(options.single)), np.uint8),
        )
        at = (options.mention_starts[options.single], options.alias_starts[options.single])
        similarities[:, options.single] = singles[places][:, at[0], at[1]]
        codes[:, options.single] = methods[places][:, at[0], at[1]]
        tried = part._joins(options, (wanted[0][places], wanted[1][places]), lexicon, policy)  # noqa: SLF001 -- its own
        if not len(tried[0]):
            return first
        rows, columns, likely, method = tried
        similarities[rows, columns] = likely
        codes[rows, columns] = method
        again = part._choose_from(similarities, codes, options)  # noqa: SLF001 -- its own
        return _merged(first, again, places)

    def _singles(self, lexicon: Lexicon, policy: Policy) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        """Return the similarity of each token with each, 0 where they are not paired: shape (n, width, width)."""
        shape = (*self.mention.shape, self.alias.shape[1])
        keys = self.mention[:, :, None] * np.int64(len(self.table.tokens)) + self.alias[:, None, :]
        there = (self.mention[:, :, None] >= 0) & (self.alias[:, None, :] >= 0)
        distinct, inverse = np.unique(keys[there], return_inverse=True)
        lefts, rights = np.divmod(distinct, len(self.table.tokens))
        likely, codes = token_similarities(self.table, lefts, rights, lexicon, policy)
        likely[likely < policy.pair_floor] = 0.0
        found, methods = np.zeros(shape), np.zeros(shape, np.uint8)
        found[there] = likely[inverse]
        methods[there] = codes[inverse]
        return found, methods

    def _choose(self, singles: NDArray[np.float64], methods: NDArray[np.uint8], options: Options) -> _Chosen:
        """Choose among pairs of single tokens."""
        at = options.mention_starts, options.alias_starts
        return self._choose_from(singles[:, at[0], at[1]], methods[:, at[0], at[1]], options)

    def _choose_from(self, similarities: NDArray[np.float64], methods: NDArray[np.uint8], options: Options) -> _Chosen:
        """Take the best option of each pair of names, then the best of those that it leaves, until none is left."""
        # By the mean and not by the sum, or a join that swallows a word too much would beat two good pairs.
        weights = (self.mention_weights @ options.mention_masks.T) / options.mention_lengths
        weights += (self.alias_weights @ options.alias_masks.T) / options.alias_lengths
        gains = np.where(similarities > 0.0, similarities**2 * weights, _NONE)
        rows = np.arange(len(gains))
        chosen: list[Rows] = []
        for _ in range(self.mention.shape[1]):
            best = gains.argmax(axis=1)
            live = gains[rows, best] > _NONE
            if not live.any():
                break
            chosen.append(np.where(live, best, -1))
            gains[options.conflicts[best] & live[:, None]] = _NONE
        columns = np.array(chosen, np.int64).reshape(len(chosen), len(gains)).T
        taken = np.maximum(columns, 0)
        return _Chosen(options, columns, similarities[rows[:, None], taken], methods[rows[:, None], taken])

    def _wants_joins(self, chosen: _Chosen, policy: Policy) -> tuple[Flags, Flags]:
        """Tell which pairs of names have a token left over or paired by half, and room for neighbours as one."""
        paired = chosen.columns >= 0
        halves = np.where(paired, chosen.similarities, 1.0).min(axis=1, initial=1.0) < policy.join_ceiling
        counts = paired.sum(axis=1)
        reach = np.where(self.both_latin, FARTHEST_JOIN, FARTHEST_ACROSS)
        mention = (self.mention_lengths > 1) & ((counts < self.mention_lengths) | halves)
        mention &= self.mention_joins[0] <= self.alias_joins[1] + reach
        alias = (self.alias_lengths > 1) & ((counts < self.alias_lengths) | halves)
        alias &= self.alias_joins[0] <= self.mention_joins[1] + reach
        return mention, alias

    def _joins(
        self, options: Options, wanted: tuple[Flags, Flags], lexicon: Lexicon, policy: Policy
    ) -> tuple[Rows, Rows, NDArray[np.float64], NDArray[np.uint8]]:
        """Return the joins worth an option: the pair of names, the column, the similarity and the method of each."""
        rows, columns, combined = [], [], []
        distinct: dict[tuple[int, ...], int] = {}
        for side, (own, other) in enumerate(((self.mention, self.alias), (self.alias, self.mention))):
            lengths = options.mention_lengths if side == 0 else options.alias_lengths
            starts = options.mention_starts if side == 0 else options.alias_starts
            opposite = options.alias_starts if side == 0 else options.mention_starts
            joined = np.flatnonzero(lengths > 1)
            place, column = self._plausible(own, other, joined, (starts, lengths, opposite), wanted[side])
            if not len(place):
                continue
            first = starts[column]
            last = np.minimum(first + 2, own.shape[1] - 1)
            third = np.where(lengths[column] > 2, own[place, last], -1)
            runs = np.column_stack((own[place, first], own[place, first + 1], third, other[place, opposite[column]]))
            rows.append(place)
            columns.append(column)
            combined.append([distinct.setdefault(tuple(run), len(distinct)) for run in runs.tolist()])
        if not rows:
            empty = np.zeros(0, np.int64)
            return empty, empty, np.zeros(0), np.zeros(0, np.uint8)
        likely, methods = self._joined_similarities(list(distinct), lexicon, policy)
        of = np.concatenate(combined)
        keep = np.flatnonzero(likely[of] >= policy.pair_floor)
        return np.concatenate(rows)[keep], np.concatenate(columns)[keep], likely[of[keep]], methods[of[keep]]

    def _joined_similarities(
        self, runs: Sequence[tuple[int, ...]], lexicon: Lexicon, policy: Policy
    ) -> tuple[NDArray[np.float64], NDArray[np.uint8]]:
        """Return the similarity, less the penalty of a join, and the method of two or three tokens as one with another.

        A run holds the rows of the tokens, -1 for no third one, and that of the token beside them.
        """
        latins = [token.latin for token in self.table.tokens]
        latins.append("")
        scripts = self.table.script_ids
        table = np.array(runs, np.int64)
        heads = [latins[a] + latins[b] + latins[c] for a, b, c, _ in runs]
        shared = process.cpdist(heads, [latins[d] for *_, d in runs], scorer=OSA.normalized_similarity)
        # Of one script only what shares letters, or is a given name in two spellings, can be one word.
        known = self.table.given[table[:, 3]]
        crossing = scripts[table[:, 0]] != scripts[table[:, 3]]
        alike = np.where(crossing, self._alike_in_sound(runs, heads), shared >= MIN_SHARED_LETTERS)
        near = np.flatnonzero(known | alike)
        likely, methods = np.full(len(runs), -1.0), np.zeros(len(runs), np.uint8)
        tokens, source = TokenRows(), self.table.tokens
        lefts, rights = np.empty(len(near), np.int64), np.empty(len(near), np.int64)
        for at, place in enumerate(near.tolist()):
            *run, beside = runs[place]
            lefts[at] = tokens.row(joined_token(tuple([source[row] for row in run if row >= 0]), lexicon))
            rights[at] = tokens.row(source[beside])
        if len(near):
            found, codes = token_similarities(TokenTable.of(tokens.tokens), lefts, rights, lexicon, policy)
            likely[near] = found - policy.join_penalty
            methods[near] = codes
        return likely, methods

    def _alike_in_sound(self, runs: Sequence[tuple[int, ...]], heads: Sequence[str]) -> Flags:
        """Tell of which runs the consonants are about those of the token beside them.

        Nothing is asked of scripts whose romanisation is one of several readings.
        """
        tokens = self.table.tokens
        beside = [phonetic_key(tokens[row].latin) for *_, row in runs]
        shared = process.cpdist(list(map(phonetic_key, heads)), beside, scorer=OSA.normalized_similarity)
        read = np.fromiter((script in UNSPELLED for script in self.table.scripts), np.bool_)
        table = np.array(runs, np.int64)
        scripts = self.table.script_ids
        found: Flags = (shared >= LEAST_SHARED_SOUND) | read[scripts[table[:, 0]]] | read[scripts[table[:, 3]]]
        return found

    def _plausible(
        self,
        own: Rows,
        other: Rows,
        joined: Rows,
        columns: tuple[Rows, Rows, Rows],
        wanted: Flags,
    ) -> tuple[Rows, Rows]:
        """Return the pairs of names and columns whose neighbours as one are about as long as the word beside them."""
        starts, lengths, opposite = columns
        table = self.table
        letters = table.words.lengths[table.word_rows]
        size, joinable = np.append(letters, 0), np.append(table.joinable, False)
        script = np.append(table.script_ids, -1)
        own_size, own_joins = size[own], joinable[own]
        first = own[:, starts[joined]]
        beside = other[:, opposite[joined]]
        together = np.zeros(first.shape, np.int64)
        fits = (beside >= 0) & wanted[:, None]
        for step in range(int(lengths[joined].max(initial=0))):
            inside = step < lengths[joined]
            at = np.minimum(starts[joined] + step, own.shape[1] - 1)
            together += np.where(inside, own_size[:, at], 0)
            fits &= ~inside | own_joins[:, at]
        alone = size[beside]
        farthest = np.where(script[first] == script[beside], FARTHEST_JOIN, FARTHEST_ACROSS)
        fits &= (alone > lengths[joined]) & (np.abs(together - alone) <= farthest)
        rows, columns_of = np.nonzero(fits)
        return rows, joined[columns_of]


def _padded(names: NameTable, rows: Rows, width: int) -> tuple[Rows, NDArray[np.float64]]:
    """Return the rows of the tokens of names, -1 behind the last one, and their weights, 0 there."""
    lengths = names.lengths[rows]
    steps = np.arange(width)
    there = steps < lengths[:, None]
    at = np.where(there, names.offsets[rows][:, None] + steps, 0)
    if not len(names.token_rows):
        return np.full(at.shape, -1), np.zeros(at.shape)
    return np.where(there, names.token_rows[at], -1), np.where(there, names.weights[at], 0.0)


def _merged(first: _Chosen, again: _Chosen, places: Rows) -> _Chosen:
    """Return what was chosen, with what was chosen anew for some pairs in its place, in terms of the wider options."""
    wide = again.options
    # Columns of single tokens, by where they stand in the wider table.
    keys = wide.mention_starts * wide.mention_masks.shape[1] + wide.alias_starts
    column_of = np.zeros(wide.mention_masks.shape[1] ** 2, np.int64)
    column_of[keys[wide.single]] = np.flatnonzero(wide.single)
    own = first.options
    moved = column_of[own.mention_starts * wide.mention_masks.shape[1] + own.alias_starts]
    rounds = max(first.columns.shape[1], again.columns.shape[1])
    count = len(first.columns)
    columns = np.full((count, rounds), -1, np.int64)
    similarities, methods = np.zeros((count, rounds)), np.zeros((count, rounds), np.uint8)
    width = first.columns.shape[1]
    columns[:, :width] = np.where(first.columns >= 0, moved[np.maximum(first.columns, 0)], -1)
    similarities[:, :width], methods[:, :width] = first.similarities, first.methods
    columns[places] = -1
    width = again.columns.shape[1]
    columns[places[:, None], np.arange(width)] = again.columns
    similarities[places[:, None], np.arange(width)] = again.similarities
    methods[places[:, None], np.arange(width)] = again.methods
    return _Chosen(wide, columns, similarities, methods)


def _fill(found: Alignments, places: Rows, chosen: _Chosen) -> None:
    """Write what was chosen for some pairs of names, in the order of the mention."""
    options = chosen.options
    columns = np.maximum(chosen.columns, 0)
    there = chosen.columns >= 0
    starts = np.where(there, options.mention_starts[columns], np.iinfo(np.int64).max)
    order = np.argsort(starts, axis=1, kind="stable")
    rows = np.arange(len(places))[:, None]
    found.counts[places] = there.sum(axis=1)
    width = min(order.shape[1], found.similarities.shape[1])
    order = order[:, :width]
    columns, there = columns[rows, order], there[rows, order]
    at = places[:, None], np.arange(width)
    found.mention_starts[at] = np.where(there, options.mention_starts[columns], 0)
    found.mention_lengths[at] = np.where(there, options.mention_lengths[columns], 0)
    found.alias_starts[at] = np.where(there, options.alias_starts[columns], 0)
    found.alias_lengths[at] = np.where(there, options.alias_lengths[columns], 0)
    found.similarities[at] = np.where(there, chosen.similarities[rows, order], 0.0)
    found.methods[at] = np.where(there, chosen.methods[rows, order], EXACT)


def method_names(codes: Sequence[int]) -> list[str]:
    """Return the names of methods by their codes."""
    return [METHODS[code] for code in codes]
