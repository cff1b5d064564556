"""What a set of entries says, as one short string: the same files give the same answers.

Files, lines and the order of entries do not count: moving an entry to another file changes no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from polyonym.hashing import digest
from polyonym.model import Alias, Entity


def fingerprint(entities: Iterable[Entity], words: str = "") -> str:
    """Return 16 hexadecimal digits that change when, and only when, what the files say does.

    `words` is the digest of a curator's word lists, followed by that of declared types; empty where there are none.
    """
    found = hashlib.blake2b(words.encode(), digest_size=8)
    for entity in sorted(entities, key=lambda entity: entity.id):
        found.update(content_digest(entity).to_bytes(8, "little"))
    return found.hexdigest()


def fingerprint_of(digests: NDArray[np.uint64], words: str = "") -> str:
    """Return the same of the digests of the contents, in the order of the ids."""
    return hashlib.blake2b(words.encode() + digests.astype("<u8").tobytes(), digest_size=8).hexdigest()


def content_digest(entity: Entity) -> int:
    """Return 64 bits that stand for what an entry says."""
    return digest(content(entity))


def content(entity: Entity) -> str:
    """Return all that an entry says, without where it says it, as one line of ASCII."""
    said = {
        "id": entity.id,
        "type": entity.type,
        "name": entity.name,
        "description": entity.description,
        "aliases": _names(entity.aliases),
        "not": _names(entity.never),
        "part_of": entity.part_of,
        "same_as": entity.same_as,
        "context": entity.context,
        "expect": entity.expect,
        "reject": entity.reject,
        "sources": entity.sources,
    }
    return json.dumps(said)


def _names(aliases: Sequence[Alias]) -> list[tuple[Any, ...]]:
    """Return what a list of names says."""
    return [(alias.name, alias.lang, alias.match) for alias in aliases]
