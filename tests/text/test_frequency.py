from __future__ import annotations

from importlib import resources

import pytest

from polyonym.text.frequency import token_frequencies
from polyonym.text.normalise import folded
from polyonym.text.romanise import romanise


@pytest.mark.parametrize("token", ["mohammad", "kim", "maria", "bank"])
def test_a_common_token_has_a_share_of_all_names(token: str) -> None:
    assert 0.0002 < token_frequencies()[token] < 0.1


@pytest.mark.parametrize("token", ["noorolhaq", "xqz", ""])
def test_a_token_that_was_hardly_counted_is_rare(token: str) -> None:
    assert token not in token_frequencies()


def test_every_token_is_folded_and_romanised_as_names_are() -> None:
    assert all(romanise(folded(token)) == token for token in token_frequencies())


def test_a_token_counted_among_people_and_organizations_has_the_higher_share() -> None:
    text = resources.files("polyonym.text").joinpath("words/common_name_tokens.tsv").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in text.splitlines()[1:]]
    counted: dict[str, list[float]] = {}
    for token, _, share in rows:
        counted.setdefault(token, []).append(float(share))
    twice = {token: shares for token, shares in counted.items() if len(shares) > 1}
    assert twice
    assert all(token_frequencies()[token] == max(shares) for token, shares in twice.items())
