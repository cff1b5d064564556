from __future__ import annotations

from dataclasses import replace

import pytest

from polyonym.curation.measures import best_threshold, evaluation_of, groups, measure, reliability, sweep
from polyonym.curation.outcomes import Outcome
from polyonym.model import Origin

SOMEWHERE = Origin("gold.jsonl", 1)


def row(expected, status, first, score, rank=None):
    """Return an outcome; what was predicted follows from the status."""
    predicted = first if status == "match" else None
    return Outcome(SOMEWHERE, ("x",), "Latn", "person", expected, status, predicted, first, score, rank, "Because.")


# Three that are wanted (one matched rightly, one wrongly, one not at all), two that mean nobody (one matched).
FIVE = (
    row("a", "match", "a", 0.9, 1),
    row("b", "match", "c", 0.8, 2),
    row("d", "no_match", "d", 0.4, 1),
    row(None, "match", "a", 0.75),
    row(None, "no_match", "a", 0.2),
)


def test_precision_recall_and_f1_are_those_of_the_matches():
    found = measure(FIVE)
    assert (found.count, found.positives, found.matched, found.correct, found.false) == (5, 3, 3, 1, 1)
    assert found.precision == pytest.approx(1 / 3)
    assert found.recall == pytest.approx(1 / 3)
    assert found.f1 == pytest.approx(1 / 3)
    assert found.false_share == pytest.approx(1 / 2)


def test_the_right_one_is_looked_for_among_the_first_1_3_and_10():
    assert measure(FIVE).top_shares == pytest.approx((2 / 3, 1.0, 1.0))
    assert measure([row("a", "no_match", "b", 0.3, 4)]).top_shares == (0.0, 0.0, 1.0)


def test_a_share_of_nothing_is_none_and_looks_neither_good_nor_bad():
    nobody = measure([row(None, "no_match", None, None)])
    assert (nobody.precision, nobody.recall, nobody.f1, nobody.false_share) == (None, None, None, 0.0)
    assert measure([]).false_share is None
    assert measure([row("a", "no_match", None, None)]).f1 == 0.0


def test_what_is_ambiguous_is_counted_and_is_no_match():
    found = measure([row("a", "ambiguous", "a", 1.0, 1), row(None, "ambiguous", "a", 1.0)])
    assert (found.ambiguous, found.matched, found.recall, found.false_share) == (2, 0, 0.0, 0.0)
    assert found.top_shares == (1.0, 1.0, 1.0)


def test_groups_come_with_the_largest_first_and_equal_ones_by_name():
    one = row("a", "match", "a", 1.0, 1)
    rows = [replace(one, script=script) for script in ("Latn", "Cyrl", "Arab", "Arab")]
    assert [(group.name, group.measures.count) for group in groups(rows, lambda item: item.script)] == [
        ("Arab", 2),
        ("Cyrl", 1),
        ("Latn", 1),
    ]


def test_reliability_compares_the_mean_score_of_a_bin_with_the_accuracy():
    found = reliability(
        [row("a", "match", "a", 0.92, 1), row("a", "match", "b", 0.98, 2), row("a", "no_match", "a", 0.3, 1)]
    )
    assert [bin_.count for bin_ in found.bins] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 2]
    assert (found.bins[9].score, found.bins[9].accuracy) == (pytest.approx(0.95), 0.5)
    assert (found.bins[3].score, found.bins[3].accuracy) == (0.3, 1.0)
    assert (found.bins[0].score, found.bins[0].accuracy) == (None, None)
    # (2 * |0.95 - 0.5| + 1 * |0.3 - 1|) / 3
    assert found.error == pytest.approx(1.6 / 3)


@pytest.mark.parametrize("step", range(10))
def test_a_score_on_the_border_of_two_bins_belongs_to_the_upper_one(step):
    counts = [bin_.count for bin_ in reliability([row("a", "match", "a", round(step * 0.1, 1), 1)]).bins]
    assert counts.index(1) == step


def test_a_score_of_1_belongs_to_the_last_bin():
    assert reliability([row("a", "match", "a", 1.0, 1)]).bins[9].count == 1


def test_an_answer_without_a_candidate_is_in_no_bin():
    found = reliability([row("a", "no_match", None, None)])
    assert found.error is None
    assert all(bin_.count == 0 for bin_ in found.bins)


def test_the_best_threshold_is_the_one_with_the_highest_f1():
    # From 0.9: P 1, R 1/3, F1 1/2. From 0.4: P 2/4, R 2/3, F1 4/7. From 0.2: P 2/5, F1 4/8.
    found = best_threshold(FIVE)
    assert found is not None
    assert (found.threshold, found.precision) == (0.4, 0.5)
    assert found.recall == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(4 / 7)


def test_of_equally_good_thresholds_the_highest_is_best():
    # From 0.9: 2 * 1 / (1 + 2). From 0.6: 2 * 2 / (4 + 2).
    found = best_threshold(
        [
            row("a", "match", "a", 0.9, 1),
            row("b", "no_match", "b", 0.6, 1),
            row(None, "no_match", "a", 0.6),
            row(None, "no_match", "b", 0.6),
        ]
    )
    assert found is not None
    assert (found.threshold, found.f1) == (0.9, pytest.approx(2 / 3))


def test_no_threshold_is_best_where_nothing_right_comes_first():
    assert best_threshold([row("a", "match", "b", 0.9), row(None, "match", "b", 0.8)]) is None
    assert best_threshold([]) is None


def test_a_threshold_does_not_move_what_is_ambiguous():
    rows = [row("a", "ambiguous", "a", 0.9, 1), row("b", "match", "b", 0.8, 1)]
    found = best_threshold(rows)
    assert found is not None
    assert (found.threshold, found.precision, found.recall) == (0.8, 1.0, 0.5)


def test_the_sweep_shows_precision_and_recall_at_every_hundredth():
    points = sweep(FIVE)
    assert [point.threshold for point in points] == [step / 100 for step in range(101)]
    assert (points[0].precision, points[0].recall) == (0.4, pytest.approx(2 / 3))
    assert (points[80].precision, points[80].recall) == (0.5, pytest.approx(1 / 3))
    assert (points[90].precision, points[91].precision, points[91].recall) == (1.0, None, 0.0)


def test_errors_come_with_the_surest_first_and_hold_nothing_that_is_right():
    found = evaluation_of(FIVE, 0.7).errors
    assert [(item.expected, item.status, item.score) for item in found] == [
        ("b", "match", 0.8),
        (None, "match", 0.75),
        ("d", "no_match", 0.4),
    ]


def test_an_evaluation_keeps_the_threshold_that_was_in_force():
    assert evaluation_of(FIVE, 0.7).threshold == 0.7
    assert evaluation_of([], 0.7).best is None
