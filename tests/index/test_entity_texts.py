from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from polyonym import Resolver
from polyonym.index import entity_texts as module
from polyonym.index.entity_texts import EntityTexts, StoredEntities, decode_entity, encode_entity
from polyonym.index.snapshot import Snapshot

FULL = """\
- id: full
  type: person
  name: Omar Safi
  description: "Says: \\"hello\\""
  aliases: [{name: عمر صافی, lang: fa}, {name: OS, match: cased}]
  not: [Safi]
  part_of: [other]
  same_as: [wikidata:Q1]
  context: [Kunduz, 昆都士]
  expect: [Omar Safi]
  reject: [Safi]
  sources: [https://example.org/a]
- {id: other, type: organization, name: Other}
"""


def test_an_entity_is_what_was_written(snapshot: Snapshot) -> None:
    for entity in snapshot.entities:
        assert decode_entity(encode_entity(entity), entity.origin.file) == entity


def test_an_entity_with_every_key_is_what_was_written(make: Callable[..., Resolver]) -> None:
    entities = list(make(FULL, b__jsonl='{"id": "z", "type": "other", "name": "Z"}\n').snapshot.entities)
    stored = StoredEntities(EntityTexts.of(entities))
    assert list(stored) == [stored[place] for place in range(len(stored))] == entities
    assert EntityTexts.of(entities).files_in_use() == ["b.jsonl", "made.yaml"]


def test_entities_are_a_sequence(snapshot: Snapshot) -> None:
    plain = list(snapshot.entities)
    stored = StoredEntities(EntityTexts.of(plain))
    assert len(stored) == len(plain)
    assert stored[-1] == plain[-1]
    assert list(stored[5:20:3]) == plain[5:20:3]
    assert stored[5:][3] == plain[8]
    assert plain[7] in stored
    with pytest.raises(IndexError):
        stored[len(plain)]


def test_a_slice_makes_nothing(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    stored = StoredEntities(EntityTexts.of(list(snapshot.entities)))
    monkeypatch.setattr(module, "decode_entity", lambda *_: pytest.fail("An entity was made."))
    assert len(stored[3:]) == len(stored) - 3


def test_an_entity_that_is_asked_for_again_is_the_same_object_in_every_thread(snapshot: Snapshot) -> None:
    stored = StoredEntities(EntityTexts.of(list(snapshot.entities)))
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _: stored[3], range(200)))
    assert all(entity is found[0] for entity in found)


def test_no_more_entities_are_remembered_than_were_agreed(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "CACHE_SIZE", 10)
    stored = StoredEntities(EntityTexts.of(list(snapshot.entities)))
    for place in range(50):
        stored[place]
        assert len(stored._cache) <= 10  # noqa: SLF001 -- what is remembered shows nowhere else
    assert stored[0] == snapshot.entities[0]
