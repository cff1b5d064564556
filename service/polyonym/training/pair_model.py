"""Fits the model by which `polyonym.compare` decides on two names by themselves: additive logistic regression.

In come lists, out come the curves that `polyonym.compare.pair_model` reads, one for each feature, for names in one
script and across scripts. Positives are mentions with the best name of the right entity, and names of one entity.
Negatives are the most similar names of other entities, and synthetic names (see `hard_negatives`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

import numpy as np

from polyonym.compare.pair_features import PAIR_FEATURES, aligned_pairs, pair_features
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.index.build import compile_entities
from polyonym.index.snapshot import Snapshot
from polyonym.matching.pair_score import log_index_size, pair_score, vetoed
from polyonym.matching.prepared import prepare_listed, prepare_variants
from polyonym.model import EntityType
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve.search import every_candidate
from polyonym.text.name import Name, analyse
from polyonym.text.spelling_similarity import spelling_similarity
from polyonym.training.curves import curves_of, design, knots_of, ridges
from polyonym.training.example import Example
from polyonym.training.hard_negatives import synthetic_examples
from polyonym.training.lists import ListedEntity, Task, hash_bucket, tasks
from polyonym.training.logistic_regression import fit_logistic
from polyonym.training.ngram_neighbours import NgramIndex
from polyonym.workers import worker_pool

RIDGE: Final = 5.0
MAX_NEGATIVES: Final = 4
MIN_COVERED: Final = 0.3
MIN_COVERED_SYNTHETIC: Final = 0.5
"""Two names of one entity of which a smaller share is aligned are different names, and no example."""
WEIGHTS: Final = {("same", True): 1, ("same", False): 2, ("across", True): 3, ("across", False): 1}
"""How often an example counts. In one script, similar names of two entities are as usual as variants of one name.
Across scripts they are not, since names are spelled as they sound."""
MAX_NEAR_MISS_SIMILARITY: Final = 0.6
"""Words that are more similar are no near miss of one another."""
_NEIGHBOURS: Final = 12
_MIN_NEIGHBOUR_COSINE: Final = 0.3

Row = tuple[str, tuple[float, ...], bool]
"""`same` script or `across` scripts, the features of two names, and whether they are one entity's."""


