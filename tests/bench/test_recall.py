from __future__ import annotations

import pytest

from bench.lists import LabelledMention
from bench.recall import accepted, every, recall


def test_the_best_entity_is_accepted_with_those_that_tie():
    assert accepted({"a": 0.9, "b": 0.9, "c": 0.8}, 0.7) == {"a", "b"}


def test_nothing_is_accepted_below_the_threshold():
    assert accepted({"a": 0.6}, 0.7) == set()
    assert accepted({}, 0.7) == set()


@pytest.mark.slow
def test_a_look_at_every_name_scores_every_entity_as_the_resolver_does(resolver):
    text = "Nurul Haq Olumi"
    scores = every(resolver, text)
    first = resolver.resolve(text).candidates[0]
    assert max(scores, key=lambda own: scores[own]) == first.id
    assert round(scores[first.id], 4) == first.score
    rows = recall(resolver, [LabelledMention(text, "variant", "", "Latn", first.id)] * 3, 60, 2)
    assert rows == [{"script": "Latn", "wanted": 1, "found": 1}] * 2
