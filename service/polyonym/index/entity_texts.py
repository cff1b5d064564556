"""Entities as stored texts: one JSON array for each entity, decoded when the entity is needed.

A million entity objects take seconds to build and a gigabyte to keep, and an answer needs a few of them. So a snapshot
holds their texts, and `StoredEntities` decodes the few that are read. The most recent ones are cached.

Four entities of two files:

    >>> origins = [Origin("a.yaml", 1), Origin("a.yaml", 2), Origin("b.yaml", 1), Origin("b.yaml", 5)]
    >>> entities = [
    ...     Entity(key, "other", key.upper(), "", (Alias(key.upper(), None, "exact", at),), *((),) * 7, at)
    ...     for key, at in zip("wxyz", origins, strict=True)
    ... ]
    >>> texts = EntityTexts.of(entities)
    >>> texts.texts[1]
    '["x","other","X","",[["X",null,"exact",2]],[],[],[],[],[],[],[],2]'
    >>> texts.file_rows.tolist(), texts.file_names.to_list()
    ([0, 0, 1, 1], ['a.yaml', 'b.yaml'])
    >>> StoredEntities(texts)[1] == entities[1]
    True
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
"""Entities that are kept as objects."""


def encode_entity(entity: Entity) -> str:
    """Return an entity as a JSON array. Its file is stored apart, because many entities share a few files."""
    values = [
        entity.id,
        entity.type,
        entity.name,
        entity.description,
        _encode_names(entity.aliases),
        _encode_names(entity.never),
        entity.part_of,
        entity.same_as,
        entity.context,
        entity.expect,
        entity.reject,
        entity.sources,
        entity.origin.line,
    ]
    return json.dumps(values, ensure_ascii=False, separators=(",", ":"))


def _encode_names(aliases: Sequence[Alias]) -> list[tuple[Any, ...]]:
    """Return names without their file."""
    return [(alias.name, alias.lang, alias.match, alias.origin.line) for alias in aliases]


def decode_entity(text: str, file: str) -> Entity:
    """Return the entity of a text of `encode_entity`; raise ValueError for any other text."""
    entity_id, kind, name, description, aliases, never, *lists, line = json.loads(text)
    part_of, same_as, context, expect, reject, sources = map(tuple, lists)
    origin = Origin(file, line)
    return Entity(
        entity_id,
        kind,
        name,
        description,
        _decode_names(aliases, origin),
        _decode_names(never, origin),
        part_of,
        same_as,
        context,
        expect,
        reject,
        sources,
        origin,
    )


def _decode_names(rows: Sequence[Sequence[Any]], origin: Origin) -> tuple[Alias, ...]:
    """Return the names of an entity. A name on the line of the entity shares its origin object."""
    return tuple(
        [
            Alias(alias, lang, match, origin if line == origin.line else Origin(origin.file, line))
            for alias, lang, match, line in rows
        ]
    )


@dataclass(frozen=True, eq=False)
class EntityTexts:
    """The table of entities, in the order of their ids.

    `texts` holds each entity as text, `content_digests` (uint64) the digest of its content without its place,
    `file_rows` (int32) the row of its file in `file_names`.
    """

    texts: Texts
    content_digests: UInt64Array
    file_rows: Int32Array
    file_names: Texts

    @classmethod
    def of(cls, entities: Sequence[Entity], content_digests: Sequence[int] | None = None) -> EntityTexts:
        """Store entities in the order given. All names of an entity stand in its file.

        The digests are computed unless `content_digests` holds them.
        """
        file_rows = {file: row for row, file in enumerate(dict.fromkeys(entity.origin.file for entity in entities))}
        count = len(entities)
        digests = map(content_digest, entities) if content_digests is None else content_digests
        return cls(
            Texts.of(map(encode_entity, entities)),
            np.fromiter(digests, np.uint64, count),
            np.fromiter((file_rows[entity.origin.file] for entity in entities), np.int32, count),
            Texts.of(file_rows),
        )

    def files_in_use(self) -> list[str]:
        """Return the names of the files that hold an entity, sorted."""
        names = self.file_names.to_list()
        return sorted(names[row] for row in np.unique(self.file_rows).tolist())


class StoredEntities(Sequence[Entity]):
    """Entities by row, decoded when they are read. A slice decodes nothing. Safe to share between threads.

    Reading an entity twice in a row gives the same object.
    """

    def __init__(self, texts: EntityTexts, rows: range | None = None, cache: dict[int, Entity] | None = None) -> None:
        """Read some rows of a table, all by default. `cache` holds entities that are decoded already."""
        self._texts = texts
        self._rows = range(len(texts.texts)) if rows is None else rows
        self._file_names = texts.file_names.to_list()
        self._cache: dict[int, Entity] = {} if cache is None else cache

    def __len__(self) -> int:
        """Count the entities."""
        return len(self._rows)

    @overload
    def __getitem__(self, key: int) -> Entity: ...

    @overload
    def __getitem__(self, key: slice) -> StoredEntities: ...

    def __getitem__(self, key: int | slice) -> Entity | StoredEntities:
        """Return one entity, or a sequence that decodes the entities of a slice; raise IndexError out of range."""
        if isinstance(key, slice):
            return StoredEntities(self._texts, self._rows[key], self._cache)
        row = self._rows[key]
        entity = self._cache.get(row)
        if entity is None:
            if len(self._cache) >= CACHE_SIZE:
                self._evict()
            # Two threads that decode one entity at the same time both return the object that was stored first.
            entity = self._cache.setdefault(row, self._decode(row))
        return entity

    def _decode(self, row: int) -> Entity:
        """Build the entity of a row."""
        return decode_entity(self._texts.texts[row], self._file_names[int(self._texts.file_rows[row])])

    def _evict(self) -> None:
        """Drop the older half of the cache."""
        for row in list(self._cache)[: CACHE_SIZE // 2]:
            self._cache.pop(row, None)

    def __iter__(self) -> Iterator[Entity]:
        """Decode every entity in turn. None is cached: a pass over all of them would drop those in use."""
        for row in self._rows:
            yield self._cache.get(row) or self._decode(row)
