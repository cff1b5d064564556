"""The compiled, immutable form of a gazetteer: what every answer is read from.

A snapshot never changes. A request takes the current one once and passes it down, so that one answer never mixes two
states of the files; its fingerprint says in every answer which state that was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from polyonym.errors import EntityNotFoundError
from polyonym.gazetteer.index import GramIndex, TokenIndex, Weights
from polyonym.model import Alias, Entity
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name


@dataclass(frozen=True, slots=True)
class IndexedName:
    """An alias, or a name under `not` (`never`), with the number of its entity and its comparable forms."""

    alias: Alias
    entity: int
    never: bool
    form: Name


@dataclass(frozen=True, slots=True, eq=False)
class Snapshot:
    """Entities, their names, and the look-ups over them. Names are referred to by their number in `names`.

    `exact` holds folded names, `spaceless` the same without spaces, `cased` names to the letter, `initialisms` the
    first letters of longer names. The others are indexes over `loose`, the numbers of the names that are not `cased`;
    `sizes` is what all tokens of each of those tell together.
    """

    fingerprint: str
    lexicon: Lexicon
    entities: tuple[Entity, ...]
    by_id: Mapping[str, int]
    names: tuple[IndexedName, ...]
    exact: Mapping[str, tuple[int, ...]]
    spaceless: Mapping[str, tuple[int, ...]]
    cased: Mapping[str, tuple[int, ...]]
    initialisms: Mapping[str, tuple[int, ...]]
    loose: tuple[int, ...]
    tokens: TokenIndex
    wholes: GramIndex
    sizes: Weights
    context: tuple[frozenset[str], ...]  # folded words and phrases that speak for each entity

    def entity(self, entity_id: str) -> Entity:
        """Return an entity by its id; raise EntityNotFoundError when there is none."""
        number = self.by_id.get(entity_id)
        if number is None:
            raise EntityNotFoundError(entity_id)
        return self.entities[number]

    def weight(self, token: str) -> float:
        """Return how much a romanised token tells in this gazetteer, between 0 and 1."""
        return self.tokens.weight(token)
