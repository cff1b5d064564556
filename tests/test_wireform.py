from __future__ import annotations

import json

import pytest

from polyonym import GazetteerError, MentionError, Origin, Problem, Resolver, wireform

RESOLUTION = ["mention", "status", "id", "name", "score", "candidates", "gazetteer"]
CANDIDATE = ["id", "name", "type", "score", "alias", "explanation"]


@pytest.mark.parametrize("mention", ["Daesh", "Kunduz", "is", "Noorolhaq Olomi", "داعش"])
def test_a_resolution_has_its_keys_in_order_and_is_json(resolver: Resolver, mention: str) -> None:
    found = wireform.resolution(resolver.resolve(mention))
    assert list(found) == RESOLUTION
    assert all(list(candidate) == CANDIDATE for candidate in found["candidates"])
    assert json.loads(json.dumps(found)) == found


def test_an_alias_of_a_comparison_stands_in_no_file(resolver: Resolver) -> None:
    alias = wireform.comparison(resolver.compare("Ulumi", "Olomi"))["explanation"]["alias"]
    assert (alias["file"], alias["line"]) == (None, None)


def test_an_entity_has_the_keys_of_the_files(resolver: Resolver) -> None:
    found = wireform.entity(resolver.snapshot.entity("islamic-state"))
    assert {"id", "type", "name", "aliases", "not", "part_of", "same_as", "context", "sources"} <= found.keys()
    assert {"name": "IS", "lang": None, "match": "cased"}.items() <= found["aliases"][6].items()


def test_an_error_has_a_code_and_words_and_one_of_files_its_problems() -> None:
    assert wireform.error(MentionError("mention", "Too long.")) == {
        "code": "invalid-mention",
        "detail": "mention: Too long.",
    }
    problem = Problem("unknown-key", "There is no key `nme`.", "Did you mean `name`?", Origin("a.yaml", 3))
    (told,) = wireform.error(GazetteerError([problem]))["problems"]
    assert (told["file"], told["line"], told["code"], told["severity"]) == ("a.yaml", 3, "unknown-key", "error")
