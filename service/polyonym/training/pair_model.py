"""Fit the curves under which two names are judged by themselves.

In come lists, out come the weights that `polyonym.compare.pair_model` reads. Positives are mentions beside the best
name of the right entity, and names of one entity; negatives are the nearest names of others, and names made to be near.
What was made stands in `near`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
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
from polyonym.training.example import Example
from polyonym.training.hard_negatives import made_examples
from polyonym.training.lists import ListedEntity, Task, bucket, tasks
from polyonym.training.logistic_regression import logistic
from polyonym.training.ngram_neighbours import GramIndex
from polyonym.training.score_model import curves_of, design, knots_of

RIDGE: Final = 5.0
MOST_NEGATIVES: Final = 4
LEAST_IN_COMMON: Final = 0.3
LEAST_IN_ALIASES: Final = 0.5
"""Two names of one entity that agree less than this are two names, and nothing is to be learned from them."""
WEIGHTS: Final = {("same", True): 1, ("same", False): 2, ("across", True): 3, ("across", False): 1}
"""How often an example counts. In one script near names of two are as usual as variants of one; across scripts, where a
name is written down by ear, they are not."""
LIKELY_SAME: Final = 0.6
"""Words that are likelier than this to be one word make no near miss."""

Row = tuple[str, tuple[float, ...], bool]


def fit(lists: Sequence[tuple[str, Sequence[ListedEntity]]], limit: int, workers: int = 2) -> dict[str, Any]:
    """Fit curves on lists with their titles; return them as they are stored."""
    work = [task for title, named in lists for task in tasks(title, named, limit) if task.mentions]
    made = made_examples([named for _, named in lists])
    share = -(-len(made) // workers)
    with ProcessPoolExecutor(workers) as pool:
        rows = [row for some in pool.map(match_candidates, work) for row in some]
        parts = [made[start : start + share] for start in range(0, len(made), share)]
        rows += [row for some in pool.map(lay_out_made, parts) for row in some]
    return fit_rows(rows)


def fit_rows(rows: Sequence[Row]) -> dict[str, Any]:
    """Fit curves on the features of pairs; raise KeyError where there are none in one script, or across."""
    curves = {}
    for base in ("same", "across"):
        found = [(row, same) for of, row, same in rows if of == base for _ in range(WEIGHTS[base, same])]
        if not found:
            raise KeyError(base)
        x, y = np.array([row for row, _ in found]), np.array([float(same) for _, same in found])
        knots = [knots_of(x[:, at]) for at in range(x.shape[1])]
        # The first column of a design is the bias, which stands where a feature would.
        ridge = np.full(1 + sum(map(len, knots)), RIDGE)
        ridge[0] = 1e-3
        weights = logistic(design(np.column_stack([np.ones(len(x)), x]), knots), y, ridge)
        curves[base] = curves_of(weights, knots, PAIR_FEATURES)
    return {"curves": curves}


def match_candidates(task: Task) -> list[Row]:
    """Return the features of mentions beside the right name, near misses of it, and the nearest names of others."""
    snapshot, empty = compile_entities(task.entities), compile_entities(())
    latins = snapshot.columns.terms.latins
    known = GramIndex.of(latins)
    rows = []
    for mention, gold in task.mentions:
        name = analyse(mention.text, snapshot.lexicon)
        kind = mention.type
        right, wrong = _nearest(snapshot, name, kind, gold)
        if right:
            rows += _rows(empty, name, right, kind, same=True)
            for text in near_misses(known, latins, right):
                rows += _rows(empty, name, analyse(text, snapshot.lexicon), kind, same=False)
        for other in wrong[:MOST_NEGATIVES]:
            rows += _rows(empty, name, other, kind, same=False)
    return rows


def _nearest(
    snapshot: Snapshot, name: Name, kind: EntityType | None, gold: str | None
) -> tuple[Name | None, list[Name]]:
    """Return the best name of the right entity, and those of others, best first; nothing where one is hit exactly."""
    mine, size = prepare_variants(snapshot, name, DEFAULT_POLICY), log_index_size(snapshot)
    best: dict[int, tuple[float, Name]] = {}
    for number in every_candidate(snapshot, name, DEFAULT_POLICY):
        indexed = snapshot.names[number]
        entity = snapshot.entities[indexed.entity_row]
        its = prepare_listed(snapshot, number, DEFAULT_POLICY)
        if entity.type == kind and not vetoed(mine[0], its[0]):
            score = pair_score(mine, its, entity.type, size, DEFAULT_POLICY).score
            if indexed.entity_row not in best or score > best[indexed.entity_row][0]:
                best[indexed.entity_row] = (score, indexed.form)
    ranked = sorted(best.items(), key=lambda item: -item[1][0])
    right = next((form for number, (_, form) in ranked if snapshot.entities[number].id == gold), None)
    return right, [form for number, (_, form) in ranked if snapshot.entities[number].id != gold]


def lay_out_made(made: Sequence[Example]) -> list[Row]:
    """Return the features of pairs that were made."""
    empty = compile_entities(())
    rows = []
    for example in made:
        a, b = analyse(example.a), analyse(example.b)
        if not vetoed(prepare_variants(empty, a, DEFAULT_POLICY)[0], prepare_variants(empty, b, DEFAULT_POLICY)[0]):
            rows += _rows(empty, a, b, example.type, same=example.same, least=LEAST_IN_ALIASES)
    return rows


def _rows(  # noqa: PLR0913 -- two names, what they are, and what is known of them
    snapshot: Snapshot, a: Name, b: Name, kind: EntityType | None, *, same: bool, least: float = LEAST_IN_COMMON
) -> list[Row]:
    """Return the features of two names under the way to part an unspaced one that brings them nearest."""
    personal = kind is None or BUILT_IN_TYPES.of(kind).personal
    every = aligned_pairs(snapshot, a, b, DEFAULT_POLICY)
    found = [pair_features(laid, personal=personal) for laid in every if laid.alignment.pairs]
    if not found:
        return []
    nearest = max(found, key=lambda features: features["covered_both"])
    if same and nearest["covered_both"] < least:
        return []
    base = "same" if a.script == b.script else "across"
    return [(base, tuple(nearest[feature] for feature in PAIR_FEATURES[1:]), same)]


def near_misses(known: GramIndex, latins: Sequence[str], name: Name) -> Iterator[str]:
    """Yield names that look like one and are another's: a near word for one of its words, its first two turned."""
    words = [token.latin for token in name.tokens]
    at = bucket(name.folded, len(words))
    if len(words) > 1 and name.tokens[at].role == "name" and len(words[at]) > 2:
        numbers, _ = known.nearest(words[at], 12, 0.3)
        others = [latins[number] for number in numbers.tolist()]
        others = [
            other for other in others if spelling_similarity(words[at], other) < LIKELY_SAME and other != words[at]
        ]
        for other in others[:2]:
            yield " ".join([*words[:at], other, *words[at + 1 :]])
    if len(words) > 2 and all(token.role == "name" for token in name.tokens):
        yield " ".join([words[1], words[0], *words[2:]])
