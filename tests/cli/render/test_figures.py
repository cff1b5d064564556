from __future__ import annotations

import pytest

from polyonym.cli.render.figures import NOTHING, counted, figure


@pytest.mark.parametrize(
    ("number", "text"), [(0, "0 entities"), (1, "1 entity"), (2, "2 entities"), (1_234_567, "1,234,567 entities")]
)
def test_a_number_comes_with_its_noun(number, text):
    assert counted(number, "entity", "entities") == text


@pytest.mark.parametrize(("value", "text"), [(0.0, "0.000"), (2 / 3, "0.667"), (1.0, "1.000"), (None, NOTHING)])
def test_a_share_of_nothing_is_a_dash_and_not_a_zero(value, text):
    assert figure(value) == text