def fit(lists: Sequence[tuple[str, Sequence[ListedEntity]]], limit: int, workers: int = 2) -> dict[str, Any]:
    """Return the curves as they are stored, fitted on lists with their titles.

    Args:
        lists: titles and entities.
        limit: mentions of each task, at most.
        workers: processes that share the tasks.
    """
    work = [task for title, entities in lists for task in tasks(title, entities, limit) if task.mentions]
    synthetic = synthetic_examples([entities for _, entities in lists])
    share = -(-len(synthetic) // workers)
    parts = [synthetic[start : start + share] for start in range(0, len(synthetic), share)]
    with worker_pool(workers, None) as pool:
        rows = [row for found in pool.map(rows_of_task, ((task,) for task in work)) for row in found]
        rows += [row for found in pool.map(rows_of_examples, ((part,) for part in parts)) for row in found]
    return fit_rows(rows)


def fit_rows(rows: Sequence[Row]) -> dict[str, Any]:
    """Return the curves that are fitted to rows; raise KeyError where there are none in one script, or across."""
    curves = {}
    for base in ("same", "across"):
        found = [(row, same) for of, row, same in rows if of == base for _ in range(WEIGHTS[base, same])]
        if not found:
            raise KeyError(base)
        x, y = np.array([row for row, _ in found]), np.array([float(same) for _, same in found])
        knots = [knots_of(x[:, at]) for at in range(x.shape[1])]
        with_bias = np.column_stack([np.ones(len(x)), x])
        weights = fit_logistic(design(with_bias, knots), y, ridges(knots, RIDGE))
        curves[base] = curves_of(weights, knots, PAIR_FEATURES)
    return {"curves": curves}


def rows_of_task(_: None, task: Task) -> list[Row]:
    """Return rows of the mentions of a task: with the right name, near misses of it, and similar names of others."""
    snapshot, empty = compile_entities(task.entities), compile_entities(())
    latins = snapshot.columns.terms.latins
    index = NgramIndex.of(latins)
    rows = []
    for mention, gold in task.mentions:
        name = analyse(mention.text, snapshot.lexicon)
        kind = mention.type
        right, wrong = _right_and_wrong(snapshot, name, kind, gold)
        if right:
            rows += _rows(empty, name, right, kind, same=True)
            for text in near_misses(index, latins, right):
                rows += _rows(empty, name, analyse(text, snapshot.lexicon), kind, same=False)
        for other in wrong[:MAX_NEGATIVES]:
            rows += _rows(empty, name, other, kind, same=False)
    return rows


def _right_and_wrong(
    snapshot: Snapshot, name: Name, kind: EntityType | None, gold: str | None
) -> tuple[Name | None, list[Name]]:
    """Return the best name of the right entity, and the best ones of others; none for a name that is listed."""
    mention, size = prepare_variants(snapshot, name, DEFAULT_POLICY), log_index_size(snapshot)
    best: dict[int, tuple[float, Name]] = {}
    for number in every_candidate(snapshot, name, DEFAULT_POLICY):
        indexed = snapshot.names[number]
        entity = snapshot.entities[indexed.entity_row]
        alias = prepare_listed(snapshot, number, DEFAULT_POLICY)
        if entity.type == kind and not vetoed(mention[0], alias[0]):
            score = pair_score(mention, alias, entity.type, size, DEFAULT_POLICY).score
            if indexed.entity_row not in best or score > best[indexed.entity_row][0]:
                best[indexed.entity_row] = (score, indexed.form)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    right = next((form for row, (_, form) in ranked if snapshot.entities[row].id == gold), None)
    return right, [form for row, (_, form) in ranked if snapshot.entities[row].id != gold]


def rows_of_examples(_: None, examples: Sequence[Example]) -> list[Row]:
    """Return the rows of synthetic examples."""
    empty = compile_entities(())
    rows = []
    for example in examples:
        a, b = analyse(example.a), analyse(example.b)
        if not vetoed(prepare_variants(empty, a, DEFAULT_POLICY)[0], prepare_variants(empty, b, DEFAULT_POLICY)[0]):
            rows += _rows(empty, a, b, example.type, same=example.same, min_covered=MIN_COVERED_SYNTHETIC)
    return rows


def _rows(  # noqa: PLR0913 -- two names, what they are, and what is known of them
    snapshot: Snapshot, a: Name, b: Name, kind: EntityType | None, *, same: bool, min_covered: float = MIN_COVERED
) -> list[Row]:
    """Return the row of two names in their most similar segmentations; none for different names of one entity."""
    personal = kind is None or BUILT_IN_TYPES.of(kind).personal
    pairs = aligned_pairs(snapshot, a, b, DEFAULT_POLICY)
    found = [pair_features(pair, personal=personal) for pair in pairs if pair.alignment.pairs]
    if not found:
        return []
    nearest = max(found, key=lambda features: features["covered_both"])
    if same and nearest["covered_both"] < min_covered:
        return []
    base = "same" if a.script == b.script else "across"
    return [(base, tuple(nearest[feature] for feature in PAIR_FEATURES[1:]), same)]


def near_misses(index: NgramIndex, latins: Sequence[str], name: Name) -> Iterator[str]:
    """Yield names of others that look like a name: one word replaced by a similar one, or its first two swapped."""
    words = [token.latin for token in name.tokens]
    at = hash_bucket(name.folded, len(words))
    if len(words) > 1 and name.tokens[at].role == "name" and len(words[at]) > 2:
        numbers, _ = index.nearest(words[at], _NEIGHBOURS, _MIN_NEIGHBOUR_COSINE)
        others = (other for other in (latins[number] for number in numbers.tolist()) if other != words[at])
        misses = [other for other in others if spelling_similarity(words[at], other) < MAX_NEAR_MISS_SIMILARITY]
        for other in misses[:2]:
            yield " ".join([*words[:at], other, *words[at + 1 :]])
    if len(words) > 2 and all(token.role == "name" for token in name.tokens):
        yield " ".join([words[1], words[0], *words[2:]])
