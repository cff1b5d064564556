"""Pairs of a made-up script: every Greek letter stands for a Latin one, so that a map is learned in no time."""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

import pytest

LETTERS = dict(zip("abdefgiklmnoprstu", "αβδεφγικλμνοπρστυ", strict=True))


@pytest.fixture(scope="session")
def made_up() -> list[tuple[str, str]]:
    """Return some hundred Latin tokens with their spellings in the other script."""
    dice = random.Random(0)  # noqa: S311 -- reproducible, not secret
    tokens = {"".join(dice.choice("bdfgklmnprst") + dice.choice("aeiou") for _ in range(3)) for _ in range(600)}
    return [(token, "".join(LETTERS[letter] for letter in token)) for token in sorted(tokens)]


@pytest.fixture
def pair_file(tmp_path: Path, made_up: list[tuple[str, str]]) -> Callable[..., Path]:
    """Return a function that writes a pair file, of made-up pairs if none are given."""

    def write(text: str | None = None, name: str = "made.tsv") -> Path:
        path = tmp_path / name
        rows = "".join(f"{latin}\t{native}\t1\n" for latin, native in made_up)
        path.write_text(f"latin\tnative\tcount\n{rows}" if text is None else text, encoding="utf-8")
        return path

    return write
