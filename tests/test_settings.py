from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from polyonym import Resolver, SettingsError
from polyonym.settings import LIMIT_VARIABLES, Settings, WebSettings, bundled_gazetteer
from polyonym.snapshots.cache import LARGE, SnapshotCache

ENTRY = "- {id: omar, type: person, name: Omar Safi}\n"


@pytest.fixture
def elsewhere(tmp_path: Path) -> Path:
    """Return a folder to start in that has no gazetteer of its own."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    return folder


def made(folder: Path) -> Path:
    folder.mkdir(parents=True)
    (folder / "a.yaml").write_text(ENTRY)
    return folder


def test_the_gazetteer_that_is_given_comes_before_the_one_in_the_environment(tmp_path: Path, elsewhere: Path) -> None:
    given, named = made(tmp_path / "given"), made(tmp_path / "named")
    settings = Settings.from_env({"POLYONYM_GAZETTEER": str(named)}, given, elsewhere)
    assert settings.gazetteer == given


def test_the_gazetteer_in_the_environment_comes_before_the_one_in_the_folder(tmp_path: Path, elsewhere: Path) -> None:
    named = made(tmp_path / "named")
    made(elsewhere / "gazetteer")
    assert Settings.from_env({"POLYONYM_GAZETTEER": str(named)}, folder=elsewhere).gazetteer == named


def test_the_gazetteer_in_the_folder_comes_before_the_bundled_one(elsewhere: Path) -> None:
    local = made(elsewhere / "gazetteer")
    assert Settings.from_env({}, folder=elsewhere).gazetteer == local


def test_the_bundled_gazetteer_serves_where_there_is_no_other(elsewhere: Path) -> None:
    assert Settings.from_env({}, folder=elsewhere).gazetteer == bundled_gazetteer()
    assert Resolver.load(bundled_gazetteer()).resolve("Daesh").id == "islamic-state"


def test_a_folder_named_gazetteer_that_holds_none_is_passed_over(elsewhere: Path) -> None:
    (elsewhere / "gazetteer").mkdir()
    (elsewhere / "gazetteer" / "notes.txt").write_text("")
    assert Settings.from_env({}, folder=elsewhere).gazetteer == bundled_gazetteer()


def test_an_empty_variable_is_none(elsewhere: Path) -> None:
    assert Settings.from_env({"POLYONYM_GAZETTEER": ""}, folder=elsewhere).gazetteer == bundled_gazetteer()


def test_a_path_that_is_named_and_does_not_exist_is_told_with_who_named_it(tmp_path: Path) -> None:
    missing = tmp_path / "missing"
    with pytest.raises(SettingsError, match="POLYONYM_GAZETTEER"):
        Settings.from_env({"POLYONYM_GAZETTEER": str(missing)})
    with pytest.raises(SettingsError, match="--gazetteer"):
        Settings.from_env({}, missing)


@pytest.mark.parametrize(
    ("value", "keys"),
    [
        ("", set()),
        (" , ,", set()),
        ("one-key", {"one-key"}),
        ("one-key, two-key ,two-key", {"one-key", "two-key"}),
    ],
)
def test_keys_are_separated_by_commas(value: str, keys: set[str]) -> None:
    assert WebSettings.from_env({"POLYONYM_API_KEYS": value}).api_keys == keys


def test_a_key_that_no_header_can_carry_is_refused_and_not_repeated() -> None:
    with pytest.raises(SettingsError) as error:
        WebSettings.from_env({"POLYONYM_API_KEYS": "schl\u00fcssel-geheim"})
    assert "geheim" not in error.value.detail


def test_the_environment_of_the_service_is_not_read_for_the_gazetteer(elsewhere: Path) -> None:
    environ = {"POLYONYM_API_KEYS": "schl\u00fcssel", "POLYONYM_MAX_BATCH": "many"}
    assert Settings.from_env(environ, folder=elsewhere).gazetteer == bundled_gazetteer()


def test_every_limit_has_a_variable() -> None:
    limits = {field.name for field in dataclasses.fields(WebSettings)} - {"api_keys"}
    assert set(LIMIT_VARIABLES) == limits
    for field, variable in LIMIT_VARIABLES.items():
        assert WebSettings.from_env({variable: " 7 "}) == dataclasses.replace(WebSettings(), **{field: 7})


def test_a_variable_that_is_empty_leaves_the_default() -> None:
    assert WebSettings.from_env(dict.fromkeys(LIMIT_VARIABLES.values(), " ")) == WebSettings()


@pytest.mark.parametrize("value", ["0", "-1", "1.5", "many", "1e3", "\u0661", "9" * 16])
def test_a_limit_that_is_no_whole_number_from_one_on_is_refused(value: str) -> None:
    with pytest.raises(SettingsError, match="POLYONYM_MAX_BATCH has to be a whole number"):
        WebSettings.from_env({"POLYONYM_MAX_BATCH": value})


def test_everything_that_is_wrong_is_said_at_once() -> None:
    environ = {"POLYONYM_API_KEYS": "\u00fc", "POLYONYM_MAX_BATCH": "many", "POLYONYM_MAX_NAMES": "0"}
    with pytest.raises(SettingsError) as error:
        WebSettings.from_env(environ)
    assert [line.split()[0] for line in error.value.detail.splitlines()] == list(environ)


def test_snapshots_of_large_gazetteers_go_to_the_cache_of_the_user(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for environ, folder in (
        ({"XDG_CACHE_HOME": "/cache"}, Path("/cache/polyonym")),
        ({"XDG_CACHE_HOME": "relative"}, tmp_path / ".cache" / "polyonym"),
        ({}, tmp_path / ".cache" / "polyonym"),
    ):
        assert Settings.from_env(environ, folder=elsewhere).cache == SnapshotCache(folder, LARGE)


def test_every_system_has_its_own_place_for_what_can_be_made_anew(
    tmp_path: Path, elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    for system, end in (("darwin", "Library/Caches/polyonym"), ("win32", "AppData/Local/polyonym/Cache")):
        monkeypatch.setattr("sys.platform", system)
        assert Settings.from_env({}, folder=elsewhere).cache == SnapshotCache(tmp_path / end)


def test_a_folder_for_snapshots_that_is_named_keeps_those_of_all(elsewhere: Path) -> None:
    environ = {"POLYONYM_SNAPSHOT": "named"}
    assert Settings.from_env(environ, folder=elsewhere).cache == SnapshotCache(Path("named"), 0)
    assert Settings.from_env(environ, folder=elsewhere, snapshot="given").cache == SnapshotCache(Path("given"), 0)


def test_no_snapshot_is_kept_where_that_is_off_or_the_user_has_no_home(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_home() -> Path:
        raise RuntimeError

    assert Settings.from_env({"POLYONYM_SNAPSHOT": "off"}, folder=elsewhere).cache is None
    assert Settings.from_env({"POLYONYM_SNAPSHOT": "named"}, folder=elsewhere, snapshot="off").cache is None
    monkeypatch.setattr(Path, "home", no_home)
    assert Settings.from_env({}, folder=elsewhere).cache is None
