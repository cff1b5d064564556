from __future__ import annotations

import numpy as np
import pytest

from polyonym.training.logistic_regression import fit_logistic


@pytest.fixture(scope="module")
def drawn():
    """Return 5,000 examples that were drawn with known weights."""
    rng = np.random.default_rng(1)
    x = np.column_stack([np.ones(5000), rng.standard_normal((5000, 2))])
    weights = np.array([-0.5, 2.0, -1.0])
    return x, (rng.random(5000) < 1 / (1 + np.exp(-x @ weights))).astype(float), weights


def test_the_weights_that_examples_were_drawn_with_are_found(drawn) -> None:
    x, y, weights = drawn
    assert fit_logistic(x, y, 1e-6) == pytest.approx(weights, abs=0.15)


def test_the_gradient_is_zero_at_the_weights(drawn) -> None:
    x, y, _ = drawn
    ridge = np.array([0.0, 3.0, 7.0])
    weights = fit_logistic(x, y, ridge)
    gradient = x.T @ (1 / (1 + np.exp(-x @ weights)) - y) + ridge * weights
    assert np.abs(gradient).max() < 0.5


def test_a_strong_ridge_gives_the_prior_and_zeros_without_one(drawn) -> None:
    x, y, _ = drawn
    prior = np.array([1.0, -2.0, 3.0])
    assert fit_logistic(x, y, 1e9, prior) == pytest.approx(prior, abs=1e-3)
    assert fit_logistic(x, y, 1e9) == pytest.approx(np.zeros(3), abs=1e-3)


def test_a_ridge_may_leave_a_column_free(drawn) -> None:
    x, y, _ = drawn
    bias, *others = fit_logistic(x, y, np.array([1e-6, 1e9, 1e9]))
    assert others == pytest.approx([0.0, 0.0], abs=1e-3)
    assert 1 / (1 + np.exp(-bias)) == pytest.approx(y.mean(), abs=1e-3)


def test_examples_that_a_line_separates_have_finite_weights() -> None:
    x = np.array([[1.0, -1.0], [1.0, 1.0]] * 20)
    weights = fit_logistic(x, np.array([0.0, 1.0] * 20), 1.0)
    assert np.isfinite(weights).all()
    assert weights[1] > 1
