"""Fitting by Newton's method: ridge logistic regression, towards given weights, with steps that never overshoot."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Matrix = NDArray[np.float64]

_SLICE = 8192
_ENOUGH = 1e-4


def logistic(x: NDArray[np.floating], y: Matrix, penalty: Matrix | float, towards: Matrix | None = None) -> Matrix:
    """Return the weights that explain labels `y` (0 or 1) by the rows of `x`.

    Args:
        x: one row an example, shape (n, k).
        y: the labels, shape (n,).
        penalty: the ridge, one number or one a column.
        towards: the weights that the ridge pulls to; zeros where none are given.
    """
    columns = x.shape[1]
    ridge = np.full(columns, penalty) if np.ndim(penalty) == 0 else np.asarray(penalty)
    anchor = np.zeros(columns) if towards is None else towards
    weights = anchor.copy()

    def loss(at: Matrix) -> float:
        logits = x @ at
        return float(np.sum(np.logaddexp(0, logits) - y * logits) + np.sum(ridge * (at - anchor) ** 2) / 2)

    current = loss(weights)
    for _ in range(40):
        step = _newton_step(x, y, ridge, anchor, weights)
        size = 1.0
        while size > 1e-3 and loss(weights - size * step) > current:
            size /= 2
        weights = weights - size * step
        reached = loss(weights)
        if current - reached < _ENOUGH:
            break
        current = reached
    return weights


def _newton_step(x: NDArray[np.floating], y: Matrix, ridge: Matrix, anchor: Matrix, weights: Matrix) -> Matrix:
    """Return the step that a quadratic model of the loss asks for."""
    p = 1 / (1 + np.exp(-np.clip(x @ weights, -30, 30)))
    gradient = x.T @ (p - y) + ridge * (weights - anchor)
    curvature = np.diag(ridge).astype(np.float64)
    for start in range(0, len(x), _SLICE):  # in slices: the weighted copy of the whole would not fit
        part = x[start : start + _SLICE].astype(np.float64)
        spread = (p * (1 - p))[start : start + _SLICE, None]
        curvature = np.add(curvature, part.T @ (part * spread), dtype=np.float64)
    step: Matrix = np.linalg.solve(curvature, gradient).astype(np.float64)
    return step
