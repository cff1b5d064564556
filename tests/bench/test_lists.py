from __future__ import annotations

import json

import pytest

from bench.entities import entities
from bench.lists import KINDS, build_list, draw_mentions, up_to
from polyonym import Resolver
from polyonym.text.scripts import script_of

SIZE = 400


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    return build_list(SIZE, tmp_path_factory.mktemp("lists"), mentions=60)


def test_a_list_has_as_many_names_as_were_asked_for(made):
    lines = (made.gazetteer / "names.jsonl").read_text(encoding="utf-8").splitlines()
    assert sum(1 + len(json.loads(line).get("aliases", ())) for line in lines) == SIZE


def test_the_same_list_is_made_again_to_the_byte(made, tmp_path):
    again = build_list(SIZE, tmp_path, mentions=60)
    for name in ("gazetteer/names.jsonl", *(f"{kind}.jsonl" for kind in KINDS)):
        assert (again.folder / name).read_bytes() == (made.folder / name).read_bytes()


def test_a_list_that_is_there_is_not_made_again(made):
    before = made.folder.stat().st_mtime_ns
    assert build_list(SIZE, made.folder.parent, mentions=60) == made
    assert made.folder.stat().st_mtime_ns == before


def test_a_short_list_is_the_beginning_of_a_long_one(words):
    short, long = list(up_to(entities(words), 100)), list(up_to(entities(words), 1000))
    assert short[:-1] == long[: len(short) - 1]


def test_exact_mentions_are_borne_by_their_entity_alone(made):
    resolver = Resolver.load(made.gazetteer)
    for labelled in made.mentions("exact"):
        assert resolver.resolve(labelled.text).candidates[0].id == labelled.id


def test_other_mentions_are_names_of_nobody_in_the_list(words):
    listed = list(up_to(entities(words), SIZE))
    names = {text.casefold() for entity in listed for text in entity.names}
    by_id = {entity.id: entity for entity in listed}
    found = draw_mentions(listed, words, 60)
    for kind in ("variant", "script", "unknown"):
        assert len(found[kind]) > 20
        assert len({labelled.text.casefold() for labelled in found[kind]} - names) == len(found[kind])
    assert all(labelled.text in by_id[labelled.id].names for labelled in found["exact"])
    assert all(labelled.text in by_id[labelled.id].unlisted for labelled in found["script"])
    assert all(labelled.id is None for labelled in found["unknown"])


def test_a_mention_across_scripts_finds_no_name_in_its_own(words):
    listed = list(up_to(entities(words), SIZE))
    by_id = {entity.id: entity for entity in listed}
    for labelled in draw_mentions(listed, words, 60)["script"]:
        assert labelled.script not in {script_of(text) for text in by_id[labelled.id].names}
