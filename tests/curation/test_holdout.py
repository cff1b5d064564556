from __future__ import annotations

import pytest

from polyonym.curation.holdout import attempt, gaps, trials
from polyonym.entity_types import BUILT_IN_TYPES

NAMES = """\
- {id: alone, type: person, name: Abdul Rauf Khadim}
- {id: safi, type: person, name: Mohammad Omar Safi, aliases: [Mohammad Omer Safi, mohammad omer SAFI, Zebulon Quark]}
- {id: short, type: organization, name: Islamic State, aliases: [IS, ISIL]}
- {id: twice, type: place, name: Kunduz, aliases: [KUNDUZ]}
"""


@pytest.fixture
def snapshot(make):
    return make(NAMES).snapshot


@pytest.fixture
def attempted(make):
    """Return a function from the YAML of a gazetteer to the outcomes of its trials."""

    def call(text):
        resolver = make(text)
        return [attempt(resolver.snapshot, trial, resolver.policy) for trial in trials(resolver.snapshot)]

    return call


def test_each_fuzzy_name_is_tried_that_leaves_another_behind(snapshot):
    assert [trial.text for trial in trials(snapshot)] == [
        "Mohammad Omar Safi",
        "Mohammad Omer Safi",
        "Zebulon Quark",
        "Islamic State",
    ]


def test_names_that_fold_alike_are_taken_out_together(snapshot):
    together = next(trial for trial in trials(snapshot) if trial.text == "Mohammad Omer Safi")
    assert {snapshot.names[number].alias.name for number in together.hidden} == {
        "Mohammad Omer Safi",
        "mohammad omer SAFI",
    }


def test_trials_can_be_those_of_one_type(snapshot):
    assert [trial.text for trial in trials(snapshot, "organization")] == ["Islamic State"]
    assert sum(len(trials(snapshot, kind)) for kind in BUILT_IN_TYPES.names) == 4


def test_a_sample_holds_whole_entities_and_is_always_the_same(snapshot):
    sample = trials(snapshot, most=1)
    assert len({trial.entity_row for trial in sample}) == 1
    assert sample == trials(snapshot, most=1)
    assert set(sample) <= set(trials(snapshot))
    assert trials(snapshot, most=2) == trials(snapshot)


def test_a_name_is_found_by_the_others_or_it_is_missed(snapshot, attempted):
    found = attempted(NAMES)
    assert [(item.texts[0], item.status, item.predicted) for item in found] == [
        ("Mohammad Omar Safi", "match", "safi"),
        ("Mohammad Omer Safi", "match", "safi"),
        ("Zebulon Quark", "no_match", None),
        ("Islamic State", "no_match", None),
    ]
    assert [item.expected for item in found] == ["safi", "safi", "safi", "short"]
    assert str(found[2].origin) == "made.yaml:2"


def test_a_name_that_another_entity_bears_goes_to_that_one(attempted):
    found = attempted(
        "- {id: city, type: place, name: Kunduz City Centre, aliases: [Kunduz]}\n"
        "- {id: province, type: place, name: Kunduz, aliases: [Velayat-e Konduz]}\n"
    )
    taken = next(item for item in found if item.texts == ("Kunduz",) and item.expected == "city")
    assert (taken.status, taken.predicted, taken.score) == ("match", "province", 1.0)


def test_gaps_name_the_entity_with_the_most_missed_names_first(snapshot, make, attempted):
    text = NAMES + "- {id: wide, type: place, name: Middle East, aliases: [Oriente Medio, Nahost]}\n"
    found = gaps(make(text).snapshot, attempted(text))
    assert [(gap.id, len(gap.missed), gap.tried) for gap in found] == [("wide", 3, 3), ("safi", 1, 3), ("short", 1, 1)]
    assert found[1].missed[0].texts == ("Zebulon Quark",)
    assert (found[0].name, found[0].type) == ("Middle East", "place")


def test_a_gazetteer_without_second_names_has_nothing_to_try(make):
    snapshot = make("- {id: a, type: place, name: Kunduz}\n").snapshot
    assert trials(snapshot) == ()
    assert gaps(snapshot, []) == ()
