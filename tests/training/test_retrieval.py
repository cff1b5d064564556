from __future__ import annotations

import numpy as np

from polyonym.text.encoder import Projection, ScriptMap, native_grams
from polyonym.training.pairs import Pair
from polyonym.training.retrieval import Accuracy, retrieval


def letters(*grams: str) -> Projection:
    """A side on which each letter has a direction of its own."""
    return Projection(
        np.eye(len(grams), dtype=np.int8), np.ones(len(grams), np.float32), {gram: at for at, gram in enumerate(grams)}
    )


def test_a_spelling_is_found_if_it_is_nearest_and_among_ten_if_it_is_near() -> None:
    map_ = ScriptMap(letters("a", "b", "c"), letters("α", "β", "γ"), native_grams)
    held = [Pair(("a",), ("α",)), Pair(("b",), ("γ",))]
    others = [Pair(("c",), ("β",)), Pair(("a",), ("β",))]
    assert retrieval(map_, held, others) == Accuracy(tokens=2, among=3, top1=0.5, top10=1.0)


def test_the_number_of_distractors_is_limited() -> None:
    map_ = ScriptMap(letters("a"), letters("α"), native_grams)
    others = [Pair((f"x{number}",), ("β",)) for number in range(10_100)]
    assert retrieval(map_, [Pair(("a",), ("α",))], others).among == 10_001
