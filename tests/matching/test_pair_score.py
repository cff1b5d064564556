from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from polyonym import Resolver

VETOES = {"numbers", "generation", "heads", "patronymic"}
Ask = Callable[[Resolver, dict[str, Any]], dict[str, Any]]


@pytest.mark.cases("vetoes")
def test_two_names_are_vetoed_where_their_row_says_so(ask: Ask, listed, case: dict[str, str]) -> None:
    for a, b in ((case["a"], case["b"]), (case["b"], case["a"])):
        resolver = Resolver(listed([{"id": "it", "type": case.get("type", "other"), "name": a}]))
        pair = ask(resolver, {"a": a, "b": b, "type": case.get("type"), "look_up": "no"})
        mention = ask(resolver, {"mention": b})
        if "veto" in case:
            assert (pair["score"], pair["verdict"], pair["taken"][-1]) == ("0.0", "different", case["veto"]), case[
                "why"
            ]
            assert mention["candidates"] == [], case["why"]
        else:
            assert float(pair["score"]) > 0.0, (case["why"], pair)
            assert mention["candidates"] == ["it"], case["why"]


def test_every_veto_has_a_row(table: Callable[[str], list[dict[str, str]]]) -> None:
    assert {row.get("veto") for row in table("vetoes")} == {*VETOES, None}


@pytest.mark.parametrize(
    ("unspaced", "spaced", "pairs"),
    [
        ("习近平", "Xi Jinping", {("习", "xi"), ("近平", "jinping")}),
        ("欧阳修", "Ouyang Xiu", {("欧阳", "ouyang"), ("修", "xiu")}),
    ],
)
def test_an_unspaced_name_is_parted_in_the_way_that_brings_the_two_nearest(
    ask: Ask, listed, unspaced: str, spaced: str, pairs: set[tuple[str, str]]
) -> None:
    for name, mention in ((unspaced, spaced), (spaced, unspaced)):
        found = ask(Resolver(listed([{"id": "it", "type": "person", "name": name}])), {"mention": mention})
        assert {frozenset(pair.split(" = ")) for pair in found["pairs"]} == set(map(frozenset, pairs))


def test_the_pairs_of_an_explanation_say_how_much_of_the_two_names_each_is(ask: Ask, resolver: Resolver) -> None:
    for b in ("Noorolhaq Olomi", "Olomi", "نورالحق علومی"):
        found = ask(resolver, {"a": "Noorul Haq Ulumi", "b": b, "look_up": "no"})
        assert found["pairs"]
        assert len(found["pairs"]) == len(found["weights"]) == len(found["likeness"])
        assert 0.0 < sum(map(float, found["weights"])) <= 1.001, json.dumps(found)


@pytest.mark.parametrize(
    ("a", "b", "method"),
    [
        ("Omar Safi", "Omar Safy", "sound"),
        ("Omar Safi", "Omar Safin", "spelling"),
        ("Omar Safi", "Омар Сафи", "script"),
        ("Bank of Kunar", "Banco Kunar", "spelling"),
    ],
)
def test_the_method_is_the_one_that_carried_most_and_a_step_across_scripts_comes_before_all(
    ask: Ask, resolver: Resolver, a: str, b: str, method: str
) -> None:
    assert ask(resolver, {"a": a, "b": b, "look_up": "no"})["method"] == method
