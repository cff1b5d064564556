from __future__ import annotations

from itertools import product

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from polyonym.annotate.form_keys import MAX_AMBIGUOUS, form_keys
from polyonym.index.arrays import Postings

OWNS, BASES = np.array([1, 2, 3, 4]), np.array([1, 12, 13, 4])


@given(st.lists(st.lists(st.integers(0, 3), min_size=1, max_size=6), max_size=5))
def test_a_name_has_a_key_for_every_reading_of_its_words_unless_there_are_too_many(names):
    found, owners = form_keys(Postings.of(names), OWNS, BASES)
    keys = [tuple(found[place].tolist()) for place in range(len(found))]
    for place, name in enumerate(names):
        open_ = sum(OWNS[word] != BASES[word] for word in name)
        ways = [{int(BASES[word])} | ({int(OWNS[word])} if open_ <= MAX_AMBIGUOUS else set()) for word in name]
        own = [key for key, owner in zip(keys, owners.tolist(), strict=True) if owner == place]
        assert set(own) == set(product(*ways))
        assert len(own) == len(set(own))


def test_names_of_more_words_than_there_are_bits_have_a_key():
    found, _ = form_keys(Postings.of([[1] * 100]), OWNS, BASES)
    assert found[0].tolist() == [12] * 100
