"""Piecewise linear curves, one for each feature: how an additive logistic model is written as a linear one.

In come the values of features, out come knots and a design matrix of hat functions (linear B-splines), to which a
logistic regression is fitted. The weights of the hat functions are the values of a curve at its knots. The first
feature is the bias.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np

from polyonym.training.logistic_regression import Matrix

Curves = dict[str, list[list[float]]]
"""By the name of a feature, the knots of its curve and the values there."""

QUANTILES: Final = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99, 1.0)
MIN_KNOT_DISTANCE: Final = 0.06
"""Knots are further apart than this share of the range of a feature."""
_FEW_VALUES: Final = 4
_BIAS_RIDGE: Final = 1e-3


def knots_of(values: Matrix) -> Matrix:
    """Return the knots of a feature, ascending: quantiles that lie apart, or its values where there are few."""
    distinct = np.unique(np.round(values, 3))
    if len(distinct) > _FEW_VALUES:
        distinct = np.unique(np.round(np.quantile(values, QUANTILES), 3))
    apart = [distinct[0]]
    for value in distinct[1:]:
        if value - apart[-1] >= MIN_KNOT_DISTANCE * (distinct[-1] - distinct[0]):
            apart.append(value)
    return np.array(apart if len(apart) > 1 else [distinct[0], distinct[0] + 1.0])


def design(rows: Matrix, knots: Sequence[Matrix]) -> Matrix:
    """Return the design matrix: a column for the bias, and one for each knot of each feature.

    Args:
        rows: the features, float64, shape (n, features); column 0 is the bias.
        knots: the knots of all features but the bias.

    Returns:
        float64, shape (n, 1 + number of knots); each row is 1 and the hat functions at its values.
    """
    columns = [np.ones(len(rows))]
    for at, places in enumerate(knots, start=1):
        columns.extend(np.interp(rows[:, at], places, hat) for hat in np.eye(len(places)))
    return np.column_stack(columns)


def ridges(knots: Sequence[Matrix], ridge: float) -> Matrix:
    """Return the ridge of each column of a design matrix; that of the bias is nearly 0."""
    found = np.full(1 + sum(map(len, knots)), ridge)
    found[0] = _BIAS_RIDGE
    return found


def curves_of(weights: Matrix, knots: Sequence[Matrix], names: Sequence[str]) -> Curves:
    """Return fitted weights as curves, by the names of the features; the bias is a constant."""
    curves: Curves = {names[0]: [[0.0, 1.0], [round(float(weights[0]), 3)] * 2]}
    start = 1
    for name, places in zip(names[1:], knots, strict=True):
        values = weights[start : start + len(places)]
        curves[name] = [[round(float(x), 3) for x in places], [round(float(v), 3) for v in values]]
        start += len(places)
    return curves
