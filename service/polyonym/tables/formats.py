"""Which format a file of mentions has: by its extension, or by `--format` where a name says nothing."""

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
class Route:
    """From which file to which, and the format of each; `-` stands for stdin and stdout."""

    source: Path
    target: Path
    reads: Format
    writes: Format


def route(source: Path, target: Path, stated: Format | None) -> Route:
    """Decide the formats; raise InputError where they cannot be told or do not go together."""
    reads = _format_of(source, stated)
    writes = (stated or reads) if target == STANDARD_STREAM else _format_of(target, stated)
    if writes not in _WRITABLE[reads]:
        possible = ", ".join(_WRITABLE[reads])
        raise InputError(f"Rows of {reads} cannot be written as {writes} without loss; write {possible}.")
    return Route(source, target, reads, writes)


def _format_of(path: Path, stated: Format | None) -> Format:
    """Return the format of one file: its extension says it, `--format` where that says nothing."""
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
