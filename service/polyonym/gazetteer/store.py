"""Where the current snapshot lives, and the one swap that replaces it.

The next snapshot is built whole and then assigned in one step. Files that do not validate leave the old one serving,
and the problems are kept for whoever asks.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from polyonym.errors import GazetteerError
from polyonym.gazetteer.compile import compile_entities
from polyonym.gazetteer.fingerprint import content
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.gazetteer.source import read
from polyonym.gazetteer.validate import validate
from polyonym.gazetteer.words import read_words
from polyonym.model import Problem

Clock = Callable[[], datetime]


@dataclass(frozen=True, slots=True)
class Loaded:
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


def _now() -> datetime:
    """Return the time of day in UTC."""
    return datetime.now(UTC)


class Store:
    """Holds the current snapshot of one path. Safe to read from any thread, without a lock."""

    def __init__(self, path: Path, clock: Clock = _now) -> None:
        """Load the path; raise GazetteerError when its files do not validate."""
        self.path = path
        self._clock = clock
        self._reloading = threading.Lock()
        self._loaded = self._load()
        self._problems: tuple[Problem, ...] = ()

    @property
    def loaded(self) -> Loaded:
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

    def _load(self) -> Loaded:
        """Read, validate and compile the path; raise GazetteerError with all problems where one is an error."""
        validated, words = validate(read(self.path)), read_words(self.path)
        if words.problems or not validated.sound:
            raise GazetteerError((*validated.problems, *words.problems))
        snapshot = compile_entities(validated.entities, words.lexicon, words.mark)
        return Loaded(snapshot, self._clock(), validated.problems)


def difference(before: Snapshot, after: Snapshot) -> Change:
    """Return which entities came, went and changed between two snapshots."""
    old, new = _contents(before), _contents(after)
    return Change(
        before=before.fingerprint,
        after=after.fingerprint,
        added=tuple(sorted(new.keys() - old.keys())),
        removed=tuple(sorted(old.keys() - new.keys())),
        changed=tuple(sorted(key for key in old.keys() & new.keys() if old[key] != new[key])),
    )


def _contents(snapshot: Snapshot) -> dict[str, str]:
    """Return what each entity says, by id."""
    return {entity.id: content(entity) for entity in snapshot.entities}
