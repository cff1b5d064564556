from __future__ import annotations

import json
from itertools import product
from pathlib import Path

import pytest

COMMANDS = ("likeness", "across", "score", "origin", "pair")


@pytest.fixture
def people(tmp_path: Path) -> Path:
    path = tmp_path / "people.jsonl"
    terms = [("Mohammad", "Mohammed", "محمد"), ("Olomi", "Ulumi", "علومی"), ("Ivan", "Iwan", "Иван")]
    rows = [
        {
            "id": f"{one}-{two}",
            "type": "person",
            "name": f"{a[0]} {b[0]}",
            "aliases": [f"{a[1]} {b[0]}", f"{a[2]} {b[2]}"],
        }
        for (one, a), (two, b) in product(enumerate(terms), repeat=2)
    ]
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_examples_a_line_each(run, command: str):
    printed = run("train", command, "--help").stdout
    assert f"\n    polyonym train {command}" in printed
    assert f"  {command} " in run("train", "--help").stdout


def test_likeness_is_fitted_from_spelling_variants(run, people: Path, tmp_path: Path):
    out = tmp_path / "spelling_similarity.json"
    result = run("train", "likeness", people, "--out", out)
    assert result.exit_code == 0, result.output
    assert "3 variants" in result.stdout
    assert set(json.loads(out.read_text("utf-8"))) == {"edits", "numeric"}


def test_across_is_fitted_from_names_in_several_scripts_with_equal_bytes_each_time(run, people: Path, tmp_path: Path):
    outs = [tmp_path / "a.json", tmp_path / "b.json"]
    for out in outs:
        result = run("train", "across", people, "--out", out)
        assert result.exit_code == 0, result.output
    assert "Arab" in result.stdout
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert set(json.loads(outs[0].read_text("utf-8"))) == {"pooled", "romanised"}


def test_score_refuses_lists_with_too_few_names(run, tmp_path: Path):
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "a", "type": "person", "name": "Ann"}\n', encoding="utf-8")
    result = run("train", "score", path, "--out", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "no name to look up" in result.stderr


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        ("{", "A line of it is not the JSON of an entity"),
        ("7", "A line of it is not the JSON of an entity"),
        ('{"id": "a", "type": "person"}', "An entity has no field `name`."),
    ],
)
def test_a_broken_list_is_named_with_what_is_wrong(run, tmp_path: Path, line: str, complaint: str):
    path = tmp_path / "bad.jsonl"
    path.write_text(line + "\n", encoding="utf-8")
    result = run("train", "across", path, "--out", tmp_path / "out.json")
    assert result.exit_code == 2
    assert f"{path}: {complaint}" in result.stderr


def test_a_list_without_variants_fits_nothing(run, tmp_path: Path):
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "a", "type": "person", "name": "Ann"}\n', encoding="utf-8")
    assert run("train", "likeness", path, "--out", tmp_path / "out.json").exit_code == 2
    assert not (tmp_path / "out.json").exists()


def test_score_is_fitted_from_names_that_were_held_out(run, people: Path, tmp_path: Path):
    out = tmp_path / "weights.json"
    result = run("train", "score", people, "--limit", "5", "--workers", "1", "--out", out)
    assert result.exit_code == 0, result.output
    assert "people: another script: 5 mentions among 9 entities" in result.stdout
    assert {"slope", "offset", "curves"} <= set(json.loads(out.read_text("utf-8")))


def test_score_needs_names_in_several_scripts(run, people: Path, tmp_path: Path):
    rows = [json.loads(line) for line in people.read_text("utf-8").splitlines()]
    latin = "".join(json.dumps({**row, "aliases": row["aliases"][:1]}) + "\n" for row in rows)
    people.write_text(latin, encoding="utf-8")
    result = run("train", "score", people, "--workers", "1", "--out", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "The lists hold too few names to fit on" in result.stderr


@pytest.mark.slow
def test_a_pair_is_fitted_from_lists_and_what_is_made_of_them_with_equal_bytes(run, people: Path, tmp_path: Path):
    outs = [tmp_path / "a.json", tmp_path / "b.json"]
    for out in outs:
        result = run("train", "pair", people, "--limit", "5", "--workers", "1", "--out", out)
        assert result.exit_code == 0, result.output
    assert outs[0].read_bytes() == outs[1].read_bytes()
    assert set(json.loads(outs[0].read_text("utf-8"))["curves"]) == {"same", "across"}


@pytest.mark.slow
def test_a_pair_needs_names_in_several_scripts(run, tmp_path: Path):
    path = tmp_path / "one.jsonl"
    path.write_text('{"id": "a", "type": "person", "name": "Ann Lee"}\n', encoding="utf-8")
    result = run("train", "pair", path, "--workers", "1", "--out", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "The lists hold too few names to fit on" in result.stderr


def test_origin_is_fitted_from_people_with_names_in_other_scripts_and_others(run, tmp_path: Path):
    path, out = tmp_path / "people.jsonl", tmp_path / "name_origin.json"
    rows = [{"id": "h", "type": "person", "name": "Emma Whitfield", "aliases": []}]
    for at, native in enumerate(("\u0639\u0645\u0631", "\u041e\u043c\u0430\u0440")):
        rows.append({"id": f"n{at}", "type": "person", "name": "Omar Rahimi Omarov", "aliases": [native]})
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    result = run("train", "origin", path, "--out", out)
    assert result.exit_code == 0, result.output
    assert {len(weights) for weights in json.loads(out.read_text("utf-8")).values()} == {2}


def test_origin_needs_both_kinds_of_people(run, tmp_path: Path):
    path = tmp_path / "people.jsonl"
    path.write_text('{"id": "a", "type": "person", "name": "Emma Whitfield"}\n', encoding="utf-8")
    result = run("train", "origin", path, "--out", tmp_path / "out.json")
    assert result.exit_code == 2
    assert "no people with names in other scripts" in result.stderr
