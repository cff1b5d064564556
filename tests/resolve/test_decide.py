from __future__ import annotations

import pytest

from polyonym.model import Alias, Evidence, Origin
from polyonym.policy import Policy
from polyonym.resolve.decide import decide
from polyonym.resolve.rank import Scored

POLICY = Policy(threshold=0.8, margin=0.1, ambiguous_floor=0.6)


def scored(*scores: float) -> list[Scored]:
    alias = Alias("Omar", None, "fuzzy", Origin("a.yaml", 1))
    return [Scored(n, Evidence("spelling", alias, "Latn", (), (), score)) for n, score in enumerate(scores)]


@pytest.mark.parametrize(
    ("scores", "status"),
    [
        ((), "no_match"),
        ((0.9,), "match"),
        ((0.8,), "match"),
        ((0.79,), "no_match"),
        ((0.9, 0.7), "match"),
        ((0.9, 0.85), "ambiguous"),
        ((1.0, 1.0), "ambiguous"),
        ((0.7, 0.65), "ambiguous"),
        ((0.7, 0.3), "no_match"),
        ((0.5, 0.5), "no_match"),
        ((0.0, 0.0), "no_match"),
    ],
)
def test_a_decision_follows_from_the_first_score_and_its_lead(scores: tuple[float, ...], status: str) -> None:
    assert decide(scored(*scores), POLICY).status == status


def test_the_margin_is_the_lead_over_the_second() -> None:
    assert decide(scored(0.9, 0.5), POLICY).margin == pytest.approx(0.4)
    assert decide(scored(0.9), POLICY).margin is None


def test_a_lead_of_the_margin_itself_is_enough() -> None:
    # Numbers that binary fractions hold exactly.
    assert decide(scored(1.0, 0.75), Policy(margin=0.25)).status == "match"
    assert decide(scored(1.0, 0.75), Policy(margin=0.2501)).status == "ambiguous"
