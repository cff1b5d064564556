from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

LETTERS = {"b": "б", "d": "д", "k": "к", "m": "м", "n": "н", "r": "р", "s": "с", "t": "т", "a": "а", "i": "и", "o": "о"}
NAMES = [
    "".join(parts) for parts in product(("ba", "ko", "mi", "ra", "to"), ("di", "no", "ri"), ("ka", "mo", "sa", "ti"))
]
COMMANDS = ("train", "evaluate")


@pytest.fixture
def pairs(tmp_path: Path) -> Path:
    path = tmp_path / "made.tsv"
    tokens = [first + second for first, second in product(NAMES, ("", "na", "ro", "di"))]
    rows = "".join(f"{token}\t{''.join(LETTERS[c] for c in token)}\n" for token in tokens)
    path.write_text("latin\tnative\n" + rows, encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_a_line_each(run, command: str):
    printed = run("encoder", command, "--help").stdout
    assert f"\n    polyonym encoder {command}" in printed
    assert f"  {command} " in run("encoder", "--help").stdout


@pytest.mark.slow
def test_a_map_is_trained_from_pairs_and_evaluated_on_those_held_out(run, pairs: Path, tmp_path: Path):
    weights = tmp_path / "weights"
    trained = run("encoder", "train", pairs, "--out", weights, "--hold-out")
    assert trained.exit_code == 0, trained.output
    assert "Cyrl" in trained.stdout
    assert "made" in trained.stdout
    figures = json.loads(run("encoder", "evaluate", "--weights", weights, "--json").stdout)["Cyrl"]
    assert figures["sources"] == ["made"]
    assert figures["top10"] > 0.8
    measured = json.loads(run("encoder", "evaluate", pairs, "--weights", weights, "--json").stdout)["Cyrl"]
    assert measured == {name: figures[name] for name in ("tokens", "among", "top1", "top10")}


def test_the_figures_of_the_weights_that_ship_are_at_hand(run):
    figures = json.loads(run("encoder", "evaluate", "--json").stdout)
    assert set(figures) == {"Arab", "Cyrl", "Han", "Hang", "Hebr", "Jpan"}
    assert all(0.6 < row["top1"] < row["top10"] < 1 for row in figures.values())
    assert "Hebr" in run("encoder", "evaluate").stdout


def test_a_folder_without_weights_is_wrong_usage(run, tmp_path: Path):
    result = run("encoder", "evaluate", "--weights", tmp_path)
    assert result.exit_code == 2
    assert "there is no header.json in it" in result.stderr


@pytest.mark.parametrize("script", ["../x", "hebr", "Hebrew", "Жжжж"])
def test_a_script_is_named_by_its_code(run, pairs: Path, tmp_path: Path, script: str):
    result = run("encoder", "train", pairs, "--script", script, "--out", tmp_path / "w")
    assert result.exit_code == 2
    assert not (tmp_path / "w").exists()


def test_broken_pairs_are_named_by_file_and_line(run, tmp_path: Path):
    path = tmp_path / "bad.tsv"
    path.write_text("latin\tnative\nkabul\n", encoding="utf-8")
    result = run("encoder", "train", path, "--out", tmp_path / "w")
    assert result.exit_code == 2
    assert f"{path}:2: The line has 1 columns" in result.stderr


def test_a_file_that_is_not_there_is_a_problem(run, tmp_path: Path):
    result = run("encoder", "train", tmp_path / "none.tsv", "--out", tmp_path / "w")
    assert (result.exit_code, "No such file" in result.stderr) == (1, True)
