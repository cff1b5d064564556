"""The compiled, immutable form of a gazetteer: what every answer is read from.

A snapshot never changes. A request takes the current one once and passes it down, so that one answer never mixes two
states of the files; its fingerprint says in every answer which state that was.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import overload

import numpy as np

from polyonym.errors import EntityNotFoundError
from polyonym.index.arrays import Lookup
from polyonym.index.columns import NEVER, Columns
from polyonym.index.entity_texts import StoredEntities
from polyonym.index.idf import idf
from polyonym.index.ivf import IvfIndex
from polyonym.index.neighbours import NeighbourFinder
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.model import ENTITY_TYPES, Alias, Entity, EntityType
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name, Token, analyse
from polyonym.text.normalise import folded


@dataclass(frozen=True, slots=True)
class IndexedName:
    """An alias, or a name under `not` (`never`), with the number of its entity and its comparable forms."""

    alias: Alias
    entity: int
    never: bool
    form: Name


@dataclass(frozen=True, eq=False)
class Snapshot:
    """Entities, their names, and the look-ups over them. Names are referred to by their number in `names`.

    `columns` holds what was computed, `entities` what the files say, in the order of their ids; `hidden` are names
    that are treated as if they were not there. `phrases` are what texts are searched with, where that was stored.
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
        """Make a snapshot of its parts; entities are made of their texts, and vectors of tokens, if none are given."""
        stored = StoredEntities(columns.entities) if entities is None else entities
        return cls(columns, stored, lexicon, NeighbourFinder(columns, ivf_indexes), phrases)

    @property
    def fingerprint(self) -> str:
        """What the files say, as one short string."""
        return self.columns.fingerprint

    @property
    def names(self) -> Sequence[IndexedName]:
        """Every name by its number, made when it is asked for."""
        return _Names(self)

    def type_counts(self) -> dict[EntityType, int]:
        """Return how many entities of each type there are."""
        counts = np.bincount(self.columns.type_codes, minlength=len(ENTITY_TYPES)).tolist()
        return dict(zip(ENTITY_TYPES, counts, strict=True))

    def listed_count(self) -> int:
        """Return how many names there are, those under `not` left out."""
        return int(np.count_nonzero((self.columns.names.flags & NEVER) == 0))

    def files(self) -> list[str]:
        """Return the files that the entities stand in, sorted."""
        return self.columns.entities.files_in_use()

    def entity_row(self, entity_id: str) -> int | None:
        """Return the number of an entity by its id, None where there is none."""
        found = self.columns.ids.get(entity_id)
        return found[0] if found and self.entities[found[0]].id == entity_id else None

    def entity(self, entity_id: str) -> Entity:
        """Return an entity by its id; raise EntityNotFoundError when there is none."""
        number = self.entity_row(entity_id)
        if number is None:
            raise EntityNotFoundError(entity_id)
        return self.entities[number]

    def look_up(self, lookup: Lookup, key: str) -> tuple[int, ...]:
        """Return the names that one of the look-ups of `columns` leads to."""
        found = lookup.get(key)
        return tuple(number for number in found if number not in self.hidden) if self.hidden else found

    def idf(self, latin: str) -> float:
        """Return how much a romanised token tells, between 0 and 1; a token that no name holds tells most."""
        number = self.columns.terms.row_of.get(latin)
        return idf(latin, 0, self.columns.tokenised_count) if number is None else float(self.columns.idf[number])

    def tokens(self, name: int) -> tuple[Token, ...]:
        """Return the tokens of a name that is not `cased`."""
        return self.tokens_with_idf(name)[0]

    def tokens_with_idf(self, name: int) -> tuple[tuple[Token, ...], list[float]]:
        """Return the tokens of a name that is not `cased`, and how much each tells in its romanised form."""
        columns, latins, lexicon = self.columns, self.columns.terms.latins, self.lexicon
        numbers, token, spelled = (
            columns.names.token_rows[name].tolist(),
            columns.tokens.token,
            columns.tokens.term_rows,
        )
        # Names are short: one number at a time is faster than all at once.
        weights = [columns.idf.item(spelled.item(number)) for number in numbers]
        return tuple([token(number, latins, lexicon) for number in numbers]), weights

    def alias(self, name: int) -> Alias:
        """Return a name as it is listed."""
        names = self.columns.names
        entity, place = self.entities[names.entity_rows.item(name)], names.alias_positions.item(name)
        return entity.never[place] if names.is_never(name) else entity.aliases[place]

    def aliases(self) -> Iterator[Alias]:
        """Yield every name as it is listed, by its number; no entity is remembered for that."""
        names = self.columns.names
        firsts = np.searchsorted(names.entity_rows, np.arange(len(self.entities) + 1)).tolist()
        places, never = names.alias_positions.tolist(), ((names.flags & NEVER) != 0).tolist()
        # Names stand in the order of their entities.
        for entity, (first, last) in zip(self.entities, pairwise(firsts), strict=True):
            for number in range(first, last):
                yield (entity.never if never[number] else entity.aliases)[places[number]]

    def context_terms(self, entity: int) -> frozenset[str]:
        """Return the folded words and phrases that speak for an entity, and the labels of what it is part of."""
        own = self.entities[entity]
        wholes = (self.entity(whole).name for whole in own.part_of)
        return frozenset(filter(None, map(folded, (*own.context, *wholes))))


@dataclass(frozen=True, slots=True)
class _Names(Sequence[IndexedName]):
    """The names of a snapshot as a sequence."""

    snapshot: Snapshot

    def __len__(self) -> int:
        """Count the names."""
        return len(self.snapshot.columns.names)

    @overload
    def __getitem__(self, key: int) -> IndexedName: ...

    @overload
    def __getitem__(self, key: slice) -> list[IndexedName]: ...

    def __getitem__(self, key: int | slice) -> IndexedName | list[IndexedName]:
        """Make one name, or some."""
        if isinstance(key, slice):
            return [self[number] for number in range(*key.indices(len(self)))]
        if not -len(self) <= key < len(self):
            raise IndexError(key)
        number, names = key % len(self), self.snapshot.columns.names
        alias = self.snapshot.alias(number)
        form = analyse(alias.name, self.snapshot.lexicon)
        return IndexedName(alias, int(names.entity_rows[number]), names.is_never(number), form)

    def __iter__(self) -> Iterator[IndexedName]:
        """Make every name in turn."""
        return (self[number] for number in range(len(self)))
