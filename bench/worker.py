"""A process of its own: does what it is told on a line of stdin, and answers on a line of stdout.

What a process has loaded stays loaded, so that several can be asked in turn and share whatever else the machine is
doing. Nothing of the package is imported before it is asked for: importing is a part of what is measured.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Any

from bench.memory import memory

if TYPE_CHECKING:
    from bench.lists import LabelledMention
    from polyonym.engine import Resolver


class Desk:
    """What a worker holds between two calls."""

    def __init__(self) -> None:
        """Hold nothing."""
        self._resolver: Resolver | None = None

    def open(self, gazetteer: str) -> dict[str, Any]:
        """Load a gazetteer and answer one mention: seconds of the import, of loading and of the first answer."""
        began = perf_counter()
        from polyonym import Resolver

        imported = perf_counter()
        self._resolver = Resolver.load(gazetteer)
        loaded = perf_counter()
        held = memory()
        self._resolver.resolve("Noorolhaq Olomi")
        answered = perf_counter()
        return {"import": imported - began, "load": loaded - imported, "first": answered - loaded, "memory": held}

    def latency(self, mentions: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
        """Resolve mentions one by one; the first few, which touch what no other has touched, are not counted."""
        from bench.timing import timed

        sought = _sought(mentions)
        aside = min(5, len(sought) // 4)
        timed(self.resolver.resolve, sought[:aside], seconds)
        return {"rows": timed(self.resolver.resolve, sought[aside:], seconds)}

    def begin(self, text: str, query: str) -> dict[str, Any]:
        """Annotate the first text and answer the first search, and say how long each takes."""
        from bench.reading import begin

        return begin(self.resolver, text, query)

    def read(self, texts: list[str]) -> dict[str, Any]:
        """Annotate texts, for the first time and again."""
        from bench.reading import read

        return read(self.resolver, texts)

    def automaton(self, names: str, texts: list[str]) -> dict[str, Any]:
        """Let a bare automaton look for the names of a list in texts."""
        from bench.reading import automaton

        return automaton(Path(names), texts)

    def memory(self) -> dict[str, Any]:
        """Return the bytes that this process holds."""
        return {"memory": memory()}

    def scan(self, rival: str, names: str, mentions: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
        """Let another library look for mentions among all names of a list."""
        from bench.rivals import scan

        return scan(rival, Path(names), _sought(mentions), seconds)

    def column(self, texts: list[str]) -> dict[str, Any]:
        """Resolve a column of names from file to file."""
        from bench.columns import resolve_column

        return resolve_column(self.resolver, texts)

    def scan_column(self, names: str, texts: list[str]) -> dict[str, Any]:
        """Let another library score a column of names with all names of a list."""
        from bench.columns import scan_column

        return scan_column(Path(names), texts)

    def recall(self, mentions: list[dict[str, Any]], seconds: float, wanted: int) -> dict[str, Any]:
        """Compare what is found with what a look at every name would accept."""
        from bench.recall import recall

        return {"rows": recall(self.resolver, _sought(mentions), seconds, wanted)}

    @property
    def resolver(self) -> Resolver:
        """Return what was opened."""
        if self._resolver is None:
            raise RuntimeError("Nothing was opened yet.")
        return self._resolver


def _sought(mentions: list[dict[str, Any]]) -> list[LabelledMention]:
    """Read mentions as they were sent."""
    from bench.lists import LabelledMention

    return [LabelledMention(**row) for row in mentions]


def main() -> None:
    """Answer until stdin ends."""
    desk = Desk()
    for line in sys.stdin:
        asked = json.loads(line)
        do: Callable[..., dict[str, Any]] = getattr(desk, asked.pop("do"))
        print(json.dumps(do(**asked)), flush=True)  # noqa: T201 -- the answer


if __name__ == "__main__":
    main()
