from __future__ import annotations

import dataclasses
import inspect
import pickle
from typing import get_args

import pytest

from polyonym import Resolver, model
from polyonym.model import (
    MATCH_MODES,
    STATUSES,
    Alias,
    Comparison,
    Evidence,
    Explanation,
    MatchMode,
    Mention,
    Origin,
    Problem,
    Status,
    Verdict,
)

VALUES = [kind for _, kind in inspect.getmembers(model, inspect.isclass) if kind.__module__ == model.__name__]


def test_there_are_values() -> None:
    assert len(VALUES) > 10


@pytest.mark.parametrize("kind", VALUES)
def test_every_value_is_frozen_and_takes_no_field_that_is_not_declared(kind: type) -> None:
    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
    assert "__slots__" in vars(kind)


def test_tuples_of_modes_and_statuses_are_complete() -> None:
    """A snapshot stores positions in them."""
    assert get_args(MatchMode) == MATCH_MODES
    assert get_args(Status) == STATUSES


def test_a_place_and_a_problem_are_written_on_one_line() -> None:
    origin = Origin("places.yaml", 7)
    assert str(origin) == "places.yaml:7"
    problem = Problem("unknown-type", "There is no type `town`.", "Write place.", origin, "warning")
    assert str(problem) == "places.yaml:7: warning: unknown-type: There is no type `town`. Write place."


@pytest.mark.parametrize(
    ("verdict", "same"), [(verdict, verdict == "same") for verdict in get_args(Verdict)], ids=get_args(Verdict)
)
def test_only_one_verdict_says_that_two_names_are_the_same(verdict: Verdict, same: bool) -> None:
    evidence = Evidence("exact", Alias("a", None, "fuzzy", Origin("a.yaml", 1)), "Latn", (), (), 0.5)
    assert Comparison("a", "b", verdict, 0.5, Explanation(evidence, None, None, "")).same is same


def test_an_answer_can_be_pickled_compared_and_hashed(resolver: Resolver) -> None:
    answer = resolver.resolve(Mention("Kunduz", limit=3))
    again = pickle.loads(pickle.dumps(answer))  # noqa: S301 -- our own bytes
    assert again == answer
    assert hash(again) == hash(answer)
    assert len(answer.candidates) > 1
