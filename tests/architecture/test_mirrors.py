from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "service" / "polyonym"


def without_a_mirror() -> set[str]:
    """Return the modules of the package whose test file is missing."""
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if not path.name.startswith("__")]
    return {path.as_posix() for path in modules if not (ROOT / "tests" / path.parent / f"test_{path.name}").exists()}


def test_every_module_has_a_test_file_at_its_place() -> None:
    assert sorted(without_a_mirror()) == []
