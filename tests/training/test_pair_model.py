from __future__ import annotations

from itertools import product

import pytest

from polyonym.compare.pair_features import PAIR_FEATURES
from polyonym.text.name import analyse
from polyonym.training.example import Example
from polyonym.training.lists import ListedEntity, tasks
from polyonym.training.ngram_neighbours import NgramIndex
from polyonym.training.pair_model import fit_rows, near_misses, rows_of_examples, rows_of_task

GIVEN = {"Mohammad": "محمد", "Yusuf": "یوسف", "Karim": "کریم", "Rustam": "رستم", "Hamid": "حمید"}
FAMILY = {"Olomi": "علومی", "Hakimi": "حکیمی", "Rahmani": "رحمانی", "Sultani": "سلطانی", "Zabuli": "زابلی"}
PEOPLE = [
    ListedEntity(f"{a}-{b}", "person", ((f"{a} {b}", "Latn"), (f"{a} {b[:-1]}y", "Latn"), (f"{x} {y}", "Arab")))
    for (a, x), (b, y) in product(GIVEN.items(), FAMILY.items())
]
LATIN = [ListedEntity(one.id, "person", one.names[:2]) for one in PEOPLE]


def test_the_rows_of_examples_have_their_labels_and_a_value_for_each_feature() -> None:
    examples = [
        Example("Omar Safi", "Umar Safi", "person", same=True),
        Example("Omar Safi", "Omar Karimi", "person", same=False),
        Example("Omar Safi", "عمر صافی", "person", same=True),
    ]
    rows = rows_of_examples(None, examples)
    assert [(base, same) for base, _, same in rows] == [("same", True), ("same", False), ("across", True)]
    assert {len(values) for _, values, _ in rows} == {len(PAIR_FEATURES) - 1}


def test_two_different_names_of_one_entity_are_no_example() -> None:
    assert rows_of_examples(None, [Example("Omar Safi", "Big Boss", "person", same=True)]) == []


def test_a_task_gives_right_and_wrong_rows_in_one_script_and_across() -> None:
    made = [*tasks("two scripts", PEOPLE, 40), *tasks("one script", LATIN, 40)]
    rows = [row for task in made for row in rows_of_task(None, task)]
    kinds = {(base, same) for base, _, same in rows}
    assert kinds == {("same", True), ("same", False), ("across", True), ("across", False)}


def test_a_near_miss_has_a_similar_word_or_swapped_ones() -> None:
    latins = ["mohammad", "karimi", "karami", "olomi"]
    name = analyse("Mohammad Omar Karimi")
    found = list(near_misses(NgramIndex.of(latins), latins, name))
    assert "omar mohammad karimi" in found
    assert all(text != "mohammad omar karimi" for text in found)
    assert list(near_misses(NgramIndex.of(latins), latins, analyse("Karimi"))) == []


def test_curves_rise_with_what_right_pairs_have_more_of() -> None:
    at = PAIR_FEATURES.index("covered_both") - 1
    rows = []
    for base in ("same", "across"):
        for step in range(200):
            values = [0.0] * (len(PAIR_FEATURES) - 1)
            values[at] = step / 200
            rows.append((base, tuple(values), step >= 100))
    curves = fit_rows(rows)["curves"]
    for base in ("same", "across"):
        _, values = curves[base]["covered_both"]
        assert values[0] < values[-1]
        assert set(curves[base]) == set(PAIR_FEATURES)


def test_rows_in_one_script_alone_are_refused() -> None:
    with pytest.raises(KeyError, match="across"):
        fit_rows([("same", (0.0,) * (len(PAIR_FEATURES) - 1), True)] * 3)
