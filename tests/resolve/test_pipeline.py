from __future__ import annotations

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
