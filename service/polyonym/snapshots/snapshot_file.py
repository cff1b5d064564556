"""The file format of a compiled snapshot, which is mapped into memory instead of being read.

The layout of a file, all numbers little-endian:

    offset 0   8 bytes   the magic `polysnap`
    offset 8   4 bytes   the version of the format, FORMAT
    offset 12  4 bytes   the length of the header
    offset 16  16 bytes  the BLAKE2b digest of the header
    offset 32            the header: JSON in UTF-8
    ...                  the arrays, each at a multiple of 64 bytes from the start, zeros between them

The header holds `key` (the cache key, a digest of what the snapshot was compiled from), `size` (of the file in bytes),
`arrays` (name, dtype, shape, offset and CRC-32 of each), `values` (texts and whole numbers by name), `ivf_indexes`
(script and vector space of each, stored as the arrays `ivf_indexes.0...` and so on), `phrases` (whether there are any)
and `warnings` (problems of the files). Names of arrays and values are paths through the fields of `Columns` and
`PhrasePatterns`, see `packing`.

A file is written under a temporary name and moved into place when all of it is on disk, so a reader never sees half a
file. Opening a file runs none of its content: it holds numbers and texts. Every byte is checked on opening, which takes
about an eighth of a second for half a gigabyte.
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
FORMAT: Final = 3
TEMPORARY: Final = ".writing-"
"""Prefix of the name of a file that is still being written."""
_PREFIX: Final = struct.Struct("<8sII16s")
_ALIGNMENT: Final = 64
_DTYPES: Final = frozenset({"|u1", "|i1", "<i4", "<i8", "<u4", "<u8", "<f4"})


class SnapshotFileError(Exception):
    """A file that is no snapshot of this format, that has another key, or that is damaged."""


@dataclass(frozen=True, slots=True)
class StoredSnapshot:
    """The content of a file: columns, IVF indexes by script and vector space, warnings, and phrases where stored."""

    columns: Columns
    ivf_indexes: dict[tuple[str, str], IvfIndex]
    warnings: tuple[Problem, ...]
    phrases: PhrasePatterns | None = None


def write(path: Path, key: str, stored: StoredSnapshot) -> None:
    """Write a whole file, or raise OSError and leave nothing behind."""
    packed = Packed()
    pack(stored.columns, "columns", packed)
    for number, ivf_index in enumerate(stored.ivf_indexes.values()):
        pack(ivf_index, f"ivf_indexes.{number}", packed)
    if stored.phrases is not None:
        pack(stored.phrases, "phrases", packed)
    header: dict[str, Any] = {
        "key": key,
        "values": packed.values,
        "ivf_indexes": list(stored.ivf_indexes),
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
    # The header holds the offsets, and their digits change its length. So it is padded to a length that is enough.
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
    """Round an offset up to the next multiple of the alignment."""
    return -(-offset // _ALIGNMENT) * _ALIGNMENT


def _crc(array: Array) -> int:
    """Return the CRC-32 of the bytes of an array."""
    return zlib.crc32(array.data) if array.size else 0


def _sync_folder(folder: Path) -> None:
    """Make a rename survive a power failure, where the system can sync a folder."""
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def open_file(path: Path, key: str) -> StoredSnapshot:
    """Map a file into memory, read-only, and check every byte of it.

    Raises FileNotFoundError where there is no file, and SnapshotFileError for a file that cannot be used.
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
            (script, space): unpack(IvfIndex, f"ivf_indexes.{number}", arrays, values)
            for number, (script, space) in enumerate(header["ivf_indexes"])
        }
        warnings = tuple(
            Problem(row["code"], row["message"], row["fix"], Origin(**row["origin"]), row["severity"])
            for row in header["warnings"]
        )
        phrases = unpack(PhrasePatterns, "phrases", arrays, values) if header["phrases"] else None
        return StoredSnapshot(unpack(Columns, "columns", arrays, values), ivf_indexes, warnings, phrases)
    except (KeyError, TypeError, ValueError, struct.error) as error:
        raise SnapshotFileError(f"Its header is incomplete: {error}.") from error


def _header(data: memoryview, key: str) -> dict[str, Any]:
    """Return the header of a file of this format with this key; raise SnapshotFileError for any other."""
    if len(data) < _PREFIX.size:
        raise SnapshotFileError("It is too short to be a snapshot.")
    magic, version, length, digest = _PREFIX.unpack_from(data)
    if magic != MAGIC:
        raise SnapshotFileError("It is no snapshot.")
    if version != FORMAT:
        raise SnapshotFileError(f"It has format {version}, and this program reads format {FORMAT}.")
    text = bytes(data[_PREFIX.size : _PREFIX.size + length])
    if hashlib.blake2b(text, digest_size=16).digest() != digest:
        raise SnapshotFileError("Its header is damaged.")
    header: dict[str, Any] = json.loads(text)
    if header["size"] != len(data):
        raise SnapshotFileError(f"It has {len(data):,} bytes instead of {header['size']:,}.")
    if header["key"] != key:
        raise SnapshotFileError("It was compiled from other files, or by another version of the program.")
    return header


def _arrays(data: memoryview, header: dict[str, Any]) -> Iterator[tuple[str, Array]]:
    """Yield the name and the checked array of each row of the header; raise SnapshotFileError for a damaged one."""
    for row in header["arrays"]:
        name, shape, offset = row["name"], tuple(row["shape"]), row["offset"]
        if row["dtype"] not in _DTYPES or min((offset, *shape)) < 0:
            raise SnapshotFileError(f"Its array {name} has an unknown dtype, a negative shape or a negative offset.")
        dtype = np.dtype(row["dtype"])
        count = int(np.prod(shape, dtype=np.int64))
        content = data[offset : offset + count * dtype.itemsize]
        if len(content) != count * dtype.itemsize:
            raise SnapshotFileError(f"Its array {name} goes beyond the end of the file.")
        if zlib.crc32(content) != row["crc"]:
            raise SnapshotFileError(f"Its array {name} is damaged.")
        yield name, np.frombuffer(data, dtype, count, offset).reshape(shape)
