"""A small gazetteer and a way to run the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from polyonym.cli.app import app

NAMES = """\
- id: islamic-state
  type: organization
  name: Islamic State
  aliases: [Daesh, ISIL, {name: IS, match: cased}, {name: داعش, lang: ar}]
- id: kunduz-city
  type: place
  name: Kunduz City
  aliases: [Kunduz]
- id: kunduz-province
  type: place
  name: Kunduz Province
  aliases: [Kunduz]
"""

Run = Callable[..., Result]


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    """Return a folder with three entities, two of which share a name."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "all.yaml").write_text(NAMES, encoding="utf-8")
    return folder


@pytest.fixture
def run(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `polyonym` over the small gazetteer."""
    monkeypatch.setenv("POLYONYM_GAZETTEER", str(gazetteer))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return call
