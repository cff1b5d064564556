from __future__ import annotations

import yaml

from polyonym.engine import in_memory
from polyonym.web.app import create_app
from polyonym.web.openapi import export_openapi


def test_the_file_says_where_it_comes_from():
    assert export_openapi().splitlines()[0] == "# Exported from the code by `make openapi`; do not edit."


def test_the_contract_depends_on_no_gazetteer(resolver):
    exported = yaml.safe_load(export_openapi())
    assert exported == create_app(resolver).openapi() == create_app(in_memory(())).openapi()


def test_the_contract_is_exported_without_reading_a_gazetteer(monkeypatch, tmp_path):
    monkeypatch.setenv("POLYONYM_GAZETTEER", str(tmp_path / "nowhere"))
    assert export_openapi()
