"""Texts that are made to be slow: the work follows the length, whatever they hold."""

from __future__ import annotations

from time import process_time

import pytest

pytestmark = pytest.mark.slow

LENGTH = 200_000
ENOUGH = 10.0
"""Seconds of work; each takes well under one, and what grows with the square takes minutes."""

HOSTILE = {
    "one letter": "a" * LENGTH,
    "one letter of another script": "ж" * LENGTH,
    "one sign": "中" * LENGTH,
    "marks without end": "e" + "\u0301" * LENGTH,
    "a name again and again": "Daesh " * (LENGTH // 6),
    "a name without spaces": "Daesh" * (LENGTH // 5),
    "an open name again and again": "Kunduz " * (LENGTH // 7),
    "open names and words that tell them apart": "Kunduz province city " * (LENGTH // 21),
    "names under not": "Afghan Taliban Pakistan Taliban " * (LENGTH // 32),
    "full stops": "." * LENGTH,
    "single letters with full stops": "A." * (LENGTH // 2),
    "apostrophes": "A'b" * (LENGTH // 3),
    "apostrophes behind names": "Daesh'in " * (LENGTH // 9),
    "spaces": " " * LENGTH,
    "line ends": "\r\n" * (LENGTH // 2),
    "invisible": "\u200b" * LENGTH,
    "everyday words in capitals": "IS US AT " * (LENGTH // 9),
    "stems": "Афганистану " * (LENGTH // 12),
    "a full name and its parts": "Ashraf Ghani " + "Ghani " * (LENGTH // 6),
    "nearly a name": "Mohammad Omar " * (LENGTH // 14),
    "capitals of other words": " ".join(f"X{n}y Z{n}w" for n in range(LENGTH // 14)),
}


@pytest.mark.parametrize("text", HOSTILE.values(), ids=HOSTILE)
def test_a_text_made_to_be_slow_stays_within_a_bound(resolver, text):
    resolver.annotate("")
    began = process_time()
    found = resolver.annotate(text)
    assert process_time() - began < ENOUGH
    assert all(text[item.start : item.end] == item.text for item in found)


def test_names_inside_names_stay_within_a_bound_as_well(resolver):
    began = process_time()
    resolver.annotate("Kunduz province " * 10_000, nested=True)
    assert process_time() - began < ENOUGH
