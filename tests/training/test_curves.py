from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym.training.curves import MIN_KNOT_DISTANCE, curves_of, design, knots_of, ridges

VALUES = st.lists(st.floats(-5, 5, width=32), min_size=1, max_size=60).map(np.array)


@given(VALUES)
def test_knots_ascend_and_lie_apart(values) -> None:
    knots = knots_of(values)
    assert len(knots) > 1
    span = float(np.ptp(np.unique(np.round(values, 3))))
    assert (np.diff(knots) >= min(MIN_KNOT_DISTANCE * span, 1.0) - 1e-9).all()


def test_a_feature_of_few_values_has_a_knot_at_each() -> None:
    assert knots_of(np.array([0.0, 1.0, 0.0, 0.5])).tolist() == [0.0, 0.5, 1.0]
    assert knots_of(np.array([2.0])).tolist() == [2.0, 3.0]


@given(VALUES)
def test_a_row_of_a_design_is_one_and_weights_that_sum_to_one_for_each_feature(values) -> None:
    knots = [knots_of(values)]
    rows = np.column_stack([np.ones(len(values)), values])
    found = design(rows, knots)
    assert found.shape == (len(values), 1 + len(knots[0]))
    assert (found[:, 0] == 1).all()
    assert found[:, 1:].sum(axis=1) == pytest.approx(np.ones(len(values)))


def test_a_curve_is_the_linear_model_of_its_design() -> None:
    knots, weights = [np.array([0.0, 0.5, 1.0])], np.array([-1.0, 0.0, 2.0, 3.0])
    curves = curves_of(weights, knots, ("bias", "share"))
    assert curves == {"bias": [[0.0, 1.0], [-1.0, -1.0]], "share": [[0.0, 0.5, 1.0], [0.0, 2.0, 3.0]]}
    values = np.array([0.0, 0.25, 0.8, 2.0])
    logits = design(np.column_stack([np.ones(4), values]), knots) @ weights
    assert logits == pytest.approx(-1.0 + np.interp(values, *curves["share"]))


def test_the_bias_has_hardly_a_ridge() -> None:
    found = ridges([np.zeros(2), np.zeros(3)], 5.0)
    assert found[0] < 0.01
    assert found[1:].tolist() == [5.0] * 5
