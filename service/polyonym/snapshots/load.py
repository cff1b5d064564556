"""A path to what a snapshot is made of: opened from a cache where one is kept of the same files, else compiled.

The bytes of the files are read once. What is compiled is what the key was made of, whoever edits the files meanwhile.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyonym.gazetteer.source import Contents, contents_of, pieces_of
from polyonym.gazetteer.types_file import read_types
from polyonym.gazetteer.words import Words, read_words
from polyonym.snapshots.cache import LARGE, SnapshotCache, cache_key
from polyonym.snapshots.compile_parallel import PIECE_SIZE, Progress, compile_parallel
from polyonym.snapshots.snapshot_file import StoredSnapshot
from polyonym.workers import WorkerLostError, worker_count, worker_pool

_LOG: Final = logging.getLogger(__name__)


def load(
    path: Path,
    cache: SnapshotCache | None = None,
    progress: Progress | None = None,
) -> tuple[StoredSnapshot, Words]:
    """Open or compile a gazetteer; raise GazetteerError with all problems where one is an error.

    What is kept holds the phrases that texts are searched with as well.
    """
    files = _Files(path, contents_of(path))
    kept = cache if cache is not None and files.size >= cache.least else None
    key = cache_key(path, files.contents) if kept is not None else None
    words = read_words(path)
    if kept is None or key is None:
        return _compiled(files, words, progress, vectors=False), words
    stored = kept.get(path, key)
    if stored is None:
        # Vectors are worth making before anybody asks for them where they are kept, and there are many.
        stored = _compiled(files, words, progress, vectors=files.large, phrases=True)
        # Types, word lists and code are read where they are needed: keep nothing that was made while they changed.
        if cache_key(path, files.contents) == key:
            stored = kept.put(path, key, stored)
    return stored, words


@dataclass(frozen=True, slots=True)
class _Files:
    """The files of a gazetteer as they were read."""

    path: Path
    contents: Contents

    @property
    def size(self) -> int:
        """Count the bytes."""
        return sum(len(data) for _, data in self.contents if isinstance(data, bytes))

    @property
    def large(self) -> bool:
        """Tell whether they are worth more than one process."""
        return self.size >= LARGE


def _compiled(
    files: _Files, words: Words, progress: Progress | None, *, vectors: bool, phrases: bool = False
) -> StoredSnapshot:
    """Compile the files, with all processors where they are large."""
    pieces, types = list(pieces_of(files.path, files.contents, PIECE_SIZE)), read_types(files.path)
    if not files.large:
        with worker_pool(1, words.lexicon) as alone:
            return compile_parallel(pieces, words, types, alone, vectors=vectors, phrases=phrases)
    with _uncollected():
        try:
            with worker_pool(worker_count(), words.lexicon) as workers:
                return compile_parallel(pieces, words, types, workers, progress, vectors=vectors, phrases=phrases)
        except WorkerLostError as error:
            _LOG.warning("The gazetteer is compiled again, by one process. %s", error)
            with worker_pool(1, words.lexicon) as alone:
                return compile_parallel(pieces, words, types, alone, progress, vectors=vectors, phrases=phrases)


@contextmanager
def _uncollected() -> Iterator[None]:
    """Look for no rings meanwhile: in a million records, which are trees, that takes a quarter of the time."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
