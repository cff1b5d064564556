"""Files in and files out: input that is text, and output that appears complete or not at all.

What can be known to be wrong is refused before the first row is read. The output is written to a temporary file beside
its place and renamed at the end, so a run that fails leaves an older file as it was.
"""

from __future__ import annotations

import io
import os
import secrets
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Literal, TextIO

from polyonym.errors import InputError
from polyonym.tables.formats import STANDARD_STREAM, Format

_HEAD_BYTES: Final = 8192
_TOLERATED: Final = 10
"""One byte in this many may be invalid UTF-8: that is a few broken rows, and more is another encoding."""
_SIGNATURES: Final = (
    (b"\x1f\x8b", "is compressed with gzip; unpack it first"),
    (b"PK\x03\x04", "is a ZIP archive or a spreadsheet (.xlsx, .ods); save it as CSV"),
    (b"PAR1", "is a Parquet file, which is not read yet; save it as CSV or JSON Lines"),
    (b"\xff\xfe", "is UTF-16; save it as UTF-8"),
    (b"\xfe\xff", "is UTF-16; save it as UTF-8"),
)


@dataclass(frozen=True, slots=True)
class Source:
    """An opened input: its text, and its size in bytes, None where that is unknown."""

    text: TextIO
    size: int | None
    _bytes: io.BufferedReader

    def position(self) -> int:
        """Return how many bytes have been read; 0 where the size is unknown."""
        return self._bytes.tell() if self.size is not None else 0


@contextmanager
def open_input(path: Path, kind: Format) -> Iterator[Source]:
    """Open an input for reading; raise InputError for what is no text file."""
    name = "standard input" if path == STANDARD_STREAM else repr(str(path))
    with _bytes_of(path, name) as binary:
        _refuse_binary(binary.peek(_HEAD_BYTES), name)
        # Bytes that are no UTF-8 become lone surrogates, for the row that holds them to be refused and no other.
        newline = {Format.jsonl: "\n", Format.text: None}.get(kind, "")
        text = io.TextIOWrapper(binary, "utf-8-sig", "surrogateescape", newline)
        size = os.fstat(binary.fileno()).st_size if path != STANDARD_STREAM and path.is_file() else None
        yield Source(text, size, binary)
        text.detach()


@contextmanager
def _bytes_of(path: Path, name: str) -> Iterator[io.BufferedReader]:
    """Open a file or take stdin; raise InputError for a file that cannot be read."""
    if path == STANDARD_STREAM:
        raw: Any = sys.stdin.buffer
        # What a test puts in the place of stdin has no `peek`.
        yield raw if isinstance(raw, io.BufferedReader) else io.BufferedReader(io.BytesIO(raw.read()))
        return
    try:
        binary = path.open("rb")
    except OSError as error:
        raise InputError(f"The input {name} cannot be read: {error.strerror}.") from error
    with binary:
        yield binary


def _refuse_binary(head: bytes, name: str) -> None:
    """Raise InputError for the first bytes of a file that holds no UTF-8 text."""
    for mark, what in _SIGNATURES:
        if head.startswith(mark):
            raise InputError(f"The input {name} {what}.")
    foreign = sum("\udc80" <= c <= "\udcff" for c in head.decode("utf-8", "surrogateescape"))
    if max(head.count(0), foreign) > len(head) // _TOLERATED:
        raise InputError(f"The input {name} is binary, or in an encoding other than UTF-8.")


def check_output(source: Path, target: Path) -> None:
    """Raise InputError for an output that cannot be written, before any work is done."""
    if target == STANDARD_STREAM:
        return
    name = repr(str(target))
    if source != STANDARD_STREAM and target.exists() and source.exists() and target.samefile(source):
        raise InputError(f"The output {name} is the input; write to another file.")
    if target.is_dir():
        raise InputError(f"The output {name} is a folder; name a file in it.")
    if not target.parent.is_dir():
        raise InputError(f"There is no folder {str(target.parent)!r} to write {name} in.")
    if target.exists() and not os.access(target, os.W_OK):
        raise InputError(f"The output {name} is there and must not be written.")
    if _replaceable(target) and not os.access(target.resolve().parent, os.W_OK):
        raise InputError(f"Nothing can be written in the folder of {name}.")


def _replaceable(target: Path) -> bool:
    """Tell whether a finished file can be renamed to the target; a device or a pipe has to be written directly."""
    return target.is_file() or not target.exists()


@contextmanager
def open_output(target: Path) -> Iterator[TextIO]:
    """Open an output that appears under its name only when it is complete."""
    if target == STANDARD_STREAM:
        yield sys.stdout
        return
    if not _replaceable(target):
        with _writing(target, "w") as stream:
            yield stream
        return
    place = target.resolve()  # behind a link stands the file that has to change
    part = place.with_name(f".{place.name}.{secrets.token_hex(4)}.part")
    try:
        with _writing(part, "x") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
        if place.exists():
            shutil.copymode(place, part)
        part.replace(place)
    finally:
        part.unlink(missing_ok=True)


def _writing(path: Path, mode: Literal["w", "x"]) -> TextIO:
    """Open a text file; half of a surrogate pair, which JSON may hold, is written as its JSON escape."""
    # Every row ends in a plain line feed on every system; the writers see to line ends in cells.
    return path.open(mode, encoding="utf-8", errors="backslashreplace", newline="")
