"""Name lists, and the tasks that are made of them: what the weights of matching are fitted on.

In come JSON Lines, plain or gzipped, one entity a line: `id`, `type`, and either `names` (`{"text", "script"}`) or the
`name` and `aliases` of a gazetteer. Out come entities with their names, and tasks: a gazetteer from which names were
held out, and the names to find in it.
"""

from __future__ import annotations

import gzip
import hashlib
import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.gazetteer.entry import default_match
from polyonym.model import Alias, Entity, EntityType, Mention, Origin
from polyonym.text.normalise import folded
from polyonym.text.scripts import COMMON, LATIN, script_of

_TYPES: Final = {"district": "place", "province": "place", "country": "place", "vessel": "other"}


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """One entity of a list, with its names in their order as pairs of text and script."""

    id: str
    type: EntityType
    names: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class Task:
    """A gazetteer, and mentions with the id of what they mean, None where the gazetteer lacks it."""

    title: str
    entities: tuple[Entity, ...]
    mentions: tuple[tuple[Mention, str | None], ...]


def read_list(path: Path) -> tuple[ListedEntity, ...]:
    """Read a list. Names without a letter are left out, and so are repeated ids."""
    data = path.read_bytes()
    text = (gzip.decompress(data) if path.suffix == ".gz" else data).decode()
    found: dict[str, ListedEntity] = {}
    for line in filter(str.strip, text.split("\n")):
        entity = _listed_entity(json.loads(line))
        if entity.names:
            found.setdefault(entity.id, entity)
    return tuple(found.values())


def _listed_entity(row: dict[str, Any]) -> ListedEntity:
    """Return the entity of a line in either form."""
    if "names" in row:
        texts = [name["text"] for name in row["names"]]
    else:
        texts = [row["name"], *(a if isinstance(a, str) else a["name"] for a in row.get("aliases", ()))]
    kind = _TYPES.get(row["type"], row["type"])
    names = tuple((text, script_of(text)) for text in dict.fromkeys(texts) if folded(text))
    return ListedEntity(row["id"], kind if kind in BUILT_IN_TYPES else "other", names)


def hash_bucket(text: str, count: int) -> int:
    """Return a number below `count` that depends only on the text."""
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest()) % count


def tasks(title: str, entities: Iterable[ListedEntity], limit: int) -> Iterator[Task]:
    """Yield the tasks of a list, with at most `limit` mentions each.

    The first is to find held-out names, the second to find Latin names by native ones, the third native names by Latin
    ones. One entity in ten is taken out of each gazetteer, so that its names have no right answer.
    """
    listed = [entity for entity in entities if len(entity.names) > 1]
    alone = [entity for entity in entities if len(entity.names) == 1]
    held = {e.id: e.names[1 + hash_bucket(e.id, len(e.names) - 1)] for e in listed}
    kept = [ListedEntity(e.id, e.type, tuple(n for n in e.names if n != held[e.id])) for e in listed]
    same = [(held[e.id][0], e) for e in kept if any(script == held[e.id][1] for _, script in e.names)]
    yield _task(f"{title}: another spelling", [*kept, *alone], same, limit)
    latin = [ListedEntity(e.id, e.type, tuple(n for n in e.names if n[1] == LATIN)) for e in (*listed, *alone)]
    native = [
        (text, ListedEntity(e.id, e.type, ()))
        for e in listed
        for text, script in e.names
        if script not in (LATIN, COMMON)
    ]
    yield _task(f"{title}: another script", [e for e in latin if e.names], native, limit)
    others = [ListedEntity(e.id, e.type, tuple(n for n in e.names if n[1] not in (LATIN, COMMON))) for e in listed]
    present = [entity for entity in others if entity.names]
    spelled = {e.id: next((text for text, script in e.names if script == LATIN), "") for e in listed}
    yield _task(f"{title}: from Latin", present, [(spelled[e.id], e) for e in present if spelled[e.id]], limit)


def _task(title: str, entities: Iterable[ListedEntity], mentions: list[tuple[str, ListedEntity]], limit: int) -> Task:
    """Return a task; its mentions are a sample that depends only on their texts."""
    present = tuple(e for e in entities if hash_bucket("missing " + e.id, 10))
    ids = {entity.id for entity in present}
    sample = sorted(mentions, key=lambda item: hash_bucket(item[0] + item[1].id, 2**61))[:limit]
    return Task(
        title,
        tuple(_entity(entity) for entity in present),
        tuple((Mention(text, e.type, limit=10), e.id if e.id in ids else None) for text, e in sample),
    )


def _entity(listed: ListedEntity) -> Entity:
    """Return an entity as a gazetteer would hold it."""
    origin = Origin("list", 1)
    aliases = tuple(Alias(text, None, default_match(text), origin) for text, _ in listed.names)
    return Entity(listed.id, listed.type, listed.names[0][0], "", aliases, (), (), (), (), (), (), (), origin)
