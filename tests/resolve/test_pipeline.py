from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from polyonym import Resolver

Ask = Callable[[Resolver, dict[str, Any]], dict[str, Any]]


def holds(found: dict[str, Any], case: dict[str, Any]) -> bool:
    """Tell whether an answer is what its row says."""
    expected = case.get("status") or ("match" if "id" in case else "no_match")
    among = set(found["candidates"])
    return (found["status"], found["id"]) == (expected, case.get("id")) and among.issuperset(case.get("between", ()))


@pytest.mark.cases("resolve")
def test_a_mention_means_what_its_row_says(ask: Ask, resolver: Resolver, case: dict[str, Any]) -> None:
    found = ask(resolver, case)
    if case.get("weak"):
        assert not holds(found, case), "This row holds now: take `weak` out of it."
        pytest.xfail(case["why"])
    assert holds(found, case), (case["why"], found)


@pytest.mark.cases("namesakes")
def test_a_name_that_fits_well_does_not_keep_a_namesake_from_being_found(
    ask: Ask, listed: Callable[[list[Any]], Any], case: dict[str, Any]
) -> None:
    resolver = Resolver(listed(case["entities"]))
    for row in case["mentions"]:
        found = ask(resolver, row)
        expected = ("match", row["id"]) if "id" in row else ("ambiguous", None)
        assert (found["status"], found["id"]) == expected, (case["why"], row, found)
