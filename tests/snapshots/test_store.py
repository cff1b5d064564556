from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from polyonym import GazetteerError
from polyonym.snapshots.store import Store

OMAR = "- {id: omar, type: person, name: Omar Safi}\n"
KUNDUZ = "- {id: kunduz, type: place, name: Kunduz}\n"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return a gazetteer of two entities."""
    found = tmp_path / "a.yaml"
    found.write_text(OMAR + KUNDUZ)
    return found


def test_a_reload_says_what_came_what_went_and_what_changed(path: Path) -> None:
    store = Store(path)
    path.write_text("- {id: new, type: other, name: New}\n" + KUNDUZ.replace("Kunduz", "Konduz"))
    change = store.reload()
    assert (change.added, change.removed, change.changed) == (("new",), ("omar",), ("kunduz",))
    assert change.before != change.after == store.loaded.snapshot.fingerprint


def test_a_reload_of_the_same_content_changes_nothing(path: Path) -> None:
    store = Store(path)
    path.write_text("# moved\n" + KUNDUZ + OMAR)
    change = store.reload()
    assert (change.added, change.removed, change.changed) == ((), (), ())
    assert change.before == change.after


def test_files_with_an_error_leave_the_old_snapshot_serving_and_the_problems_are_kept(path: Path) -> None:
    store = Store(path)
    before = store.loaded
    path.write_text(OMAR + "- Daesh\n")
    with pytest.raises(GazetteerError):
        store.reload()
    assert store.loaded is before
    assert [problem.code for problem in store.problems] == ["not-an-entity"]
    path.write_text(OMAR)
    store.reload()
    assert store.problems == ()
    assert store.loaded is not before


def test_files_that_are_gone_leave_the_old_snapshot_serving(path: Path) -> None:
    store = Store(path)
    path.unlink()
    with pytest.raises(GazetteerError):
        store.reload()
    assert store.loaded.snapshot.entity("omar")
    assert [problem.code for problem in store.problems] == ["no-files"]


def test_a_warning_is_kept_beside_the_snapshot_that_it_is_about(path: Path) -> None:
    path.write_text(OMAR + OMAR)
    store = Store(path)
    assert [problem.code for problem in store.loaded.warnings] == ["repeated-entity"]
    assert store.problems == ()
    path.write_text(OMAR)
    store.reload()
    assert store.loaded.warnings == ()


def test_a_snapshot_knows_when_it_began_to_serve(path: Path) -> None:
    times = iter(datetime(2026, 1, 1, tzinfo=UTC) + timedelta(hours=n) for n in range(9))
    store = Store(path, lambda: next(times))
    first = store.loaded.at
    store.reload()
    assert (store.loaded.at - first) == timedelta(hours=1)
    assert first.tzinfo is UTC


def test_a_store_of_files_with_an_error_is_not_made(path: Path) -> None:
    path.write_text("- Daesh\n")
    with pytest.raises(GazetteerError):
        Store(path)
