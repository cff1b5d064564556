"""Files to columns, with all processors: what `compile` does for a gazetteer that is too large for one process.

Files are cut into pieces. A worker reads a piece, validates its records by themselves and takes the names apart; here
the pieces are checked against each other and put together. Entities cross between processes as texts, never as
objects. The vectors of the tokens can be made at once, since the first mention of another script would wait for them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.annotate.compile_phrases import compile_phrases
from polyonym.entity_types import EntityTypes
from polyonym.errors import GazetteerError
from polyonym.gazetteer.source import Piece, Records, read_piece
from polyonym.gazetteer.types_file import DeclaredTypes
from polyonym.gazetteer.validate import EntryKeys, check_records, cross_check, only_warnings, sort_problems
from polyonym.gazetteer.words import Words
from polyonym.index.analysis import PartialIndex, analyse_entities
from polyonym.index.arrays import Int32Array
from polyonym.index.columns import Columns
from polyonym.index.ivf import IvfIndex
from polyonym.index.merge import merge
from polyonym.index.neighbours import build_ivf, vector_inputs, vector_spaces
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.index.snapshot import Snapshot
from polyonym.model import Problem
from polyonym.snapshots.snapshot_file import StoredSnapshot
from polyonym.text.lexicon import Lexicon
from polyonym.workers import WorkerPool

PIECE: Final = 1 << 20
"""Characters of a file that one process takes at a time."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one piece."""

    entry_keys: tuple[EntryKeys, ...]
    problems: tuple[Problem, ...]
    part: PartialIndex


def compile_parallel(  # noqa: PLR0913 -- what is compiled, by whom, and what else is made of it
    pieces: Iterable[Piece | Records],
    words: Words,
    types: DeclaredTypes,
    worker_pool: WorkerPool,
    progress: Progress | None = None,
    *,
    vectors: bool = True,
    phrases: bool = False,
) -> StoredSnapshot:
    """Compile the pieces of a gazetteer; raise GazetteerError with all problems where one is an error.

    The workers share the lexicon of the words. Without `vectors` and `phrases`, vectors and phrases are made when they
    are first asked for.
    """
    gathered = _Gathered()
    everything = list(pieces)
    texts = [piece for piece in everything if isinstance(piece, Piece)]
    gathered.problems.extend(
        problem for piece in everything if isinstance(piece, Records) for problem in piece.problems
    )
    done, total = 0, sum(len(piece.text) for piece in texts)
    for piece, read in zip(texts, worker_pool.map(_read, ((piece, types.types) for piece in texts)), strict=True):
        gathered.add(read)
        done += len(piece.text)
        if progress is not None:
            progress("reading", done, total)
    parts, order = gathered.parts, gathered.checked(words, types)
    warnings = sort_problems(gathered.problems)
    del gathered
    columns = merge(parts, order, words.digest, types.types)
    del parts
    # Laying out takes memory for a while, and vectors keep what they take: so they come last.
    found = _phrases(columns, words, worker_pool, progress) if phrases else None
    ivf_indexes = dict(_vectors(columns, worker_pool, progress)) if vectors else {}
    return StoredSnapshot(columns, ivf_indexes, warnings, found)


def _read(lexicon: Lexicon, piece: Piece, types: EntityTypes) -> _Read:
    """Read one piece, in whichever process."""
    taken = check_records(read_piece(piece), types)
    contents = [entry.content for entry in taken.entry_keys if entry.content is not None]
    return _Read(taken.entry_keys, taken.problems, analyse_entities(taken.entities, lexicon, contents, types))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What the pieces gave, in their order."""

    entry_keys: list[EntryKeys] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: list[PartialIndex] = field(default_factory=list)

    def add(self, read: _Read) -> None:
        """Put one more piece behind the others."""
        self.entry_keys.extend(read.entry_keys)
        self.problems.extend(read.problems)
        self.parts.append(read.part)

    def checked(self, words: Words, types: DeclaredTypes) -> NDArray[np.int64]:
        """Return the places of the sound entities in the order of their ids; raise GazetteerError for an error."""
        lost, problems = cross_check(self.entry_keys)
        self.problems.extend(problems)
        if words.problems or types.problems or not only_warnings(self.problems):
            own = types.without_echoes(sort_problems(self.problems))
            raise GazetteerError((*own, *types.problems, *words.problems))
        # Without errors, an entry without an entity is one that stands twice.
        ids = [(entry.id, place) for place, entry in enumerate(self.entry_keys) if place not in lost]
        return np.array([place for _, place in sorted(ids)], np.int64)


def _vectors(
    columns: Columns, worker_pool: WorkerPool, progress: Progress | None
) -> Iterator[tuple[tuple[str, str], IvfIndex]]:
    """Yield the vectors of all tokens, by script and map."""
    made = vector_spaces(columns)
    found = worker_pool.map(_build_ivf, ((script, name, *vector_inputs(columns, script)) for script, name in made))
    for done, (which, ivf_indexes) in enumerate(zip(made, found, strict=True), start=1):
        yield which, ivf_indexes
        if progress is not None:
            progress("vectors", done, len(made))


def _phrases(columns: Columns, words: Words, worker_pool: WorkerPool, progress: Progress | None) -> PhrasePatterns:
    """Return what texts are searched with, for all names."""
    if progress is not None:
        progress("phrases", 0, 1)
    found = compile_phrases(Snapshot.of(columns, words.lexicon), worker_pool)
    if progress is not None:
        progress("phrases", 1, 1)
    return found


def _build_ivf(_: Lexicon, script: str, name: str, texts: list[str], numbers: Int32Array) -> IvfIndex:
    """Make the vectors of a script under a map, in whichever process."""
    return build_ivf(script, name, texts, numbers)
