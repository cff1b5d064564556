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

from polyonym.errors import GazetteerError
from polyonym.gazetteer.source import Piece, Records, read_piece
from polyonym.gazetteer.validate import Stated, are_warnings, cross_check, in_order, take_in
from polyonym.gazetteer.words import Words
from polyonym.index.analysis import Part, analyse_entities
from polyonym.index.arrays import Numbers
from polyonym.index.columns import Columns
from polyonym.index.ivf import Cells
from polyonym.index.merge import merge
from polyonym.index.neighbours import cells_of, described, wanted
from polyonym.index.phrase_trie import Patterns
from polyonym.index.snapshot import Snapshot
from polyonym.model import Problem
from polyonym.snapshots.snapshot_file import Stored
from polyonym.text.lexicon import Lexicon
from polyonym.workers import Crew

PIECE: Final = 1 << 20
"""Characters of a file that one process takes at a time."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

LayOut = Callable[[Snapshot, Crew], Patterns]
"""Makes what texts are searched with; the layers above know how."""


@dataclass(frozen=True, slots=True)
class _Read:
    """What became of one piece."""

    stated: tuple[Stated, ...]
    problems: tuple[Problem, ...]
    part: Part


def survey(  # noqa: PLR0913 -- what is compiled, by whom, and what else is made of it
    pieces: Iterable[Piece | Records],
    words: Words,
    crew: Crew,
    progress: Progress | None = None,
    *,
    vectors: bool = True,
    lay_out: LayOut | None = None,
) -> Stored:
    """Compile the pieces of a gazetteer; raise GazetteerError with all problems where one is an error.

    The crew shares the lexicon of the words. Without `vectors` and `lay_out`, vectors and patterns are made when they
    are first asked for.
    """
    gathered = _Gathered()
    everything = list(pieces)
    texts = [piece for piece in everything if isinstance(piece, Piece)]
    gathered.problems.extend(
        problem for piece in everything if isinstance(piece, Records) for problem in piece.problems
    )
    done, total = 0, sum(len(piece.text) for piece in texts)
    for piece, read in zip(texts, crew.map(_read, ((piece,) for piece in texts)), strict=True):
        gathered.add(read)
        done += len(piece.text)
        if progress is not None:
            progress("reading", done, total)
    parts, order = gathered.parts, gathered.checked(words)
    warnings = in_order(gathered.problems)
    del gathered
    columns = merge(parts, order, words.mark)
    del parts
    # Laying out takes memory for a while, and vectors keep what they take: so they come last.
    patterns = _patterns(columns, words, crew, progress, lay_out)
    cells = dict(_vectors(columns, crew, progress)) if vectors else {}
    return Stored(columns, cells, warnings, patterns)


def _read(lexicon: Lexicon, piece: Piece) -> _Read:
    """Read one piece, in whichever process."""
    taken = take_in(read_piece(piece))
    contents = [entry.content for entry in taken.stated if entry.content is not None]
    return _Read(taken.stated, taken.problems, analyse_entities(taken.entities, lexicon, contents))


@dataclass(frozen=True, slots=True)
class _Gathered:
    """What the pieces gave, in their order."""

    stated: list[Stated] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    parts: list[Part] = field(default_factory=list)

    def add(self, read: _Read) -> None:
        """Put one more piece behind the others."""
        self.stated.extend(read.stated)
        self.problems.extend(read.problems)
        self.parts.append(read.part)

    def checked(self, words: Words) -> NDArray[np.int64]:
        """Return the places of the sound entities in the order of their ids; raise GazetteerError for an error."""
        lost, problems = cross_check(self.stated)
        self.problems.extend(problems)
        if words.problems or not are_warnings(self.problems):
            raise GazetteerError((*in_order(self.problems), *words.problems))
        # Without errors, an entry without an entity is one that stands twice.
        ids = [(entry.id, place) for place, entry in enumerate(self.stated) if place not in lost]
        return np.array([place for _, place in sorted(ids)], np.int64)


def _vectors(columns: Columns, crew: Crew, progress: Progress | None) -> Iterator[tuple[tuple[str, str], Cells]]:
    """Yield the vectors of all tokens, by script and map."""
    made = wanted(columns)
    found = crew.map(_cells, ((script, name, *described(columns, script)) for script, name in made))
    for done, (which, cells) in enumerate(zip(made, found, strict=True), start=1):
        yield which, cells
        if progress is not None:
            progress("vectors", done, len(made))


def _patterns(
    columns: Columns, words: Words, crew: Crew, progress: Progress | None, lay_out: LayOut | None
) -> Patterns | None:
    """Return the patterns of all names, where somebody knows how to lay them out."""
    if lay_out is None:
        return None
    if progress is not None:
        progress("patterns", 0, 1)
    found = lay_out(Snapshot.of(columns, words.lexicon), crew)
    if progress is not None:
        progress("patterns", 1, 1)
    return found


def _cells(_: Lexicon, script: str, name: str, texts: list[str], numbers: Numbers) -> Cells:
    """Make the vectors of a script under a map, in whichever process."""
    return cells_of(script, name, texts, numbers)
