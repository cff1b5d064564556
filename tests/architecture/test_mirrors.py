from __future__ import annotations

from pathlib import Path

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "service" / "polyonym"
WITHOUT = {
    "training/example.py",
    "training/frequencies.py",
    "training/hard_negatives.py",
    "training/lists.py",
    "training/logistic_regression.py",
    "training/name_origin.py",
    "training/pair_model.py",
    "training/score_model.py",
    "training/spelling_similarity.py",
    "training/synthetic_organizations.py",
}
"""Modules that have no test file of their own yet. The list only shrinks."""


def without_a_mirror() -> set[str]:
    """Return the modules of the package whose test file is missing."""
    modules = [path.relative_to(PACKAGE) for path in PACKAGE.rglob("*.py") if not path.name.startswith("__")]
    return {path.as_posix() for path in modules if not (ROOT / "tests" / path.parent / f"test_{path.name}").exists()}


def test_every_module_has_a_test_file_at_its_place() -> None:
    assert sorted(without_a_mirror() - WITHOUT) == []


def test_no_module_is_excepted_that_has_a_test_file() -> None:
    assert sorted(WITHOUT - without_a_mirror()) == []
