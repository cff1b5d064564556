"""Where compiled snapshots are kept: one file each, found by what they were made of.

The key of a file is a digest of the gazetteer's files, its types and word lists, and everything of this program that
shapes a snapshot: so a snapshot is never older than its sources, and nobody has to throw one away by hand. Whatever
goes wrong here costs time and nothing else: the caller compiles, and a warning is logged.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import sys
import time
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from importlib import metadata, resources
from pathlib import Path
from typing import Final

from polyonym.gazetteer.source import TYPES_FILE, Contents, bytes_of
from polyonym.gazetteer.words import FOLDER
from polyonym.snapshots.snapshot_file import FORMAT, TEMPORARY, SnapshotFileError, StoredSnapshot, open_file, write

LARGE: Final = 1_000_000
"""Bytes of files from which on a gazetteer is worth more than one process, and its snapshot worth keeping."""
SUFFIX: Final = ".snapshot"
MOST_OF_ONE: Final = 2
"""Snapshots that are kept of one gazetteer: of its files now, and as they were before."""
MOST_BYTES: Final = 8 << 30
"""Bytes that all snapshots in a folder may take before those go that were opened least lately."""
_ABANDONED: Final = 24 * 3600.0
"""Seconds after which a file that is still being written belongs to a process that is no more."""
_SHAPING: Final = (
    "text",
    "gazetteer",
    "index",
    "annotate",
    "snapshots",
    "entity_types.py",
    "hashing.py",
    "workers.py",
    "model.py",
    "yamlfile.py",
    "errors.py",
)
"""What of this package shapes a snapshot."""
_BEGAN: Final = time.time()
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SnapshotCache:
    """A folder of snapshots, and the bytes of files from which on a gazetteer is kept there."""

    folder: Path
    least: int = LARGE

    def get(self, gazetteer: Path, key: str) -> StoredSnapshot | None:
        """Open the snapshot of a key; None where there is none that can be used."""
        path = self._place(gazetteer, key)
        try:
            found = open_file(path, key)
            # The time of the file says when it was last of use.
            with contextlib.suppress(OSError):
                os.utime(path)
        except OSError:
            return None  # it is not there, or the warning comes when it cannot be put there either
        except SnapshotFileError as error:
            _LOG.warning("The snapshot %s cannot be used and is made anew. %s", path, error)
            return None
        return found

    def put(self, gazetteer: Path, key: str, stored: StoredSnapshot) -> StoredSnapshot:
        """Keep a snapshot, and return it as it was kept; or as it came, with a warning, where it cannot be."""
        path = self._place(gazetteer, key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write(path, key, stored)
            kept = open_file(path, key)
        except (OSError, SnapshotFileError) as error:
            _LOG.warning("The snapshot is kept in memory alone; it cannot be kept as %s: %s", path, error)
            return stored
        with contextlib.suppress(OSError):
            self._prune(path)
        return kept

    def _place(self, gazetteer: Path, key: str) -> Path:
        """Return where the snapshot of a key is kept."""
        return self.folder / f"{_of_path(gazetteer)}-{key}{SUFFIX}"

    def _prune(self, newest: Path) -> None:
        """Take away what is older than it is of use, and never the newest."""
        now = time.time()
        for entry in self.folder.glob(f"{TEMPORARY}*"):
            if now - entry.stat().st_mtime > _ABANDONED:
                _remove(entry)
        own, _, _ = newest.name.partition("-")
        kept, size = 0, 0
        for entry in _latest_first(self.folder.glob(f"*{SUFFIX}"), newest):
            size += entry.stat().st_size
            kept += entry.name.startswith(f"{own}-")
            too_many = entry.name.startswith(f"{own}-") and kept > MOST_OF_ONE
            if entry != newest and (too_many or size > MOST_BYTES):
                _remove(entry)


def _latest_first(entries: Iterable[Path], newest: Path) -> list[Path]:
    """Sort files by when they were last of use, the newest before all."""
    return sorted(entries, key=lambda entry: (entry != newest, -entry.stat().st_mtime))


def _remove(path: Path) -> None:
    """Take a file away, if the system lets go of it; whoever has mapped it keeps what it holds."""
    with contextlib.suppress(OSError):
        path.unlink()


def _of_path(gazetteer: Path) -> str:
    """Return what the names of all snapshots of one gazetteer begin with."""
    return hashlib.blake2b(os.fsencode(gazetteer.resolve()), digest_size=6).hexdigest()


def cache_key(gazetteer: Path, contents: Contents) -> str | None:
    """Return what a snapshot of these files is known by; None where it must not be kept."""
    code, everything = _code(), (*contents, *_beside(gazetteer))
    if code is None or any(isinstance(data, OSError) for _, data in everything):
        return None
    digest = hashlib.blake2b(code, digest_size=16)
    for name, data in everything:
        assert isinstance(data, bytes)  # noqa: S101 -- the others were turned away above
        digest.update(f"{name}\0{len(data)}\0".encode())
        digest.update(data)
    return digest.hexdigest()


def _beside(gazetteer: Path) -> Contents:
    """Return the files beside the entries: the types that a folder declares, and a curator's own word lists."""
    if not gazetteer.is_dir():
        return ()
    files = (gazetteer / TYPES_FILE, *sorted((gazetteer / FOLDER).glob("*.yaml")))
    return tuple((str(file.relative_to(gazetteer)), bytes_of(file)) for file in files if file.is_file())


def _code() -> bytes | None:
    """Return a digest of all code and tables that shape a snapshot.

    None where they cannot be told: in an archive, or when they were edited since this process has loaded them.
    """
    package = Path(str(resources.files("polyonym")))
    digest = hashlib.blake2b(digest_size=16)
    versions = (FORMAT, sys.version_info[:2], unicodedata.unidata_version, metadata.version("Unidecode"))
    digest.update(repr((*versions, sys.byteorder)).encode())
    for name in _SHAPING:
        whole = package / name
        files = sorted(path for path in whole.rglob("*") if path.is_file()) if whole.is_dir() else [whole]
        for path in files:
            if path.suffix == ".pyc":
                continue
            try:
                if path.stat().st_mtime > _BEGAN:
                    return None
                data = path.read_bytes()
            except OSError:
                return None
            digest.update(f"{path.relative_to(package)}\0{len(data)}\0".encode())
            digest.update(data)
    return digest.digest()
