"""The path of a gazetteer to a stored snapshot: opened from the cache, or compiled and put into it.

The bytes of the entry files are read once, so what is compiled is what the key was computed from, even while somebody
edits the files. Types, word lists and code are read where they are needed; a snapshot is not cached when they changed
in the meantime.
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
from polyonym.snapshots.cache import LARGE, SnapshotCache
from polyonym.snapshots.cache_key import cache_key
from polyonym.snapshots.compile_parallel import PIECE_SIZE, Progress, compile_parallel
from polyonym.snapshots.snapshot_file import StoredSnapshot
from polyonym.workers import WorkerLostError, worker_count, worker_pool

_LOG: Final = logging.getLogger(__name__)


def load(
    path: Path, cache: SnapshotCache | None = None, progress: Progress | None = None
) -> tuple[StoredSnapshot, Words]:
    """Open or compile the snapshot of a gazetteer, and read its words.

    A snapshot that is put into the cache holds phrases, and vectors where the gazetteer is large; another one builds
    them when they are first used. Raises GazetteerError with all problems where one of them is an error.
    """
    files = _Files(path, contents_of(path))
    used = cache if cache is not None and files.size >= cache.min_bytes else None
    key = cache_key(path, files.contents) if used is not None else None
    words = read_words(path)
    if used is None or key is None:
        return _compile(files, words, progress, vectors=False), words
    stored = used.get(path, key)
    if stored is None:
        stored = _compile(files, words, progress, vectors=files.large, phrases=True)
        if cache_key(path, files.contents) == key:
            stored = used.put(path, key, stored)
    return stored, words


@dataclass(frozen=True, slots=True)
class _Files:
    """The entry files of a gazetteer as they were read."""

    path: Path
    contents: Contents

    @property
    def size(self) -> int:
        """The number of bytes."""
        return sum(len(data) for _, data in self.contents if isinstance(data, bytes))

    @property
    def large(self) -> bool:
        """Whether several processes compile them."""
        return self.size >= LARGE


def _compile(
    files: _Files, words: Words, progress: Progress | None, *, vectors: bool, phrases: bool = False
) -> StoredSnapshot:
    """Compile the files, on all processors where they are large."""
    pieces, types = list(pieces_of(files.path, files.contents, PIECE_SIZE)), read_types(files.path)
    if not files.large:
        with worker_pool(1, words.lexicon) as alone:
            return compile_parallel(pieces, words, types, alone, vectors=vectors, phrases=phrases)
    with _garbage_collection_paused():
        try:
            with worker_pool(worker_count(), words.lexicon) as workers:
                return compile_parallel(pieces, words, types, workers, progress, vectors=vectors, phrases=phrases)
        except WorkerLostError as error:
            _LOG.warning("The gazetteer is compiled again, by one process. %s", error)
            with worker_pool(1, words.lexicon) as alone:
                return compile_parallel(pieces, words, types, alone, progress, vectors=vectors, phrases=phrases)


@contextmanager
def _garbage_collection_paused() -> Iterator[None]:
    """Pause the cyclic garbage collector, which takes a quarter of the time and finds nothing: records are trees."""
    enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if enabled:
            gc.enable()
