"""The fingerprint of a gazetteer: a digest of the content of all entries, which every answer carries.

Equal fingerprints mean equal answers. Files, lines and the order of entries do not count, because moving an entry to
another file changes no answer.
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
    """Return 16 hexadecimal digits for entities in any order.

    `words` is the digest of a curator's word lists, followed by that of declared types; empty where there are none.
    """
    ordered = sorted(entities, key=lambda entity: entity.id)
    return fingerprint_of(np.fromiter(map(content_digest, ordered), np.uint64, len(ordered)), words)


def fingerprint_of(digests: NDArray[np.uint64], words: str = "") -> str:
    """Return the fingerprint from content digests, uint64 in the order of the ids."""
    return hashlib.blake2b(words.encode() + digests.astype("<u8").tobytes(), digest_size=8).hexdigest()


def content_digest(entity: Entity) -> int:
    """Return the 64-bit digest of the content of an entry."""
    return digest(content(entity))


def content(entity: Entity) -> str:
    """Return the content of an entry without its place in the files, as one line of JSON in ASCII."""
    fields = {
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
    return json.dumps(fields)


def _names(aliases: Sequence[Alias]) -> list[tuple[Any, ...]]:
    """Return the content of names without their place in the files."""
    return [(alias.name, alias.lang, alias.match) for alias in aliases]
