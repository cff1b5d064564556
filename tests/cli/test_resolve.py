from __future__ import annotations

import json
from pathlib import Path

import pytest


def test_a_mention_is_shown_with_its_decision_entity_and_alias(run):
    result = run("resolve", "Daesh")
    assert result.exit_code == 0
    row = result.stdout.splitlines()[2]
    assert row.split()[:5] == ["Daesh", "match", "Islamic", "State", "islamic-state"]
    assert row.split()[-1] == "Daesh"


def test_one_mention_is_explained_by_a_sentence_with_file_and_line(run):
    assert "a name of Islamic State (all.yaml:4)" in run("resolve", "Daesh").stdout


def test_an_ambiguous_mention_shows_every_entity_that_it_may_be(run):
    result = run("resolve", "Kunduz")
    assert result.exit_code == 0
    assert "ambiguous" in result.stdout
    assert "kunduz-city" in result.stdout
    assert "kunduz-province" in result.stdout


def test_a_mention_of_nobody_is_no_error(run):
    result = run("resolve", "is")
    assert result.exit_code == 0
    assert "no_match" in result.stdout


def test_output_that_goes_to_a_pipe_has_no_colour_and_no_invisible_marks(run):
    printed = run("resolve", "داعش", "Kunduz").stdout
    assert "\x1b" not in printed
    assert "\u2068" not in printed
    assert "داعش" in printed


def test_json_is_one_resolution_a_line(run):
    result = run("resolve", "--json", "Daesh", "Kunduz")
    answers = [json.loads(line) for line in result.stdout.splitlines()]
    assert [answer["status"] for answer in answers] == ["match", "ambiguous"]
    assert answers[0]["id"] == "islamic-state"
    assert answers[0]["candidates"][0]["explanation"]["alias"]["line"] == 4


def test_a_bad_mention_does_not_stop_the_others_and_exits_with_1(run):
    result = run("resolve", "", "Daesh")
    assert result.exit_code == 1
    assert "The text is empty" in result.stdout
    assert "islamic-state" in result.stdout


def test_a_bad_mention_is_an_error_object_in_json(run):
    result = run("resolve", "--json", "\x07", "Daesh")
    bad, good = map(json.loads, result.stdout.splitlines())
    assert result.exit_code == 1
    assert bad["error"]["code"] == "invalid-mention"
    assert good["id"] == "islamic-state"


def test_control_characters_are_written_out_and_never_sent_to_the_terminal(run):
    printed = run("resolve", "a\x1b[2Jb").stdout
    assert "\x1b" not in printed
    assert "\\x1b[2Jb" in printed


def test_limit_counts_the_candidates(run):
    answer = json.loads(run("resolve", "--json", "--limit", "1", "Kunduz").stdout)
    assert len(answer["candidates"]) == 1


def test_the_context_decides_between_entities_of_one_name(run, gazetteer: Path):
    text = "- {id: a, type: place, name: Springfield, context: [Ohio]}\n- {id: b, type: place, name: Springfield}\n"
    (gazetteer / "more.yaml").write_text(text, encoding="utf-8")
    answer = json.loads(run("resolve", "--json", "--context", "a town in Ohio", "Springfield").stdout)
    assert answer["id"] == "a"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "at least one name"),
        (("x", "--type", "planet"), "person, organization"),
        (("x", "--limit", "0"), "between 1 and 100"),
        (("x", "--limit", "ten"), "--limit"),
        (("x", "--language", "not a tag"), "BCP 47"),
        (("x", "--context", "\x00"), "control character"),
        (("x", "--output", "out.csv"), "--input"),
        (("x", "--input", "in.csv"), "names or a file"),
        (("x", "--gazetteer", "/nowhere/at/all"), "no gazetteer"),
        (("--input", "in.doc"), "--format"),
        (("--input", "-"), "--format"),
    ],
)
def test_wrong_usage_exits_with_2_and_says_what_is_wrong(run, arguments, words):
    result = run("resolve", *arguments)
    assert result.exit_code == 2
    assert words in result.stderr
    assert "Traceback" not in result.stderr


def test_a_gazetteer_with_problems_exits_with_1_and_lists_all_of_them(run, gazetteer: Path):
    (gazetteer / "bad.yaml").write_text("- id: x\n  typ: person\n", encoding="utf-8")
    result = run("resolve", "Daesh")
    assert result.exit_code == 1
    assert "unknown-key" in result.stderr
    assert "missing-key" in result.stderr
    assert result.stdout == ""
