"""What travels from a reader to a writer: one row of a file, and its answer or its error.

A row that cannot be read is a row all the same. It carries its error to the place in the output where its answer would
stand, and the rows behind it are not affected.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Final, Protocol, TextIO

Json = dict[str, Any]
UNREADABLE: Final = "unreadable-row"


@dataclass(frozen=True, slots=True)
class RowError:
    """Why a row has no answer: a code for programs, a sentence for people."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class Row:
    """One row: the line it begins on, its fields in order (a name may stand twice), and why it could not be read."""

    line: int
    fields: tuple[tuple[str, Any], ...]
    error: RowError | None = None


@dataclass(frozen=True, slots=True)
class RowStream:
    """The rows of an input, read one by one, with its columns and the delimiter between them.

    JSON Lines have no columns: each row names its own fields.
    """

    columns: tuple[str, ...]
    rows: Iterator[Row]
    delimiter: str = ","


class Writer(Protocol):
    """Writes rows and their answers to a stream, one by one."""

    def begin(self, stream: TextIO) -> None:
        """Write what stands before the first row."""

    def write(self, stream: TextIO, row: Row, answer: Json | RowError) -> None:
        """Write one row with its answer or its error."""


def has_undecodable(texts: Iterable[str]) -> bool:
    """Tell whether bytes that are not UTF-8 were met; the reader keeps them as lone surrogates."""
    return any("\udc80" <= c <= "\udcff" for text in texts if not text.isascii() for c in text)


def with_replacements(text: str) -> str:
    """Replace bytes that could not be decoded by U+FFFD, since the output is UTF-8 throughout."""
    return text.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


NOT_UTF8: Final = RowError(UNREADABLE, "The row is not UTF-8; save the file as UTF-8.")
