"""Fits the score of the resolver and its calibration on the decisions that the resolver takes.

In come tasks (see `lists`), out come the weights that `polyonym.matching.score_model` reads. The candidates of each
mention are retrieved and matched as the resolver does it, the right one is labelled, and an additive logistic model is
fitted (see `curves`): first for all types together, then for each type with the first one as its prior. The calibration
(Platt scaling) is fitted on the first candidate of each mention, since that is the one that is decided on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
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
from polyonym.training.curves import Curves, curves_of, design, knots_of, ridges
from polyonym.training.lists import Task
from polyonym.training.logistic_regression import Matrix, fit_logistic
from polyonym.workers import worker_pool

RIDGE: Final = 1.5
TYPE_RIDGE: Final = 12.0
CALIBRATION_RIDGE: Final = 1e-3
MAX_CANDIDATES: Final = 30
MIN_POSITIVES: Final = 40
"""A type with fewer right candidates has no curves of its own."""
ROUNDS: Final = 3


@dataclass(frozen=True, slots=True, eq=False)
class LabelledMention:
    """The candidate names of a mention.

    Attributes:
        kind: the type of the mention.
        rows: float32, shape (candidates, features).
        entities: the row of the entity of each candidate.
        right: whether each candidate is of the right entity.
        across: whether each candidate is in another script than the mention.
    """

    kind: str
    rows: NDArray[np.float32]
    entities: tuple[int, ...]
    right: tuple[bool, ...]
    across: tuple[bool, ...]


def labelled_mentions(_: None, task: Task) -> list[LabelledMention]:
    """Return the mentions of a task with their candidates. Mentions that are listed exactly are left out."""
    snapshot = compile_entities(task.entities)
    labelled = []
    for mention, gold in task.mentions:
        name = analyse(mention.text, snapshot.lexicon)
        found = every_candidate(snapshot, name, DEFAULT_POLICY)
        if not found:
            continue
        rows, entities, right, across = [], [], [], []
        variants = prepare_variants(snapshot, name, DEFAULT_POLICY)
        for number in found:
            indexed = snapshot.names[number]
            entity = snapshot.entities[indexed.entity_row]
            alias = prepare_listed(snapshot, number, DEFAULT_POLICY)
            if entity.type != mention.type or vetoed(variants[0], alias[0]):
                continue
            for row in _feature_rows(variants, alias, log_index_size(snapshot)):
                rows.append(row)
                entities.append(indexed.entity_row)
                right.append(entity.id == gold)
                across.append(name.script != indexed.form.script)
        matrix = np.array(rows, np.float32).reshape(len(rows), len(FEATURES))
        labelled.append(LabelledMention(mention.type or "", matrix, tuple(entities), tuple(right), tuple(across)))
    return labelled


def _feature_rows(
    mentions: Sequence[PreparedName], aliases: Sequence[PreparedName], size: float
) -> Iterator[list[float]]:
    """Yield the features of a mention and an alias, for each segmentation of either."""
    for mention, alias in product(mentions, aliases):
        alignment = align(mention, alias, DEFAULT_POLICY)
        if alignment.pairs:
            yield features(mention, alias, alignment, size)


def fit(all_tasks: Sequence[Task], workers: int = 2) -> dict[str, Any]:
    """Return curves and calibration as they are stored, fitted on tasks that several processes share."""
    with worker_pool(workers, None) as pool:
        found = pool.map(labelled_mentions, ((task,) for task in all_tasks))
        return fit_weights([mention for of_task in found for mention in of_task])


def fit_weights(mentions: Sequence[LabelledMention]) -> dict[str, Any]:
    """Return curves and calibration as they are stored, fitted on labelled mentions."""
    curves: dict[str, Curves] = {}
    for _ in range(ROUNDS):
        # The best name of each entity depends on the curves, and these on the best names: a few rounds settle both.
        curves = _fit_curves(mentions, curves)
    slope, offset = _calibrate(mentions, curves)
    return {"slope": round(slope, 4), "offset": round(offset, 4), "curves": curves}


def _logits(curves: dict[str, Curves], mention: LabelledMention) -> Matrix:
    """Return the logit of each candidate, float64; without curves the share of the two names that is aligned."""
    if not curves:
        rows = mention.rows.astype(np.float64)
        covered: Matrix = rows[:, FEATURES.index("covered_both")] + rows[:, FEATURES.index("whole")]
        return covered
    logits = np.zeros(len(mention.rows))
    for candidate, across in enumerate(mention.across):
        base = "across" if across else "same"
        chosen = curves.get(f"{base}/{mention.kind}") or curves[base]
        row = mention.rows[candidate].tolist()
        logits[candidate] = sum(
            float(np.interp(row[at], chosen[name][0], chosen[name][1])) for at, name in enumerate(FEATURES)
        )
    return logits


def _ranked(mention: LabelledMention, logits: Matrix) -> list[int]:
    """Return the best candidate of each entity, best entity first."""
    best: dict[int, int] = {}
    for candidate in np.argsort(-logits, kind="stable").tolist():
        best.setdefault(mention.entities[candidate], candidate)
    return list(best.values())


def _fit_curves(mentions: Iterable[LabelledMention], before: dict[str, Curves]) -> dict[str, Curves]:
    """Return the curves for all types and for each, fitted on the best names of entities under the curves before."""
    examples: dict[str, list[tuple[NDArray[np.float32], bool]]] = {}
    for mention in mentions:
        if not len(mention.rows):
            continue
        for candidate in _ranked(mention, _logits(before, mention))[:MAX_CANDIDATES]:
            base = "across" if mention.across[candidate] else "same"
            for kind in (base, f"{base}/{mention.kind}"):
                examples.setdefault(kind, []).append((mention.rows[candidate], mention.right[candidate]))
    fitted: dict[str, Curves] = {}
    for base in ("same", "across"):
        rows, labels = _stack(examples[base])
        knots = [knots_of(rows[:, at]) for at in range(1, len(FEATURES))]
        shared = fit_logistic(design(rows, knots), labels, ridges(knots, RIDGE))
        fitted[base] = curves_of(shared, knots, FEATURES)
        for kind in BUILT_IN_TYPES.names:
            own = examples.get(f"{base}/{kind}", [])
            if sum(right for _, right in own) >= MIN_POSITIVES:
                rows, labels = _stack(own)
                weights = fit_logistic(design(rows, knots), labels, TYPE_RIDGE, shared)
                fitted[f"{base}/{kind}"] = curves_of(weights, knots, FEATURES)
    return fitted


def _stack(examples: list[tuple[NDArray[np.float32], bool]]) -> tuple[Matrix, Matrix]:
    """Return the features of examples, float64, shape (n, features), and their labels, shape (n,)."""
    return np.array([row for row, _ in examples], np.float64), np.array([float(right) for _, right in examples])


def _calibrate(mentions: Iterable[LabelledMention], curves: dict[str, Curves]) -> tuple[float, float]:
    """Return slope and offset from the logit of a first candidate to the log-odds that it is right (Platt, 1999)."""
    logits, right = [], []
    for mention in mentions:
        if len(mention.rows):
            found = _logits(curves, mention)
            first = _ranked(mention, found)[0]
            logits.append(found[first])
            right.append(float(mention.right[first]))
    x = np.column_stack([logits, np.ones(len(logits))])
    slope, offset = fit_logistic(x, np.array(right), CALIBRATION_RIDGE)
    return float(slope), float(offset)
