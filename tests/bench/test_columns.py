from __future__ import annotations

import pytest

from bench.columns import columns_of, resolve_column, scan_column
from bench.lists import build_list
from polyonym import Resolver


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return build_list(200, tmp_path_factory.mktemp("lists"), mentions=60)


def test_columns_are_half_listed_half_slips_or_listed_only_and_hold_no_name_twice(made):
    exact, variant = ({one.text for one in made.mentions(kind)} for kind in ("exact", "variant"))
    found = columns_of(made, 8, 2)
    assert [len(column) for columns in found.values() for column in columns] == [8] * 4
    for column in found["mixed"]:
        assert [text in exact for text in column[::2]] == [True] * 4
        assert [text in variant for text in column[1::2]] == [True] * 4
    every = [text for columns in found.values() for column in columns for text in column]
    assert {text for column in found["exact"] for text in column} <= exact
    assert len(set(every)) == len(every)


def test_a_list_with_few_mentions_has_shorter_columns(made):
    found = columns_of(made, 1_000_000, 3)
    assert len({len(column) for columns in found.values() for column in columns}) == 1
    assert 0 < len(found["mixed"][0]) <= 2 * len(made.mentions("exact")) // 9


def test_a_column_is_resolved_from_file_to_file(made):
    (column,) = columns_of(made, 10, 1)["exact"]
    done = resolve_column(Resolver.load(made.gazetteer), column)
    assert (done["rows"], done["matches"]) == (10, 10)
    assert done["seconds"] > 0


def test_a_column_is_scored_with_every_name(made):
    found = scan_column(made.gazetteer / "names.jsonl", ["Nobody", "At All"] * 60)
    assert found["rows"] == 120
    assert found["seconds"] > 0
