"""The files of a gazetteer to a stored snapshot, on one or several processes.

Files come in pieces. A worker reads a piece, checks its records by themselves and analyses the names. This process
checks the pieces against each other and merges them. Entities travel between processes as texts, never as objects.
Vectors and phrases can be compiled too; otherwise they are built when they are first used.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np

from polyonym.annotate.compile_phrases import compile_phrases
from polyonym.entity_types import EntityTypes
from polyonym.errors import GazetteerError
from polyonym.gazetteer.source import Piece, Records, read_piece
from polyonym.gazetteer.types_file import DeclaredTypes
from polyonym.gazetteer.validate import EntryKeys, check_records, cross_check, only_warnings, sort_problems
from polyonym.gazetteer.words import Words
from polyonym.index.analysis import PartialIndex, analyse_entities
from polyonym.index.arrays import Int32Array, Int64Array
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

PIECE_SIZE: Final = 1 << 20
"""Characters of a file that one process takes at a time."""

Progress = Callable[[str, int, int], None]
"""Called with the name of a step, the work done in it, and its total work."""


@dataclass(frozen=True, slots=True)
class _PieceResult:
    """What a worker returns for one piece."""

    entry_keys: tuple[EntryKeys, ...]
    problems: tuple[Problem, ...]
    part: PartialIndex


def compile_parallel(  # noqa: PLR0913 -- what is compiled, by whom, and what else is compiled with it
    pieces: Iterable[Piece | Records],
    words: Words,
    types: DeclaredTypes,
    worker_pool: WorkerPool,
    progress: Progress | None = None,
    *,
    vectors: bool = True,
    phrases: bool = False,
) -> StoredSnapshot:
    """Compile the pieces of a gazetteer. The workers share the lexicon of the words.

    `vectors` and `phrases` say whether these are compiled too. Raises GazetteerError with all problems where one of
    them is an error.
    """
    results = _Results()
    everything = list(pieces)
    texts = [piece for piece in everything if isinstance(piece, Piece)]
    results.problems.extend(problem for piece in everything if isinstance(piece, Records) for problem in piece.problems)
    done, total = 0, sum(len(piece.text) for piece in texts)
    tasks = ((piece, types.types) for piece in texts)
    for piece, result in zip(texts, worker_pool.map(_compile_piece, tasks), strict=True):
        results.add(result)
        done += len(piece.text)
        if progress is not None:
            progress("reading", done, total)
    parts, order = results.parts, results.entity_order(words, types)
    warnings = sort_problems(results.problems)
    del results
    columns = merge(parts, order, words.digest, types.types)
    del parts
    # Compiling phrases takes memory for a while, and vectors keep theirs. So vectors come last.
    patterns = _phrases(columns, words, worker_pool, progress) if phrases else None
    ivf_indexes = dict(_vectors(columns, worker_pool, progress)) if vectors else {}
    return StoredSnapshot(columns, ivf_indexes, warnings, patterns)


def _compile_piece(lexicon: Lexicon, piece: Piece, types: EntityTypes) -> _PieceResult:
    """Read, check and analyse one piece, in a worker."""
    checked = check_records(read_piece(piece), types)
    content_digests = [entry.content for entry in checked.entry_keys if entry.content is not None]
    part = analyse_entities(checked.entities, lexicon, content_digests, types)
    return _PieceResult(checked.entry_keys, checked.problems, part)


@dataclass(frozen=True, slots=True)
class _Results:
    """The results of all pieces, in the order of the pieces."""

    entry_keys: list[EntryKeys] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: list[PartialIndex] = field(default_factory=list)

    def add(self, result: _PieceResult) -> None:
        """Append the result of the next piece."""
        self.entry_keys.extend(result.entry_keys)
        self.problems.extend(result.problems)
        self.parts.append(result.part)

    def entity_order(self, words: Words, types: DeclaredTypes) -> Int64Array:
        """Check the entries against each other; return the positions of those with an entity in the order of the ids.

        The result is int64 with shape (entities,). Raises GazetteerError with all problems where one is an error.
        """
        rejected, problems = cross_check(self.entry_keys)
        self.problems.extend(problems)
        if words.problems or types.problems or not only_warnings(self.problems):
            problems_of_entries = types.without_echoes(sort_problems(self.problems))
            raise GazetteerError((*problems_of_entries, *types.problems, *words.problems))
        # Where there are no errors, the only entries without an entity of their own are repeated ones.
        ids = [(entry.id, position) for position, entry in enumerate(self.entry_keys) if position not in rejected]
        return np.array([position for _, position in sorted(ids)], np.int64)


def _vectors(
    columns: Columns, worker_pool: WorkerPool, progress: Progress | None
) -> Iterator[tuple[tuple[str, str], IvfIndex]]:
    """Yield the IVF indexes of all tokens, by script and vector map."""
    spaces = vector_spaces(columns)
    tasks = ((script, vector_map, *vector_inputs(columns, script)) for script, vector_map in spaces)
    for done, (key, index) in enumerate(zip(spaces, worker_pool.map(_build_ivf, tasks), strict=True), start=1):
        yield key, index
        if progress is not None:
            progress("vectors", done, len(spaces))


def _phrases(columns: Columns, words: Words, worker_pool: WorkerPool, progress: Progress | None) -> PhrasePatterns:
    """Return the phrases of all names, which texts are searched with."""
    if progress is not None:
        progress("phrases", 0, 1)
    patterns = compile_phrases(Snapshot.of(columns, words.lexicon), worker_pool)
    if progress is not None:
        progress("phrases", 1, 1)
    return patterns


def _build_ivf(_: Lexicon, script: str, vector_map: str, texts: list[str], term_rows: Int32Array) -> IvfIndex:
    """Build the IVF index of a script under a vector map, in a worker."""
    return build_ivf(script, vector_map, texts, term_rows)
