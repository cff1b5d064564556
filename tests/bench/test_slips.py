from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from bench.slips import SLIPS, slipped

NAME = "Mohammad Omar Safi"


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_changes_the_name_and_leaves_its_words_as_they_were_elsewhere(slip, dice):
    for _ in range(50):
        words = SLIPS[slip](NAME.split(), dice)
        assert words
        assert words != NAME.split()


def test_a_typing_error_is_one_edit(dice):
    for _ in range(200):
        assert OSA.distance(NAME, " ".join(SLIPS["typo"](NAME.split(), dice))) <= 1


def test_a_name_that_takes_no_other_slip_is_mistyped(dice):
    found = {slipped("Safi", "person", dice)[1] for _ in range(100)}
    assert found == {"typo", "romanised", "doubled"}


def test_organizations_are_not_turned_around_or_abbreviated(dice):
    found = {slipped("Safi Trading Company", "organization", dice)[1] for _ in range(100)}
    assert found == {"typo", "romanised", "doubled", "dropped"}
