from __future__ import annotations

from dataclasses import replace

import pytest

from polyonym.curation.holdout import trials
from polyonym.index.build import compile_entities
from polyonym.index.holdout_view import holdout_view
from polyonym.model import Mention
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve import pipeline

NAMES = """\
- {id: city, type: place, name: Kunduz City, aliases: [Kunduz, Konduz, {name: KDZ, match: cased}]}
- {id: province, type: place, name: Kunduz Province, aliases: [Kunduz, Velayat-e Konduz]}
"""


@pytest.fixture
def small(make):
    return make(NAMES).snapshot


def numbers_of(snapshot, entity, name):
    return frozenset(
        number
        for number, indexed in enumerate(snapshot.names)
        if indexed.alias.name == name and snapshot.entities[indexed.entity_row].id == entity
    )


def answer(snapshot, text):
    return pipeline.resolve(snapshot, Mention(text, limit=10), DEFAULT_POLICY)


def test_a_name_that_two_bear_stays_that_of_the_other(small):
    assert answer(small, "Kunduz").status == "ambiguous"
    left = holdout_view(small, numbers_of(small, "city", "Kunduz"))
    assert answer(left, "Kunduz").id == "province"
    assert answer(left, "Kunduz City").id == "city"


def test_a_key_that_leads_to_nothing_more_leads_nowhere(small):
    left = holdout_view(small, numbers_of(small, "city", "Konduz"))
    assert small.look_up(small.columns.exact, "konduz")
    assert left.look_up(left.columns.exact, "konduz") == ()
    for key in ("kunduz", "kunduz city"):
        assert left.look_up(left.columns.exact, key) == small.look_up(small.columns.exact, key) != ()


def test_what_the_missing_names_made_common_is_rare_without_them(small):
    left = holdout_view(small, numbers_of(small, "city", "Kunduz City"))
    assert left.idf("kunduz") > small.idf("kunduz")
    assert left.idf("province") == pytest.approx(small.idf("province"), abs=0.01)


def test_a_name_to_the_letter_can_be_missing_as_well(small):
    assert answer(small, "KDZ").id == "city"
    assert answer(holdout_view(small, numbers_of(small, "city", "KDZ")), "KDZ").status == "no_match"


def test_the_snapshot_itself_is_left_as_it_was(small):
    before = [answer(small, name.alias.name) for name in small.names]
    holdout_view(small, frozenset(range(len(small.names))))
    assert [answer(small, name.alias.name) for name in small.names] == before


def test_what_is_taken_out_twice_over_stays_out(small):
    one, other = numbers_of(small, "city", "Kunduz"), numbers_of(small, "province", "Kunduz")
    left = holdout_view(holdout_view(small, one), other)
    assert left.look_up(left.columns.exact, "kunduz") == ()
    assert left.hidden == one | other


def test_without_any_name_nothing_is_found(small):
    left = holdout_view(small, frozenset(range(len(small.names))))
    assert all(answer(left, name.alias.name).candidates == () for name in small.names)


def compiled_without(snapshot, trial):
    """Compile the whole gazetteer anew: slow, and surely right."""
    gone = [snapshot.names[number].alias for number in trial.hidden]
    entities = list(snapshot.entities)
    entity = entities[trial.entity_row]
    left = tuple(alias for alias in entity.aliases if not any(alias is missing for missing in gone))
    entities[trial.entity_row] = replace(entity, aliases=left)
    return compile_entities(entities, snapshot.lexicon)


def check_against_compiling(snapshot, trial):
    fast = answer(holdout_view(snapshot, trial.hidden), trial.text)
    slow = answer(compiled_without(snapshot, trial), trial.text)
    assert (fast.status, fast.id) == (slow.status, slow.id), trial.text
    assert fast.score == pytest.approx(slow.score, abs=0.005), trial.text


def test_a_small_gazetteer_answers_as_if_compiled_without_the_name(small):
    tried = trials(small)
    assert len(tried) > 3
    for trial in tried:
        check_against_compiling(small, trial)


@pytest.mark.slow
def test_the_real_gazetteer_answers_as_if_compiled_without_the_name(snapshot):
    for trial in trials(snapshot)[::40]:
        check_against_compiling(snapshot, trial)
