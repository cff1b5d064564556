"""A folder of compiled snapshots, one file each, found by gazetteer and key.

`cache_key` says what the key covers. A failure of the cache costs time and nothing else: a warning is logged, and the
caller compiles. Snapshots that were not used for long are deleted when another one is stored.
"""

from __future__ import annotations

import contextlib
import hashlib
import logging
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from polyonym.snapshots.snapshot_file import TEMPORARY, SnapshotFileError, StoredSnapshot, open_file, write

LARGE: Final = 1_000_000
"""Gazetteers of at least this many bytes are compiled by several processes and cached by default."""
SUFFIX: Final = ".snapshot"
MAX_SNAPSHOTS: Final = 2
"""Snapshots that are kept of one gazetteer: of its files as they are, and as they were before."""
MAX_BYTES: Final = 8 << 30
"""Size of all snapshots in a folder. When it is exceeded, the least recently used ones are deleted."""
_ABANDONED: Final = 24 * 3600.0
"""Seconds after which a file that is still being written is taken to belong to a process that has ended."""
_LOG: Final = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class SnapshotCache:
    """A folder of snapshots. Gazetteers with fewer than `min_bytes` bytes of files are not cached."""

    folder: Path
    min_bytes: int = LARGE

    def get(self, gazetteer: Path, key: str) -> StoredSnapshot | None:
        """Open the snapshot of a key; return None where there is none that can be used."""
        path = self._path(gazetteer, key)
        try:
            stored = open_file(path, key)
            # The modification time says when a snapshot was last used.
            with contextlib.suppress(OSError):
                os.utime(path)
        except OSError:
            return None  # it is not there, or `put` will warn about the folder
        except SnapshotFileError as error:
            _LOG.warning("The snapshot %s cannot be used and is made anew. %s", path, error)
            return None
        return stored

    def put(self, gazetteer: Path, key: str, stored: StoredSnapshot) -> StoredSnapshot:
        """Store a snapshot and return it mapped from its file; where that fails, log a warning and return `stored`."""
        path = self._path(gazetteer, key)
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            write(path, key, stored)
            mapped = open_file(path, key)
        except (OSError, SnapshotFileError) as error:
            _LOG.warning("The snapshot is kept in memory alone; it cannot be kept as %s: %s", path, error)
            return stored
        with contextlib.suppress(OSError):
            self._prune(path)
        return mapped

    def _path(self, gazetteer: Path, key: str) -> Path:
        """Return the path of the snapshot of a key."""
        return self.folder / f"{_path_digest(gazetteer)}-{key}{SUFFIX}"

    def _prune(self, newest: Path) -> None:
        """Delete abandoned files and the least recently used snapshots above the limits, never the newest."""
        now = time.time()
        for entry in self.folder.glob(f"{TEMPORARY}*"):
            if now - entry.stat().st_mtime > _ABANDONED:
                _remove(entry)
        gazetteer, _, _ = newest.name.partition("-")
        count, size = 0, 0
        for entry in _most_recent_first(self.folder.glob(f"*{SUFFIX}"), newest):
            size += entry.stat().st_size
            same = entry.name.startswith(f"{gazetteer}-")
            count += same
            if entry != newest and ((same and count > MAX_SNAPSHOTS) or size > MAX_BYTES):
                _remove(entry)


def _most_recent_first(entries: Iterable[Path], newest: Path) -> list[Path]:
    """Sort files by when they were last used, most recent first, with the newest before all."""
    return sorted(entries, key=lambda entry: (entry != newest, -entry.stat().st_mtime))


def _remove(path: Path) -> None:
    """Delete a file where the system allows it. A process that has mapped it keeps the content."""
    with contextlib.suppress(OSError):
        path.unlink()


def _path_digest(gazetteer: Path) -> str:
    """Return the digest of the path of a gazetteer, which begins the names of its snapshots."""
    return hashlib.blake2b(os.fsencode(gazetteer.resolve()), digest_size=6).hexdigest()
