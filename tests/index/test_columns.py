from __future__ import annotations

import numpy as np
import pytest

from polyonym.index.columns import FOLDS_IN_TEXT, LOWERCASE, NEVER, UPPERCASE, Columns, pair_key
from polyonym.index.snapshot import Snapshot
from polyonym.text.name import analyse

NAMES = """\
- id: kabul
  type: place
  name: Kabul
  aliases: [KABUL, kabul city, {name: KBL, match: cased}, {name: Kbul, match: exact}, "U.S. Kabul", Кабул]
  not: [Kabul River]
- {id: bank, type: organization, name: Da Afghanistan Bank}
"""


@pytest.fixture
def small(make) -> Snapshot:
    return make(NAMES).snapshot


def rows(snapshot: Snapshot) -> dict[str, int]:
    return {name.alias.name: row for row, name in enumerate(snapshot.names)}


@pytest.mark.parametrize(
    ("name", "flags"),
    [
        ("Kabul", 0),
        ("KABUL", UPPERCASE),
        ("kabul city", LOWERCASE),
        ("Kabul River", NEVER),
        ("U.S. Kabul", FOLDS_IN_TEXT),
        ("Кабул", 0),
    ],
)
def test_a_name_has_the_flags_of_how_it_is_written_and_listed(small: Snapshot, name: str, flags: int) -> None:
    names, row = small.columns.names, rows(small)[name]
    every = (NEVER, LOWERCASE, UPPERCASE, FOLDS_IN_TEXT)
    assert sum(flag for flag in every if names.has_flag(flag)[row]) == flags
    assert names.is_never(row) == bool(flags & NEVER)


def test_the_match_mode_of_a_name_is_the_one_it_is_listed_with(small: Snapshot) -> None:
    names = small.columns.names
    modes = [name.alias.match for name in small.names]
    assert [names.match_mode(row) for row in range(len(names))] == modes
    assert set(modes) == {"fuzzy", "exact", "cased"}
    for mode in ("fuzzy", "exact", "cased"):
        assert names.has_match_mode(slice(None), mode).tolist() == [each == mode for each in modes]
        assert names.has_match_mode(np.array([3, 0], np.int32), mode).tolist() == [modes[3] == mode, modes[0] == mode]


def test_a_script_has_a_row_and_one_that_no_name_has_is_behind_all(small: Snapshot) -> None:
    names = small.columns.names
    assert [names.script(row) for row in range(len(names))] == [name.form.script for name in small.names]
    assert names.scripts.to_list()[names.script_row("Cyrl")] == "Cyrl"
    assert names.script_row("Hebr") == len(names.scripts)


def test_tokens_are_built_as_the_name_was_analysed(snapshot: Snapshot) -> None:
    columns = snapshot.columns
    for row, alias in enumerate(snapshot.aliases()):
        expected = () if alias.match == "cased" else analyse(alias.name, snapshot.lexicon).tokens
        token_rows = columns.names.token_rows[row].tolist()
        found = [columns.tokens.token(each, columns.terms.latins, snapshot.lexicon) for each in token_rows]
        assert tuple(found) == expected, alias.name
        assert [token.given for token in found] == [token.given for token in expected]


def test_a_token_is_built_once(small: Snapshot) -> None:
    tokens, latins = small.columns.tokens, small.columns.terms.latins
    assert tokens.token(0, latins, small.lexicon) is tokens.token(0, latins, small.lexicon)


def test_tokens_are_found_by_script_and_concept(small: Snapshot) -> None:
    tokens = small.columns.tokens
    assert [tokens.texts[row] for row in tokens.rows_of_script("Cyrl").tolist()] == ["кабул"]
    assert tokens.rows_of_script("Hebr").tolist() == []
    assert tokens.native_scripts == ("Cyrl",)
    bank = tokens.concept_row("head:bank")
    assert [tokens.texts[row] for row in np.flatnonzero(tokens.concept_rows == bank).tolist()] == ["bank"]
    assert tokens.concept_row("head:nothing") == -1


def test_the_key_of_a_pair_has_both_rows_and_no_order() -> None:
    one, other = np.array([0, 7, 7, 2**31 - 1]), np.array([5, 7, 3, 0])
    keys = pair_key(one, other)
    assert keys.dtype == np.uint64
    assert keys.tolist() == pair_key(other, one).tolist()
    assert [(key >> 32, key & 0xFFFFFFFF) for key in keys.tolist()] == [(0, 5), (7, 7), (3, 7), (0, 2**31 - 1)]


def test_an_entity_has_the_type_of_its_entry(small: Snapshot) -> None:
    columns: Columns = small.columns
    assert [columns.entity_type(row) for row in range(2)] == [entity.type for entity in small.entities]
    assert columns.traits(small.entity_row("kabul")).place


def test_types_of_a_gazetteer_come_with_the_columns(make) -> None:
    resolver = make("- {id: mary, type: vessel, name: Mary Rose}", types__yaml="- {name: vessel, like: other}")
    columns = resolver.snapshot.columns
    assert (columns.entity_type(0), columns.traits(0).like) == ("vessel", "other")
    assert columns.type_codes.tolist() == [len(columns.types.names) - 1]
