"""Names of a batch as rows over a table of tokens, made ready to be matched with others.

In come analysed names and the rows of listed ones, out comes a `NameTable`. What concerns one name alone (its weights,
its concepts, its numbers, the letters of the whole) is worked out once a name here, and not once a pair. A name that is
written without spaces has a row for each way to part it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import concat_ranges, csr_offsets
from polyonym.index.snapshot import Snapshot
from polyonym.matching.token_table import Rows, TokenRows, TokenTable
from polyonym.policy import Policy
from polyonym.text.name import SPLITTABLE, Name, analyse

_DIGITS: Final = re.compile(r"\d+")
_NOTHING: Final[frozenset[str]] = frozenset()


@dataclass(frozen=True, eq=False)
class NameTable:
    """Names as rows: the tokens of row `i` are `token_rows[offsets[i]:offsets[i + 1]]`.

    `token_rows` (int64) are rows of `table`, `weights` (float64) what each of them stands for, `scripts` the script of
    each name, `totals` (float64) the sum of its weights, 1 where that is 0.
    """

    table: TokenTable
    offsets: NDArray[np.int64]
    token_rows: Rows
    weights: NDArray[np.float64]
    scripts: Sequence[str]

    @cached_property
    def lengths(self) -> NDArray[np.int64]:
        """The number of tokens of each name."""
        return np.diff(self.offsets)

    @cached_property
    def totals(self) -> NDArray[np.float64]:
        """The sum of the weights of each name, 1 for one without any."""
        sums = np.add.reduceat(np.append(self.weights, 0.0), self.offsets[:-1]) if len(self.scripts) else np.zeros(0)
        sums[self.lengths == 0] = 0.0
        sums[sums == 0.0] = 1.0
        return sums

    def latins(self, row: int) -> list[str]:
        """Return the romanised tokens of a name."""
        rows = self.token_rows[self.offsets[row] : self.offsets[row + 1]].tolist()
        return [self.table.tokens[token].latin for token in rows]

    @cached_property
    def wholes(self) -> list[str]:
        """Each name in Latin letters without spaces."""
        return ["".join(self.latins(row)) for row in range(len(self.scripts))]

    @cached_property
    def sorted_wholes(self) -> list[str]:
        """Each name in Latin letters without spaces, its tokens in the order of the alphabet."""
        return ["".join(sorted(self.latins(row))) for row in range(len(self.scripts))]

    @cached_property
    def shortest_joins(self) -> NDArray[np.int64]:
        """The letters of the shortest two neighbours of each name together, 0 for a name of one token."""
        letters = self.table.words.lengths[self.table.word_rows[self.token_rows]]
        if len(letters) < 2:
            return np.zeros(len(self.scripts), np.int64)
        none = np.iinfo(np.int64).max
        # One number more than there are tokens, since a name without any may begin behind the last of them.
        both = np.append(letters[1:] + letters[:-1], [none, none])
        both[self.offsets[1:][self.lengths > 0] - 1] = none
        found = np.minimum.reduceat(both, self.offsets[:-1])
        found[self.lengths < 2] = 0
        return found

    @cached_property
    def longest_tokens(self) -> NDArray[np.int64]:
        """The letters of the longest token of each name, 0 for a name without any."""
        letters = self.table.words.lengths[self.table.word_rows[self.token_rows]]
        found = np.maximum.reduceat(np.append(letters, 0), self.offsets[:-1])
        found[self.lengths == 0] = 0
        return found

    @cached_property
    def profiles(self) -> Profiles:
        """What the words of each name stand for."""
        rows, distinct = np.zeros(len(self.scripts), np.int64), ProfileRows()
        table = self.table
        marked = np.append((table.concept_ids[self.token_rows] > 0) | ~table.letters[self.token_rows], False)
        some = np.logical_or.reduceat(marked, self.offsets[:-1]) & (self.lengths > 0)
        for row in np.flatnonzero(some).tolist():
            rows[row] = distinct.row(self._profile(row))
        return Profiles(rows, distinct.values)

    def _profile(self, row: int) -> Profile:
        """Return what the words of a name stand for."""
        rows = self.token_rows[self.offsets[row] : self.offsets[row + 1]].tolist()
        tokens = [self.table.tokens[token] for token in rows]
        chain: tuple[str, ...] = ()
        if "particle:linking" in [token.concept for token in tokens[1:]]:
            chain = tuple([token.phonetic_key for token in tokens if token.role == "name"])
        return Profile(
            frozenset([token.concept for token in tokens if token.concept]),
            frozenset([digits.lstrip("0") for token in tokens for digits in _DIGITS.findall(token.latin)]),
            chain,
            self.scripts[row],
        )


@dataclass(frozen=True, slots=True)
class Profile:
    """What the words of a name stand for: concepts, numbers (those inside words too), and a chain of patronymics.

    The chain (`Ahmad bin Hasan`) holds the sound keys of its names in order; it is empty for a name that is none.
    """

    concepts: frozenset[str] = _NOTHING
    digits: frozenset[str] = _NOTHING
    chain: tuple[str, ...] = ()
    script: str = ""

    def of(self, prefix: str) -> frozenset[str]:
        """Return the concepts of a kind, such as `head:`."""
        return frozenset([concept for concept in self.concepts if concept.startswith(prefix)])

    @property
    def axes(self) -> dict[str, set[str]]:
        """The distinguishing words by what they speak of: the compass, age, size."""
        found: dict[str, set[str]] = {}
        for concept in self.of("axis:"):
            found.setdefault(concept.split("/")[0], set()).add(concept)
        return found


class ProfileRows:
    """Distinct profiles with a row each; row 0 is that of a name that says nothing."""

    def __init__(self) -> None:
        """Hold the empty profile."""
        self.values: list[Profile] = [Profile()]
        self._rows: dict[Profile, int] = {self.values[0]: 0}

    def row(self, profile: Profile) -> int:
        """Return the row of a profile, a new one where it has none."""
        found = self._rows.get(profile)
        if found is None:
            found = self._rows[profile] = len(self.values)
            self.values.append(profile)
        return found


@dataclass(frozen=True, eq=False)
class Profiles:
    """The row of each name's profile among the distinct ones: int64, shape (names,)."""

    rows: Rows
    distinct: Sequence[Profile]


