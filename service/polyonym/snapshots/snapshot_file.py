"""A snapshot as one file that is mapped into memory and not read.

The form of a file, all numbers little-endian:

    offset 0   8 bytes   the magic `polysnap`
    offset 8   4 bytes   the version of this form, FORMAT
    offset 12  4 bytes   the length of the header
    offset 16  16 bytes  the BLAKE2b digest of the header
    offset 32            the header: JSON in UTF-8
    ...                  the arrays, each at a multiple of 64 bytes from the start, zeros between them

The header holds `key` (what the snapshot was made of), `size` (of the file), `arrays` (for each its name, dtype, shape,
offset and CRC-32), `values` (plain values by name), `ivf_indexes` (script and map of each set of vectors, stored as the
arrays `cells.0...` on), `phrases` (whether there are any) and `warnings` (problems that did not keep the files from
being served). Names of arrays and values are paths through the fields of `Columns` and `PhrasePatterns`, see `packing`.

A file is written beside its place and moved there when all of it is on disk, so that nobody ever meets a half. Nothing
in a file is run when it is opened: it holds numbers and texts. Every byte that is used is checked on opening, header
and arrays: half a gigabyte takes an eighth of a second.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final
from uuid import uuid4

import numpy as np

from polyonym.index.columns import Columns
from polyonym.index.ivf import IvfIndex
from polyonym.index.phrase_trie import PhrasePatterns
from polyonym.model import Origin, Problem
from polyonym.snapshots.packing import Array, Packed, pack, unpack

MAGIC: Final = b"polysnap"
FORMAT: Final = 2
TEMPORARY: Final = ".writing-"
"""What the name of a file begins with while it is being written."""
_PREFIX: Final = struct.Struct("<8sII16s")
_ALIGNMENT: Final = 64
_KINDS: Final = frozenset({"|u1", "|i1", "<i4", "<i8", "<u4", "<u8", "<f4"})


class SnapshotFileError(Exception):
    """A file that is no snapshot of this form, or not the one that was asked for, or damaged."""


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """What a file holds: the columns, the vectors by script and map, the warnings about the files, and the patterns."""

    columns: Columns
    ivf_indexes: dict[tuple[str, str], IvfIndex]
    warnings: tuple[Problem, ...]
    phrases: PhrasePatterns | None = None


def write(path: Path, key: str, stored: StoredSnapshot) -> None:
    """Write a file whole, or leave nothing behind; raise OSError where that cannot be done."""
    packed = Packed()
    pack(stored.columns, "columns", packed)
    for place, ivf_indexes in enumerate(stored.ivf_indexes.values()):
        pack(ivf_indexes, f"cells.{place}", packed)
    if stored.phrases is not None:
        pack(stored.phrases, "phrases", packed)
    header: dict[str, Any] = {
        "key": key,
        "values": packed.values,
        "cells": list(stored.ivf_indexes),
        "phrases": stored.phrases is not None,
        "warnings": [asdict(problem) for problem in stored.warnings],
    }
    arrays = {name: np.ascontiguousarray(array) for name, array in packed.arrays.items()}
    temporary = path.with_name(f"{TEMPORARY}{uuid4().hex}")
    try:
        with temporary.open("xb") as stream:
            _write(stream, header, arrays)
            stream.flush()
            os.fsync(stream.fileno())
        temporary.replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            temporary.unlink()
        raise
    _sync_folder(path.parent)


def _write(stream: BinaryIO, header: dict[str, Any], arrays: dict[str, Array]) -> None:
    """Write the prefix, the header and the arrays."""
    rows = [
        {"name": name, "dtype": array.dtype.str, "shape": array.shape, "offset": 0, "crc": _crc(array)}
        for name, array in arrays.items()
    ]
    # The offsets stand in the header, and its length moves them: so it is padded to a length that they fit in.
    room = len(json.dumps(header | {"arrays": rows, "size": 0})) + 20 * (len(rows) + 1)
    offset = start = _aligned(_PREFIX.size + room)
    for row, array in zip(rows, arrays.values(), strict=True):
        row["offset"] = offset
        offset = _aligned(offset + array.nbytes)
    text = json.dumps(header | {"arrays": rows, "size": offset}).encode().ljust(start - _PREFIX.size)
    stream.write(_PREFIX.pack(MAGIC, FORMAT, len(text), hashlib.blake2b(text, digest_size=16).digest()))
    stream.write(text)
    for array in arrays.values():
        stream.write(array.data)
        stream.write(bytes(_aligned(array.nbytes) - array.nbytes))


def _aligned(offset: int) -> int:
    """Return the next offset at which an array may begin."""
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _crc(array: Array) -> int:
    """Return the CRC-32 of the bytes of an array."""
    return zlib.crc32(array.data) if array.size else 0


def _sync_folder(folder: Path) -> None:
    """Make a move last through a power failure, where the system lets a folder be synced."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_file(path: Path, key: str) -> StoredSnapshot:
    """Map a file into memory, read-only, and check every byte of it.

    Raises FileNotFoundError where there is none, SnapshotFileError for one that cannot be used.
    """
    with path.open("rb") as stream:
        try:
            mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (ValueError, OSError) as error:
            raise SnapshotFileError("It cannot be mapped, or is empty.") from error
    data = memoryview(mapped)
    try:
        header = _header(data, key)
        arrays = dict(_arrays(data, header))
        values = header["values"]
        ivf_indexes = {
            (script, name): unpack(IvfIndex, f"cells.{place}", arrays, values)
            for place, (script, name) in enumerate(header["cells"])
        }
        warnings = tuple(
            Problem(said["code"], said["message"], said["fix"], Origin(**said["origin"]), said["severity"])
            for said in header["warnings"]
        )
        phrases = unpack(PhrasePatterns, "phrases", arrays, values) if header["phrases"] else None
        return StoredSnapshot(unpack(Columns, "columns", arrays, values), ivf_indexes, warnings, phrases)
    except (KeyError, TypeError, ValueError, struct.error) as error:
        raise SnapshotFileError(f"Its header does not say what it has to: {error}.") from error


