"""A small gazetteer and a way to run the command line in this process."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from polyonym.cli.app import app

Run = Callable[..., Result]


@pytest.fixture
def run(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `polyonym` over the small gazetteer."""
    monkeypatch.setenv("POLYONYM_GAZETTEER", str(gazetteer))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return call
