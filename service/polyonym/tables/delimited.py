"""CSV, TSV and plain text: cells in, the same cells and the answer's columns out.

Rows are read by Python's csv module with one addition. A quote that is opened and never closed would swallow the rest
of the file as one cell. Here the row where it stands becomes an error, and reading goes on with the next line.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Final, TextIO

from polyonym.errors import InputError
from polyonym.tables.rows import (
    NOT_UTF8,
    UNREADABLE,
    Json,
    Row,
    RowError,
    RowStream,
    has_undecodable,
    with_replacements,
)

LONGEST_CELL: Final = 1 << 20
RAGGED: Final = "ragged-row"
TEXT_COLUMN: Final = "mention"
PREFIX: Final = "polyonym_"
ANSWER_COLUMNS: Final = tuple(PREFIX + name for name in ("status", "id", "name", "score", "alias", "error"))


@dataclass(frozen=True, slots=True)
class _Record:
    """The cells of one record and the line it begins on; no cells where a quote is never closed."""

    line: int
    cells: list[str] | None


class _LineFeed:
    """Hands lines to the csv module one by one, and keeps those of the current record so that they can be put back."""

    def __init__(self, lines: Iterable[str], line: int) -> None:
        """Begin at a line of the file."""
        self._lines = iter(lines)
        self._back: deque[str] = deque()
        self.taken: list[str] = []
        self.line = line
        self.ended = False

    def __iter__(self) -> Iterator[str]:
        """Be an iterator."""
        return self

    def __next__(self) -> str:
        """Hand over the next line."""
        try:
            text = self._back.popleft() if self._back else next(self._lines)
        except StopIteration:
            self.ended = True
            raise
        self.taken.append(text)
        return text

    def finish_record(self) -> None:
        """Count the lines of a finished record."""
        self.line += len(self.taken)
        self.taken.clear()

    def skip_first_line(self) -> None:
        """Count the first line of a record that cannot be read, and put the others back."""
        self.line += 1
        self._back.extendleft(reversed(self.taken[1:]))
        self.taken.clear()
        self.ended = False


def _records(lines: Iterable[str], delimiter: str, first_line: int) -> Iterator[_Record]:
    """Read records; blank lines are skipped."""
    csv.field_size_limit(LONGEST_CELL)
    feed = _LineFeed(lines, first_line)
    reader = csv.reader(feed, delimiter=delimiter)
    while True:
        line = feed.line
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            cells = None
        # A record that is finished by the end of the file, and not by the end of a line, is inside quotes.
        if cells is None or feed.ended:
            feed.skip_first_line()
            reader = csv.reader(feed, delimiter=delimiter)
            yield _Record(line, None)
            continue
        feed.finish_record()
        if cells:
            yield _Record(line, cells)


def read_delimited(lines: Iterable[str], delimiter: str | None) -> RowStream:
    """Read the head, and then row by row; without a delimiter the head decides between comma and semicolon.

    Columns that an earlier run added are dropped: they are about to be written again. Raises InputError for a head that
    is missing or cannot be read.
    """
    stream = iter(lines)
    blank, first = 0, next(stream, None)
    while first is not None and not first.strip():
        blank, first = blank + 1, next(stream, None)
    if first is None:
        raise InputError("The input is empty; its first line has to name the columns.")
    if delimiter is None:
        # Spreadsheets write semicolons where the comma separates decimals.
        delimiter = ";" if "," not in first and ";" in first else ","
    records = _records(chain([first], stream), delimiter, blank + 1)
    head = next(records).cells
    if head is None or has_undecodable(head):
        raise InputError("The first line, which has to name the columns, cannot be read.")
    kept = [place for place, name in enumerate(head) if name not in ANSWER_COLUMNS]
    columns = tuple(head[place] for place in kept)
    return RowStream(columns, (_row(record, head, kept) for record in records), delimiter)


def _row(record: _Record, head: Sequence[str], kept: Sequence[int]) -> Row:
    """Give cells their columns, or the row its error; what can be kept of the cells is kept."""
    cells, error = record.cells, None
    if cells is None:
        detail = f"A quote is opened in line {record.line} and not closed within {LONGEST_CELL:,} characters."
        cells, error = [], RowError(UNREADABLE, detail)
    elif has_undecodable(cells):
        cells, error = [with_replacements(cell) for cell in cells], NOT_UTF8
    if error is None and len(cells) != len(head):
        error = _ragged(record.line, cells, len(head))
    padded = [*cells, *[""] * len(head)]
    return Row(record.line, tuple((head[place], padded[place]) for place in kept), error)


def _ragged(line: int, cells: Sequence[str], width: int) -> RowError:
    """Describe how a row differs from the head; cells beyond its end would be lost, so they are named."""
    detail = f"The row at line {line} has {len(cells)} cells for {width} columns"
    beyond = ", ".join(map(repr, cells[width:]))
    return RowError(RAGGED, f"{detail}; beyond the last stands {beyond}." if beyond else f"{detail}.")


def read_text(lines: Iterable[str]) -> RowStream:
    """Read one mention a line; blank lines are skipped."""
    return RowStream(
        (TEXT_COLUMN,), (_text_row(n, line.strip()) for n, line in enumerate(lines, start=1) if line.strip())
    )


def _text_row(line: int, text: str) -> Row:
    """Read one line of plain text."""
    if has_undecodable((text,)):
        return Row(line, ((TEXT_COLUMN, with_replacements(text)),), NOT_UTF8)
    return Row(line, ((TEXT_COLUMN, text),))


def mention_column(columns: Sequence[str], wanted: str | None) -> str:
    """Return the column that holds the mentions; raise InputError with the list of columns where that is unclear."""
    listed = ", ".join(map(repr, columns))
    if wanted is not None:
        choice = _matching(columns, wanted)
        if choice is None:
            raise InputError(f"There is no column {wanted!r}; the columns are {listed}.")
    else:
        choice = _matching(columns, "mention") or _matching(columns, "name")
        if choice is None and len(columns) == 1:
            choice = columns[0]
        if choice is None:
            raise InputError(f"Say with --column which column holds the mentions; the columns are {listed}.")
    if columns.count(choice) > 1:
        raise InputError(f"Several columns are called {choice!r}; give each a name of its own.")
    return choice


def _matching(columns: Sequence[str], wanted: str) -> str | None:
    """Return the column with a name, or the one that differs only in case and in the space around it."""
    if wanted in columns:
        return wanted
    return next((name for name in columns if name.strip().casefold() == wanted.strip().casefold()), None)


def answer_cells(answer: Json | RowError) -> tuple[str, ...]:
    """Return the cells that an answer adds, in the order of ANSWER_COLUMNS; the alias is the best candidate's.

    The answer is a brief one, or a whole one with its candidates.
    """
    if isinstance(answer, RowError):
        return ("", "", "", "", "", f"{answer.code}: {answer.detail}")
    best = answer if "alias" in answer else next(iter(answer["candidates"]), {"alias": ""})
    return (
        answer["status"], answer["id"] or "", answer["name"] or "", str(answer["score"]), best["alias"] or "", "",
    )  # fmt: skip


class _LineFeeds:
    """A stream for the csv module that ends rows in a line feed.

    The module quotes a cell for the line ends in `lineterminator`. With both in it, cells with either are quoted.
    """

    def __init__(self, stream: TextIO) -> None:
        """Write to a stream."""
        self._stream = stream

    def write(self, row: str) -> None:
        """Write one row."""
        self._stream.write(row.removesuffix("\r\n") + "\n")


@dataclass(frozen=True, slots=True)
class DelimitedWriter:
    """Writes CSV or TSV: the columns of the input, then those of the answer."""

    columns: tuple[str, ...]
    delimiter: str

    def begin(self, stream: TextIO) -> None:
        """Write the head."""
        self._write(stream, (*self.columns, *ANSWER_COLUMNS))

    def write(self, stream: TextIO, row: Row, answer: Json | RowError) -> None:
        """Write one row."""
        self._write(stream, (*(value for _, value in row.fields), *answer_cells(answer)))

    def _write(self, stream: TextIO, cells: Iterable[Any]) -> None:
        """Write cells, quoted where they have to be."""
        csv.writer(_LineFeeds(stream), delimiter=self.delimiter, lineterminator="\r\n").writerow(list(cells))


@dataclass(frozen=True, slots=True)
class TextWriter:
    """Writes a line a mention: the mention and the cells of the answer with tabs between them, no head, no quotes."""

    def begin(self, stream: TextIO) -> None:
        """Write nothing."""

    def write(self, stream: TextIO, row: Row, answer: Json | RowError) -> None:
        """Write one line."""
        cells = (*(value for _, value in row.fields), *answer_cells(answer))
        stream.write("\t".join(" ".join(cell.split()) for cell in cells) + "\n")
