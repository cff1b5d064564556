"""Entities as stored: one short JSON text each, read when an entity is asked for.

A million objects take seconds to make and a gigabyte to keep, and an answer needs a handful of them. So a snapshot
holds texts, and makes entities of the few that are asked for; those of late are remembered.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Final, overload

import numpy as np

from polyonym.gazetteer.fingerprint import content_digest
from polyonym.index.arrays import Int32Array, Texts, UInt64Array
from polyonym.model import Alias, Entity, Origin

CACHE_SIZE: Final = 16_384


def encode_entity(entity: Entity) -> str:
    """Write an entity as one text; the file that it stands in is kept beside, since few are shared by many."""
    values = [
        entity.id,
        entity.type,
        entity.name,
        entity.description,
        _names(entity.aliases),
        _names(entity.never),
        entity.part_of,
        entity.same_as,
        entity.context,
        entity.expect,
        entity.reject,
        entity.sources,
        entity.origin.line,
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _names(aliases: Sequence[Alias]) -> list[tuple[Any, ...]]:
    """Return names without their file."""
    return [(alias.name, alias.lang, alias.match, alias.origin.line) for alias in aliases]


def decode_entity(text: str, file: str) -> Entity:
    """Make an entity of its text again."""
    own, kind, name, description, aliases, never, *lists, line = json.loads(text)
    part_of, same_as, context, expect, reject, sources = map(tuple, lists)
    origin = Origin(file, line)
    return Entity(
        own,
        kind,
        name,
        description,
        _aliases(aliases, origin),
        _aliases(never, origin),
        part_of,
        same_as,
        context,
        expect,
        reject,
        sources,
        origin,
    )


def _aliases(rows: Sequence[Sequence[Any]], origin: Origin) -> tuple[Alias, ...]:
    """Make names of an entity again; those that stand in one line with it share its origin."""
    return tuple(
        [
            Alias(alias, lang, match, origin if line == origin.line else Origin(origin.file, line))
            for alias, lang, match, line in rows
        ]
    )


@dataclass(frozen=True, eq=False)
class EntityTexts:
    """Entities in the order of their ids: the text of each, the digest of what it says, the number of its file."""

    texts: Texts
    content_digests: UInt64Array
    file_rows: Int32Array
    file_names: Texts

    @classmethod
    def of(cls, entities: Sequence[Entity], contents: Sequence[int] | None = None) -> EntityTexts:
        """Lay entities out in their order; the names of one stand in one file with it.

        `contents` are the digests of what they say, worked out where they are not known.
        """
        numbers = {file: place for place, file in enumerate(dict.fromkeys(entity.origin.file for entity in entities))}
        count = len(entities)
        return cls(
            Texts.of(map(encode_entity, entities)),
            np.fromiter(map(content_digest, entities) if contents is None else contents, np.uint64, count),
            np.fromiter((numbers[entity.origin.file] for entity in entities), np.int32, count),
            Texts.of(numbers),
        )

    def files_in_use(self) -> list[str]:
        """Return the files that entities stand in, sorted."""
        names = self.file_names.to_list()
        return sorted(names[number] for number in np.unique(self.file_rows).tolist())


class StoredEntities(Sequence[Entity]):
    """Entities made of their texts when they are asked for; a slice makes none either. Safe to share between threads.

    An entity that is asked for twice in a row is the same object.
    """

    def __init__(self, texts: EntityTexts, places: range | None = None, made: dict[int, Entity] | None = None) -> None:
        """Read some places of the texts, all by default; `made` are the entities that are remembered."""
        self._texts = texts
        self._places = range(len(texts.texts)) if places is None else places
        self._file_names = texts.file_names.to_list()
        self._made: dict[int, Entity] = {} if made is None else made

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._places)

    @overload
    def __getitem__(self, key: int) -> Entity: ...

    @overload
    def __getitem__(self, key: slice) -> StoredEntities: ...

    def __getitem__(self, key: int | slice) -> Entity | StoredEntities:
        """Return one entity, or some that are still to be made."""
        if isinstance(key, slice):
            return StoredEntities(self._texts, self._places[key], self._made)
        place = self._places[key]
        found = self._made.get(place)
        if found is None:
            made, texts = self._made, self._texts
            if len(made) >= CACHE_SIZE:
                self._forget()
            # Two threads that make one at once both go on with the first.
            found = made.setdefault(
                place, decode_entity(texts.texts[place], self._file_names[int(texts.file_rows[place])])
            )
        return found

    def _forget(self) -> None:
        """Forget the older half of what is remembered."""
        for place in list(self._made)[: CACHE_SIZE // 2]:
            self._made.pop(place, None)

    def __iter__(self) -> Iterator[Entity]:
        """Make every entity in turn, and remember none: whoever goes through all comes back to few."""
        texts, names = self._texts, self._file_names
        for place in self._places:
            yield self._made.get(place) or decode_entity(texts.texts[place], names[int(texts.file_rows[place])])
