from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from polyonym.training.lists import ListedEntity, hash_bucket, read_list, tasks

ROWS = [
    {"id": "a", "type": "person", "name": "Ivan Petrov", "aliases": ["Иван Петров", {"name": "Iwan Petrow"}]},
    {"id": "b", "type": "country", "names": [{"text": "Iran"}, {"text": "ایران"}, {"text": "!?"}, {"text": "Iran"}]},
    {"id": "a", "type": "person", "name": "Somebody Else"},
    {"id": "c", "type": "comet", "name": "..."},
    {"id": "d", "type": "comet", "name": "Halley"},
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "list.jsonl"
    path.write_text("".join(json.dumps(row) + "\n\n" for row in ROWS), encoding="utf-8")
    return path


def test_a_list_is_read_in_either_form_without_repeated_ids_and_empty_names(path: Path) -> None:
    assert read_list(path) == (
        ListedEntity("a", "person", (("Ivan Petrov", "Latn"), ("Иван Петров", "Cyrl"), ("Iwan Petrow", "Latn"))),
        ListedEntity("b", "place", (("Iran", "Latn"), ("ایران", "Arab"))),
        ListedEntity("d", "other", (("Halley", "Latn"),)),
    )


def test_a_gzipped_list_is_the_same_list(path: Path) -> None:
    zipped = path.with_suffix(".jsonl.gz")
    zipped.write_bytes(gzip.compress(path.read_bytes()))
    assert read_list(zipped) == read_list(path)


def test_a_bucket_depends_on_nothing_but_the_text() -> None:
    assert hash_bucket("Kabul", 10) == hash_bucket("Kabul", 10) < 10
    assert {hash_bucket(str(number), 4) for number in range(100)} == {0, 1, 2, 3}


@pytest.fixture
def made() -> list[ListedEntity]:
    """Return 40 people with two Latin names and one in Cyrillic, and ten with one name."""
    people = [
        ListedEntity(f"p{n}", "person", ((f"Ivan {n}", "Latn"), (f"Iwan {n}", "Latn"), (f"Иван {n}", "Cyrl")))
        for n in range(40)
    ]
    return [*people, *(ListedEntity(f"q{n}", "person", ((f"Olga {n}", "Latn"),)) for n in range(10))]


def test_a_name_that_is_looked_up_is_not_in_the_gazetteer(made: list[ListedEntity]) -> None:
    for task in tasks("made", made, 100):
        listed = {alias.name for entity in task.entities for alias in entity.aliases}
        assert task.mentions
        assert not {mention.text for mention, _ in task.mentions} & listed


def test_a_mention_is_right_where_its_entity_is_listed_and_has_no_answer_where_not(made: list[ListedEntity]) -> None:
    for task in tasks("made", made, 100):
        ids = {entity.id for entity in task.entities}
        known = {entity.id: {text for text, _ in entity.names} for entity in made}
        for mention, gold in task.mentions:
            assert gold is None or (gold in ids and mention.text in known[gold])
        assert any(gold is None for _, gold in task.mentions)


def test_tasks_are_between_scripts_and_hold_no_more_mentions_than_asked_for(made: list[ListedEntity]) -> None:
    _, native, latin = tasks("made", made, 7)
    assert all(alias.name.isascii() for entity in native.entities for alias in entity.aliases)
    assert not any(mention.text.isascii() for mention, _ in native.mentions)
    assert not any(alias.name.isascii() for entity in latin.entities for alias in entity.aliases)
    assert all(mention.text.isascii() for mention, _ in latin.mentions)
    assert len(native.mentions) == len(latin.mentions) == 7
