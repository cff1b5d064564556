from __future__ import annotations

import numpy as np

from polyonym.annotate.phonetic_pairs import compile_pairs, names_with_keys, pair_key, paired_runs, phonetic_digests
from polyonym.index.arrays import Lookup, Postings
from polyonym.text.lexicon import bundled_lexicon
from polyonym.workers import worker_pool


def table(*names):
    """Return the look-up of names that are lists of words."""
    words = sorted({word for name in names for word in name})
    rows = Postings.of([[words.index(word) for word in name] for name in names])
    with worker_pool(1, bundled_lexicon()) as alone:
        return compile_pairs(rows, np.arange(len(names)), phonetic_digests(words), words, alone)


def test_spellings_of_two_words_have_one_key_in_any_order_and_script():
    assert pair_key("ashraf", "ghani") == pair_key("gani", "ashref") == pair_key("ашраф", "гани") != 0


def test_words_with_short_phonetic_keys_have_no_pair_key():
    assert pair_key("al", "haq") == pair_key("ali", "ada") == pair_key("2001", "kabul") == 0


def test_a_name_is_paired_by_its_neighbours_its_ends_and_its_joins():
    assert set(paired_runs(3)) == {((0,), (1,)), ((1,), (2,)), ((0, 1), (2,)), ((0,), (1, 2)), ((0,), (2,))}
    assert list(paired_runs(2)) == [((0,), (1,))]
    assert list(paired_runs(1)) == list(paired_runs(6)) == []


def test_a_table_has_the_keys_that_pairs_of_words_have():
    names = (["noorul", "haq", "ulumi"], ["ashraf", "ghani"], ["kabul"], ["al", "haq"], ["гани", "ашраф"])
    found = table(*names)
    keys = {
        pair_key("".join(name[at] for at in one), "".join(name[at] for at in other))
        for name in names
        for one, other in paired_runs(len(name))
    }
    assert set(found.keys.tolist()) == keys - {0}
    assert names_with_keys(found, [pair_key("noorulhaq", "ulumi"), pair_key("ghani", "ashraf")], 5) == [[0], [1, 4]]


def test_a_table_gives_the_names_of_a_key_unless_there_are_too_many():
    key = pair_key("ashraf", "ghani")
    found = Lookup.of(np.array([key, 7, key], np.uint64), np.array([3, 1, 7], np.int32))
    assert names_with_keys(found, [key, 0, 9], 2) == [[3, 7], [], []]
    assert names_with_keys(found, [key], 1) == [[]]
    assert names_with_keys(table(), [key], 5) == [[]]
