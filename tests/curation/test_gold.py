from __future__ import annotations

import re
from pathlib import Path

import pytest

from polyonym import Resolver
from polyonym.curation.gold import read_gold
from polyonym.errors import InputError


@pytest.fixture
def read(gazetteer: Path, tmp_path: Path):
    """Return a function from the name and the text of a file to what it holds."""
    resolver = Resolver.load(gazetteer)

    def call(name: str, text: str):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return read_gold(path, resolver.entity, resolver.types)

    call.resolver = resolver
    return call


def test_mentions_of_json_lines_come_with_what_is_said_about_them(read):
    line = '{"mention": "Daesh", "id": "islamic-state", "type": "organization", "language": "en", "context": "Raqqa"}\n'
    (gold,) = read("gold.jsonl", line).mentions
    assert (gold.mention.text, gold.mention.type, gold.mention.language, gold.mention.context) == (
        "Daesh",
        "organization",
        "en",
        "Raqqa",
    )
    assert (gold.expected, gold.mention.limit, gold.origin.line) == ("islamic-state", 10, 1)


@pytest.mark.parametrize("nobody", ["null", '""', '" "'])
def test_null_and_an_empty_id_mean_nobody(read, nobody):
    (gold,) = read("gold.jsonl", f'{{"mention": "Daesh", "id": {nobody}}}\n').mentions
    assert gold.expected is None


def test_an_empty_cell_says_nothing(read):
    (gold,) = read("gold.csv", "mention,id,type,context\nDaesh,,,\n").mentions
    assert (gold.expected, gold.mention.type, gold.mention.context) == (None, None, None)


def test_columns_are_known_by_their_names_in_any_case_and_order(read):
    (gold,) = read("gold.csv", "note, ID ,Mention\nx,islamic-state,Daesh\n").mentions
    assert (gold.mention.text, gold.expected) == ("Daesh", "islamic-state")


@pytest.mark.parametrize(
    ("word", "same"), [("yes", True), ("TRUE", True), ("1", True), ("no", False), ("false", False), ("0", False)]
)
def test_a_table_says_in_a_word_whether_a_pair_is_the_same(read, word, same):
    found = read("pairs.tsv", f"a\tb\tsame\tstrength\nUlumi\tOlomi\t{word}\tstrong\n")
    assert found.holds == "pairs"
    (pair,) = found.pairs
    assert (pair.a, pair.b, pair.same, pair.type) == ("Ulumi", "Olomi", same, None)


def test_pairs_of_json_lines_have_a_boolean(read):
    (pair,) = read("pairs.jsonl", '{"a": "Ulumi", "b": "Olomi", "same": false, "type": "person"}').pairs
    assert (pair.same, pair.type) == (False, "person")


@pytest.mark.parametrize(
    ("line", "code", "detail"),
    [
        ("nonsense", "unreadable-row", "Line 2 is not JSON"),
        ('"Daesh"', "unreadable-row", "Line 2 has to be an object with `mention` and `id`"),
        ('{"mention": "Daesh"}', "invalid-mention", "id: The row has no such field; null says"),
        ('{"id": null}', "invalid-mention", "mention: The row has no such field"),
        ('{"mention": 7, "id": null}', "invalid-mention", "mention: This has to be text"),
        ('{"mention": " ", "id": null}', "invalid-mention", "mention: The text is empty"),
        ('{"mention": "Daesh", "id": 7}', "invalid-mention", "id: This has to be text"),
        ('{"mention": "Daesh", "id": "nobody"}', "entity-not-found", "no entity with the id 'nobody'"),
        ('{"mention": "Daesh", "id": null, "type": "ship"}', "invalid-mention", "type: There is no type 'ship'"),
        ('{"mention": "Daesh", "id": null, "language": "?"}', "invalid-mention", "language: This is no BCP 47"),
    ],
)
def test_a_row_that_cannot_be_used_is_a_problem_with_its_line(read, line, code, detail):
    found = read("gold.jsonl", f'{{"mention": "Kunduz", "id": null}}\n{line}\n{{"mention": "ISIL", "id": null}}\n')
    (problem,) = found.problems
    assert (problem.code, problem.origin.line) == (code, 2)
    assert detail in problem.message
    assert [gold.mention.text for gold in found.mentions] == ["Kunduz", "ISIL"]


@pytest.mark.parametrize(
    ("line", "detail"),
    [
        ('{"a": "x", "b": "y"}', "same: This has to be true or false"),
        ('{"a": "x", "b": "y", "same": "maybe"}', "same: This has to be true or false"),
        ('{"a": "x", "b": "y", "same": 1}', "same: This has to be true or false"),
        ('{"a": "x", "same": true}', "b: The row has no such field"),
        ('{"a": "x", "b": "?!", "same": true}', "b: The text holds no letter"),
        ('{"mention": "Daesh", "id": null}', "a: The row has no such field"),
    ],
)
def test_a_pair_that_cannot_be_used_is_one_too(read, line, detail):
    found = read("pairs.jsonl", f'{{"a": "Ulumi", "b": "Olomi", "same": true}}\n{line}\n')
    assert [detail in problem.message for problem in found.problems] == [True]
    assert len(found.pairs) == 1


def test_a_broken_row_of_a_table_does_not_touch_the_others(read):
    found = read("gold.csv", 'mention,id\nDaesh,islamic-state,x\n"Omar\nKunduz,\n')
    assert [(problem.code, problem.origin.line) for problem in found.problems] == [
        ("ragged-row", 2),
        ("unreadable-row", 3),
    ]
    assert [gold.mention.text for gold in found.mentions] == ["Kunduz"]


@pytest.mark.parametrize(
    ("name", "text", "sentence"),
    [
        ("gold.jsonl", "", "is empty; it has to hold either mentions"),
        ("gold.csv", "", "The input is empty"),
        ("gold.csv", "mention,id\n", "holds no rows"),
        ("gold.csv", "name,id\nDaesh,x\n", "its fields are `name`, `id`"),
        ("gold.jsonl", '{"mention": "Daesh"}', "its fields are `mention`"),
        ("gold.jsonl", "nonsense", "its fields are none"),
        ("gold.csv", "mention,id,a,b,same\nx,y,z,z,1\n", "fields of mentions and of pairs"),
        ("gold.csv", "mention,id,ID\nx,y,z\n", "Several columns"),
        ("gold.txt", "Daesh\n", "has to be JSON Lines"),
        ("gold", "Daesh\n", "has to be JSON Lines"),
    ],
)
def test_a_file_that_holds_neither_is_wrong_usage(read, name, text, sentence):
    with pytest.raises(InputError, match=re.escape(sentence)):
        read(name, text)


def test_a_declared_type_is_read_in_mentions_and_in_pairs(read, gazetteer: Path):
    (gazetteer / "types.yaml").write_text("- {name: vessel, like: other}\n", encoding="utf-8")
    read.resolver.reload()
    (gold,) = read("gold.jsonl", '{"mention": "Ever Given", "id": null, "type": "vessel"}\n').mentions
    (pair,) = read("gold.csv", "a,b,same,type\nEver Given,Evergiven,yes,vessel\n").pairs
    assert (gold.mention.type, pair.type) == ("vessel", "vessel")
