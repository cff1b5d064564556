"""Entities to a snapshot: take every name apart once, and lay out the look-ups.

Pure: the same entities, in any order, give the same fingerprint and the same answers. `compile_parallel` does the same
for files that are too large for one process.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Final

import numpy as np

from polyonym.index.analysis import analyse_entities
from polyonym.index.merge import merge
from polyonym.index.snapshot import Snapshot
from polyonym.model import Entity
from polyonym.text.lexicon import Lexicon, bundled_lexicon

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

RUN: Final = 4000
"""Entities between two reports of progress."""


def compile_entities(
    entities: Iterable[Entity], lexicon: Lexicon | None = None, words: str = "", progress: Progress | None = None
) -> Snapshot:
    """Build the snapshot of validated entities; `words` marks the state of a curator's own word lists."""
    lexicon = lexicon or bundled_lexicon()
    ordered = tuple(sorted(entities, key=lambda entity: entity.id))
    parts = []
    for start in range(0, len(ordered), RUN):
        parts.append(analyse_entities(ordered[start : start + RUN], lexicon))
        if progress is not None:
            progress("names", min(start + RUN, len(ordered)), len(ordered))
    return Snapshot.of(merge(parts, np.arange(len(ordered)), words), lexicon, ordered)
