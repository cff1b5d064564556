from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from polyonym.matching.features import FEATURES
from polyonym.training.lists import ListedEntity, tasks
from polyonym.training.score_model import LabelledMention, fit_weights, labelled_mentions

GIVEN = {"Mohammad": "محمد", "Yusuf": "یوسف", "Karim": "کریم", "Rustam": "رستم"}
FAMILY = {"Olomi": "علومی", "Hakimi": "حکیمی", "Rahmani": "رحمانی", "Sultani": "سلطانی"}
PEOPLE = [
    ListedEntity(f"{a}-{b}", "person", ((f"{a} {b}", "Latn"), (f"{a} {b}y", "Latn"), (f"{x} {y}", "Arab")))
    for (a, x), (b, y) in product(GIVEN.items(), FAMILY.items())
]
COVERED = FEATURES.index("covered_both")


def test_the_candidates_of_a_mention_are_labelled_by_entity_and_script() -> None:
    _, native, _ = tasks("made", PEOPLE, 20)
    found = labelled_mentions(None, native)
    assert found
    for mention in found:
        assert mention.rows.shape == (len(mention.entities), len(FEATURES))
        assert mention.rows.dtype == np.float32
        assert all(mention.across), "Native mentions, and names in Latin letters."
        assert len({entity for entity, right in zip(mention.entities, mention.right, strict=True) if right}) <= 1
    assert any(any(mention.right) for mention in found)


def mention_with(*, across: bool, right: float, wrong: float) -> LabelledMention:
    """Return a mention of a right and a wrong candidate, by the share of the names that is aligned."""
    rows = np.zeros((2, len(FEATURES)), np.float32)
    rows[:, FEATURES.index("bias")] = 1
    rows[:, COVERED] = right, wrong
    return LabelledMention("person", rows, (0, 1), (True, False), (across, across))


@pytest.fixture(scope="module")
def weights():
    rng = np.random.default_rng(0)
    drawn = [(0.6 + 0.4 * a, 0.8 * b) for a, b in rng.random((120, 2))]
    return fit_weights(
        [mention_with(across=across, right=right, wrong=wrong) for across in (False, True) for right, wrong in drawn]
    )


def test_a_curve_rises_with_what_right_candidates_have_more_of(weights) -> None:
    for base in ("same", "across"):
        _, values = weights["curves"][base]["covered_both"]
        assert values[0] < values[-1]


def test_a_type_has_curves_of_its_own_where_it_has_enough_right_candidates(weights) -> None:
    assert set(weights["curves"]) == {"same", "across", "same/person", "across/person"}


def test_the_calibration_raises_the_probability_with_the_logit(weights) -> None:
    assert weights["slope"] > 0


def test_mentions_without_candidates_of_a_script_are_refused() -> None:
    with pytest.raises(KeyError):
        fit_weights([mention_with(across=False, right=0.9, wrong=0.1)])
