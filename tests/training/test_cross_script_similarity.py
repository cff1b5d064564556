from __future__ import annotations

import numpy as np
import pytest

from polyonym.errors import InputError
from polyonym.text.cross_script_similarity import NUMERIC_FEATURES
from polyonym.text.name import analyse
from polyonym.training.cross_script_similarity import aligned, aligned_terms, area_under_curve, examples, fit
from polyonym.training.lists import ListedEntity

PEOPLE = {
    "Mohammad Karimi": "محمد کریمی",
    "Noorullah Safi": "نورالله صافی",
    "Ahmad Olomi": "احمد علومی",
    "Ivan Petrov": "Иван Петров",
    "Sergei Smirnov": "Сергей Смирнов",
    "Olga Kuznetsova": "Ольга Кузнецова",
    "Somchai Thongdee": "สมชัย ทองดี",
}
LIST = tuple(
    ListedEntity(f"p{number}", "person", ((latin, "Latn"), (native, analyse(native).script)))
    for number, (latin, native) in enumerate(PEOPLE.items())
)


def test_tokens_of_two_names_are_aligned_in_any_order() -> None:
    pairs = aligned(analyse("محمد کریمی"), analyse("Karimi, Mohammad"))
    assert {(ours.text, theirs.latin) for ours, theirs in pairs} == {("محمد", "mohammad"), ("کریمی", "karimi")}


def test_names_of_different_length_are_not_aligned() -> None:
    assert aligned(analyse("محمد کریمی"), analyse("Mohammad Ali Karimi")) == []


def test_spellings_are_kept_by_script_and_organizations_left_out() -> None:
    translated = ListedEntity("o", "organization", (("Red Cross", "Latn"), ("Красный Крест", "Cyrl")))
    terms, latin = aligned_terms([(*LIST, translated)])
    assert terms["Cyrl"]["петров"] == {"petrov"}
    assert "крест" not in terms["Cyrl"]
    assert {"cross", "petrov"} <= set(latin)


def test_examples_are_the_same_in_every_run_and_no_spelling_is_a_negative() -> None:
    latin = ["ivan", "iwan", "petrov", "kabul", "olga"]
    first, second = (examples("Cyrl", {"иван": {"ivan"}}, latin) for _ in range(2))
    assert np.array_equal(first.rows, second.rows)
    assert first.labels.sum() == 1
    assert len(first.labels) == 1 + 3 + len(first.labels[4:])  # three nearest that are no `iwan`, and the drawn ones


def test_weights_are_fitted_for_all_scripts_and_for_those_without_a_map() -> None:
    weights, reports = fit([LIST])
    assert set(weights) == {"pooled", "romanised"}
    assert all(set(fitted) == set(NUMERIC_FEATURES) for fitted in weights.values())
    assert weights["romanised"]["cosine"] == 0
    assert {one.script for one in reports} == {"Arab", "Cyrl", "Thai"}
    assert all(one.fitted >= 0.9 for one in reports)
    assert fit([LIST])[0] == weights


def test_lists_in_one_script_are_refused() -> None:
    with pytest.raises(InputError, match="no entity with a name in Latin and one in a script"):
        fit([(ListedEntity("a", "person", (("Ann", "Latn"),)),)])


@pytest.mark.parametrize(
    ("scores", "share"), [((1, 2, 3, 4), 1.0), ((4, 3, 2, 1), 0.0), ((1, 1, 1, 1), 0.5), ((1, 3, 2, 4), 0.75)]
)
def test_the_area_under_the_curve_counts_pairs_in_order(scores: tuple[int, ...], share: float) -> None:
    assert area_under_curve(np.array(scores, np.float64), np.array([0.0, 0.0, 1.0, 1.0])) == share


def test_without_a_wrong_example_nothing_is_said() -> None:
    assert area_under_curve(np.ones(2), np.ones(2)) == 0.5
