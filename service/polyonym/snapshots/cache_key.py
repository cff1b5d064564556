"""What a compiled snapshot depends on, as one short key: files of the gazetteer, code, tables and libraries.

In come the bytes of the entry files, out comes a digest over these, over the types and word lists beside them, and over
everything of this program that shapes a snapshot. Snapshots with equal keys are equal, so a cached one is never older
than its sources and nobody has to delete it by hand.

Rule: `SHAPING` names every module of this package that compiling imports, and `LIBRARIES` every library. A test
computes the imports and compares. Tables and weights lie in the folders of the modules that read them.
"""

from __future__ import annotations

import hashlib
import sys
import time
import unicodedata
from collections.abc import Iterator
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from polyonym.gazetteer.source import TYPES_FILE, Contents, bytes_of
from polyonym.gazetteer.words import FOLDER
from polyonym.snapshots.snapshot_file import FORMAT

SHAPING: Final = (
    "annotate",
    "gazetteer",
    "index",
    "snapshots",
    "text",
    "entity_types.py",
    "errors.py",
    "hashing.py",
    "language_tags.py",
    "memo.py",
    "model.py",
    "workers.py",
    "yamlfile.py",
)
"""Folders and modules of this package that shape a snapshot."""
LIBRARIES: Final = ("langcodes", "numpy", "PyYAML", "RapidFuzz", "Unidecode")
"""Distributions that shape a snapshot."""
_STARTED: Final = time.time()


def cache_key(gazetteer: Path, contents: Contents) -> str | None:
    """Return the key of the snapshot of these files, 32 hexadecimal digits.

    Returns None where the snapshot must not be cached: a file cannot be read, the package is in an archive, or its code
    was edited after this process had started.
    """
    program, files = _program(), (*contents, *_files_beside(gazetteer))
    if program is None or any(isinstance(data, OSError) for _, data in files):
        return None
    digest = hashlib.blake2b(program, digest_size=16)
    for name, data in files:
        assert isinstance(data, bytes)  # noqa: S101 -- the others were turned away above
        digest.update(_framed(name, data))
    return digest.hexdigest()


def _framed(name: str, data: bytes) -> bytes:
    """Return a file with its name and length, so that no two lists of files give the same bytes."""
    return f"{name}\0{len(data)}\0".encode() + data


def _files_beside(gazetteer: Path) -> Contents:
    """Return the files beside the entries: declared types, and a curator's own word lists."""
    if not gazetteer.is_dir():
        return ()
    files = (gazetteer / TYPES_FILE, *sorted((gazetteer / FOLDER).glob("*.yaml")))
    return tuple((str(file.relative_to(gazetteer)), bytes_of(file)) for file in files if file.is_file())


def _program() -> bytes | None:
    """Return a digest of code, tables, libraries and platform; None where it cannot be computed."""
    package = Path(str(resources.files("polyonym")))
    platform = (sys.version_info[:2], unicodedata.unidata_version, sys.byteorder)
    libraries = [metadata.version(name) for name in LIBRARIES]
    digest = hashlib.blake2b(repr((FORMAT, platform, libraries)).encode(), digest_size=16)
    try:
        for path in _shaping_files(package):
            if path.stat().st_mtime > _STARTED:
                return None
            digest.update(_framed(str(path.relative_to(package)), path.read_bytes()))
    except OSError:
        return None
    return digest.digest()


def _shaping_files(package: Path) -> Iterator[Path]:
    """Yield the files of SHAPING in a stable order, without compiled ones."""
    for name in SHAPING:
        path = package / name
        files = sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]
        yield from (file for file in files if file.suffix != ".pyc")
