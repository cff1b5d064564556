from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_two_names_are_judged_with_a_sentence_and_their_words(run):
    result = run("compare", "Noorul Haq Ulumi", "Noorolhaq Olomi")
    assert result.exit_code == 0
    assert result.stdout.startswith("unsure, score ")  # the gazetteer of these tests does not list him
    assert "noorolhaq" in result.stdout


def test_names_that_differ_exit_with_0_as_well(run):
    result = run("compare", "Daesh", "Kunduz")
    assert result.exit_code == 0
    assert result.stdout.startswith("different, score ")


def test_json_is_the_comparison_of_the_wire(run):
    answer = json.loads(run("compare", "--json", "Daesh", "Daesh").stdout)
    assert list(answer) == ["a", "b", "same", "verdict", "score", "explanation"]
    assert answer["same"] is True


def test_what_the_gazetteer_lists_can_be_left_out(run):
    assert run("compare", "Daesh", "ISIL").stdout.startswith("same, score ")
    assert run("compare", "--no-look-up", "Daesh", "ISIL").stdout.startswith("different, score ")


def test_a_name_that_cannot_be_read_exits_with_1(run):
    result = run("compare", "Daesh", " ")
    assert result.exit_code == 1
    assert "b: The text is empty" in result.stderr


@pytest.mark.parametrize(
    "arguments", [(), ("one",), ("a", "b", "c"), ("a", "--input", "x"), ("a", "b", "--output", "x")]
)
def test_wrong_usage_exits_with_2(run, arguments):
    assert run("compare", *arguments).exit_code == 2


def test_pairs_of_a_file_keep_their_fields_and_bad_ones_their_place(run, tmp_path: Path):
    source, target = tmp_path / "pairs.jsonl", tmp_path / "out.jsonl"
    rows = [
        '{"a": "Daesh", "b": "Daesh", "is_match": true, "score": 9}',
        '{"a": "Daesh"}',
        '"Daesh"',
        '{"a": 1, "b": "x"}',
    ]
    source.write_text("\n".join(rows), encoding="utf-8")
    result = run("compare", "--input", source, "--output", target)
    answers = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert result.exit_code == 1
    assert answers[0]["same"] is True
    assert answers[0]["is_match"] is True
    assert answers[0]["input"] == {"score": 9}
    assert "b: The row has no such field" in answers[1]["error"]["detail"]
    assert "an object with `a` and `b`" in answers[2]["error"]["detail"]
    assert "a: The name has to be text" in answers[3]["error"]["detail"]
    assert "1 same, 0 unsure, 0 different, 3 errors" in result.stderr


def test_a_file_that_is_named_as_something_else_is_wrong_usage(run, tmp_path: Path):
    (tmp_path / "pairs.csv").write_text("a,b\n", encoding="utf-8")
    result = run("compare", "--input", tmp_path / "pairs.csv")
    assert result.exit_code == 2
    assert "JSON Lines" in result.stderr
