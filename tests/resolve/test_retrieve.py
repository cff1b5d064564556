from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from polyonym import Resolver
from polyonym.index.holdout_view import holdout_view
from polyonym.resolve.query import Strategy
from polyonym.resolve.retrieve import Hits, _summed, retrieve
from polyonym.text.name import analyse

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(resolver: Resolver, mention: str, strategy: Strategy = "fuzzy") -> list[str]:
    snapshot = resolver.snapshot
    return [
        snapshot.alias(number).name for number, _ in retrieve(snapshot, analyse(mention), resolver.policy, strategy)
    ]


def test_a_common_word_brings_no_more_names_than_a_rare_one_may(make: Callable[..., Resolver]) -> None:
    rows = "\n".join(f"- {{id: {x}{y}, type: person, name: Omar Name{x}{y}}}" for x in LETTERS for y in LETTERS)
    resolver = make(rows + "\n- {id: one, type: person, name: Omar Khukumatov}\n")
    names = found(resolver, "Omar Khukumatow")
    assert len(names) <= resolver.policy.max_candidates
    assert names[0] == "Omar Khukumatov"


def test_two_common_words_are_found_together(make: Callable[..., Resolver]) -> None:
    rows = [f"- {{id: a{x}{y}, type: person, name: Omar {x}andu{y}o}}" for x in LETTERS for y in LETTERS[:8]]
    rows += [f"- {{id: b{x}{y}, type: person, name: {x}andu{y}o Safi}}" for x in LETTERS for y in LETTERS[:8]]
    resolver = make("\n".join(rows) + "\n- {id: both, type: person, name: Omar Nandubo Qandugo Safi}\n")
    assert "Omar Nandubo Qandugo Safi" in found(resolver, "Omer Safy")


@pytest.mark.parametrize(
    ("mention", "name"),
    [
        ("Noorul Haq Ulumi", "Noorolhaq Olomi"),
        ("Ulumi Noorulhaq", "Noorolhaq Olomi"),
        ("Ali Abad", "Aliabad"),
        ("Noorolhaq", "Noorolhaq Olomi"),
    ],
)
def test_words_are_found_in_any_order_joined_or_parted(make: Callable[..., Resolver], mention: str, name: str) -> None:
    resolver = make(
        "- {id: olomi, type: person, name: Noorolhaq Olomi}\n"
        "- {id: aliabad, type: place, name: Aliabad}\n"
        "- {id: safi, type: person, name: Omar Safi}\n"
    )
    assert found(resolver, mention)[0] == name


def test_the_map_finds_what_is_written_in_another_script(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: olomi, type: person, name: Noorolhaq Olomi}\n- {id: safi, type: person, name: Omar Safi}\n")
    mention = "\u0646\u0648\u0631\u0627\u0644\u062d\u0642 \u0639\u0644\u0648\u0645\u06cc"
    assert found(resolver, mention, "cross_script")[0] == "Noorolhaq Olomi"


def test_a_hidden_name_is_not_found(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: olomi, type: person, name: Noorolhaq Olomi}\n")
    snapshot = holdout_view(resolver.snapshot, frozenset({0}))
    assert retrieve(snapshot, analyse("Noorulhaq Ulumi"), resolver.policy, "fuzzy") == []


def test_of_the_gains_of_a_name_at_one_place_the_highest_counts_and_places_add_up() -> None:
    brought = [
        Hits(np.array([7, 3, 7], np.int32), np.array([0, 0, 0]), np.array([0.5, 0.25, 0.75], np.float32)),
        Hits(np.array([7], np.int32), np.array([1]), np.array([0.125], np.float32)),
    ]
    names, totals = _summed(brought, 2)
    assert dict(zip(names.tolist(), totals.tolist(), strict=True)) == {3: 0.25, 7: 0.875}


@pytest.mark.parametrize(
    ("mention", "names"),
    [
        ("Johanna Abdul", ["Abdul Johanna"]),
        ("Johanna Abdol", ["Abdul Johanna", "Abdol Rahman"]),
        ("Johana Abdul", ["Abdul Johanna"]),
        ("Yohana Abdol", ["Abdol Rahman"]),
    ],
)
def test_names_that_hold_words_as_written_are_found_by_these_and_by_what_is_like_a_word_that_no_name_holds(
    make: Callable[..., Resolver], mention: str, names: list[str]
) -> None:
    resolver = make("- {id: one, type: person, name: Abdul Johanna}\n- {id: two, type: person, name: Abdol Rahman}\n")
    assert found(resolver, mention, "identical") == names


def test_two_words_that_many_names_hold_find_the_name_that_holds_both(make: Callable[..., Resolver]) -> None:
    rows = [f"- {{id: a{x}{y}, type: person, name: Omar {x}andu{y}o}}" for x in LETTERS for y in LETTERS[:8]]
    rows += [f"- {{id: b{x}{y}, type: person, name: {x}andu{y}o Safi}}" for x in LETTERS for y in LETTERS[:8]]
    resolver = make("\n".join(rows) + "\n- {id: both, type: person, name: Omar Nandubo Qandugo Safi}\n")
    assert found(resolver, "Safi Omar", "identical")[0] == "Omar Nandubo Qandugo Safi"
