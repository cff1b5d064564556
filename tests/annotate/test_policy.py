from __future__ import annotations

from typing import Any

import pytest

from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY


@pytest.mark.cases("annotation-policy")
def test_a_number_decides_what_its_cases_say(numbers: Any, case: dict[str, Any]) -> None:
    numbers.check(DEFAULT_ANNOTATION_POLICY, case)


def test_every_number_has_a_case_on_either_side_of_its_edge(numbers: Any, table: Any) -> None:
    assert numbers.unpinned(DEFAULT_ANNOTATION_POLICY, table("annotation-policy")) == {}
