from __future__ import annotations

import re
from collections.abc import Callable

import pytest

MARK = re.compile(r"\[([^\[\]]+)\]\(([^()\s]*)\)")
Marked = tuple[str, list[tuple[int, int, str]]]


@pytest.fixture(scope="session")
def unmarked() -> Callable[[str], Marked]:
    """Return a function from a sentence with marks, [name](id) or [name](?), to the sentence and its names."""

    def read(marked: str) -> Marked:
        text, at = "", 0
        names: list[tuple[int, int, str]] = []
        for found in MARK.finditer(marked):
            text += marked[at : found.start()]
            names.append((len(text), len(text) + len(found[1]), found[2]))
            text += found[1]
            at = found.end()
        return text + marked[at:], names

    return read
