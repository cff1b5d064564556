from __future__ import annotations

from collections import defaultdict

import pytest

from polyonym.text.normalise import folded
from polyonym.training import hard_negatives
from polyonym.training.example import Example
from polyonym.training.hard_negatives import PersonalName, synthetic_examples
from polyonym.training.lists import ListedEntity

GIVEN = ["William", "Robert", "Elizabeth", "Margaret", "Thomas", "Catherine", "Edward", "Joan"]
FAMILY = ["Whitfield", "Bennett", "Barnett", "Harrison", "Garrison", "Thornton", "Norton", "Müller"]
PEOPLE = [
    ListedEntity(f"{given}-{family}", "person", ((f"{given} John {family}", "Latn"), (f"{given} {family}", "Latn")))
    for given in GIVEN
    for family in FAMILY
]
ACCENTED = ListedEntity("tran", "person", (("Trần Thị Hà", "Latn"),))
PLACE = ListedEntity("place", "place", (("Waziristan", "Latn"),))


@pytest.fixture(scope="module")
def by_kind() -> dict[str, list[Example]]:
    """Return the examples of a small list by their kind."""
    found = defaultdict(list)
    original = hard_negatives._all_examples  # noqa: SLF001 -- the kinds are not part of the result

    def recorded(*arguments):
        for kind, example in original(*arguments):
            found[kind].append(example)
            yield kind, example

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hard_negatives, "_all_examples", recorded)
        patch.setitem(hard_negatives.MAX_EXAMPLES, "korean_other", 5)
        synthetic_examples([[*PEOPLE, ACCENTED, PLACE]])
    return found


@pytest.mark.parametrize(
    ("kind", "same"),
    [
        ("alias", True),
        ("another_word", False),
        ("slip", True),
        ("nickname", True),
        ("sibling", False),
        ("form", True),
        ("dropped", True),
        ("initial", True),
        ("moved", False),
        ("accents", False),
        ("expanded", True),
        ("korean_same", True),
        ("korean_other", False),
        ("axis_once", False),
    ],
)
def test_every_kind_is_made_with_its_label(by_kind: dict[str, list[Example]], kind: str, *, same: bool) -> None:
    assert by_kind[kind]
    assert {example.same for example in by_kind[kind]} == {same}


def test_another_word_is_similar_and_a_name_of_the_list(by_kind: dict[str, list[Example]]) -> None:
    words = {word for entity in PEOPLE for text, _ in entity.names for word in folded(text).split()}
    for example in by_kind["another_word"]:
        changed = set(folded(example.b).split()) - set(folded(example.a).split())
        assert len(changed) <= 1
        assert changed <= words


def test_other_accents_leave_the_letters(by_kind: dict[str, list[Example]]) -> None:
    for example in by_kind["accents"]:
        assert example.a != example.b
        assert folded(example.a) == folded(example.b)


def test_the_same_lists_give_the_same_examples_and_no_more_than_allowed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(hard_negatives.MAX_EXAMPLES, "korean_other", 2)
    monkeypatch.setitem(hard_negatives.MAX_EXAMPLES, "form", 3)
    examples = synthetic_examples([PEOPLE])
    assert examples == synthetic_examples([PEOPLE])
    assert len(examples) < sum(hard_negatives.MAX_EXAMPLES.values())


def test_a_name_is_written_with_all_its_words() -> None:
    import random

    name = PersonalName(("anna", "maria"), ("berg",))
    rng = random.Random(0)  # noqa: S311 -- reproducible, not secret
    written = {name.written(rng) for _ in range(50)}
    assert {"Anna Maria Berg", "BERG, Anna Maria"} <= written
    assert {tuple(sorted(folded(text).split())) for text in written} == {("anna", "berg", "maria")}
