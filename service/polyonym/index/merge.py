"""Parts to columns: partial indexes of runs of entities become the columns of one snapshot.

This is the second half of single-pass in-memory indexing (Heinz and Zobel 2003). In come parts in any order, and the
order of the entities; out come `Columns` with rows of their own. Entities are ordered by id, names by their entity,
tokens, terms and scripts by the first name that holds them. So the result does not depend on how the entities were cut
into parts. A part keeps its rows; an entity has a *flat row*, its position in all parts one after the other, and so has
a name.

Two parts with four names. The entity `omar` of the second part comes last, so its name gets the last row:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.index.analysis import analyse_entities
    >>> from polyonym.text.lexicon import bundled_lexicon
    >>> def part(text):
    ...     return analyse_entities(validate(read_piece(Piece("a.yaml", text))).entities, bundled_lexicon())
    >>> parts = [
    ...     part("- {id: tolo, type: organization, name: Tolo, aliases: [Tolo News]}"),
    ...     part("- {id: omar, type: person, name: Omar News, aliases: [Omar]}"),
    ... ]
    >>> columns = merge(parts, order=np.array([1, 0]))
    >>> columns.names.entity_rows.tolist(), columns.exact.get("omar news"), columns.exact.get("tolo")
    ([0, 0, 1, 1], (0,), (2,))
    >>> columns.tokens.texts.to_list(), columns.names.token_rows.values.tolist()
    (['omar', 'news', 'tolo'], [0, 1, 0, 2, 2, 1])
    >>> columns.postings[columns.terms.row_of["news"]].tolist()
    [0, 3]
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain, combinations
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.gazetteer.fingerprint import fingerprint_of
from polyonym.index.analysis import PartialIndex, TokenKey
from polyonym.index.arrays import (
    Float32Array,
    Int32Array,
    Int64Array,
    Lookup,
    Postings,
    Texts,
    UInt64Array,
    csr_offsets,
)
from polyonym.index.columns import NEVER, ROLES, Codes, Columns, Names, Tokens, pair_key
from polyonym.index.entity_texts import EntityTexts
from polyonym.index.idf import idf
from polyonym.index.prefix_index import PrefixIndex
from polyonym.index.term_index import TermIndex

PAIRED_TERMS: Final = 6
"""Pairs are filed of this many terms of a name, those with the smallest rows."""
_NAME: Final = ROLES.index("name")

_Scalar = TypeVar("_Scalar", bound=np.generic)


def merge(
    parts: Sequence[PartialIndex], order: Int64Array, words: str = "", types: EntityTypes = BUILT_IN_TYPES
) -> Columns:
    """Build columns from parts.

    `order` (int64, shape (entities,)) holds the flat rows of the entities in the order of their ids; an entity that is
    not in it is left out. `types` are those that the codes in the parts refer to. `words` is the digest of a curator's
    own word lists; it and the digest of the types become part of the fingerprint.
    """
    names = _Ordered.of(parts, order)
    token_keys, token_rows = _by_first_use(*_flat_tokens(parts, names))
    term_rows: dict[str, int] = {}
    for _, latin, *_ in token_keys:
        term_rows.setdefault(latin, len(term_rows))
    tokens = Tokens.of(token_keys, term_rows)
    name_table = _names(names, Postings(csr_offsets(names.token_counts), token_rows))
    tokenised_count = int(np.count_nonzero(~name_table.has_match_mode(slice(None), "cased")))
    owners = np.repeat(np.arange(len(names.flags), dtype=np.int32), names.token_counts)
    incidence = _Incidence.of(owners, tokens.term_rows[token_rows], len(term_rows))
    weights = _weights(list(term_rows), incidence, tokenised_count)
    idf_sums = _idf_sums(owners, tokens, token_rows, weights, len(names.flags))
    entities = _entity_texts(parts, order)
    return Columns(
        fingerprint=fingerprint_of(entities.content_digests, words + types.digest),
        entities=entities,
        declared_types=Texts.of(types.written()),
        type_codes=_concatenate([part.type_codes for part in parts], np.uint8)[order],
        ids=Lookup.of(
            _concatenate([part.ids for part in parts], np.uint64)[order], np.arange(len(order), dtype=np.int32)
        ),
        names=name_table,
        tokens=tokens,
        terms=TermIndex.of(list(term_rows)),
        idf=weights,
        exact=_lookup("exact", parts, names),
        spaceless=_lookup("spaceless", parts, names),
        cased=_lookup("cased", parts, names),
        initialisms=_lookup("initialisms", parts, names),
        joined_phonetic=_lookup("joined_phonetic", parts, names),
        postings=_postings(incidence, idf_sums, len(term_rows)),
        pair_postings=_pair_postings(incidence, idf_sums, len(names.flags)),
        idf_sums=idf_sums,
        tokenised_count=tokenised_count,
        prefix_index=_prefix_index(parts, names),
    )


@dataclass(frozen=True, slots=True)
class _Ordered:
    """The names of all parts in their final order.

    `flat_rows` (int64, shape (names,)) is the flat row of each name row; `name_rows` (int64, shape (flat names,)) leads
    back, with -1 for a name that is left out. The other fields have one item for each name row.
    """

    flat_rows: Int64Array
    name_rows: Int64Array
    entity_rows: Int32Array
    alias_positions: Int32Array
    flags: Codes
    scripts: list[str]
    token_counts: Int32Array

    @classmethod
    def of(cls, parts: Sequence[PartialIndex], order: Int64Array) -> _Ordered:
        """Bring the names into the order of their entities."""
        firsts = _first_rows(len(part.type_codes) for part in parts)
        entity_row_of = np.full(firsts[-1], -1, np.int64)
        entity_row_of[order] = np.arange(len(order))
        flat_entities = [part.entity_rows + np.int64(first) for part, first in zip(parts, firsts, strict=False)]
        entity_rows = entity_row_of[_concatenate(flat_entities, np.int64)]
        flat_rows = np.argsort(entity_rows, kind="stable")
        flat_rows = flat_rows[np.searchsorted(entity_rows[flat_rows], 0) :]
        name_rows = np.full(len(entity_rows), -1, np.int64)
        name_rows[flat_rows] = np.arange(len(flat_rows))
        scripts = list(chain.from_iterable(part.scripts for part in parts))
        return cls(
            flat_rows,
            name_rows,
            entity_rows[flat_rows].astype(np.int32),
            _concatenate([part.alias_positions for part in parts], np.int32)[flat_rows],
            _concatenate([part.flags for part in parts], np.uint8)[flat_rows],
            [scripts[flat_row] for flat_row in flat_rows.tolist()],
            _concatenate([part.token_counts for part in parts], np.int32)[flat_rows],
        )


def _concatenate(arrays: Sequence[NDArray[_Scalar]], dtype: type[_Scalar]) -> NDArray[_Scalar]:
    """Concatenate arrays of a dtype; no arrays give an empty one."""
    return np.concatenate([*arrays, np.zeros(0, dtype)])


def _first_rows(lengths: Iterable[int]) -> list[int]:
    """Return the flat row of the first item of each part, and the number of all items."""
    firsts: list[int] = csr_offsets(np.array(list(lengths), np.int64)).tolist()
    return firsts


def _names(names: _Ordered, token_rows: Postings) -> Names:
    """Build the table of names."""
    scripts = {script: row for row, script in enumerate(dict.fromkeys(names.scripts))}
    script_rows = np.fromiter((scripts[script] for script in names.scripts), np.uint8, len(names.scripts))
    return Names(names.entity_rows, names.alias_positions, names.flags, script_rows, token_rows, Texts.of(scripts))


def _flat_tokens(parts: Sequence[PartialIndex], names: _Ordered) -> tuple[list[TokenKey], Int32Array]:
    """Return the distinct tokens of all parts, and the tokens of all names one after the other, as rows of these."""
    distinct: dict[TokenKey, int] = {}
    rows = []
    for part in parts:
        of_part = (distinct.setdefault(token, len(distinct)) for token in part.distinct_tokens)
        rows.append(np.fromiter(of_part, np.int32, len(part.distinct_tokens))[part.token_rows])
    counts = _concatenate([part.token_counts for part in parts], np.int32)
    return list(distinct), _reorder(_concatenate(rows, np.int32), counts, names)


def _prefix_index(parts: Sequence[PartialIndex], names: _Ordered) -> PrefixIndex:
    """Build the prefix index of the folded words of all names; names under `not` are not found by it."""
    distinct: dict[str, int] = {}
    rows = []
    for part in parts:
        of_part = (distinct.setdefault(word, len(distinct)) for word in part.distinct_words)
        rows.append(np.fromiter(of_part, np.int32, len(part.distinct_words))[part.word_rows])
    counts = _concatenate([part.word_counts for part in parts], np.int32)
    flat = _reorder(_concatenate(rows, np.int32), counts, names)
    return PrefixIndex.of(list(distinct), counts[names.flat_rows], flat, (names.flags & NEVER) == 0)


def _reorder(values: Int32Array, counts: Int32Array, names: _Ordered) -> Int32Array:
    """Bring lists of values, `counts` of them for each flat row, into the order of the name rows."""
    return Postings(csr_offsets(counts), values).take(names.flat_rows).values


def _by_first_use(keys: list[TokenKey], rows: Int32Array) -> tuple[list[TokenKey], Int32Array]:
    """Return the tokens in the order of their first use, without unused ones, and `rows` renumbered to match."""
    used, firsts, inverse = np.unique(rows, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    new_rows = np.empty(len(used), np.int32)
    new_rows[order] = np.arange(len(used), dtype=np.int32)
    return [keys[row] for row in used[order].tolist()], new_rows[inverse]


def _entity_texts(parts: Sequence[PartialIndex], order: Int64Array) -> EntityTexts:
    """Build the table of entities."""
    files = {file: None for part in parts for file in part.texts.file_names}
    file_rows = {file: row for row, file in enumerate(files)}
    of_parts = [
        np.array([file_rows[file] for file in part.texts.file_names], np.int32)[part.texts.file_rows] for part in parts
    ]
    texts = list(chain.from_iterable(part.texts.texts.encoded() for part in parts))
    return EntityTexts(
        Texts.of_encoded([texts[flat_row] for flat_row in order.tolist()]),
        _concatenate([part.texts.content_digests for part in parts], np.uint64)[order],
        _concatenate(of_parts, np.int32)[order],
        Texts.of(file_rows),
    )


def _lookup(name: str, parts: Sequence[PartialIndex], names: _Ordered) -> Lookup:
    """Build one of the look-ups. The name rows of one key ascend."""
    firsts = _first_rows(len(part.flags) for part in parts)
    found = [part.lookups[name] for part in parts]
    keys: UInt64Array = _concatenate([digests for digests, _ in found], np.uint64)
    flat_rows = [rows + np.int64(first) for (_, rows), first in zip(found, firsts, strict=False)]
    name_rows = names.name_rows[_concatenate(flat_rows, np.int64)]
    kept = np.flatnonzero(name_rows >= 0)
    kept = kept[np.argsort(name_rows[kept], kind="stable")]
    return Lookup.of(keys[kept], name_rows[kept].astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Incidence:
    """Which term stands in which name, once for each pair: int32, both of shape (pairs,).

    `name_rows` ascend, and so do the `term_rows` of one name.
    """

    name_rows: Int32Array
    term_rows: Int32Array

    @classmethod
    def of(cls, name_rows: Int32Array, term_rows: Int32Array, count: int) -> _Incidence:
        """Drop repeated pairs. `count` is the number of terms."""
        width = max(count, 1)
        keys = np.unique(name_rows.astype(np.int64) * width + term_rows)
        return cls((keys // width).astype(np.int32), (keys % width).astype(np.int32))


def _weights(latins: Sequence[str], incidence: _Incidence, total: int) -> Float32Array:
    """Return the idf of each term among `total` names: float32, shape (terms,)."""
    counts = np.bincount(incidence.term_rows, minlength=len(latins)).tolist()
    weights = (idf(latin, count, total) for latin, count in zip(latins, counts, strict=True))
    return np.fromiter(weights, np.float32, len(latins))


def _idf_sums(
    owners: Int32Array, tokens: Tokens, token_rows: Int32Array, weights: Float32Array, count: int
) -> Float32Array:
    """Return for each of `count` names the sum of the weights of its tokens with the role `name`: float32.

    `owners` and `token_rows` have the same shape: the name row of each token.
    """
    counted = np.where(tokens.role_codes[token_rows] == _NAME, weights[tokens.term_rows[token_rows]], np.float32(0))
    return np.bincount(owners, counted, count).astype(np.float32)


def _postings(incidence: _Incidence, idf_sums: Float32Array, count: int) -> Postings:
    """Return for each of `count` terms the names that hold it, those with the smallest sum of weights first."""
    order = np.lexsort((idf_sums[incidence.name_rows], incidence.term_rows))
    return Postings.of_sorted(incidence.term_rows[order], incidence.name_rows[order], count)


def _pair_postings(incidence: _Incidence, idf_sums: Float32Array, count: int) -> Lookup:
    """Return for pairs of terms the names that hold both, those with the smallest sum of weights first."""
    lengths = np.bincount(incidence.name_rows, minlength=count)
    firsts = csr_offsets(lengths)[:-1]
    keys, name_rows = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for one, other in combinations(range(PAIRED_TERMS), 2):
        longer = np.flatnonzero(lengths > other).astype(np.int32)
        keys.append(pair_key(incidence.term_rows[firsts[longer] + one], incidence.term_rows[firsts[longer] + other]))
        name_rows.append(longer)
    flat = np.concatenate(name_rows)
    order = np.argsort(idf_sums[flat], kind="stable")
    return Lookup.of(np.concatenate(keys)[order], flat[order])