@dataclass(frozen=True, eq=False)
class NameVariants:
    """Rows of a name table for each of some names: those of name `i` are `rows[offsets[i]:offsets[i + 1]]`."""

    offsets: NDArray[np.int64]
    rows: Rows


def mention_tokens(snapshot: Snapshot, names: Sequence[Name], tokens: TokenRows, policy: Policy) -> NameDraft:
    """Draft the rows of mentions, each way to part a name a row."""
    draft = NameDraft()
    roles, initial, idf = policy.role_weights, policy.initial_weight, snapshot.idf
    for name in names:
        for way in (name, *name.other_segmentations):
            draft.add(
                [tokens.row(token) for token in way.tokens],
                [(initial if len(token.latin) == 1 else idf(token.latin)) * roles[token.role] for token in way.tokens],
                way.script,
            )
        draft.close()
    return draft


class NameDraft:
    """Names while they are gathered, before the table of their tokens is laid out."""

    def __init__(self) -> None:
        """Hold nothing yet."""
        self.lengths: list[int] = []
        self.rows: list[int] = []
        self.weights: list[float] = []
        self.scripts: list[str] = []
        self.closed: list[int] = []

    def add(self, rows: list[int], weights: list[float], script: str) -> None:
        """Add one way to part a name."""
        self.lengths.append(len(rows))
        self.rows += rows
        self.weights += weights
        self.scripts.append(script)

    def close(self) -> None:
        """End a name."""
        self.closed.append(len(self.lengths))

    def finish(self, table: TokenTable) -> tuple[NameTable, NameVariants]:
        """Lay the rows out over a table of their tokens."""
        names = NameTable(
            table,
            csr_offsets(self.lengths),
            np.array(self.rows, np.int64),
            np.array(self.weights, np.float64),
            self.scripts,
        )
        return names, NameVariants(np.array([0, *self.closed], np.int64), np.arange(len(self.lengths)))


def listed_tokens(snapshot: Snapshot, numbers: Sequence[int], tokens: TokenRows, policy: Policy) -> NameDraft:
    """Draft the rows of listed names, each way to part a name a row."""
    draft = NameDraft()
    columns = snapshot.columns
    script_of, lexicon = columns.names.script, snapshot.lexicon
    roles, initial = policy.role_weights, policy.initial_weight
    known: dict[int, tuple[int, float]] = {}
    make, latins = columns.tokens.token, columns.terms.latins
    term_rows, idf = columns.tokens.term_rows, columns.idf
    postings = columns.names.token_rows
    wanted = np.asarray(numbers, np.int64)
    starts = postings.offsets[wanted]
    lengths = postings.offsets[wanted + 1] - starts
    flat = postings.values[concat_ranges(starts, lengths)].tolist()
    for number in set(flat):
        token = make(number, latins, lexicon)
        weight = initial if len(token.latin) == 1 else float(idf.item(term_rows.item(number)))
        known[number] = tokens.row(token), weight * roles[token.role]
    at = 0
    for number, length in zip(numbers, lengths.tolist(), strict=True):
        script = script_of(number)
        own = flat[at : at + length]
        at += length
        if script in SPLITTABLE:
            name = analyse(snapshot.alias(number).name, lexicon)
            for way in (name, *name.other_segmentations):
                draft.add(
                    [tokens.row(token) for token in way.tokens],
                    [
                        (initial if len(token.latin) == 1 else snapshot.idf(token.latin)) * roles[token.role]
                        for token in way.tokens
                    ],
                    way.script,
                )
        else:
            pairs = [known[token] for token in own]
            draft.add([row for row, _ in pairs], [weight for _, weight in pairs], script)
        draft.close()
    return draft
