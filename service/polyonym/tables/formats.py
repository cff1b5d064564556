"""Which format a file of records has: by its extension, or by `--format` where the name says nothing.

In come two paths and the format that was stated; out comes a `Conversion`, or an InputError that says what to do.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from polyonym.errors import InputError

STANDARD_STREAM: Final = Path("-")


class Format(StrEnum):
    """The formats that are read and written."""

    jsonl = "jsonl"
    csv = "csv"
    tsv = "tsv"
    text = "text"


EXTENSIONS: Final = {
    ".jsonl": Format.jsonl,
    ".ndjson": Format.jsonl,
    ".csv": Format.csv,
    ".tsv": Format.tsv,
    ".tab": Format.tsv,
    ".txt": Format.text,
}
# What a format can be written as without losing anything: rows of JSON Lines need not have the same fields, and a
# line of text has room for a name only.
_WRITABLE: Final = {
    Format.jsonl: (Format.jsonl,),
    Format.csv: (Format.csv, Format.tsv, Format.jsonl),
    Format.tsv: (Format.tsv, Format.csv, Format.jsonl),
    Format.text: (Format.text, Format.tsv, Format.csv, Format.jsonl),
}


@dataclass(frozen=True, slots=True)
class Conversion:
    """From which file to which, and the format of each; `-` stands for stdin and stdout."""

    source: Path
    target: Path
    input_format: Format
    output_format: Format


def conversion(source: Path, target: Path, stated: Format | None) -> Conversion:
    """Decide the formats; raise InputError where they are unknown or do not go together."""
    input_format = _format_of(source, stated)
    output_format = (stated or input_format) if target == STANDARD_STREAM else _format_of(target, stated)
    if output_format not in _WRITABLE[input_format]:
        possible = ", ".join(_WRITABLE[input_format])
        raise InputError(f"Rows of {input_format} cannot be written as {output_format} without loss; write {possible}.")
    return Conversion(source, target, input_format, output_format)


def json_lines_conversion(source: Path, target: Path, what: str) -> Conversion:
    """Read and write JSON Lines, also where the names have no extension; raise InputError for another extension."""
    for path in (source, target):
        if EXTENSIONS.get(path.suffix.lower(), Format.jsonl) is not Format.jsonl:
            raise InputError(f"{what} are read and written as JSON Lines, and {str(path)!r} is named otherwise.")
    return Conversion(source, target, Format.jsonl, Format.jsonl)


def _format_of(path: Path, stated: Format | None) -> Format:
    """Return the format of one file: its extension decides, `--format` where that says nothing."""
    known = EXTENSIONS.get(path.suffix.lower())
    if known is not None:
        return known
    if stated is not None:
        return stated
    formats = ", ".join(Format)
    if path == STANDARD_STREAM:
        raise InputError(f"Say with --format what comes on standard input: {formats}.")
    extensions = ", ".join(EXTENSIONS)
    raise InputError(
        f"{str(path)!r} has none of the extensions that name a format ({extensions}); say it with --format: {formats}."
    )
