from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym import Resolver
from polyonym.index.snapshot import Snapshot
from polyonym.matching.batch_score import CurveTable, score_batch
from polyonym.matching.pair_score import evidence_of, log_index_size, pair_score
from polyonym.matching.prepared import prepare_listed, prepare_variants
from polyonym.matching.score_model import score_model
from polyonym.model import Evidence
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.name import Name, analyse


def compare(snapshot: Snapshot, mentions: Sequence[Name], pairs: Sequence[tuple[int, int]]) -> int:
    """Compare scores and evidence of all pairs at once with those of each by itself; return how many score above 0."""
    rows, names = np.array(pairs, np.int64).reshape(-1, 2).T
    found = score_batch(snapshot, mentions, rows, names, DEFAULT_POLICY)
    size, columns = log_index_size(snapshot), snapshot.columns
    for at, (row, number) in enumerate(pairs):
        kind = columns.traits(columns.names.entity_rows.item(number)).like
        ways = prepare_variants(snapshot, mentions[row], DEFAULT_POLICY)
        pair = pair_score(ways, prepare_listed(snapshot, number, DEFAULT_POLICY), kind, size, DEFAULT_POLICY)
        alias = snapshot.alias(number)
        assert found.scores[at] == pytest.approx(pair.score, abs=1e-6), (mentions[row].text, alias.name)
        same(found.evidence(at, alias), evidence_of(pair, alias, kind))
    return int((found.scores > 0).sum())


def same(found: Evidence, expected: Evidence) -> None:
    """Compare two pieces of evidence: equal in all that is said, and in every rounded number to a step of rounding."""
    about = (found, expected)
    assert (found.method, found.alias, found.script) == (expected.method, expected.alias, expected.script), about
    assert found.score == pytest.approx(expected.score, abs=1e-6)
    assert [(p.mention, p.alias, p.method) for p in found.pairs] == [
        (p.mention, p.alias, p.method) for p in expected.pairs
    ], about
    for pair, right in zip(found.pairs, expected.pairs, strict=True):
        assert (pair.similarity, pair.weight) == pytest.approx((right.similarity, right.weight), abs=1.01e-4), about
    assert [(a.code, a.detail) for a in found.adjustments] == [(a.code, a.detail) for a in expected.adjustments], about
    for one, other in zip(found.adjustments, expected.adjustments, strict=True):
        assert one.amount == pytest.approx(other.amount, abs=1.01e-4), about


@pytest.fixture(scope="module")
def mentions(labelled: list[tuple[Name, Name]], edges: list[tuple[Name, Name]]) -> list[Name]:
    return list(dict.fromkeys(name for pair in [*labelled, *edges] for name in pair))


def test_mentions_and_listed_names_score_alike_at_once_and_one_by_one(snapshot: Snapshot, mentions: list[Name]) -> None:
    chance = random.Random(15)  # noqa: S311 -- no secret
    pairs = [(chance.randrange(len(mentions)), chance.randrange(len(snapshot.names))) for _ in range(4000)]
    assert compare(snapshot, mentions, pairs) > 100


def test_names_of_one_entity_score_alike_at_once_and_one_by_one(snapshot: Snapshot) -> None:
    names = list(snapshot.names)
    mentions = [analyse(name.alias.name, snapshot.lexicon) for name in names]
    pairs = [
        (row, number)
        for row in range(0, len(names), 3)
        for number in range(max(row - 9, 0), min(row + 9, len(names)))
        if names[row].entity_row == names[number].entity_row
    ]
    assert compare(snapshot, mentions, pairs) > 1000


def test_a_few_pairs_and_the_same_pair_twice_score_alike(snapshot: Snapshot, mentions: list[Name]) -> None:
    for row in range(0, len(mentions), 60):
        compare(snapshot, mentions, [(row, 3), (row, 3), (row, 700)])
    compare(snapshot, mentions, [(0, 0)])


def test_no_pairs_are_scored(snapshot: Snapshot) -> None:
    assert compare(snapshot, [], []) == 0


def test_types_that_a_gazetteer_declares_are_scored_by_the_curves_of_those_they_are_like(
    make: Callable[..., Resolver],
) -> None:
    snapshot = make(
        "- {id: one, type: vessel, name: Noorul Haq Star}\n- {id: two, type: person, name: Noorul Haq Star}\n",
        types__yaml="- {name: vessel, like: organization}\n",
    ).snapshot
    compare(snapshot, [analyse("Nurulhaq Starr")], [(0, 0), (0, 1)])


WORDS = st.sampled_from(
    [
        *("kunduz", "omar", "safi", "noorul", "haq", "olomi", "bank", "24", "m", "islamic", "state", "ministry", "of"),
        *("\u0639\u0645\u0631", "\u043e\u043c\u0430\u0440", "\u5b89\u500d", "\u664b\u4e09", "\ubc15\uadfc\ud61c"),
    ]
)


@settings(max_examples=60)
@given(st.data())
def test_any_mentions_and_listed_names_score_alike_at_once_and_one_by_one(
    snapshot: Snapshot, data: st.DataObject
) -> None:
    texts = data.draw(st.lists(st.lists(WORDS, max_size=5).map(" ".join), min_size=1, max_size=8))
    places = st.tuples(st.integers(0, len(texts) - 1), st.integers(0, len(snapshot.names) - 1))
    compare(snapshot, [analyse(text) for text in texts], data.draw(st.lists(places, max_size=60)))


def test_curves_in_a_table_give_what_each_gives() -> None:
    curves = score_model().curves
    table = CurveTable.of(dict(curves))
    chance = np.random.default_rng(16)
    features = chance.uniform(-1.0, 6.0, (200, table.knots.shape[1]))
    features[:40] = np.round(features[:40])
    for row, one in enumerate(table.curves):
        found = table.parts(np.full(len(features), row), features)
        expected = [one.parts(values) for values in features.tolist()]
        assert found == pytest.approx(np.array(expected), abs=1e-9), table.names[row]
        at_knots = np.where(np.isfinite(table.knots[row]), table.knots[row], 0.0).T
        found = table.parts(np.full(len(at_knots), row), at_knots)
        assert found == pytest.approx(np.array([one.parts(values) for values in at_knots.tolist()]), abs=1e-9)
