from __future__ import annotations

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

POLYONYM = (sys.executable, "-m", "polyonym")


@pytest.mark.slow
@pytest.mark.parametrize(
    "command", [("resolve", "Daesh"), ("compare", "Daesh", "ISIL"), ("evaluate", "--hold-out", "--most", "1")]
)
def test_a_snapshot_is_kept_where_the_option_says_and_answers_alike(run, tmp_path: Path, command) -> None:
    plain = run(*command, "--snapshot", "off")
    made, opened = (run(*command, "--snapshot", tmp_path / "kept") for _ in range(2))
    assert plain.exit_code == made.exit_code == opened.exit_code == 0
    assert plain.stdout == made.stdout == opened.stdout
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_the_environment_says_it_as_well_and_the_option_goes_before(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("POLYONYM_SNAPSHOT", str(tmp_path / "kept"))
    run("resolve", "Daesh", "--snapshot", "off")
    assert not (tmp_path / "kept").exists()
    run("resolve", "Daesh")
    assert len(list((tmp_path / "kept").iterdir())) == 1


def test_a_small_gazetteer_leaves_nothing_in_the_cache(run, tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert run("resolve", "Daesh").exit_code == 0
    assert not (tmp_path / "cache").exists()


def test_a_damaged_snapshot_costs_a_warning(run, tmp_path: Path, caplog) -> None:
    before = run("resolve", "Daesh", "--snapshot", tmp_path / "kept").stdout
    [path] = (tmp_path / "kept").iterdir()
    path.unlink()
    path.write_bytes(b"polysnap and nothing else, but long enough to be one")
    assert run("resolve", "Daesh", "--snapshot", tmp_path / "kept").stdout == before
    assert "made anew" in caplog.text


@pytest.mark.slow
def test_processes_that_write_and_open_at_once_answer_alike_and_leave_one_file(gazetteer: Path, tmp_path: Path) -> None:
    command = [*POLYONYM, "resolve", "--json", "Daesh", "Kunduz", "--gazetteer", gazetteer]
    command += ["--snapshot", tmp_path / "kept"]

    def ask(_: int) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, capture_output=True, text=True, check=True, env={**os.environ}, timeout=60)  # noqa: S603 -- the program under test

    with ThreadPoolExecutor(4) as threads:
        done = list(threads.map(ask, range(6)))
    assert {answer.stdout for answer in done} == {done[0].stdout}
    assert {answer.stderr for answer in done} == {""}
    assert len(list((tmp_path / "kept").iterdir())) == 1


@pytest.fixture
def fleet(gazetteer: Path) -> Path:
    """Return the small gazetteer with a vessel."""
    (gazetteer / "types.yaml").write_text("- {name: vessel, like: organization}\n", encoding="utf-8")
    (gazetteer / "ships.yaml").write_text(
        "- {id: ever-given, type: vessel, name: Ever Given, aliases: [Changci 1]}\n", encoding="utf-8"
    )
    (gazetteer / "note.txt").write_text("The Ever Given left.", encoding="utf-8")
    return gazetteer


COMMANDS = [
    ("resolve", "Ever Given"),
    ("compare", "Ever Given", "Changci 1"),
    ("evaluate", "--hold-out"),
    ("annotate", "note.txt"),
]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_declared_type_is_an_option_of_every_command_with_one(run, fleet: Path, monkeypatch, command) -> None:
    monkeypatch.chdir(fleet)
    found = run(*command, "--type", "vessel")
    assert found.exit_code == 0, found.output


@pytest.mark.parametrize("command", COMMANDS)
def test_a_type_that_nobody_declared_is_wrong_usage_before_anything_is_loaded(
    run, fleet: Path, monkeypatch, command
) -> None:
    monkeypatch.chdir(fleet)
    (fleet / "ships.yaml").write_text("- nonsense", encoding="utf-8")
    found = run(*command, "--type", "vesel")
    assert found.exit_code == 2
    assert "There is no type 'vesel'. Did you mean `vessel`?" in " ".join(found.output.split())


@pytest.mark.parametrize("command", COMMANDS)
def test_a_broken_file_of_types_is_told_with_every_other_problem(run, fleet: Path, monkeypatch, command) -> None:
    monkeypatch.chdir(fleet)
    (fleet / "types.yaml").write_text("- {name: vessel}\n", encoding="utf-8")
    (fleet / "ships.yaml").write_text("- {id: ever-given, type: vessel}\n", encoding="utf-8")
    found = run(*command, "--type", "vessel")
    assert (found.exit_code, found.output.count("missing-key")) == (1, 2)
