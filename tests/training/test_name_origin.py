from __future__ import annotations

from itertools import product

import pytest

from polyonym.text.name_origin import GROUPS
from polyonym.training.lists import ListedEntity
from polyonym.training.name_origin import fit

LATIN = ["".join(parts) for parts in product(("wh", "sm", "th"), ("it", "ot", "ew"), ("field", "ley", "worth"))]
ARAB = ["".join(parts) for parts in product(("nur", "haq", "kar"), ("ull", "add", "qab"), ("ah", "in", "ul"))]
CYRILLIC = ["".join(parts) for parts in product(("iv", "petr", "sergey"), ("an", "uch", "ov"), ("ov", "ich", "yev"))]


def people(words: list[str], *others: tuple[str, str]) -> list[ListedEntity]:
    return [ListedEntity(word, "person", ((word.capitalize(), "Latn"), *others)) for word in words]


LIST = [*people(LATIN), *people(ARAB, ("محمد", "Arab")), *people(CYRILLIC, ("Иван", "Cyrl"))]


def test_letters_of_a_group_weigh_for_it_and_against_the_other() -> None:
    east, cyrillic = (list(GROUPS).index(group) for group in ("east", "cyrillic"))
    weights = fit([LIST])
    assert weights["q"][east] > 0 > weights["q"][cyrillic] - weights["q"][east]
    assert weights["v"][cyrillic] > max(0, weights["v"][east])
    assert max(weights["w"]) < 0


def test_every_ngram_has_a_weight_for_each_group_and_the_same_lists_give_the_same() -> None:
    weights = fit([LIST])
    assert {len(values) for values in weights.values()} == {len(GROUPS)}
    assert weights == fit([LIST])


def test_names_of_organizations_are_left_out() -> None:
    organizations = [ListedEntity(word, "organization", (("Qqqqq", "Latn"),)) for word in LATIN]
    assert fit([[*LIST, *organizations]]) == fit([LIST])


def test_lists_without_names_of_a_group_are_refused() -> None:
    with pytest.raises(KeyError):
        fit([people(LATIN)])
