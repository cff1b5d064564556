from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from polyonym import EntityNotFoundError, Resolver
from polyonym.hashing import digest
from polyonym.index.build import CHUNK, compile_entities
from polyonym.index.columns import pair_key
from polyonym.index.snapshot import Snapshot


def test_entities_are_numbered_in_the_order_of_their_ids(snapshot: Snapshot) -> None:
    ids = [entity.id for entity in snapshot.entities]
    assert ids == sorted(ids)
    assert [snapshot.entity_row(own) for own in ids] == list(range(len(ids)))


def test_an_entity_is_found_by_its_id_to_the_letter(snapshot: Snapshot) -> None:
    assert snapshot.entity("islamic-state").name == "Islamic State"
    for missing in ("Islamic-State", "islamic-state ", "", "islamic"):
        with pytest.raises(EntityNotFoundError) as error:
            snapshot.entity(missing)
        assert error.value.entity_id == missing


def test_no_empty_key_is_looked_up(snapshot: Snapshot) -> None:
    columns = snapshot.columns
    for look_up in (columns.exact, columns.cased, columns.spaceless, columns.initialisms, columns.joined_phonetic):
        assert look_up.get("") == ()
        assert look_up.of_key(digest("")) is None


def test_a_name_that_is_matched_to_the_letter_is_in_no_other_look_up(snapshot: Snapshot) -> None:
    columns = snapshot.columns
    strict = {number for number, name in enumerate(snapshot.names) if name.alias.match == "cased"}
    assert strict
    for look_up in (columns.exact, columns.spaceless, columns.postings, columns.pair_postings):
        assert not strict & set(look_up.values.tolist())
    assert columns.tokenised_count == len(columns.names) - len(strict)


def test_every_name_is_led_to_by_its_tokens_and_by_two_of_them(snapshot: Snapshot) -> None:
    columns = snapshot.columns
    for number in range(0, len(columns.names), 7):
        spelled = list(dict.fromkeys(columns.tokens.term_rows[columns.names.token_rows[number]].tolist()))
        assert all(number in columns.postings[spelling] for spelling in spelled)
        if len(spelled) > 1:
            keys = pair_key(np.array([spelled[0]]), np.array([spelled[1]]))
            assert number in columns.pair_postings.of_keys(keys, len(columns.names))[0]


def test_the_holders_of_a_token_stand_smallest_first(snapshot: Snapshot) -> None:
    columns = snapshot.columns
    for spelling in range(len(columns.postings)):
        sizes = columns.idf_sums[columns.postings[spelling]].tolist()
        assert sizes == sorted(sizes)


def test_tokens_are_what_analysis_made_of_the_name(snapshot: Snapshot) -> None:
    for number in range(0, len(snapshot.names), 5):
        name = snapshot.names[number]
        if name.alias.match != "cased":
            assert snapshot.tokens(number) == name.form.tokens


def test_progress_is_told_to_the_end(snapshot: Snapshot) -> None:
    told: list[tuple[str, int, int]] = []
    compile_entities(snapshot.entities, progress=lambda *step: told.append(step))
    count = len(snapshot.entities)
    assert told == [("names", min(done, count), count) for done in range(CHUNK, count + CHUNK, CHUNK)]


def test_the_label_of_the_whole_is_a_word_of_the_context_of_its_parts(make: Callable[..., Resolver]) -> None:
    snapshot = make(
        "- {id: part, type: place, name: Imam Sahib, part_of: [whole], context: [River Panj, '?']}\n"
        "- {id: whole, type: place, name: Kunduz Province}\n"
    ).snapshot
    assert snapshot.context_terms(snapshot.entity_row("part")) == {"kunduz province", "river panj"}
    assert snapshot.context_terms(snapshot.entity_row("whole")) == frozenset()


def test_a_token_that_many_names_hold_tells_less_than_a_rare_one(snapshot: Snapshot) -> None:
    assert snapshot.idf("afghanistan") < snapshot.idf("khukumatov") < snapshot.idf("zzz") == 1.0


def test_a_name_too_long_to_be_met_is_left_out_and_its_entity_stays(make: Callable[..., Resolver]) -> None:
    resolver = make(f"- {{id: x, type: other, name: {'ab ' * 40_000}, aliases: [The Thing]}}\n")
    assert [name.alias.name for name in resolver.snapshot.names] == ["The Thing"]
    assert resolver.resolve("the thing").id == "x"
    assert resolver.resolve("ab " * 300).status == "no_match"


def test_the_aliases_are_those_of_the_names_in_their_order(make: Callable[..., Resolver]) -> None:
    kabul, herat = "- {id: a, type: place, name: Kabul}", "- {id: b, type: place, name: Herat, aliases: ['...', Harat]"
    snapshot = make(f"{herat}, not: [Herat Street]}}\n{kabul}").snapshot
    assert [alias.name for alias in snapshot.aliases()] == ["Kabul", "Herat", "Harat", "Herat Street"]
    assert list(snapshot.aliases()) == [name.alias for name in snapshot.names]
