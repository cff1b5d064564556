from __future__ import annotations

from random import Random

import pytest

from bench.words import Words, own_words


@pytest.fixture(scope="session")
def words() -> Words:
    """Return the words of the project."""
    return own_words()


@pytest.fixture
def rng() -> Random:
    """Return dice that fall the same way in every run."""
    return Random(1)  # noqa: S311 -- no secret
