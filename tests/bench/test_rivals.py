from __future__ import annotations

from importlib.util import find_spec

import pytest

from bench.lists import LabelledMention, build_list
from bench.rivals import installed, scan


@pytest.fixture(scope="module")
def names(tmp_path_factory):
    return build_list(200, tmp_path_factory.mktemp("lists"), mentions=40)


def test_rapidfuzz_is_always_there():
    assert installed()[0] == "rapidfuzz"
    assert ("logic-v2" in installed()) == (find_spec("nomenklatura") is not None)


@pytest.mark.parametrize("rival", installed())
def test_a_rival_finds_most_names_that_were_misspelt(names, rival):
    found = scan(rival, names.gazetteer / "names.jsonl", names.mentions("variant")[:20], 60)
    assert len(found["rows"]) == 20
    assert sum(row["first"] for row in found["rows"]) > 10
    assert all(row["ns"] > 0 for row in found["rows"])
    assert 0 < found["share"] <= 1


def test_a_rival_stops_when_the_time_is_up(names):
    mention = LabelledMention("Nobody", "variant", "", "Latn", None)
    assert len(scan("rapidfuzz", names.gazetteer / "names.jsonl", [mention] * 5, 0)["rows"]) == 1
