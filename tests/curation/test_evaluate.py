from __future__ import annotations

from pathlib import Path

import pytest

from polyonym import Mention, MentionError, Resolver
from polyonym.curation.evaluate import evaluate_gold, evaluate_hold_out
from polyonym.curation.gold import GoldFile, read_gold
from polyonym.curation.outcomes import Gold
from polyonym.model import Origin

THRESHOLD = 0.7


@pytest.fixture
def engine(gazetteer: Path) -> Resolver:
    return Resolver.load(gazetteer)


@pytest.fixture
def read(engine, tmp_path: Path):
    """Return a function from the text of a table to the gold in it."""

    def call(text: str):
        path = tmp_path / "gold.csv"
        path.write_text(text, encoding="utf-8")
        return read_gold(path, engine.entity, engine.types)

    return call


def test_mentions_are_resolved_and_measured_with_the_type_of_the_expected_entity(engine, read):
    run = evaluate_gold(read("mention,id\nDaesh,islamic-state\nKunduz,kunduz-city\nISIL,\n"), engine, THRESHOLD)
    assert run.subject == "mentions"
    assert (run.evaluation.overall.correct, run.evaluation.overall.count) == (1, 3)
    assert [group.name for group in run.evaluation.types] == ["organization", "place", "unstated"]
    assert run.evaluation.threshold == THRESHOLD


def test_pairs_are_compared_and_measured(engine, read):
    run = evaluate_gold(read("a,b,same\nDaesh,ISIL,yes\nDaesh,Kunduz,no\nDaesh,Kunduz,yes\n"), engine, THRESHOLD)
    assert run.subject == "pairs"
    assert (run.evaluation.overall.correct, run.evaluation.overall.positives) == (1, 2)


def test_rows_that_were_left_out_stay_with_the_run(engine, read):
    run = evaluate_gold(read("mention,id\nDaesh,nobody\n"), engine, THRESHOLD)
    assert [problem.code for problem in run.problems] == ["entity-not-found"]
    assert run.evaluation.overall.count == 0


@pytest.mark.parametrize("text", ["mention,id\nDaesh,\nISIL,\n", "a,b,same\nDaesh,x,no\nISIL,y,no\n"])
def test_progress_counts_the_questions_that_are_done(engine, read, text):
    seen: list[tuple[int, int]] = []
    evaluate_gold(read(text), engine, THRESHOLD, lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]


def test_held_out_names_are_measured_with_their_entities_and_gaps(engine):
    found = engine.hold_out("organization")
    run = evaluate_hold_out(found, THRESHOLD)
    assert (run.subject, run.entities, run.gaps) == ("names", 1, found.gaps)
    assert run.evaluation.overall.count == len(found.outcomes) > 0


def test_a_mention_that_cannot_be_resolved_is_an_error_and_no_wrong_answer(engine):
    gold = GoldFile("mentions", (Gold(Mention(""), None, Origin("gold.csv", 2)),), (), ())
    with pytest.raises(MentionError, match="empty"):
        evaluate_gold(gold, engine, THRESHOLD)
