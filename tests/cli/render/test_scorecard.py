from __future__ import annotations

from dataclasses import replace

import pytest

from polyonym.cli.render import scorecard
from polyonym.curation.holdout import Gap
from polyonym.curation.measures import evaluation_of
from polyonym.curation.outcomes import SAME, Outcome
from polyonym.model import Origin

RIGHT = Outcome(Origin("g", 2), ("Daesh",), "Latn", "place", "a", "match", "a", "a", 0.91, 1, "Near.")
WRONG = Outcome(Origin("g", 3), ("Kunduz",), "Arab", "place", "b", "ambiguous", None, "a", 0.5, None, "Far.")
PAIR = Outcome(Origin("g", 4), ("One", "Two"), "Latn", "place", None, "match", SAME, SAME, 0.5, None, "Like.")


@pytest.fixture(autouse=True)
def wide(monkeypatch):
    monkeypatch.setenv("COLUMNS", "200")


def rows(text: str) -> list[list[str]]:
    return [line.split() for line in text.splitlines()]


def test_measures_are_printed_overall_by_script_and_by_type(capsys):
    scorecard.print_measures(evaluation_of([RIGHT, WRONG], 0.7), pairs=False)
    printed = rows(capsys.readouterr().out)
    assert printed[0] == ["count", "precision", "recall", "F1", "false", "top-1", "top-3", "top-10", "ambiguous"]
    assert printed[2] == ["all", "2", "1.000", "0.500", "0.667", "–", "0.500", "0.500", "0.500", "1"]
    assert [" ".join(row[:2]) for row in printed[3:]] == ["script Arab", "script Latn", "type place"]


def test_the_measures_of_pairs_have_no_ranks(capsys):
    scorecard.print_measures(evaluation_of([PAIR], 0.7), pairs=True)
    assert rows(capsys.readouterr().out)[0] == ["count", "precision", "recall", "F1", "false"]


def test_scores_end_with_the_threshold_in_force_and_the_best_one(capsys):
    scorecard.print_scores(evaluation_of([RIGHT], 0.7), subject="score")
    printed = capsys.readouterr().out
    assert "Threshold in force: 0.7 (precision 1.000, recall 1.000, F1 1.000)" in printed
    assert "Best threshold: 0.91 (precision 1.000, recall 1.000, F1 1.000)" in printed


def test_no_threshold_is_best_where_nothing_is_found(capsys):
    scorecard.print_scores(evaluation_of([], 0.7), subject="score")
    assert "Best threshold: none finds anything." in capsys.readouterr().out


@pytest.mark.parametrize(
    ("most", "headline", "listed"),
    [
        (0, "2 errors.", 0),
        (1, "2 errors; the first 1 (--errors 2 prints all):", 1),
        (2, "2 errors:", 2),
        (9, "2 errors:", 2),
    ],
)
def test_as_many_errors_are_listed_as_asked_for(capsys, most, headline, listed):
    scorecard.print_errors([WRONG, replace(WRONG, sentence="Far away.")], most, pairs=False)
    printed = capsys.readouterr().out
    assert headline in printed.splitlines()
    assert printed.count("Far") == listed


def test_an_error_says_what_came_instead(capsys):
    scorecard.print_errors([WRONG, replace(RIGHT, expected=None)], 9, pairs=False)
    printed = capsys.readouterr().out
    assert "ambiguous, first a" in printed
    assert "nobody" in printed


def test_an_error_of_a_pair_shows_both_names(capsys):
    scorecard.print_errors([PAIR], 9, pairs=True)
    assert rows(capsys.readouterr().out)[-1] == ["4", "One", "Two", "not", "the", "same", "0.50", "Like."]


def test_without_errors_there_is_no_table(capsys):
    scorecard.print_errors([], 9, pairs=False)
    assert capsys.readouterr().out.split() == ["0", "errors."]


def test_a_gap_has_its_entity_beside_the_first_name_only(capsys):
    scorecard.print_gaps([Gap("b", "B", "place", 3, (WRONG, WRONG))], 9)
    printed = rows(capsys.readouterr().out)
    assert ["1", "entity", "is", "not", "found", "by", "every", "name:"] in printed
    assert printed[-2][:4] == ["b", "2", "of", "3"]
    assert printed[-1][0] == "Kunduz"


def test_an_answer_without_a_candidate_is_its_status(capsys):
    assert scorecard.answer_of(replace(WRONG, status="no_match", first=None)) == "no_match"
