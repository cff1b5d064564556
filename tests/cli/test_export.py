from __future__ import annotations

import json

import pytest

from polyonym import yamlfile
from polyonym.gazetteer.schema import json_schema, types_json_schema


def test_schema_prints_the_json_schema(run):
    result = run("schema")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == json_schema()


def test_openapi_prints_the_contract(run):
    result = run("openapi")
    document = yamlfile.plain(yamlfile.parse(result.stdout))
    assert result.exit_code == 0
    assert "/resolve" in document["paths"]


@pytest.mark.parametrize("command", ["schema", "openapi"])
def test_nothing_is_loaded_for_what_the_code_alone_says(run, monkeypatch, command):
    monkeypatch.setenv("POLYONYM_GAZETTEER", "/nowhere/at/all")
    assert run(command).exit_code == 0


def test_schema_prints_that_of_declared_types(run):
    result = run("schema", "--types")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == types_json_schema()
