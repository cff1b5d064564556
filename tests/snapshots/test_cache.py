from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from polyonym.index.snapshot import Snapshot
from polyonym.snapshots import cache as module
from polyonym.snapshots.cache import MAX_SNAPSHOTS, SnapshotCache
from polyonym.snapshots.snapshot_file import TEMPORARY, StoredSnapshot


@pytest.fixture
def cache(tmp_path: Path) -> SnapshotCache:
    return SnapshotCache(tmp_path / "deep" / "cache", min_bytes=0)


@pytest.fixture
def stored(snapshot: Snapshot) -> StoredSnapshot:
    return StoredSnapshot(snapshot.columns, {}, ())


def test_what_is_put_is_got_and_only_by_its_key_and_gazetteer(
    cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path
) -> None:
    assert cache.get(tmp_path, "k") is None
    kept = cache.put(tmp_path, "k", stored)
    assert kept.columns.fingerprint == stored.columns.fingerprint
    assert not kept.columns.idf.flags.writeable
    found = cache.get(tmp_path, "k")
    assert found is not None
    assert found.columns.fingerprint == stored.columns.fingerprint
    assert cache.get(tmp_path, "l") is None
    assert cache.get(tmp_path / "other", "k") is None


def test_a_damaged_file_is_told_of_and_not_used(
    cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    cache.put(tmp_path, "k", stored)
    [path] = cache.folder.iterdir()
    path.write_bytes(path.read_bytes()[:-100])
    assert cache.get(tmp_path, "k") is None
    assert "made anew" in caplog.text
    cache.put(tmp_path, "k", stored)
    assert cache.get(tmp_path, "k") is not None


def test_a_folder_that_cannot_be_written_costs_one_warning(
    stored: StoredSnapshot, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    cache = SnapshotCache(tmp_path / "file" / "cache", min_bytes=0)
    assert cache.get(tmp_path, "k") is None
    caplog.clear()
    assert cache.put(tmp_path, "k", stored) is stored
    assert len(caplog.records) == 1


def test_a_few_snapshots_of_one_gazetteer_are_kept_the_latest(
    cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path
) -> None:
    for number in range(5):
        cache.put(tmp_path, f"k{number}", stored)
        _age(cache, f"k{number}", 10 - number)
    cache.put(tmp_path / "other", "k", stored)
    assert len(list(cache.folder.iterdir())) == MAX_SNAPSHOTS + 1
    assert cache.get(tmp_path, "k4") is not None
    assert cache.get(tmp_path, "k0") is None


def _age(cache: SnapshotCache, key: str, hours: int) -> None:
    """Set when a snapshot was last of use."""
    [path] = cache.folder.glob(f"*-{key}.snapshot")
    then = time.time() - 3600 * hours
    os.utime(path, (then, then))


def test_opening_a_snapshot_keeps_it_longer(cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path) -> None:
    for number in range(2):
        cache.put(tmp_path, f"k{number}", stored)
        _age(cache, f"k{number}", 10 - number)
    cache.get(tmp_path, "k0")
    cache.put(tmp_path, "k2", stored)
    assert cache.get(tmp_path, "k0") is not None
    assert cache.get(tmp_path, "k1") is None


def test_a_full_folder_loses_what_was_used_least_lately(
    cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache.put(tmp_path / "old", "k", stored)
    _age(cache, "k", 1)
    monkeypatch.setattr(module, "MAX_BYTES", 1)
    cache.put(tmp_path / "new", "l", stored)
    assert cache.get(tmp_path / "old", "k") is None
    assert cache.get(tmp_path / "new", "l") is not None


def test_a_file_that_nobody_goes_on_writing_is_taken_away(
    cache: SnapshotCache, stored: StoredSnapshot, tmp_path: Path
) -> None:
    cache.folder.mkdir(parents=True)
    abandoned, current = (cache.folder / f"{TEMPORARY}{name}" for name in ("a", "b"))
    for path in (abandoned, current):
        path.write_bytes(b"half")
    os.utime(abandoned, (0, 0))
    cache.put(tmp_path, "k", stored)
    assert (abandoned.exists(), current.exists()) == (False, True)
