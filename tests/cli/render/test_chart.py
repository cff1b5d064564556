from __future__ import annotations

import sys
from pathlib import Path

import pytest

from polyonym.cli.render.chart import check_chart, draw
from polyonym.curation.measures import evaluation_of
from polyonym.curation.outcomes import Outcome
from polyonym.errors import InputError
from polyonym.model import Origin

ANSWER = Outcome(Origin("x", 1), ("x",), "Latn", "person", "a", "match", "a", "a", 0.9, 1, "Because.")


@pytest.mark.slow
@pytest.mark.parametrize(("name", "begins"), [("a.png", b"\x89PNG"), ("a.SVG", b"<?xml")])
def test_a_picture_is_drawn_in_the_format_of_its_name(tmp_path: Path, name: str, begins: bytes):
    pytest.importorskip("matplotlib")
    draw(evaluation_of([ANSWER], 0.7), "1 mention", tmp_path / name)
    assert (tmp_path / name).read_bytes().startswith(begins)


@pytest.mark.slow
def test_an_evaluation_of_nothing_can_be_drawn(tmp_path: Path):
    pytest.importorskip("matplotlib")
    draw(evaluation_of([], 0.7), "nothing", tmp_path / "a.svg")
    assert (tmp_path / "a.svg").exists()


@pytest.mark.slow
def test_the_picture_names_its_axes_and_both_thresholds(tmp_path: Path):
    pytest.importorskip("matplotlib")
    draw(evaluation_of([ANSWER], 0.7), "1 mention", tmp_path / "a.svg")
    drawn = (tmp_path / "a.svg").read_text(encoding="utf-8")
    for text in ("share that is right", "score (mean of the bin)", "threshold", "in force: 0.70", "best F1: 0.90"):
        assert f"<!-- {text} -->" in drawn


@pytest.mark.slow
@pytest.mark.parametrize("name", ["a.svg", "a.png"])
def test_the_same_figures_are_drawn_as_the_same_bytes(tmp_path: Path, name: str):
    pytest.importorskip("matplotlib")
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        draw(evaluation_of([ANSWER], 0.7), "1 mention", tmp_path / folder / name)
    assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


@pytest.mark.slow
def test_the_command_draws_beside_its_tables(run, tmp_path: Path):
    pytest.importorskip("matplotlib")
    result = run("evaluate", "--hold-out", "--plot", tmp_path / "a.png")
    assert result.exit_code == 0
    assert (tmp_path / "a.png").exists()


def test_a_picture_of_another_kind_is_wrong_usage(run, tmp_path: Path):
    with pytest.raises(InputError, match=r"one of \.png, \.svg"):
        check_chart(tmp_path / "a.jpg")
    assert run("evaluate", "--hold-out", "--plot", tmp_path / "a.jpg").exit_code == 2


def test_without_matplotlib_the_hint_comes_before_any_work(run, tmp_path: Path, monkeypatch):
    # None in the place of a module makes importing it fail, whether it is installed or not.
    monkeypatch.setitem(sys.modules, "matplotlib", None)
    monkeypatch.setitem(sys.modules, "matplotlib.figure", None)
    result = run("evaluate", "--hold-out", "--plot", tmp_path / "a.png")
    assert result.exit_code == 2
    assert result.stdout == ""
    assert "pip install 'polyonym[plot]'" in result.stderr
