from __future__ import annotations

import numpy as np

from polyonym.training.correlation import canonical, count, idf, product, vocabulary, weighted

BAGS = [["a", "b", "a"], ["b"], [], ["c", "a"], ["a", "c", "d"]]


def dense(bags: list[list[str]], grams: str) -> np.ndarray:
    return np.array([[bag.count(gram) for gram in grams] for bag in bags], np.float32)


def test_the_vocabulary_holds_what_three_names_hold_most_frequent_first() -> None:
    assert vocabulary([*BAGS, ["b"], ["b"]], 9) == ("b", "a")
    assert vocabulary([*BAGS, ["b"], ["b"]], 1) == ("b",)


def test_products_of_sparse_counts_are_those_of_the_full_matrices() -> None:
    a, b = count(BAGS, "abc"), count(BAGS[::-1], "dcb")
    assert np.array_equal(product(a, b), dense(BAGS, "abc").T @ dense(BAGS[::-1], "dcb"))
    assert np.array_equal(product(a, a), dense(BAGS, "abc").T @ dense(BAGS, "abc"))


def test_weighted_names_have_length_1_or_none() -> None:
    counts = count(BAGS, "abcd")
    lengths = np.zeros(len(BAGS))
    unit = weighted(counts, idf(counts))
    np.add.at(lengths, unit.rows, unit.values**2)
    assert np.allclose(lengths, [1, 1, 0, 1, 1])


def test_rare_ngrams_have_a_higher_idf() -> None:
    rare = idf(count(BAGS, "ad"))
    assert rare[1] > rare[0] > 0


def test_two_sides_that_say_the_same_correlate_fully_and_unrelated_ones_do_not() -> None:
    dice = np.random.default_rng(1)
    bags = [[letter for letter in "abcdefgh" if dice.random() < 0.4] for _ in range(4000)]
    x, y = count(bags, "abcdefgh"), count([[letter.upper() for letter in bag] for bag in bags], "ABCDEFGH")
    left, strengths, right = canonical(x, y, 4, 1e-4)
    assert left.shape == right.shape == (8, 4)
    assert strengths.min() > 0.99
    others = count([bags[at] for at in dice.permutation(4000)], "abcdefgh")
    assert canonical(weighted(x, np.ones(8, np.float32)), others, 4, 1e-4)[1][1:].max() < 0.3


def test_large_systems_are_solved_by_halves() -> None:
    dice = np.random.default_rng(2)
    bags = [[f"g{at}" for at in dice.integers(0, 600, 20)] for _ in range(1500)]
    grams = [f"g{at}" for at in range(600)]
    x = count(bags, grams)
    left, strengths, right = canonical(x, x, 8, 0.1)
    assert np.allclose(left, right, atol=1e-3) or np.allclose(np.abs(left), np.abs(right), atol=1e-3)
    assert np.all(np.diff(strengths) <= 1e-6)
