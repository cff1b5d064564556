from __future__ import annotations

import pytest

from polyonym.curation.outcomes import (
    NOTHING_NEAR,
    SAME,
    UNSTATED,
    Gold,
    GoldPair,
    outcome_of,
    outcome_of_pair,
)
from polyonym.model import Mention, Origin

KUNDUZ = """\
- {id: kunduz-city, type: place, name: Kunduz City, aliases: [Kunduz]}
- {id: kunduz-province, type: place, name: Kunduz Province, aliases: [Kunduz]}
"""
SOMEWHERE = Origin("gold.jsonl", 1)


def test_a_resolution_is_compared_with_the_expected_id(make):
    resolver = make(KUNDUZ)
    mention = Mention("Kunduz Province", limit=10)
    found = outcome_of(Gold(mention, "kunduz-province", SOMEWHERE), resolver.resolve(mention), "place")
    assert (found.texts, found.script, found.type) == (("Kunduz Province",), "Latn", "place")
    assert (found.status, found.predicted, found.rank, found.score) == ("match", "kunduz-province", 1, 1.0)
    assert found.is_correct
    assert "'Kunduz Province'" in found.sentence


def test_an_ambiguous_answer_is_not_right_though_it_holds_the_right_one(make):
    mention = Mention("Kunduz", limit=10)
    found = outcome_of(Gold(mention, "kunduz-province", SOMEWHERE), make(KUNDUZ).resolve(mention), "place")
    assert (found.status, found.predicted, found.first, found.rank) == ("ambiguous", None, "kunduz-city", 2)
    assert not found.is_correct


def test_nobody_who_is_not_matched_is_right(make):
    mention = Mention("Qwrtzp", limit=10)
    found = outcome_of(Gold(mention, None, SOMEWHERE), make(KUNDUZ).resolve(mention), "")
    assert (found.is_correct, found.rank, found.score, found.type) == (True, None, None, UNSTATED)
    assert found.sentence == NOTHING_NEAR


def test_the_type_that_a_row_states_goes_before_that_of_the_entity(make):
    mention = Mention("Kunduz City", "organization", limit=10)
    found = outcome_of(Gold(mention, "kunduz-city", SOMEWHERE), make(KUNDUZ).resolve(mention), "place")
    assert found.type == "organization"


@pytest.mark.parametrize(
    ("b", "same", "is_correct"),
    [
        ("Kunduz", True, True),
        ("Kunduz", False, False),
        ("Wellington", False, True),
        ("Wellington", True, False),
    ],
)
def test_a_pair_is_right_when_the_verdict_is(make, b, same, is_correct):
    found = outcome_of_pair(GoldPair("Kunduz", b, same, None, SOMEWHERE), make(KUNDUZ).compare("Kunduz", b))
    assert found.is_correct is is_correct
    assert (found.texts, found.expected, found.rank) == (("Kunduz", b), SAME if same else None, 1 if same else None)


@pytest.mark.parametrize(("b", "script"), [("Konduz", "Latn"), ("Кундуз", "Cyrl/Latn"), ("کندز", "Arab/Latn")])
def test_a_pair_belongs_to_both_of_its_scripts(make, b, script):
    gold = GoldPair("Kunduz", b, same=True, type="place", origin=SOMEWHERE)
    found = outcome_of_pair(gold, make(KUNDUZ).compare("Kunduz", b))
    assert (found.script, found.type) == (script, "place")
