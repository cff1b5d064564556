from __future__ import annotations

import json

import pytest

from bench.words import NATIVE, Pool, Word, listed_words, spelled
from polyonym.text.scripts import script_of


def test_every_native_script_has_given_and_family_names_in_both_forms(words):
    for script in NATIVE:
        for pool in (words.given[script], words.family[script]):
            assert len(pool.words) > 50
            assert {script_of(word.native) for word in pool.words} == {script}
            assert all(word.latin and script_of(word.latin[0]) == "Latn" for word in pool.words)


def test_a_common_word_is_drawn_more_often(rng):
    pool = Pool.of({Word(("Rare",)): 1, Word(("Common",)): 9})
    drawn = [pool.draw(rng).latin[0] for _ in range(1000)]
    assert 850 < drawn.count("Common") < 950


def test_rare_words_are_as_many_as_are_asked_for_and_the_same_every_time(words):
    rare = [words.rare(rank) for rank in range(60_000)]
    assert len(set(rare)) > 50_000
    assert rare[:10] == [words.rare(rank) for rank in range(10)]


@pytest.mark.parametrize("script", ["Arab", "Cyrl", "Hebr"])
def test_a_rare_word_is_written_in_a_script_whole(words, script):
    for rank in range(200):
        assert script_of(words.rare(rank, script).native) == script


def test_letters_at_the_ends_and_pairs_of_letters_have_signs_of_their_own(words):
    assert spelled("Shakim", words.letters["Hebr"]) == "\u05e9\u05e7\u05d9\u05dd"
    assert spelled("Omara", words.letters["Arab"]) == "\u0627\u0648\u0645\u0627\u0631\u0627"
    assert spelled("Zhukhov", words.letters["Cyrl"]) == "\u0436\u0443\u0445\u043e\u0432"
    assert spelled("X-7", words.letters["Cyrl"]) == "\u043a\u0441"


def test_a_list_of_the_user_gives_its_own_words(tmp_path):
    native = "\u0418\u0432\u0430\u043d \u041f\u0435\u0442\u0440\u043e\u0432"
    rows = [
        {"id": "a", "type": "person", "name": "Ivan Petrov", "aliases": [native]},
        {"id": "b", "type": "person", "name": "PETROVA, Anna"},
        {"id": "c", "type": "organization", "name": "Ostrov Bank"},
    ]
    path = tmp_path / "names.jsonl"
    path.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    found = listed_words(path)
    assert {word.latin[0] for word in found.given["Latn"].words} == {"Ivan", "Anna"}
    assert {word.latin[0] for word in found.family["Latn"].words} == {"Petrov", "PETROVA"}
    assert found.family["Cyrl"].words == (Word(("Petrov",), native.split()[1]),)
    assert {word.latin[0] for word in found.organization.words} == {"Ostrov", "Bank"}
    assert found.given["Arab"].words, "A script that the list lacks keeps the words of the project."


@pytest.mark.slow
def test_a_list_without_people_or_organizations_leaves_those_to_the_project(tmp_path, words):
    path = tmp_path / "names.jsonl"
    path.write_text(json.dumps({"id": "a", "type": "person", "name": "Ivan Petrov"}), encoding="utf-8")
    assert listed_words(path).organization == words.organization
    path.write_text(json.dumps({"id": "a", "type": "place", "name": "Kunduz"}), encoding="utf-8")
    assert (listed_words(path).given, listed_words(path).starts) == (words.given, words.starts)
