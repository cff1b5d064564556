from __future__ import annotations

import json
from pathlib import Path


def test_sound_files_exit_with_0_and_are_counted(run):
    result = run("check")
    assert result.exit_code == 0
    assert "3 entities, 9 names; 0 of 0 promises hold; 1 shared name." in result.stdout


def test_shared_names_are_notes_with_the_place_of_each(run, gazetteer: Path):
    path = gazetteer / "all.yaml"
    assert f"{path}:8: note: `Kunduz` is a name of kunduz-city (place, {path}:8)" in run("check").stdout


def test_every_problem_is_a_line_that_an_editor_can_open(run, gazetteer: Path):
    (gazetteer / "bad.yaml").write_text("- id: x\n  typ: person\n  name: X\n- 7\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert f"{gazetteer / 'bad.yaml'}:2: unknown-key: There is no key `typ`. Did you mean `type`?" in result.stdout
    assert f"{gazetteer / 'bad.yaml'}:4: not-an-entity" in result.stdout
    assert "were not tried" in result.stdout


def test_a_single_file_is_named_as_it_was_given(run, tmp_path: Path):
    path = tmp_path / "one.yaml"
    path.write_text("- id: x\n", encoding="utf-8")
    assert f"{path}:1: missing-key" in run("check", "--gazetteer", path).stdout


def test_a_broken_promise_exits_with_1_and_says_what_to_do(run, gazetteer: Path):
    text = "- id: other\n  type: place\n  name: Elsewhere\n  expect:\n    - Daesh\n"
    (gazetteer / "more.yaml").write_text(text, encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert f"{gazetteer / 'more.yaml'}:5: expect-elsewhere: `Daesh`" in result.stdout
    assert "resolves to `islamic-state` by its name `Daesh` (all.yaml:4" in result.stdout
    assert "under `not` of `islamic-state`" in result.stdout
    assert "0 of 1 promise hold" in result.stdout


def test_a_warning_is_shown_and_is_no_failure(run, gazetteer: Path):
    (gazetteer / "more.yaml").write_text("- {id: o, type: place, name: Oslo, aliases: [Oslo town, Oslo town]}\n")
    result = run("check")
    assert result.exit_code == 0
    assert "warning: duplicate-item" in result.stdout


def test_json_is_one_document_with_all_that_was_found(run):
    result = run("check", "--json")
    report = json.loads(result.stdout)
    assert report["sound"] is True
    assert report["problems"] == report["failures"] == []
    assert [bearer["id"] for bearer in report["shared"][0]["entities"]] == ["kunduz-city", "kunduz-province"]


def test_a_folder_without_files_is_a_problem(run, tmp_path: Path):
    (tmp_path / "empty").mkdir()
    result = run("check", "--gazetteer", tmp_path / "empty")
    assert result.exit_code == 1
    assert "no-files" in result.stdout


def test_a_gazetteer_that_is_not_there_is_wrong_usage(run, tmp_path: Path):
    assert run("check", "--gazetteer", tmp_path / "none").exit_code == 2


def test_broken_word_lists_are_problems_too(run, gazetteer: Path):
    (gazetteer / "words").mkdir()
    (gazetteer / "words" / "honorific.yaml").write_text("fa: [Wakil]\n", encoding="utf-8")
    result = run("check")
    assert result.exit_code == 1
    assert "words/honorific.yaml:1: unknown-word-list" in result.stdout


def test_declared_types_are_checked_with_the_entries(run, gazetteer: Path):
    (gazetteer / "types.yaml").write_text("- {name: vessel, like: organization}\n", encoding="utf-8")
    (gazetteer / "ships.yaml").write_text(
        "- {id: ever-given, type: vessel, name: Ever Given, expect: [Evergiven]}\n", encoding="utf-8"
    )
    assert run("check").exit_code == 0
    (gazetteer / "types.yaml").write_text("- {name: vessel, like: ship}\n", encoding="utf-8")
    found = run("check")
    assert found.exit_code == 1
    assert f"{gazetteer / 'types.yaml'}:1: unknown-like: " in found.stdout
    assert "unknown-type" not in found.stdout
