from __future__ import annotations

import pytest
from rapidfuzz.distance import OSA

from bench.slips import PERTURBATIONS, perturb

NAME = "Mohammad Omar Safi"


@pytest.mark.parametrize("slip", PERTURBATIONS)
def test_a_slip_changes_the_name_and_leaves_its_words_as_they_were_elsewhere(slip, rng):
    for _ in range(50):
        words = PERTURBATIONS[slip](NAME.split(), rng)
        assert words
        assert words != NAME.split()


def test_a_typing_error_is_one_edit(rng):
    for _ in range(200):
        assert OSA.distance(NAME, " ".join(PERTURBATIONS["typo"](NAME.split(), rng))) <= 1


def test_a_name_that_takes_no_other_slip_is_mistyped(rng):
    found = {perturb("Safi", "person", rng)[1] for _ in range(100)}
    assert found == {"typo", "romanised", "doubled"}


def test_organizations_are_not_turned_around_or_abbreviated(rng):
    found = {perturb("Safi Trading Company", "organization", rng)[1] for _ in range(100)}
    assert found == {"typo", "romanised", "doubled", "dropped"}
