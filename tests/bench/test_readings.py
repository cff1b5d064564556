from __future__ import annotations

import pytest

from bench.readings import reading


def test_speeds_are_medians_of_the_rounds():
    rows = [{"bytes": 1_000_000, "first": first, "warm": first / 2, "found": 10} for first in (0.5, 1.0, 2.0)]
    found = reading(60, {"text": 0.1, "search": 0.2}, rows, {"build": 0.5, "seconds": 0.03}, 1800)
    assert (found.first_text, found.first_search, found.build) == (0.1, 0.2, 0.5)
    assert (found.first, found.warm) == (1.0, 2.0)
    assert found.apart == 60
    assert found.bare == pytest.approx(100)
