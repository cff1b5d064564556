"""Parts to columns: runs of entities, in any order, become one gazetteer in the order of the ids.

Names, tokens and romanised tokens are numbered in the order in which the entities hold them, so that it makes no
difference how the entities were cut into runs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, combinations, pairwise
from typing import Final, TypeVar

import numpy as np
from numpy.typing import NDArray

from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.gazetteer.fingerprint import fingerprint_of
from polyonym.index.analysis import PartialIndex, TokenKey
from polyonym.index.arrays import Float32Array, Int32Array, Lookup, Postings, Texts, UInt64Array, csr_offsets
from polyonym.index.columns import NEVER, ROLES, Codes, Columns, Names, Tokens, pair_key
from polyonym.index.entity_texts import EntityTexts
from polyonym.index.idf import idf
from polyonym.index.prefix_index import PrefixIndex
from polyonym.index.term_index import TermIndex

PAIRED: Final = 6
"""The first words of a name that it can be found by in twos: longer names share rarer words."""
_NAME: Final = ROLES.index("name")
_CASED: Final = 2

Places = NDArray[np.int64]
_Scalar = TypeVar("_Scalar", bound=np.generic)


def merge(
    parts: Sequence[PartialIndex], order: Places, words: str = "", types: EntityTypes = BUILT_IN_TYPES
) -> Columns:
    """Put parts together.

    `order` are the places of the entities, counted through all parts, in the order of their ids; an entity that is not
    among them is left out. `words` marks the state of a curator's own word lists; `types` are those that the codes in
    the parts lead to.
    """
    names = _Ordered.of(parts, order)
    spelt, flat = _in_order_of_use(*_flat_tokens(parts, names))
    numbers: dict[str, int] = {}
    for _, latin, *_ in spelt:
        numbers.setdefault(latin, len(numbers))
    table = Tokens.of(spelt, numbers)
    starts = csr_offsets(names.counts)
    count = len(names.flags)
    owners = np.repeat(np.arange(count, dtype=np.int32), names.counts)
    fuzzy_count = int(np.count_nonzero((names.flags & 3) != _CASED))
    held = _held(owners, table.term_rows[flat], len(numbers))
    counts = np.bincount(held.terms, minlength=len(numbers)).tolist()
    weights = np.fromiter(
        (idf(latin, of_it, fuzzy_count) for latin, of_it in zip(numbers, counts, strict=True)),
        np.float32,
        len(numbers),
    )
    sizes = _sizes(owners, table.term_rows[flat], table.role_codes[flat], weights, count)
    entities = _entity_texts(parts, order)
    return Columns(
        fingerprint=fingerprint_of(entities.content_digests, words + types.digest),
        entities=entities,
        declared_types=Texts.of(types.written()),
        type_codes=_joined([part.type_codes for part in parts], np.uint8)[order],
        ids=Lookup.of(_joined([part.ids for part in parts], np.uint64)[order], np.arange(len(order), dtype=np.int32)),
        names=_laid_out(names, Postings(starts, flat)),
        tokens=table,
        terms=TermIndex.of(list(numbers)),
        idf=weights,
        exact=_look_up("exact", parts, names),
        spaceless=_look_up("spaceless", parts, names),
        cased=_look_up("cased", parts, names),
        initialisms=_look_up("initialisms", parts, names),
        joined_phonetic=_look_up("joined_phonetic", parts, names),
        postings=_holders(held, sizes, len(numbers)),
        pair_postings=_pairs(held, sizes, count),
        idf_sums=sizes,
        tokenised_count=fuzzy_count,
        prefix_index=_wordings(parts, names),
    )


def _laid_out(names: _Ordered, tokens: Postings) -> Names:
    """Return the columns of names with their tokens."""
    scripts = {script: code for code, script in enumerate(dict.fromkeys(names.scripts))}
    codes = np.fromiter((scripts[script] for script in names.scripts), np.uint8, len(names.scripts))
    return Names(names.entities, names.places, names.flags, codes, tokens, Texts.of(scripts))


def _joined(arrays: Sequence[NDArray[_Scalar]], kind: type[_Scalar]) -> NDArray[_Scalar]:
    """Lay arrays end to end, of which there may be none."""
    return np.concatenate([*arrays, np.zeros(0, kind)])


def _firsts(lengths: Iterable[int]) -> list[int]:
    """Return the number of the first item of each part, and of the one behind the last."""
    firsts: list[int] = csr_offsets(np.array(list(lengths), np.int64)).tolist()
    return firsts


@dataclass(frozen=True, slots=True)
class _Ordered:
    """The names of all parts in their final order.

    `came_from` is where each stood in all parts laid end to end, `went_to` the other way round, below 0 for what is
    left out.
    """

    came_from: Places
    went_to: Places
    entities: Int32Array
    places: Int32Array
    flags: Codes
    scripts: list[str]
    counts: Int32Array

    @classmethod
    def of(cls, parts: Sequence[PartialIndex], order: Places) -> _Ordered:
        """Bring the names into the order of their entities."""
        firsts = _firsts(len(part.type_codes) for part in parts)
        rank = np.full(firsts[-1], -1, np.int64)
        rank[order] = np.arange(len(order))
        shifted = [part.entities + np.int64(first) for part, first in zip(parts, firsts, strict=False)]
        entities = rank[_joined(shifted, np.int64)]
        came_from = np.argsort(entities, kind="stable")
        came_from = came_from[np.searchsorted(entities[came_from], 0) :]
        went_to = np.full(len(entities), -1, np.int64)
        went_to[came_from] = np.arange(len(came_from))
        scripts = list(chain.from_iterable(part.scripts for part in parts))
        return cls(
            came_from,
            went_to,
            entities[came_from].astype(np.int32),
            _joined([part.places for part in parts], np.int32)[came_from],
            _joined([part.flags for part in parts], np.uint8)[came_from],
            [scripts[place] for place in came_from.tolist()],
            _joined([part.counts for part in parts], np.int32)[came_from],
        )


def _flat_tokens(parts: Sequence[PartialIndex], names: _Ordered) -> tuple[list[TokenKey], Int32Array]:
    """Return the distinct tokens of all parts, and the numbers of those of every name, end to end, in final order."""
    distinct: dict[TokenKey, int] = {}
    concat_ranges = []
    for part in parts:
        numbers = (distinct.setdefault(token, len(distinct)) for token in part.distinct)
        here = np.fromiter(numbers, np.int32, len(part.distinct))
        concat_ranges.append(here[part.tokens])
    counts = _joined([part.counts for part in parts], np.int32)
    return list(distinct), _moved(_joined(concat_ranges, np.int32), counts, names)


def _wordings(parts: Sequence[PartialIndex], names: _Ordered) -> PrefixIndex:
    """Put the folded words of all names together."""
    distinct: dict[str, int] = {}
    concat_ranges = []
    for part in parts:
        numbers = (distinct.setdefault(word, len(distinct)) for word in part.distinct_words)
        concat_ranges.append(np.fromiter(numbers, np.int32, len(part.distinct_words))[part.words])
    counts = _joined([part.worded for part in parts], np.int32)
    flat = _moved(_joined(concat_ranges, np.int32), counts, names)
    return PrefixIndex.of(list(distinct), counts[names.came_from], flat, (names.flags & NEVER) == 0)


def _moved(flat: Int32Array, counts: Int32Array, names: _Ordered) -> Int32Array:
    """Bring what names have, so many each and laid end to end, into their final order."""
    return Postings(csr_offsets(counts), flat).take(names.came_from).values


def _in_order_of_use(spelt: list[TokenKey], flat: Int32Array) -> tuple[list[TokenKey], Int32Array]:
    """Number tokens anew in the order in which they first stand in a name; what stands in none is left out."""
    used, firsts, places = np.unique(flat, return_index=True, return_inverse=True)
    order = np.argsort(firsts)
    numbers = np.empty(len(used), np.int32)
    numbers[order] = np.arange(len(used), dtype=np.int32)
    return [spelt[number] for number in used[order].tolist()], numbers[places]


def _entity_texts(parts: Sequence[PartialIndex], order: Places) -> EntityTexts:
    """Put the texts of the entities together."""
    files = {file: None for part in parts for file in part.texts.file_names}
    numbers = {file: number for number, file in enumerate(files)}
    of_files = [
        np.array([numbers[file] for file in part.texts.file_names], np.int32)[part.texts.file_rows] for part in parts
    ]
    rows = list(chain.from_iterable(_rows(part.texts.texts) for part in parts))
    return EntityTexts(
        Texts.of_encoded([rows[place] for place in order.tolist()]),
        _joined([part.texts.content_digests for part in parts], np.uint64)[order],
        _joined(of_files, np.int32)[order],
        Texts.of(numbers),
    )


def _rows(texts: Texts) -> Iterator[bytes]:
    """Yield the bytes of each text."""
    data = texts.data.tobytes()
    return (data[start:end] for start, end in pairwise(texts.offsets.tolist()))


def _look_up(look_up: str, parts: Sequence[PartialIndex], names: _Ordered) -> Lookup:
    """Put one of the look-ups together; of one key, the names ascend."""
    firsts = _firsts(len(part.flags) for part in parts)
    found = [part.found[look_up] for part in parts]
    keys: UInt64Array = _joined([digests for digests, _ in found], np.uint64)
    shifted = [numbers + np.int64(first) for (_, numbers), first in zip(found, firsts, strict=False)]
    numbers = names.went_to[_joined(shifted, np.int64)]
    kept = np.flatnonzero(numbers >= 0)
    kept = kept[np.argsort(numbers[kept], kind="stable")]
    return Lookup.of(keys[kept], numbers[kept].astype(np.int32))


@dataclass(frozen=True, slots=True)
class _Held:
    """Which romanised token stands in which name: a row each, a token counted once a name; `names` ascend."""

    names: Int32Array
    terms: Int32Array


def _held(owners: Int32Array, terms: Int32Array, count: int) -> _Held:
    """Count every romanised token once a name."""
    keys = np.unique(owners.astype(np.int64) * max(count, 1) + terms)
    return _Held((keys // max(count, 1)).astype(np.int32), (keys % max(count, 1)).astype(np.int32))


def _sizes(owners: Int32Array, terms: Int32Array, roles: Codes, weights: Float32Array, count: int) -> Float32Array:
    """Return what all tokens of a name tell together."""
    told = np.where(roles == _NAME, weights[terms], np.float32(0))
    return np.bincount(owners, told, count).astype(np.float32)


def _holders(held: _Held, sizes: Float32Array, count: int) -> Postings:
    """Lead from each romanised token to the names that hold it, smallest first."""
    order = np.lexsort((sizes[held.names], held.terms))
    return Postings.of_sorted(held.terms[order], held.names[order], count)


def _pairs(held: _Held, sizes: Float32Array, count: int) -> Lookup:
    """Lead from each two romanised tokens to the names that hold both, smallest first."""
    lengths = np.bincount(held.names, minlength=count)
    firsts = csr_offsets(lengths)[:-1]
    keys, names = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for one, other in combinations(range(PAIRED), 2):
        having = np.flatnonzero(lengths > other).astype(np.int32)
        keys.append(pair_key(held.terms[firsts[having] + one], held.terms[firsts[having] + other]))
        names.append(having)
    every, order = np.concatenate(names), np.argsort(sizes[np.concatenate(names)], kind="stable")
    return Lookup.of(np.concatenate(keys)[order], every[order])
