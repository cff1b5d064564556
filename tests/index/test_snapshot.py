from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from polyonym import EntityNotFoundError
from polyonym.index.snapshot import Snapshot
from polyonym.text.name import analyse

NAMES = """\
- {id: b, type: place, name: Kunduz, aliases: [Konduz, KDZ], not: [Kunduz River], context: [North], part_of: [c]}
- {id: a, type: person, name: Omar Safi}
- {id: c, type: place, name: Afghanistan}
"""


@pytest.fixture
def small(make) -> Snapshot:
    return make(NAMES).snapshot


def test_entities_stand_in_the_order_of_their_ids(small: Snapshot) -> None:
    assert [entity.id for entity in small.entities] == ["a", "b", "c"]
    assert [small.entity_row(own) for own in ("a", "b", "c", "d", "")] == [0, 1, 2, None, None]


def test_an_entity_is_found_by_its_id_and_a_missing_one_is_named(small: Snapshot) -> None:
    assert small.entity("b").name == "Kunduz"
    with pytest.raises(EntityNotFoundError, match="'d'"):
        small.entity("d")


def test_an_id_is_compared_and_not_only_its_digest(small: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("polyonym.index.arrays.digest", lambda _: small.columns.ids.keys.item(0))
    found = small.entities[small.columns.ids.values.item(0)].id
    assert small.entity_row(found) is not None
    assert small.entity_row("another") is None


def test_names_stand_in_the_order_of_their_entities_those_under_not_last(small: Snapshot) -> None:
    names = list(small.names)
    expected = ["Omar Safi", "Kunduz", "Konduz", "KDZ", "Kunduz River", "Afghanistan"]
    assert [name.alias.name for name in names] == expected
    assert [name.entity_row for name in names] == [0, 1, 1, 1, 1, 2]
    assert [name.never for name in names] == [False, False, False, False, True, False]
    assert [alias.name for alias in small.aliases()] == expected
    assert [small.alias(row).name for row in range(len(names))] == expected
    assert all(name.form == analyse(name.alias.name, small.lexicon) for name in names)


def test_names_are_a_sequence(small: Snapshot) -> None:
    assert len(small.names) == 6
    assert small.names[-1] == small.names[5]
    assert [name.alias.name for name in small.names[1:3]] == ["Kunduz", "Konduz"]
    for row in (6, -7):
        with pytest.raises(IndexError):
            small.names[row]


def test_counts_leave_out_names_under_not(small: Snapshot) -> None:
    assert small.listed_count() == 5
    counts = small.type_counts()
    assert (counts["place"], counts["person"], counts["event"]) == (2, 1, 0)
    assert small.files() == ["made.yaml"]


def test_a_hidden_name_is_in_no_look_up(small: Snapshot) -> None:
    assert small.look_up(small.columns.exact, "kunduz") == (1,)
    view = replace(small, hidden=frozenset({1}))
    assert view.look_up(small.columns.exact, "kunduz") == ()
    assert view.look_up(small.columns.exact, "konduz") == (2,)


def test_a_name_to_the_letter_has_no_tokens(small: Snapshot) -> None:
    assert [token.text for token in small.tokens(0)] == ["omar", "safi"]
    assert small.tokens(3) == ()
    tokens, weights = small.tokens_with_idf(0)
    assert weights == [small.idf(token.latin) for token in tokens]


def test_a_term_that_no_name_holds_weighs_most(small: Snapshot) -> None:
    assert small.idf("khukumatov") == 1.0
    assert 0 < small.idf("omar") < 1.0


def test_context_are_folded_words_and_the_labels_of_what_an_entity_is_part_of(small: Snapshot) -> None:
    assert small.context_terms(1) == {"north", "afghanistan"}
    assert small.context_terms(0) == frozenset()


def test_a_snapshot_that_was_pickled_answers_the_same(small: Snapshot) -> None:
    again = pickle.loads(pickle.dumps(small))  # noqa: S301 -- our own bytes
    assert again.fingerprint == small.fingerprint
    assert list(again.entities) == list(small.entities)
    assert again.look_up(again.columns.exact, "konduz") == (2,)
