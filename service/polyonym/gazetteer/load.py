"""A path to what a snapshot is made of: opened from a shelf where one is kept of the same files, else compiled.

The bytes of the files are read once. What is compiled is what the key was made of, whoever edits the files meanwhile.
"""

from __future__ import annotations

import gc
import logging
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from pathlib import Path
from typing import Final

from polyonym.gazetteer.crew import CrewLostError, crew, processors
from polyonym.gazetteer.shelf import LARGE, Shelf, key_of
from polyonym.gazetteer.snapshotfile import Stored
from polyonym.gazetteer.source import Contents, contents_of, pieces_of
from polyonym.gazetteer.survey import PIECE, Progress, survey
from polyonym.gazetteer.words import Words, read_words

_LOG: Final = logging.getLogger(__name__)


def load(path: Path, shelf: Shelf | None = None, progress: Progress | None = None) -> tuple[Stored, Words]:
    """Open or compile a gazetteer; raise GazetteerError with all problems where one is an error."""
    contents = contents_of(path)
    size = sum(len(data) for _, data in contents if isinstance(data, bytes))
    kept = shelf if shelf is not None and size >= shelf.least else None
    key = key_of(path, contents) if kept is not None else None
    words = read_words(path)
    if kept is None or key is None:
        return _compiled(path, contents, words, size, progress), words
    stored = kept.get(path, key)
    if stored is None:
        stored = _compiled(path, contents, words, size, progress)
        # Word lists and code are read where they are needed: keep nothing that was made while they changed.
        if key_of(path, contents) == key:
            stored = kept.put(path, key, stored)
    return stored, words


def _compiled(path: Path, contents: Contents, words: Words, size: int, progress: Progress | None) -> Stored:
    """Compile the files, with all processors where they are large."""
    large = size >= LARGE
    pieces, told = list(pieces_of(path, contents, PIECE)), progress if large else None
    with _uncollected() if large else nullcontext():
        try:
            with crew(processors() if large else 1, words.lexicon) as workers:
                return survey(pieces, words, workers, told, vectors=large)
        except CrewLostError as error:
            _LOG.warning("The gazetteer is compiled again, by one process. %s", error)
            with crew(1, words.lexicon) as alone:
                return survey(pieces, words, alone, told, vectors=large)


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
