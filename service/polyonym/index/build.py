"""Entities to a snapshot, in one process: analyse every name once, then merge.

Pure: the same entities give the same fingerprint and the same answers, in whatever order they come.
`snapshots.compile_parallel` does the same for files that are too large for one process.

Four names of two entities. Rows follow the order of the ids, not the order of the input:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> records = read_piece(Piece("places.yaml", '''
    ... - {id: omar, type: person, name: Omar Safi}
    ... - {id: kunduz, type: place, name: Kunduz, aliases: [Konduz, Kunduz Province]}
    ... '''))
    >>> snapshot = compile_entities(validate(records).entities)
    >>> [entity.id for entity in snapshot.entities]
    ['kunduz', 'omar']
    >>> [name.alias.name for name in snapshot.names]
    ['Kunduz', 'Konduz', 'Kunduz Province', 'Omar Safi']
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.index.analysis import analyse_entities
from polyonym.index.merge import merge
from polyonym.index.snapshot import Snapshot
from polyonym.model import Entity
from polyonym.text.lexicon import Lexicon, bundled_lexicon

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the work done in it, and its total work."""

CHUNK: Final = 4000
"""Entities that are analysed between two reports of progress."""


def compile_entities(
    entities: Iterable[Entity],
    lexicon: Lexicon | None = None,
    words: str = "",
    progress: Progress | None = None,
    types: EntityTypes = BUILT_IN_TYPES,
) -> Snapshot:
    """Build the snapshot of validated entities.

    `lexicon` is the bundled one if none is given. `words` is the digest of a curator's own word lists and becomes part
    of the fingerprint, as do the declared ones of the `types` that entities can have.
    """
    lexicon = lexicon or bundled_lexicon()
    ordered = tuple(sorted(entities, key=lambda entity: entity.id))
    parts = []
    for start in range(0, len(ordered), CHUNK):
        parts.append(analyse_entities(ordered[start : start + CHUNK], lexicon, types=types))
        if progress is not None:
            progress("names", min(start + CHUNK, len(ordered)), len(ordered))
    return Snapshot.of(merge(parts, np.arange(len(ordered)), words, types), lexicon, ordered)
