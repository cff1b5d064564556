"""Logistic regression with a ridge, fitted by Newton's method with step halving.

In come rows of features and labels, out come weights. The ridge may pull towards given weights instead of zeros, which
is maximum a posteriori estimation with a Gaussian prior around them.
"""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_ROWS_AT_ONCE: Final = 8192
_MAX_STEPS: Final = 40
_MIN_STEP_SIZE: Final = 1e-3
_MIN_IMPROVEMENT: Final = 1e-4


def fit_logistic(x: NDArray[np.floating], y: Matrix, ridge: Matrix | float, prior: Matrix | None = None) -> Matrix:
    """Return the weights of the features: float64, shape (k,).

    Args:
        x: one row an example, shape (n, k).
        y: the labels, 0 or 1, shape (n,).
        ridge: the strength of the ridge, one number or one a feature.
        prior: the weights that the ridge pulls to, shape (k,); zeros if none are given.
    """
    columns = x.shape[1]
    ridges = np.full(columns, ridge) if np.ndim(ridge) == 0 else np.asarray(ridge)
    centre = np.zeros(columns) if prior is None else prior
    weights = centre.copy()

    def loss(at: Matrix) -> float:
        """Return the negative log-likelihood with the ridge."""
        logits = x @ at
        return float(np.sum(np.logaddexp(0, logits) - y * logits) + np.sum(ridges * (at - centre) ** 2) / 2)

    current = loss(weights)
    for _ in range(_MAX_STEPS):
        step = _newton_step(x, y, ridges, centre, weights)
        size = 1.0
        while size > _MIN_STEP_SIZE and loss(weights - size * step) > current:
            size /= 2
        weights = weights - size * step
        reached = loss(weights)
        if current - reached < _MIN_IMPROVEMENT:
            break
        current = reached
    return weights


def _newton_step(x: NDArray[np.floating], y: Matrix, ridges: Matrix, centre: Matrix, weights: Matrix) -> Matrix:
    """Return the Newton step at some weights: the inverse Hessian times the gradient."""
    p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
    gradient = x.T @ (p - y) + ridges * (weights - centre)
    hessian = np.diag(ridges).astype(np.float64)
    for start in range(0, len(x), _ROWS_AT_ONCE):  # the weighted copy of all rows would not fit into memory
        rows = x[start : start + _ROWS_AT_ONCE].astype(np.float64)
        variance = (p * (1 - p))[start : start + _ROWS_AT_ONCE, None]
        hessian = np.add(hessian, rows.T @ (rows * variance), dtype=np.float64)
    step: Matrix = np.linalg.solve(hessian, gradient).astype(np.float64)
    return step
