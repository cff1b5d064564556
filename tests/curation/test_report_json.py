from __future__ import annotations

import json
from pathlib import Path

import pytest

from polyonym import Resolver
from polyonym.curation.check import check
from polyonym.curation.evaluate import EvaluationRun, evaluate_hold_out
from polyonym.curation.holdout import Gap
from polyonym.curation.measures import evaluation_of
from polyonym.curation.outcomes import SAME, Outcome
from polyonym.curation.report_json import check_json, gap_json, measures_json, outcome_json, run_json
from polyonym.gazetteer.source import read
from polyonym.model import Origin, Problem
from polyonym.policy import DEFAULT_POLICY

RIGHT = Outcome(Origin("g.csv", 2), ("Daesh",), "Latn", "x", "a", "match", "a", "a", 2 / 3, 1, "Because.")
WRONG = Outcome(Origin("g.csv", 3), ("Kunduz",), "Latn", "x", "b", "no_match", None, "a", 0.5, None, "Because.")
PAIR = Outcome(Origin("g.csv", 4), ("A", "B"), "Latn", "x", None, "match", SAME, SAME, 0.5, None, "Because.")


def test_an_outcome_says_what_was_expected_and_what_came():
    assert outcome_json(WRONG, pairs=False) == {
        "file": "g.csv", "line": 3, "mention": "Kunduz", "type": "x", "script": "Latn",
        "expected": "b", "status": "no_match", "got": None, "first": "a",
        "score": 0.5, "place": None, "sentence": "Because.",
    }  # fmt: skip


def test_the_outcome_of_a_pair_has_verdicts_instead_of_ids():
    assert outcome_json(PAIR, pairs=True) == {
        "file": "g.csv", "line": 4, "a": "A", "b": "B", "type": "x", "script": "Latn",
        "expected": False, "got": True, "score": 0.5, "sentence": "Because.",
    }  # fmt: skip


def test_measures_come_with_counts_first_and_pairs_have_no_ranks():
    overall = evaluation_of([RIGHT, WRONG, WRONG], 0.7).overall
    assert list(measures_json(overall, pairs=False)) == [
        "count", "wanted", "matched", "right", "false", "ambiguous",
        "precision", "recall", "f1", "false_share", "top1", "top3", "top10",
    ]  # fmt: skip
    pairs = measures_json(overall, pairs=True)
    assert "ambiguous" not in pairs
    assert "top1" not in pairs
    assert (pairs["wanted"], pairs["right"], pairs["recall"]) == (3, 1, 0.3333)


def test_shares_are_rounded_and_the_scores_of_answers_are_not():
    run = EvaluationRun("mentions", evaluation_of([RIGHT], 0.7))
    report = run_json(run, "fingerprint", Path("g.csv"))
    assert report["reliability"]["bins"][6]["score"] == 0.6667
    assert outcome_json(RIGHT, pairs=False)["score"] == 2 / 3


@pytest.mark.parametrize("outcomes", [[], [RIGHT, WRONG], [PAIR]])
def test_every_report_is_json_without_nan(outcomes):
    subject = "pairs" if outcomes == [PAIR] else "mentions"
    run = EvaluationRun(subject, evaluation_of(outcomes, 0.7), (Problem("code", "What.", "Fix.", Origin("g", 1)),))
    report = json.loads(json.dumps(run_json(run, "fingerprint", Path("g.csv")), allow_nan=False))
    assert (report["subject"], report["gold"], report["gazetteer"]) == (subject, "g.csv", "fingerprint")
    assert [problem["code"] for problem in report["problems"]] == ["code"]


def test_held_out_names_stand_with_their_entities_and_not_among_errors(gazetteer: Path):
    run = evaluate_hold_out(Resolver.load(gazetteer).hold_out(), 0.7)
    report = run_json(run, "fingerprint", None)
    assert report["gold"] is None
    assert "errors" not in report
    assert report["tried"] == run.entities
    assert [entity["id"] for entity in report["entities"]] == [gap.id for gap in run.gaps]


def test_a_gap_lists_the_names_that_were_missed():
    rendered = gap_json(Gap("a", "A", "place", 3, (WRONG,)))
    assert (rendered["id"], rendered["tried"], len(rendered["missed"])) == ("a", 3, 1)


def test_a_check_has_every_problem_failure_and_shared_name(gazetteer: Path):
    text = "- {id: omar, type: person, name: Omar Safi, expect: [Somebody Else]}\n"
    (gazetteer / "more.yaml").write_text(text, encoding="utf-8")
    report = check_json(gazetteer, check(read(gazetteer), DEFAULT_POLICY))
    assert (report["sound"], report["promises"]) == (False, 1)
    assert [failure["mention"] for failure in report["failures"]] == ["Somebody Else"]
    assert [[entity["id"] for entity in shared["entities"]] for shared in report["shared"]] == [
        ["kunduz-city", "kunduz-province"]
    ]