def _header(data: memoryview, key: str) -> dict[str, Any]:
    """Return the header of a file that is surely one of this form and the one that is sought."""
    if len(data) < _PREFIX.size:
        raise SnapshotFileError("It is too short to be a snapshot.")
    magic, version, length, digest = _PREFIX.unpack_from(data)
    if magic != MAGIC:
        raise SnapshotFileError("It is no snapshot.")
    if version != FORMAT:
        raise SnapshotFileError(f"It has the form {version}, and this program reads {FORMAT}.")
    text = bytes(data[_PREFIX.size : _PREFIX.size + length])
    if hashlib.blake2b(text, digest_size=16).digest() != digest:
        raise SnapshotFileError("Its header is damaged.")
    header: dict[str, Any] = json.loads(text)
    if header["size"] != len(data):
        raise SnapshotFileError(f"It has {len(data):,} bytes instead of {header['size']:,}.")
    if header["key"] != key:
        raise SnapshotFileError("It was made of other files, or by another version of the program.")
    return header


def _arrays(data: memoryview, header: dict[str, Any]) -> Iterator[tuple[str, Array]]:
    """Yield the arrays of a file by name, each checked."""
    for row in header["arrays"]:
        name, shape, offset = row["name"], tuple(row["shape"]), row["offset"]
        if row["dtype"] not in _KINDS or min((offset, *shape)) < 0:
            raise SnapshotFileError(f"Its array {name} is none.")
        kind = np.dtype(row["dtype"])
        count = int(np.prod(shape, dtype=np.int64))
        own = data[offset : offset + count * kind.itemsize]
        if len(own) != count * kind.itemsize:
            raise SnapshotFileError(f"Its array {name} goes beyond its end.")
        if zlib.crc32(own) != row["crc"]:
            raise SnapshotFileError(f"Its array {name} is damaged.")
        yield name, np.frombuffer(data, kind, count, offset).reshape(shape)
