from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import EntityNotFoundError, Resolver
from polyonym.gazetteer.compile import spaceless
from polyonym.gazetteer.snapshot import Snapshot


def test_entities_are_numbered_in_the_order_of_their_ids(snapshot: Snapshot) -> None:
    ids = [entity.id for entity in snapshot.entities]
    assert ids == sorted(ids)
    assert [snapshot.by_id[own] for own in ids] == list(range(len(ids)))


def test_an_entity_is_found_by_its_id_to_the_letter(snapshot: Snapshot) -> None:
    assert snapshot.entity("islamic-state").name == "Islamic State"
    for missing in ("Islamic-State", "islamic-state ", "", "islamic"):
        with pytest.raises(EntityNotFoundError) as error:
            snapshot.entity(missing)
        assert error.value.entity_id == missing


def test_no_empty_key_is_looked_up(snapshot: Snapshot) -> None:
    assert "" not in snapshot.exact
    assert "" not in snapshot.cased
    assert "" not in snapshot.spaceless


def test_a_name_that_is_matched_to_the_letter_is_in_no_other_look_up(snapshot: Snapshot) -> None:
    strict = {number for number, name in enumerate(snapshot.names) if name.alias.match == "cased"}
    assert strict
    for look_up in (snapshot.exact, snapshot.spaceless):
        assert not strict & {number for numbers in look_up.values() for number in numbers}
    assert not strict & set(snapshot.loose)


@pytest.mark.parametrize(
    ("folded", "joined"), [("ali abad", "aliabad"), ("abcdef", "abcdef"), ("abcde", ""), ("a b c", ""), ("", "")]
)
def test_short_names_are_not_compared_without_their_spaces(folded: str, joined: str) -> None:
    assert spaceless(folded) == joined


def test_the_label_of_the_whole_is_a_word_of_the_context_of_its_parts(make: Callable[..., Resolver]) -> None:
    snapshot = make(
        "- {id: part, type: place, name: Imam Sahib, part_of: [whole], context: [River Panj, '?']}\n"
        "- {id: whole, type: place, name: Kunduz Province}\n"
    ).snapshot
    assert snapshot.context[snapshot.by_id["part"]] == {"kunduz province", "river panj"}
    assert snapshot.context[snapshot.by_id["whole"]] == frozenset()


def test_a_token_that_many_names_hold_tells_less_than_a_rare_one(snapshot: Snapshot) -> None:
    assert snapshot.weight("afghanistan") < snapshot.weight("khukumatov") < snapshot.weight("zzz") == 1.0


def test_a_name_too_long_to_be_met_is_left_out_and_its_entity_stays(make: Callable[..., Resolver]) -> None:
    resolver = make(f"- {{id: x, type: other, name: {'ab ' * 40_000}, aliases: [The Thing]}}\n")
    assert [name.alias.name for name in resolver.snapshot.names] == ["The Thing"]
    assert resolver.resolve("the thing").id == "x"
    assert resolver.resolve("ab " * 300).status == "no_match"
