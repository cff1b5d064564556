"""Fit the curves of the score and its calibration on the decisions that the resolver has to take.

In come lists (see `lists`), out come the weights that `polyonym.matching.score_model` reads. The candidates of every
mention are matched with it as the resolver does it, the right one is labelled, and an additive logistic model is
fitted: first for all types, then towards that for each. The calibration is fitted on the first candidate of each
mention alone, since that is the one that is decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import product
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.index.build import compile_entities
from polyonym.matching.align import align
from polyonym.matching.features import FEATURES, features
from polyonym.matching.pair_score import log_index_size, vetoed
from polyonym.matching.prepared import PreparedName, prepare_listed, prepare_variants
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve.search import every_candidate
from polyonym.text.name import analyse
from polyonym.training.lists import Task
from polyonym.training.logistic_regression import Matrix, logistic

Curves = dict[str, list[list[float]]]

QUANTILES: Final = (0.0, 0.1, 0.3, 0.5, 0.7, 0.85, 0.95, 0.99, 1.0)
RIDGE: Final = 1.5
TYPE_RIDGE: Final = 12.0
MOST_CANDIDATES: Final = 30
FEWEST_EXAMPLES: Final = 40
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class PairScore:
    """One mention with its candidates: a row of features, an entity, a label and a crossing of scripts each."""

    kind: str
    rows: NDArray[np.float32]
    entities: tuple[int, ...]
    right: tuple[bool, ...]
    across: tuple[bool, ...]


def match_candidates(task: Task) -> list[PairScore]:
    """Lay the candidates of every mention of a task beside it; mentions that are hit exactly say nothing here."""
    snapshot = compile_entities(task.entities)
    laid = []
    for mention, gold in task.mentions:
        name = analyse(mention.text, snapshot.lexicon)
        found = every_candidate(snapshot, name, DEFAULT_POLICY)
        if not found:
            continue
        rows, entities, right, across = [], [], [], []
        mine = prepare_variants(snapshot, name, DEFAULT_POLICY)
        for number in found:
            indexed = snapshot.names[number]
            entity = snapshot.entities[indexed.entity_row]
            theirs = prepare_listed(snapshot, number, DEFAULT_POLICY)
            if entity.type != mention.type or vetoed(mine[0], theirs[0]):
                continue
            for row in _rows(mine, theirs, log_index_size(snapshot)):
                rows.append(row)
                entities.append(indexed.entity_row)
                right.append(entity.id == gold)
                across.append(name.script != indexed.form.script)
        matrix = np.array(rows, np.float32).reshape(len(rows), len(FEATURES))
        laid.append(PairScore(mention.type or "", matrix, tuple(entities), tuple(right), tuple(across)))
    return laid


def _rows(ours: Sequence[PreparedName], theirs: Sequence[PreparedName], size: float) -> Iterator[list[float]]:
    """Yield the features of two names, for each way to part an unspaced one."""
    for mine, its in product(ours, theirs):
        alignment = align(mine, its, DEFAULT_POLICY)
        if alignment.pairs:
            yield features(mine, its, alignment, size)


def fit(all_tasks: Sequence[Task], workers: int = 2) -> dict[str, Any]:
    """Fit curves and calibration on tasks; return them as they are stored."""
    with ProcessPoolExecutor(workers) as pool:
        laid = [item for of_task in pool.map(match_candidates, all_tasks) for item in of_task]
    return fit_laid(laid)


def fit_laid(laid: Sequence[PairScore]) -> dict[str, Any]:
    """Fit curves and calibration on mentions that lie beside their candidates; return them as they are stored."""
    curves: dict[str, Curves] = {}
    for _ in range(ROUNDS):
        # The best name of each entity depends on the curves, and these on the best names: a few rounds settle it.
        curves = _fit_curves(laid, curves)
    slope, offset = _calibrate(laid, curves)
    return {"slope": round(slope, 4), "offset": round(offset, 4), "curves": curves}


def _logits(curves: dict[str, Curves], item: PairScore) -> Matrix:
    """Return the logit of every candidate; before the first fit, how much of the two names agrees."""
    if not curves:
        rows = item.rows.astype(np.float64)
        prefilter_scores: Matrix = rows[:, FEATURES.index("covered_both")] + rows[:, FEATURES.index("whole")]
        return prefilter_scores
    logits = np.zeros(len(item.rows))
    for place, across in enumerate(item.across):
        base = "across" if across else "same"
        chosen = curves.get(f"{base}/{item.kind}") or curves[base]
        row = item.rows[place].tolist()
        logits[place] = sum(
            float(np.interp(row[at], chosen[name][0], chosen[name][1])) for at, name in enumerate(FEATURES)
        )
    return logits


def _ranked(item: PairScore, logits: Matrix) -> list[int]:
    """Return the best name of each entity, by place, best entity first."""
    best: dict[int, int] = {}
    for place in np.argsort(-logits, kind="stable").tolist():
        best.setdefault(item.entities[place], place)
    return list(best.values())


def _fit_curves(laid: Iterable[PairScore], before: dict[str, Curves]) -> dict[str, Curves]:
    """Fit the curves of every kind of comparison to the best names under the curves before."""
    examples: dict[str, list[tuple[NDArray[np.float32], bool]]] = {}
    for item in laid:
        if not len(item.rows):
            continue
        for place in _ranked(item, _logits(before, item))[:MOST_CANDIDATES]:
            base = "across" if item.across[place] else "same"
            for kind in (base, f"{base}/{item.kind}"):
                examples.setdefault(kind, []).append((item.rows[place], item.right[place]))
    fitted: dict[str, Curves] = {}
    for base in ("same", "across"):
        rows, labels = _stack(examples[base])
        knots = [knots_of(rows[:, at]) for at in range(1, len(FEATURES))]
        shared = logistic(design(rows, knots), labels, _ridge(knots, RIDGE))
        fitted[base] = curves_of(shared, knots)
        for kind in BUILT_IN_TYPES.names:
            own = examples.get(f"{base}/{kind}", [])
            if sum(right for _, right in own) >= FEWEST_EXAMPLES:
                rows, labels = _stack(own)
                weights = logistic(design(rows, knots), labels, TYPE_RIDGE, shared)
                fitted[f"{base}/{kind}"] = curves_of(weights, knots)
    return fitted


def _stack(examples: list[tuple[NDArray[np.float32], bool]]) -> tuple[Matrix, Matrix]:
    """Return examples as a matrix and its labels."""
    return np.array([row for row, _ in examples], np.float64), np.array([float(right) for _, right in examples])


def knots_of(values: Matrix) -> Matrix:
    """Return the knots of a feature: quantiles that lie apart, or its values where there are few."""
    distinct = np.unique(np.round(values, 3))
    if len(distinct) > 4:
        distinct = np.unique(np.round(np.quantile(values, QUANTILES), 3))
    apart = [distinct[0]]
    for value in distinct[1:]:
        if value - apart[-1] >= 0.06 * (distinct[-1] - distinct[0]):
            apart.append(value)
    return np.array(apart if len(apart) > 1 else [distinct[0], distinct[0] + 1.0])


def design(rows: Matrix, knots: Sequence[Matrix]) -> Matrix:
    """Return a column for the bias and one for each knot: how near the value is to it, between its neighbours."""
    columns = [np.ones(len(rows))]
    for at, places in enumerate(knots, start=1):
        columns.extend(np.interp(rows[:, at], places, hat) for hat in np.eye(len(places)))
    return np.column_stack(columns)


def _ridge(knots: Sequence[Matrix], ridge: float) -> Matrix:
    """Return the ridge of every column; the bias is free."""
    penalties = np.full(1 + sum(map(len, knots)), ridge)
    penalties[0] = 1e-3
    return penalties


def curves_of(weights: Matrix, knots: Sequence[Matrix], names: Sequence[str] = FEATURES) -> Curves:
    """Return fitted weights as curves by the names of the features, the first of which is the bias."""
    curves: Curves = {names[0]: [[0.0, 1.0], [round(float(weights[0]), 3)] * 2]}
    start = 1
    for name, places in zip(names[1:], knots, strict=True):
        values = weights[start : start + len(places)]
        curves[name] = [[round(float(x), 3) for x in places], [round(float(v), 3) for v in values]]
        start += len(places)
    return curves


def _calibrate(laid: Iterable[PairScore], curves: dict[str, Curves]) -> tuple[float, float]:
    """Return slope and offset from the logit of a first candidate to the log-odds of its being right (Platt)."""
    logits, right = [], []
    for item in laid:
        if len(item.rows):
            found = _logits(curves, item)
            first = _ranked(item, found)[0]
            logits.append(found[first])
            right.append(float(item.right[first]))
    x = np.column_stack([logits, np.ones(len(logits))])
    slope, offset = logistic(x, np.array(right), 1e-3)
    return float(slope), float(offset)
