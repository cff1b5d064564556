"""The examples in docstrings are true, and every module of the index has one."""

from __future__ import annotations

import doctest
import importlib
import pkgutil
from pathlib import Path

import pytest

import polyonym
from polyonym import index

INDEX = [f"polyonym.index.{module.name}" for module in pkgutil.iter_modules(index.__path__)]


def with_examples() -> list[str]:
    """Return the names of all modules whose source holds an example."""
    package = Path(polyonym.__file__).parent
    paths = [path for path in package.rglob("*.py") if ">>> " in path.read_text(encoding="utf-8")]
    return sorted(".".join(path.relative_to(package.parent).with_suffix("").parts) for path in paths)


@pytest.mark.parametrize("name", sorted({*INDEX, *with_examples()}))
def test_the_examples_of_a_module_are_true(name: str) -> None:
    module = importlib.import_module(name)
    result = doctest.testmod(module)
    assert result.attempted, "It has no example."
    assert not result.failed
