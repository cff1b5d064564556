"""The reader and the writer of each format: the one place that knows all formats.

A new format gets a row in `formats`, a module with its reader and writer, and a case in the two functions below.
"""

from __future__ import annotations

from typing import TextIO

from polyonym.errors import InputError
from polyonym.tables.delimited import DelimitedWriter, TextWriter, read_delimited, read_text
from polyonym.tables.formats import Format
from polyonym.tables.json_lines import JsonLinesWriter, read_json_lines
from polyonym.tables.rows import RowStream, Writer


def read_rows(text: TextIO, kind: Format, text_fields: tuple[str, ...]) -> RowStream:
    """Read as much of an input as names its columns; rows are read when they are asked for.

    `text_fields` are the fields that a row of JSON Lines must have. Raises InputError for a head that cannot be read.
    """
    match kind:
        case Format.jsonl:
            return RowStream((), read_json_lines(text, text_fields))
        case Format.csv:
            return read_delimited(text, None)
        case Format.tsv:
            return read_delimited(text, "\t")
        case Format.text:
            return read_text(text)


def writer_for(kind: Format, source: RowStream, reserved: frozenset[str], dropped: frozenset[str]) -> Writer:
    """Return what writes the rows of an input in a format.

    `reserved` are the fields of an answer in JSON Lines, `dropped` those of the input that an answer stands for.
    Raises InputError for columns that the format cannot hold.
    """
    match kind:
        case Format.jsonl:
            twice = next((name for name in source.columns if source.columns.count(name) > 1), None)
            if twice is not None:
                raise InputError(f"Several columns are called {twice!r}, and a JSON object has room for one.")
            return JsonLinesWriter(reserved, dropped)
        case Format.csv:
            return DelimitedWriter(source.columns, source.delimiter if source.delimiter != "\t" else ",")
        case Format.tsv:
            return DelimitedWriter(source.columns, "\t")
        case Format.text:
            return TextWriter()
