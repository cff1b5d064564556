from __future__ import annotations

import pytest

from polyonym import Resolver
from polyonym.compare.pair_features import PAIR_FEATURES
from polyonym.compare.pair_model import PAIR_REASONS, pair_model, pair_probability


def test_there_is_a_curve_for_every_feature_of_a_pair() -> None:
    assert {base: curves.names for base, curves in pair_model().items()} == {
        "same": PAIR_FEATURES,
        "across": PAIR_FEATURES,
    }


def test_every_reason_of_a_pair_is_about_features_that_there_are() -> None:
    named = [name for _, _, names in PAIR_REASONS for name in names]
    assert set(named) <= set(PAIR_FEATURES)
    assert len(named) == len(set(named))


@pytest.mark.parametrize("across", [False, True])
def test_nothing_is_taken_off_where_no_feature_is_behind_a_reason(across) -> None:
    likely, taken = pair_probability(dict.fromkeys(PAIR_FEATURES, 0.0), across=across)
    assert likely < 0.5
    assert taken == ()


@pytest.mark.parametrize(
    ("a", "b", "code"),
    [
        ("Emma Whitfield", "Emma Whitfeld", "words_differ"),
        ("Trần Thị Hà", "Hạ Trần Thị", "accents_differ"),
        ("RAHIMI, Omar Khalil", "KHALIL, Omar Rahimi", "family_moved"),
        ("Omar Safi Karzai", "Omar Safi", "left_over"),
        ("Karzai Safi Omar", "Omar Safi Karzai", "reordered"),
        ("Christian Bauer", "Christina Bauer", "given_name"),
        ("North Waziristan", "South Waziristan", "distinguished"),
        ("Promtech LLC", "Promtech PJSC", "legal_form"),
        ("Brigade 7 Kunar", "Brigade Kunar", "number_once"),
        ("Samuel Goldwyn Jr", "Samuel Goldwyn", "generation_once"),
    ],
)
def test_what_counts_against_a_pair_is_taken_off_and_named(resolver: Resolver, a: str, b: str, code: str) -> None:
    taken = {one.code: one.amount for one in resolver.compare(a, b, look_up=False).explanation.evidence.adjustments}
    assert taken[code] < 0.0
