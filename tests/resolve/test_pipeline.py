from __future__ import annotations

import json
from typing import Any

import pytest

from polyonym import Resolution, Resolver


def asked(resolver: Resolver, case: dict[str, str]) -> Resolution:
    # mypy and the rows agree on the words; a wrong one would be refused.
    return resolver.resolve(case["mention"], case.get("type"), context=case.get("context"))


def holds(found: Resolution, case: dict[str, list[str]]) -> bool:
    """Tell whether a resolution is what its row says."""
    expected = case.get("status") or ("match" if "id" in case else "no_match")
    among = {candidate.id for candidate in found.candidates}
    return (found.status, found.id) == (expected, case.get("id")) and among.issuperset(case.get("between", ()))


@pytest.mark.cases("resolve")
def test_a_mention_means_what_its_row_says(resolver: Resolver, case: dict[str, str]) -> None:
    found = asked(resolver, case)
    told = [(candidate.id, candidate.alias, candidate.score) for candidate in found.candidates[:3]]
    if case.get("weak"):
        assert not holds(found, case), "This row holds now: take `weak` out of it."
        pytest.xfail(case["why"])
    assert holds(found, case), (case["why"], found.status, found.id, told)


@pytest.mark.cases("namesakes")
def test_a_name_that_fits_well_does_not_keep_a_namesake_from_being_found(make, case: dict[str, Any]) -> None:
    resolver = make("\n".join(f"- {json.dumps(entity, ensure_ascii=False)}" for entity in case["entities"]) + "\n")
    for row in case["mentions"]:
        found = asked(resolver, row)
        expected = ("match", row["id"]) if "id" in row else ("ambiguous", None)
        told = [(candidate.id, candidate.alias, candidate.score) for candidate in found.candidates[:3]]
        assert (found.status, found.id) == expected, (case["why"], row, told)
