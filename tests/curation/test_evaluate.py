from __future__ import annotations

from dataclasses import replace

import pytest

from polyonym.curation.evaluate import (
    NOTHING_NEAR,
    SAME,
    UNSTATED,
    Gold,
    GoldPair,
    Judged,
    best,
    evaluate,
    groups,
    judge,
    judge_pair,
    measure,
    reliability,
    sweep,
)
from polyonym.model import Mention, Origin

KUNDUZ = """\
- {id: kunduz-city, type: place, name: Kunduz City, aliases: [Kunduz]}
- {id: kunduz-province, type: place, name: Kunduz Province, aliases: [Kunduz]}
"""
SOMEWHERE = Origin("gold.jsonl", 1)


def row(expected, status, first, score, place=None):
    """Return a judged answer; what was got follows from the status."""
    got = first if status == "match" else None
    return Judged(SOMEWHERE, ("x",), "Latn", "person", expected, status, got, first, score, place, "Because.")


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
    assert (found.count, found.wanted, found.matched, found.right, found.false) == (5, 3, 3, 1, 1)
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


def test_reliability_lays_the_mean_score_of_a_bin_beside_the_share_that_is_right():
    found = reliability(
        [row("a", "match", "a", 0.92, 1), row("a", "match", "b", 0.98, 2), row("a", "no_match", "a", 0.3, 1)]
    )
    assert [bin_.count for bin_ in found.bins] == [0, 0, 0, 1, 0, 0, 0, 0, 0, 2]
    assert (found.bins[9].score, found.bins[9].right) == (pytest.approx(0.95), 0.5)
    assert (found.bins[3].score, found.bins[3].right) == (0.3, 1.0)
    assert (found.bins[0].score, found.bins[0].right) == (None, None)
    # (2 * |0.95 - 0.5| + 1 * |0.3 - 1|) / 3
    assert found.error == pytest.approx(1.6 / 3)


@pytest.mark.parametrize("step", range(10))
def test_a_score_on_the_border_of_two_bins_belongs_to_the_upper_one(step):
    counts = [bin_.count for bin_ in reliability([row("a", "match", "a", round(step * 0.1, 1), 1)]).bins]
    assert counts.index(1) == step


def test_a_score_of_1_belongs_to_the_last_bin():
    assert reliability([row("a", "match", "a", 1.0, 1)]).bins[9].count == 1


def test_an_answer_without_a_candidate_promises_nothing():
    found = reliability([row("a", "no_match", None, None)])
    assert found.error is None
    assert all(bin_.count == 0 for bin_ in found.bins)


def test_the_best_threshold_is_the_one_with_the_highest_f1():
    # From 0.9: P 1, R 1/3, F1 1/2. From 0.4: P 2/4, R 2/3, F1 4/7. From 0.2: P 2/5, F1 4/8.
    found = best(FIVE)
    assert found is not None
    assert (found.threshold, found.precision) == (0.4, 0.5)
    assert found.recall == pytest.approx(2 / 3)
    assert found.f1 == pytest.approx(4 / 7)


def test_of_equally_good_thresholds_the_highest_is_best():
    # From 0.9: 2 * 1 / (1 + 2). From 0.6: 2 * 2 / (4 + 2).
    found = best(
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
    assert best([row("a", "match", "b", 0.9), row(None, "match", "b", 0.8)]) is None
    assert best([]) is None


def test_a_threshold_does_not_move_what_is_ambiguous():
    rows = [row("a", "ambiguous", "a", 0.9, 1), row("b", "match", "b", 0.8, 1)]
    found = best(rows)
    assert found is not None
    assert (found.threshold, found.precision, found.recall) == (0.8, 1.0, 0.5)


def test_the_sweep_shows_precision_and_recall_at_every_hundredth():
    points = sweep(FIVE)
    assert [point.threshold for point in points] == [step / 100 for step in range(101)]
    assert (points[0].precision, points[0].recall) == (0.4, pytest.approx(2 / 3))
    assert (points[80].precision, points[80].recall) == (0.5, pytest.approx(1 / 3))
    assert (points[90].precision, points[91].precision, points[91].recall) == (1.0, None, 0.0)


def test_errors_come_with_the_surest_first_and_hold_nothing_that_is_right():
    found = evaluate(FIVE, 0.7).errors
    assert [(item.expected, item.status, item.score) for item in found] == [
        ("b", "match", 0.8),
        (None, "match", 0.75),
        ("d", "no_match", 0.4),
    ]


def test_an_evaluation_keeps_the_threshold_that_was_in_force():
    assert evaluate(FIVE, 0.7).threshold == 0.7
    assert evaluate([], 0.7).best is None


def test_a_resolution_is_laid_beside_the_id_that_is_meant(make):
    resolver = make(KUNDUZ)
    mention = Mention("Kunduz Province", limit=10)
    found = judge(Gold(mention, "kunduz-province", SOMEWHERE), resolver.resolve(mention), "place")
    assert (found.asked, found.script, found.type) == (("Kunduz Province",), "Latn", "place")
    assert (found.status, found.got, found.place, found.score) == ("match", "kunduz-province", 1, 1.0)
    assert found.is_right
    assert "'Kunduz Province'" in found.sentence


def test_an_ambiguous_answer_is_not_right_though_it_holds_the_right_one(make):
    mention = Mention("Kunduz", limit=10)
    found = judge(Gold(mention, "kunduz-province", SOMEWHERE), make(KUNDUZ).resolve(mention), "place")
    assert (found.status, found.got, found.first, found.place) == ("ambiguous", None, "kunduz-city", 2)
    assert not found.is_right


def test_nobody_who_is_not_matched_is_right(make):
    mention = Mention("Qwrtzp", limit=10)
    found = judge(Gold(mention, None, SOMEWHERE), make(KUNDUZ).resolve(mention), "")
    assert (found.is_right, found.place, found.score, found.type) == (True, None, None, UNSTATED)
    assert found.sentence == NOTHING_NEAR


def test_the_type_that_a_row_states_goes_before_that_of_the_entity(make):
    mention = Mention("Kunduz City", "organization", limit=10)
    found = judge(Gold(mention, "kunduz-city", SOMEWHERE), make(KUNDUZ).resolve(mention), "place")
    assert found.type == "organization"


@pytest.mark.parametrize(
    ("b", "same", "is_right"),
    [
        ("Kunduz", True, True),
        ("Kunduz", False, False),
        ("Wellington", False, True),
        ("Wellington", True, False),
    ],
)
def test_a_pair_is_right_when_the_verdict_is(make, b, same, is_right):
    found = judge_pair(GoldPair("Kunduz", b, same, None, SOMEWHERE), make(KUNDUZ).compare("Kunduz", b))
    assert found.is_right is is_right
    assert (found.asked, found.expected, found.place) == (("Kunduz", b), SAME if same else None, 1 if same else None)


@pytest.mark.parametrize(("b", "script"), [("Konduz", "Latn"), ("Кундуз", "Cyrl/Latn"), ("کندز", "Arab/Latn")])
def test_a_pair_belongs_to_both_of_its_scripts(make, b, script):
    gold = GoldPair("Kunduz", b, same=True, type="place", origin=SOMEWHERE)
    found = judge_pair(gold, make(KUNDUZ).compare("Kunduz", b))
    assert (found.script, found.type) == (script, "place")
