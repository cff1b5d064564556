"""What a set of entries says, as one short string: the same files give the same answers.

Files, lines and the order of entries do not count: moving an entry to another file changes no answer.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict
from typing import Any

from polyonym.model import Entity


def fingerprint(entities: Iterable[Entity], words: str = "") -> str:
    """Return 16 hexadecimal digits that change when, and only when, the content of an entry or a word list does."""
    digest = hashlib.blake2b(words.encode(), digest_size=8)
    for entity in sorted(entities, key=lambda entity: entity.id):
        digest.update(content(entity).encode())
    return digest.hexdigest()


def content(entity: Entity) -> str:
    """Return all that an entry says, without where it says it, as one line of ASCII."""
    return json.dumps(_without_origins(asdict(entity)), ensure_ascii=True, sort_keys=True)


def _without_origins(value: Any) -> Any:
    """Drop every `origin` from nested dictionaries."""
    if isinstance(value, dict):
        return {key: _without_origins(item) for key, item in value.items() if key != "origin"}
    if isinstance(value, list | tuple):
        return [_without_origins(item) for item in value]
    return value
