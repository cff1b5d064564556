"""The compiled, immutable form of a gazetteer: the value that every answer is computed from.

A snapshot never changes. A request takes the current one once and passes it down, so that no answer mixes two states of
the files. The fingerprint in every answer says which state that was.

Two entities with four names:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.index.build import compile_entities
    >>> records = read_piece(Piece("places.yaml", '''
    ... - {id: kunduz, type: place, name: Kunduz, aliases: [Konduz], part_of: [north], not: [Kunduz River]}
    ... - {id: north, type: place, name: Northern Afghanistan}
    ... '''))
    >>> snapshot = compile_entities(validate(records).entities)
    >>> snapshot.entity_row("north"), snapshot.listed_count()
    (1, 3)
    >>> [(name.alias.name, name.entity_row, name.never) for name in snapshot.names]
    [('Kunduz', 0, False), ('Konduz', 0, False), ('Kunduz River', 0, True), ('Northern Afghanistan', 1, False)]
    >>> snapshot.look_up(snapshot.columns.exact, "konduz"), [token.text for token in snapshot.tokens(2)]
    ((1,), ['kunduz', 'river'])
    >>> snapshot.context_terms(0)
    frozenset({'northern afghanistan'})
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np

from polyonym.entity_types import EntityTypes
from polyonym.errors import EntityNotFoundError
from polyonym.index.arrays import Lookup
from polyonym.index.columns import NEVER, Columns
from polyonym.index.entity_texts import StoredEntities
from polyonym.index.idf import idf
from polyonym.index.ivf import IvfIndex
from polyonym.index.neighbours import NeighbourFinder
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.model import Alias, Entity, EntityType
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name, Token, analyse
from polyonym.text.normalise import folded


@dataclass(frozen=True, slots=True)
class IndexedName:
    """An alias, or a name under `not` (`never`), with the row of its entity and its comparable forms."""

    alias: Alias
    entity_row: int
    never: bool
    form: Name


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Entities, their names, and the look-ups over them.

    `columns` holds the tables, `entities` the entities by row, in the order of their ids. Names in `hidden` are never
    returned by a look-up. `phrases` are what texts are searched with, where they were stored.
    """

    columns: Columns
    entities: Sequence[Entity]
    lexicon: Lexicon
    neighbours: NeighbourFinder
    phrases: PhrasePatterns | None = None
    hidden: frozenset[int] = frozenset()

    @classmethod
    def of(
        cls,
        columns: Columns,
        lexicon: Lexicon,
        entities: Sequence[Entity] | None = None,
        ivf_indexes: Mapping[tuple[str, str], IvfIndex] | None = None,
        phrases: PhrasePatterns | None = None,
    ) -> Snapshot:
        """Build a snapshot of its parts. Entities that are not given are decoded, and IVF indexes built, on demand."""
        stored = StoredEntities(columns.entities) if entities is None else entities
        return cls(columns, stored, lexicon, NeighbourFinder(columns, ivf_indexes), phrases)

    @property
    def fingerprint(self) -> str:
        """The digest of the content of all entities and word lists."""
        return self.columns.fingerprint

    @property
    def names(self) -> Sequence[IndexedName]:
        """Every name by its row, built when it is read."""
        return _Names(self)

    @property
    def types(self) -> EntityTypes:
        """The types that entities can be of: the built-in ones and those that the gazetteer declares."""
        return self.columns.types

    def type_counts(self) -> dict[EntityType, int]:
        """Count the entities of each type."""
        names = self.types.names
        counts = np.bincount(self.columns.type_codes, minlength=len(names)).tolist()
        return dict(zip(names, counts, strict=True))

    def listed_count(self) -> int:
        """Count the names without those under `not`."""
        return int(np.count_nonzero(~self.columns.names.has_flag(NEVER)))

    def files(self) -> list[str]:
        """Return the names of the files that hold an entity, sorted."""
        return self.columns.entities.files_in_use()

    def entity_row(self, entity_id: str) -> int | None:
        """Return the row of an entity by its id, or None where there is none."""
        found = self.columns.ids.get(entity_id)
        return found[0] if found and self.entities[found[0]].id == entity_id else None

    def entity(self, entity_id: str) -> Entity:
        """Return an entity by its id; raise EntityNotFoundError where there is none."""
        entity_row = self.entity_row(entity_id)
        if entity_row is None:
            raise EntityNotFoundError(entity_id)
        return self.entities[entity_row]

    def look_up(self, lookup: Lookup, key: str) -> tuple[int, ...]:
        """Return the name rows that a look-up of `columns` has for a key, without hidden names."""
        name_rows = lookup.get(key)
        return tuple(row for row in name_rows if row not in self.hidden) if self.hidden else name_rows

    def idf(self, latin: str) -> float:
        """Return the weight of a romanised token, between 0 and 1. A token that no name holds has the largest."""
        term_row = self.columns.terms.row_of.get(latin)
        return idf(latin, 0, self.columns.tokenised_count) if term_row is None else float(self.columns.idf[term_row])

    def tokens(self, name_row: int) -> tuple[Token, ...]:
        """Return the tokens of a name, none for one that is `cased`."""
        return self.tokens_with_idf(name_row)[0]

    def tokens_with_idf(self, name_row: int) -> tuple[tuple[Token, ...], list[float]]:
        """Return the tokens of a name, and the weight of each. A name that is `cased` has none."""
        columns, latins, lexicon = self.columns, self.columns.terms.latins, self.lexicon
        token, term_rows, idfs = columns.tokens.token, columns.tokens.term_rows, columns.idf
        token_rows = columns.names.token_rows[name_row].tolist()
        # Names are short: reading single items is faster than indexing arrays with arrays.
        weights = [idfs.item(term_rows.item(token_row)) for token_row in token_rows]
        return tuple([token(token_row, latins, lexicon) for token_row in token_rows]), weights

    def alias(self, name_row: int) -> Alias:
        """Return a name as it is listed."""
        names = self.columns.names
        entity, position = self.entities[names.entity_rows.item(name_row)], names.alias_positions.item(name_row)
        return entity.never[position] if names.is_never(name_row) else entity.aliases[position]

    def aliases(self) -> Iterator[Alias]:
        """Yield every name as it is listed, in the order of the rows. No entity is cached."""
        names = self.columns.names
        # Names stand in the order of their entities.
        firsts = np.searchsorted(names.entity_rows, np.arange(len(self.entities) + 1)).tolist()
        positions, never = names.alias_positions.tolist(), names.has_flag(NEVER).tolist()
        for entity, (first, last) in zip(self.entities, pairwise(firsts), strict=True):
            for name_row in range(first, last):
                yield (entity.never if never[name_row] else entity.aliases)[positions[name_row]]

    def context_terms(self, entity_row: int) -> frozenset[str]:
        """Return the folded `context` of an entity, and the folded labels of the entities that it is part of."""
        entity = self.entities[entity_row]
        wholes = (self.entity(whole).name for whole in entity.part_of)
        return frozenset(filter(None, map(folded, (*entity.context, *wholes))))


@dataclass(frozen=True, slots=True)
class _Names(Sequence[IndexedName]):
    """The names of a snapshot by row, built when they are read."""

    snapshot: Snapshot

    def __len__(self) -> int:
        """Count the names."""
        return len(self.snapshot.columns.names)

    @overload
    def __getitem__(self, key: int) -> IndexedName: ...

    @overload
    def __getitem__(self, key: slice) -> list[IndexedName]: ...

    def __getitem__(self, key: int | slice) -> IndexedName | list[IndexedName]:
        """Return one name, or those of a slice; raise IndexError for a row out of range."""
        if isinstance(key, slice):
            return [self[name_row] for name_row in range(*key.indices(len(self)))]
        if not -len(self) <= key < len(self):
            raise IndexError(key)
        name_row, names = key % len(self), self.snapshot.columns.names
        alias = self.snapshot.alias(name_row)
        form = analyse(alias.name, self.snapshot.lexicon)
        return IndexedName(alias, int(names.entity_rows[name_row]), names.is_never(name_row), form)

    def __iter__(self) -> Iterator[IndexedName]:
        """Build every name in turn."""
        return (self[name_row] for name_row in range(len(self)))
