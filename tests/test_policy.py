from __future__ import annotations

from typing import Any

import pytest

from polyonym.policy import DEFAULT_POLICY


@pytest.mark.cases("policy")
def test_a_number_decides_what_its_cases_say(numbers: Any, case: dict[str, Any]) -> None:
    numbers.check(DEFAULT_POLICY, case)


def test_every_number_has_a_case_on_either_side_of_its_edge(numbers: Any, table: Any) -> None:
    assert numbers.unpinned(DEFAULT_POLICY, table("policy")) == {}
