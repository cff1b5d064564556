from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml
from jsonschema import Draft202012Validator

from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.gazetteer.schema import FIELDS, json_schema, types_json_schema

GAZETTEER = Path(__file__).parents[2] / "gazetteer"
FILES = sorted(GAZETTEER.glob("*.yaml"))


def errors(value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(json_schema()).iter_errors(value)]


def test_the_committed_schema_is_that_of_the_code():
    committed = json.loads((GAZETTEER / "schema.json").read_text(encoding="utf-8"))
    assert committed == json_schema(), "run `make schema`"


def test_the_schema_is_a_schema():
    Draft202012Validator.check_schema(json_schema())


def test_the_schema_has_every_key_with_a_word_on_it():
    properties = json_schema()["$defs"]["entity"]["properties"]
    assert list(properties) == [field.key for field in FIELDS]
    assert all(value["description"] for value in properties.values())


def test_there_are_bundled_files_to_validate():
    assert FILES


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_bundled_files_conform_as_editors_read_them(path: Path):
    assert errors(yaml.safe_load(path.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_bundled_files_name_the_schema_for_editors(path: Path):
    assert path.read_text(encoding="utf-8").startswith("# yaml-language-server: $schema=schema.json\n")


@pytest.mark.parametrize(
    "entry",
    [
        "{id: a, type: place, name: NO}",
        "{id: a, type: place, name: 1e3, aliases: [NO, 2015, {name: 7, lang: ar, match: exact}]}",
    ],
)
def test_names_that_a_yaml_reader_takes_for_something_else_are_names(entry):
    assert errors(yaml.safe_load(f"- {entry}")) == []


@pytest.mark.parametrize(
    "entry",
    [
        "{type: place, name: A}",
        "{id: a b, type: place, name: A}",
        "{id: a, type: A planet, name: A}",
        "{id: a, type: place, name: ''}",
        "{id: a, type: place, name: A, alias: [B]}",
        "{id: a, type: place, name: A, aliases: B}",
        "{id: a, type: place, name: A, aliases: [{nam: B}]}",
        "{id: a, type: place, name: A, aliases: [{name: B, match: loose}]}",
        "{id: a, type: place, name: A, same_as: [Q1]}",
    ],
)
def test_what_validation_refuses_an_editor_marks(entry):
    assert errors(yaml.safe_load(f"- {entry}"))


def test_the_committed_schema_of_types_is_that_of_the_code():
    committed = json.loads((GAZETTEER / "types.schema.json").read_text(encoding="utf-8"))
    assert committed == types_json_schema(), "run `make schema`"
    Draft202012Validator.check_schema(committed)


@pytest.mark.cases("type_problems")
def test_an_editor_marks_a_file_of_types_where_validation_refuses_a_row(case):
    """What a schema cannot see is told by validation alone: names that stand twice, and what is no YAML."""
    codes = {problem.split()[-1] for problem in case["problems"]}
    if codes & {"yaml-syntax", "duplicate-key"}:
        return
    value = yaml.safe_load(case["text"])
    marked = value is not None and bool(list(Draft202012Validator(types_json_schema()).iter_errors(value)))
    assert marked == bool(codes - {"duplicate-type"})


def test_an_editor_offers_the_built_in_types_and_lets_declared_ones_pass():
    offered = json_schema()["$defs"]["entity"]["properties"]["type"]["anyOf"][0]["enum"]
    assert offered == list(BUILT_IN_TYPES.names)
    assert errors(yaml.safe_load("- {id: a, type: vessel, name: A}")) == []
