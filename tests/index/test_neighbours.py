from __future__ import annotations

import numpy as np
import pytest

from polyonym.index.neighbours import NeighbourFinder, vector_inputs, vector_spaces
from polyonym.text.name import analyse


def near(snapshot, word, neighbours=None):
    """Return what is near to a word, by romanised form."""
    [token] = analyse(word, snapshot.lexicon).tokens
    found = (neighbours or snapshot.neighbours).cross_script(token)
    latins = snapshot.columns.terms.latins
    return {
        latins[number]: likely
        for number, likely in zip(found.term_rows.tolist(), found.similarities.tolist(), strict=True)
    }


@pytest.fixture
def small(make):
    return make(
        "- {id: olomi, type: person, name: Noorolhaq Olomi, aliases: [{name: \u0646\u0648\u0631\u0627\u0644\u062d\u0642 \u0639\u0644\u0648\u0645\u06cc, lang: fa}]}\n"  # noqa: E501 -- a name in its own script
        "- {id: kunduz, type: place, name: Kunduz}\n"
    ).snapshot


def test_a_token_is_nearest_to_itself_and_a_variant_is_near(small) -> None:
    found = near(small, "Olomi")
    assert next(iter(found)) == "olomi"
    assert found["olomi"] == pytest.approx(1.0, abs=0.05)
    assert 0 < near(small, "Ulumi")["olomi"] < 1
    assert "kunduz" not in near(small, "Ulumi")


def test_likeness_descends(small) -> None:
    likely = list(near(small, "Ulumi").values())
    assert likely == sorted(likely, reverse=True)


def test_scripts_are_near_both_ways(small) -> None:
    assert "olomi" in near(small, "\u0639\u0644\u0648\u0645\u06cc")
    native = [n for n in near(small, "Olomi") if n != "olomi"]
    assert native


def test_vectors_that_are_given_are_used_and_those_made_later_are_the_same(small) -> None:
    lazy = NeighbourFinder(small.columns)
    given = NeighbourFinder(small.columns, {which: lazy.ivf(*which) for which in vector_spaces(small.columns)})
    for word in ("Ulumi", "\u0639\u0644\u0648\u0645\u06cc", "\u041a\u0443\u043d\u0434\u0443\u0437"):
        assert near(small, word, given) == near(small, word, NeighbourFinder(small.columns))


def test_wanted_are_all_spaces_of_latin_and_the_maps_of_the_scripts_that_are_there(small) -> None:
    found = vector_spaces(small.columns)
    assert {script for script, _ in found} == {"Latn", "Arab"}
    assert len(found) == len(set(found))


def test_every_token_of_a_script_is_described_once(small) -> None:
    texts, numbers = vector_inputs(small.columns, "Latn")
    assert len(texts) == len(numbers) == len(set(texts))
    assert [small.columns.terms.latins[number] for number in numbers.tolist()] == texts
    native, fuzzy = vector_inputs(small.columns, "Arab")
    assert len(native) == len(fuzzy) == np.count_nonzero(small.columns.tokens.rows_of_script("Arab") >= 0)
