"""Where the current snapshot lives, and the one swap that replaces it.

The next snapshot is built whole and then assigned in one step. Files that do not validate leave the old one serving,
and the problems are kept for whoever asks. The snapshot of a large gazetteer is opened from a cache where one is kept
of the same files; an old one goes on serving from its file, even when that is replaced.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from polyonym.errors import GazetteerError
from polyonym.index.snapshot import Snapshot
from polyonym.model import Problem
from polyonym.snapshots.cache import SnapshotCache
from polyonym.snapshots.compile_parallel import Progress
from polyonym.snapshots.load import load

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class LoadedSnapshot:
    """A snapshot, the moment it began to serve, and the warnings about its files."""

    snapshot: Snapshot
    at: datetime
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a reload changed: ids, sorted."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


class SnapshotSource(Protocol):
    """Where an engine takes its snapshot from."""

    @property
    def loaded(self) -> LoadedSnapshot:
        """Return the current snapshot."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that made the last reload fail, none when it went well."""

    def reload(self) -> Change:
        """Load the snapshot again; raise GazetteerError and keep the old one when that fails."""


def _now() -> datetime:
    """Return the time of day in UTC."""
    return datetime.now(UTC)


class Store:
    """Holds the current snapshot of one path. Safe to read from any thread, without a lock."""

    def __init__(
        self,
        path: Path,
        clock: Clock = _now,
        cache: SnapshotCache | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Load the path; raise GazetteerError when its files do not validate.

        Snapshots are kept in the cache. Progress is reported while a large gazetteer is loaded for the first time.
        """
        self.path = path
        self._clock = clock
        self._cache = cache
        self._reloading = threading.Lock()
        self._loaded = self._load(progress)
        self._problems: tuple[Problem, ...] = ()

    def __getstate__(self) -> dict[str, Any]:
        """Pickle the snapshot itself and not its files; a copy reads them where it is only when it is reloaded."""
        return {name: value for name, value in vars(self).items() if name != "_reloading"}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Serve a pickled snapshot, with a lock for the reloads of this process."""
        vars(self).update(state, _reloading=threading.Lock())

    @property
    def loaded(self) -> LoadedSnapshot:
        """Return the current snapshot; read it once a request."""
        return self._loaded

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that made the last reload fail, none when it went well."""
        return self._problems

    def reload(self) -> Change:
        """Read the files again; raise GazetteerError and keep the old snapshot when they do not validate."""
        with self._reloading:
            try:
                loaded = self._load()
            except GazetteerError as error:
                self._problems = error.problems
                raise
            before, self._loaded = self._loaded.snapshot, loaded
            self._problems = ()
        return difference(before, loaded.snapshot)

    def _load(self, progress: Progress | None = None) -> LoadedSnapshot:
        """Read, validate and compile the path; raise GazetteerError with all problems where one is an error."""
        stored, words = load(self.path, self._cache, progress)
        snapshot = Snapshot.of(stored.columns, words.lexicon, ivf_indexes=stored.ivf_indexes, phrases=stored.phrases)
        return LoadedSnapshot(snapshot, self._clock(), stored.warnings)


@dataclass(frozen=True, slots=True)
class FixedStore:
    """A snapshot that was made in memory, of no files: reloading changes nothing."""

    loaded: LoadedSnapshot
    problems: tuple[Problem, ...] = ()

    @classmethod
    def of(cls, snapshot: Snapshot, clock: Clock = _now) -> FixedStore:
        """Serve a snapshot from now on."""
        return cls(LoadedSnapshot(snapshot, clock(), ()))

    def reload(self) -> Change:
        """Return that nothing changed."""
        return difference(self.loaded.snapshot, self.loaded.snapshot)


def difference(before: Snapshot, after: Snapshot) -> Change:
    """Return which entities came, went and changed between two snapshots."""
    old, new = before.columns, after.columns
    _, here, there = np.intersect1d(old.ids.keys, new.ids.keys, assume_unique=True, return_indices=True)
    stayed, now = old.ids.values[here], new.ids.values[there]
    changed = now[old.entities.content_digests[stayed] != new.entities.content_digests[now]]
    return Change(
        before=before.fingerprint,
        after=after.fingerprint,
        added=_ids(after, np.setdiff1d(np.arange(len(new.type_codes)), now)),
        removed=_ids(before, np.setdiff1d(np.arange(len(old.type_codes)), stayed)),
        changed=_ids(after, np.sort(changed)),
    )


def _ids(snapshot: Snapshot, numbers: NDArray[np.integer]) -> tuple[str, ...]:
    """Return the ids of entities, sorted, for so they are numbered."""
    return tuple(snapshot.entities[number].id for number in numbers.tolist())
