"""A small gazetteer and a way to run the command line in this process."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from polyonym.cli.app import app

Run = Callable[..., Result]

# A shell starts background jobs (`make test &` in a script) with SIGINT ignored, and children inherit that. What is
# under test is how the program ends by default.
_PROGRAM = (
    "import signal; signal.signal(signal.SIGINT, signal.default_int_handler)\nfrom polyonym.cli.app import main; main()"
)


@pytest.fixture
def program() -> tuple[str, ...]:
    """Return the first words of a command that starts `polyonym`, and that SIGINT reaches wherever the tests run."""
    return (sys.executable, "-c", _PROGRAM)


@pytest.fixture
def run(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Return a function that runs `polyonym` over the small gazetteer."""
    monkeypatch.setenv("POLYONYM_GAZETTEER", str(gazetteer))
    monkeypatch.setenv("COLUMNS", "200")

    def call(*arguments: str | Path, stdin: str | bytes | None = None) -> Result:
        return CliRunner().invoke(app, [str(argument) for argument in arguments], input=stdin)

    return call
