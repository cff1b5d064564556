"""The current snapshot of a gazetteer, and the one assignment that replaces it.

A reload builds the next snapshot completely and then assigns it in one step. Files with errors leave the old snapshot
in service, and their problems can be read. A snapshot that is mapped from the cache stays in service when its file is
replaced.
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
    """A snapshot, the time since which it is in service, and the warnings about its files."""

    snapshot: Snapshot
    at: datetime
    warnings: tuple[Problem, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """What a reload changed: two fingerprints, and ids in order."""

    before: str
    after: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


class SnapshotSource(Protocol):
    """Where an engine gets its snapshot from."""

    @property
    def loaded(self) -> LoadedSnapshot:
        """Return the current snapshot."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that made the last reload fail, none after one that succeeded."""

    def reload(self) -> Change:
        """Load the snapshot again; raise GazetteerError and keep the old one when that fails."""


def _now() -> datetime:
    """Return the current time in UTC."""
    return datetime.now(UTC)


class Store:
    """Holds the current snapshot of the gazetteer at one path. Any thread can read it without a lock."""

    def __init__(
        self,
        path: Path,
        clock: Clock = _now,
        cache: SnapshotCache | None = None,
        progress: Progress | None = None,
    ) -> None:
        """Load the gazetteer; raise GazetteerError with all problems where one of them is an error.

        Snapshots are kept in `cache`. `progress` is called while a large gazetteer is compiled for the first time.
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
        """Return the current snapshot. A request reads it once."""
        return self._loaded

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Return the problems that made the last reload fail, none after one that succeeded."""
        return self._problems

    def reload(self) -> Change:
        """Read the files again; raise GazetteerError and keep the old snapshot where one of them has an error."""
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
        """Load the gazetteer; raise GazetteerError with all problems where one of them is an error."""
        stored, words = load(self.path, self._cache, progress)
        snapshot = Snapshot.of(stored.columns, words.lexicon, ivf_indexes=stored.ivf_indexes, phrases=stored.phrases)
        return LoadedSnapshot(snapshot, self._clock(), stored.warnings)


@dataclass(frozen=True, slots=True)
class FixedStore:
    """A snapshot that was built in memory and has no files. Reloading changes nothing."""

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
    """Return which entities were added, removed and changed between two snapshots."""
    old, new = before.columns, after.columns
    _, in_old, in_new = np.intersect1d(old.ids.keys, new.ids.keys, assume_unique=True, return_indices=True)
    old_rows, new_rows = old.ids.values[in_old], new.ids.values[in_new]
    changed = new_rows[old.entities.content_digests[old_rows] != new.entities.content_digests[new_rows]]
    return Change(
        before=before.fingerprint,
        after=after.fingerprint,
        added=_ids(after, np.setdiff1d(np.arange(len(new.type_codes)), new_rows)),
        removed=_ids(before, np.setdiff1d(np.arange(len(old.type_codes)), old_rows)),
        changed=_ids(after, np.sort(changed)),
    )


def _ids(snapshot: Snapshot, entity_rows: NDArray[np.integer]) -> tuple[str, ...]:
    """Return the ids of entities. Rows follow the ids, so ascending rows give sorted ids."""
    return tuple(snapshot.entities[row].id for row in entity_rows.tolist())
