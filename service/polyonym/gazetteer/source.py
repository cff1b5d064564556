"""Files to raw records: bytes and lines, and nothing about what they mean.

A gazetteer is one file, or the `*.yaml`, `*.yml` and `*.jsonl` files of one folder, read as one set in the order of
their names. `types.yaml` in a folder holds no entries. Every scalar stays the string that the curator wrote. A file
that cannot be read gives a problem and no records, and the other files are still read.

Files come in pieces, so that several processes can share a long one. A JSON Lines file can be cut after any line.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import Any, Final

from polyonym import yamlfile
from polyonym.model import Origin, Problem
from polyonym.yamlfile import Node

YAML_SUFFIXES: Final = (".yaml", ".yml")
JSONL_SUFFIX: Final = ".jsonl"
TYPES_FILE: Final = "types.yaml"
"""The file of a folder that declares types of entities, see `types_file`."""
_NO_ENTRIES: Final = frozenset({TYPES_FILE})
WHOLE: Final = sys.maxsize
"""The size of pieces of which every file is one."""


@dataclass(frozen=True, slots=True)
class Records:
    """The content of a set of files: the file and the node of each entry, and a problem for what cannot be read."""

    entries: tuple[tuple[str, Node], ...]
    problems: tuple[Problem, ...]


def files_of(path: Path) -> list[Path]:
    """Return the files of a folder that hold entries, sorted, or the path itself where it is a file."""
    if path.is_dir():
        wanted = {*YAML_SUFFIXES, JSONL_SUFFIX}
        found = (entry for entry in path.iterdir() if entry.suffix in wanted and entry.name not in _NO_ENTRIES)
        return sorted(entry for entry in found if entry.is_file())
    return [path] if path.exists() else []


@dataclass(frozen=True, slots=True)
class Piece:
    """A part of a file that can be read by itself. `line` is the number of its first line, from 1."""

    file: str
    text: str
    line: int = 1


def read(path: Path) -> Records:
    """Read all records of a gazetteer. What cannot be read becomes a problem and raises nothing."""
    entries: list[tuple[str, Node]] = []
    problems: list[Problem] = []
    for piece in pieces_of(path, contents_of(path)):
        records = piece if isinstance(piece, Records) else read_piece(piece)
        entries.extend(records.entries)
        problems.extend(records.problems)
    return Records(tuple(entries), tuple(problems))


Contents = tuple[tuple[str, bytes | OSError], ...]
"""The files of a gazetteer by name: their bytes, or why they cannot be read."""


def contents_of(path: Path) -> Contents:
    """Read the bytes of every entry file of a gazetteer."""
    return tuple((file.name, bytes_of(file)) for file in files_of(path))


def bytes_of(file: Path) -> bytes | OSError:
    """Read the bytes of one file, or return why that cannot be done."""
    try:
        return file.read_bytes()
    except OSError as error:
        return error


def pieces_of(path: Path, contents: Contents, size: int = WHOLE) -> Iterator[Piece | Records]:
    """Yield the pieces of all files, of about `size` characters each; for what cannot be read, yield its problem."""
    if not contents:
        what = (
            "The folder holds no *.yaml, *.yml or *.jsonl file with entities."
            if path.is_dir()
            else "There is no such file or folder."
        )
        fix = "Name a gazetteer folder or file with --gazetteer or POLYONYM_GAZETTEER."
        yield _refused(str(path), 1, "no-files", what, fix)
    for file, data in contents:
        text = _decoded(file, data)
        if isinstance(text, Records):
            yield text
        elif file.endswith(JSONL_SUFFIX):
            yield from _cut(file, text, size)
        else:
            yield Piece(file, text)


def _decoded(file: str, data: bytes | OSError) -> str | Records:
    """Return the text of a file, or the problem of one that cannot be read."""
    if isinstance(data, OSError):
        return _refused(file, 1, "unreadable", f"The file cannot be read: {data.strerror}.", "Check its permissions.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        return _refused(file, line, "not-utf-8", "The file is not UTF-8 from here on.", "Save the file as UTF-8.")
    suffix = PurePath(file).suffix
    if suffix not in {*YAML_SUFFIXES, JSONL_SUFFIX}:
        return _refused(
            file, 1, "unknown-format", f"Files that end in {suffix!r} are not read.", "Use .yaml or .jsonl."
        )
    return text


def _cut(file: str, text: str, size: int) -> Iterator[Piece]:
    """Yield the pieces of a text, cut after line feeds."""
    start, line = 0, 1
    while start < len(text):
        end = text.find("\n", start + size - 1) + 1 or len(text)
        yield Piece(file, text[start:end], line)
        line += text.count("\n", start, end)
        start = end


def read_piece(piece: Piece) -> Records:
    """Read the records of one piece."""
    if piece.file.endswith(JSONL_SUFFIX):
        return _read_jsonl(piece)
    return _read_yaml(piece.file, piece.text)


def _refused(file: str, line: int, code: str, message: str, fix: str) -> Records:
    """Return one problem and no records."""
    return Records((), (Problem(code, message, fix, Origin(file, line)),))


def read_list(file: str, data: bytes | OSError, things: str, key: str) -> Records:
    """Read a YAML file that holds a list of some things, of which each begins with a key."""
    text = _decoded(file, data)
    return text if isinstance(text, Records) else _read_yaml(file, text, things, key)


def _read_yaml(file: str, text: str, things: str = "entities", key: str = "id") -> Records:
    """Read a YAML file that holds a list."""
    try:
        root = yamlfile.parse(text)
    except yamlfile.YamlSyntaxError as error:
        fix = f"Mend the YAML; an entry begins with `- {key}:` and its keys are indented alike."
        return _refused(file, error.line, "yaml-syntax", f"This is not readable YAML: {error.detail}.", fix)
    if root is None:
        return Records((), ())
    if root.kind != "list":
        message = f"A YAML file holds a list of {things}, and this is none."
        return _refused(file, root.line, "not-a-list", message, f"Begin each of them with `- {key}: ...`.")
    return Records(tuple((file, item) for item in yamlfile.items(root)), ())


def _read_jsonl(piece: Piece) -> Records:
    """Read JSON Lines: one entry a line. Blank lines are skipped."""
    entries: list[tuple[str, Node]] = []
    problems: list[Problem] = []
    for line, row in _lines(piece):
        try:
            # Numbers stay the text that was written, as in YAML.
            value = json.loads(row, parse_int=str, parse_float=str, parse_constant=str, object_pairs_hook=_Pairs)
            node = _node(value, line)
        except (json.JSONDecodeError, RecursionError) as error:
            detail = error.msg if isinstance(error, json.JSONDecodeError) else "nested too deeply"
            fix = "Write one JSON object on each line."
            problems.append(Problem("json-syntax", f"This line is not JSON: {detail}.", fix, Origin(piece.file, line)))
            continue
        entries.append((piece.file, node))
    return Records(tuple(entries), tuple(problems))


class _Pairs(list[tuple[str, Any]]):
    """The members of a JSON object in order, with repeated keys. The class distinguishes it from a JSON array."""


def _lines(piece: Piece) -> Iterator[tuple[int, str]]:
    """Yield number and text of each line that is not blank. Only a line feed ends a line in JSON Lines."""
    for number, row in enumerate(piece.text.split("\n"), start=piece.line):
        if row.strip():
            yield number, row


def _node(value: Any, line: int, depth: int = 0) -> Node:
    """Return a JSON value as the node that YAML would give; raise RecursionError below MAX_DEPTH levels."""
    if depth > yamlfile.MAX_DEPTH:
        raise RecursionError
    if isinstance(value, _Pairs):
        pairs = [(Node(key, line, "scalar"), _node(item, line, depth + 1)) for key, item in value]
        return Node(pairs, line, "mapping")
    if isinstance(value, list):
        return Node([_node(item, line, depth + 1) for item in value], line, "list")
    return Node(value, line, "scalar")
