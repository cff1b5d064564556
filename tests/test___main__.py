from __future__ import annotations

import subprocess
import sys

import pytest

from polyonym import __main__
from polyonym.cli.app import main


def test_the_module_runs_the_command_line_and_nothing_when_it_is_imported():
    assert __main__.main is main


@pytest.mark.slow
def test_the_package_is_a_command():
    command = [sys.executable, "-m", "polyonym", "--version"]
    done = subprocess.run(command, capture_output=True, text=True, check=True)  # noqa: S603 -- the program under test
    assert done.stdout.startswith("polyonym ")
