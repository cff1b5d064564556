from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from polyonym import Resolver
from polyonym.index.holdout_view import holdout_view
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve.query import STRATEGIES, Strategy, query_batch
from polyonym.resolve.retrieve import Hits, gather, retrieve_batch, summed
from polyonym.text.name import analyse

LETTERS = "abcdefghijklmnopqrstuvwxyz"


def found(resolver: Resolver, mention: str, strategy: Strategy = "fuzzy") -> list[str]:
    snapshot = resolver.snapshot
    names = retrieve_batch(snapshot, [analyse(mention)], strategy, resolver.policy).names
    return [snapshot.alias(number).name for number in names.tolist()]


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
    none = retrieve_batch(snapshot, [analyse("Noorulhaq Ulumi")], "fuzzy", resolver.policy)
    assert (none.offsets.tolist(), none.names.tolist(), none.scores.tolist()) == ([0, 0], [], [])


def hits(rows: list[tuple[int, int, int, float]]) -> Hits:
    """Return hits of a mention at a position, with the name and the gain."""
    mentions, positions, names, gains = (np.array(column) for column in zip(*rows, strict=True))
    return Hits(mentions * 64 + positions, names.astype(np.int32), gains.astype(np.float32))


def test_of_the_gains_of_a_name_at_one_place_the_highest_counts_and_places_add_up() -> None:
    brought = [
        hits([(0, 0, 7, 0.5), (0, 0, 3, 0.25), (0, 0, 7, 0.75), (2, 5, 7, 0.5)]),
        hits([(0, 1, 7, 0.125), (2, 5, 7, 0.25)]),
    ]
    mentions, names, sums = summed(brought)
    assert (mentions.tolist(), names.tolist()) == ([0, 0, 2], [3, 7, 7])
    assert sums.tolist() == pytest.approx([0.25, 0.875, 0.5], abs=1e-5)


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


MENTIONS = (
    *("Mohamad Omer Safy", "Noorul Haq", "Kunduz", "Omar Omar Safi", "J. Campbell", "Islamik Stat", "24", "!!!", ""),
    *("\u0646\u0648\u0631\u0627\u0644\u062d\u0642 \u0639\u0644\u0648\u0645\u06cc", "\u4e60\u8fd1\u5e73"),
    *("\u0422\u0430\u043b\u0438\u0431\u0430\u043d", "\ubb38\uc7ac\uc778", "La Mu An", "Kabul Kabul"),
    " ".join(f"{x}mar" for x in LETTERS),
    "Omar Safi " * 40,
    "Khukumatov " * 40,
)


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_what_a_mention_finds_does_not_depend_on_the_others(resolver: Resolver, strategy: Strategy) -> None:
    names = [analyse(text) for text in MENTIONS]
    for order in (names, names[::-1], names * 2):
        batch = retrieve_batch(resolver.snapshot, order, strategy, DEFAULT_POLICY)
        for row, name in enumerate(order):
            own = slice(*batch.offsets[row : row + 2].tolist())
            alone = retrieve_batch(resolver.snapshot, [name], strategy, DEFAULT_POLICY)
            assert batch.names[own].tolist() == alone.names.tolist(), name.text
            assert batch.scores[own].tolist() == pytest.approx(alone.scores.tolist(), abs=1e-6), name.text


def test_those_come_first_that_agree_most_and_each_once(resolver: Resolver) -> None:
    for text in MENTIONS:
        batch = retrieve_batch(resolver.snapshot, [analyse(text)], "fuzzy", DEFAULT_POLICY)
        assert batch.scores.tolist() == sorted(batch.scores.tolist(), reverse=True)
        assert len(set(batch.names.tolist())) == len(batch.names) <= DEFAULT_POLICY.max_candidates


def test_those_with_the_highest_sums_are_kept(resolver: Resolver) -> None:
    query = query_batch(resolver.snapshot, [analyse(text) for text in MENTIONS], "fuzzy")
    every = gather(resolver.snapshot, query, DEFAULT_POLICY, 10_000)
    few = gather(resolver.snapshot, query, DEFAULT_POLICY, 5)
    for row in range(len(MENTIONS)):
        sums = sorted(every[2][every[0] == row].tolist(), reverse=True)
        # Sums are ranked in steps of 2**-14.
        assert sorted(few[2][few[0] == row].tolist(), reverse=True) == pytest.approx(sums[:5], abs=2**-14)


def test_no_mentions_find_nothing(resolver: Resolver) -> None:
    none = retrieve_batch(resolver.snapshot, [], "fuzzy", DEFAULT_POLICY)
    assert (none.offsets.tolist(), none.names.tolist()) == ([0], [])
