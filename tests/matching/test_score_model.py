from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from polyonym import Resolver
from polyonym.matching.features import FEATURES
from polyonym.matching.score_model import REASONS, at, curve_of, score_model
from polyonym.text.spelling_similarity import sigmoid

CURVE = curve_of((0.0, 1.0, 3.0), (2.0, 4.0, 0.0))


@pytest.mark.parametrize(
    ("value", "expected"), [(-1.0, 2.0), (0.0, 2.0), (0.5, 3.0), (1.0, 4.0), (2.0, 2.0), (3.0, 0.0), (9.0, 0.0)]
)
def test_a_curve_is_straight_between_its_knots_and_flat_beyond(value: float, expected: float) -> None:
    assert at(CURVE, value) == expected


@given(st.floats(allow_nan=False))
def test_a_probability_lies_between_0_and_1(logit: float) -> None:
    assert 0.0 <= sigmoid(logit) <= 1.0


def test_there_is_a_curve_for_every_feature_of_every_kind() -> None:
    kinds = score_model().curves
    assert {"same", "across"} <= kinds.keys()
    assert {(curves.names, len(curves.curves)) for curves in kinds.values()} == {(FEATURES, len(FEATURES))}
    assert all(list(knots) == sorted(knots) for curves in kinds.values() for knots, _ in curves.curves)


def test_every_reason_is_about_features_that_there_are() -> None:
    named = [name for _, _, names in REASONS for name in names]
    assert set(named) <= set(FEATURES)
    assert len(named) == len(set(named))


def test_more_agreement_never_makes_a_match_of_less(resolver: Resolver) -> None:
    """The curves are fitted one by one; this holds them to common sense where users would look."""
    pairs = [
        ("Mohammad Omer Safi", "Mohammed Omar Safi", "Mohammad Amir Shafi"),
        ("Noorul Haq Ulumi", "Noorolhaq Olomi", "Noorul Haq Salimi"),
        ("Noorolhaq Olomi", "\u0646\u0648\u0631\u0627\u0644\u062d\u0642 \u0639\u0644\u0648\u0645\u06cc", "Ahmad Olomi"),
        ("John Campbell", "Jon Campbell", "John Kimball"),
    ]
    for name, near, far in pairs:
        assert resolver.compare(name, near).score > resolver.compare(name, far).score
