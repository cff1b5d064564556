"""A process that measures: it reads a call from a line of standard input and writes the result to standard output.

A gazetteer stays loaded between calls, so the main process can call several workers in turns, and other load on the
machine affects all of them. The package is imported inside a call, because importing is part of what is measured.
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


class WorkerState:
    """The methods that can be called, and the resolver that is kept between calls."""

    def __init__(self) -> None:
        """Start without a resolver."""
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
        """Resolve mentions one by one. The first few warm the caches and are not counted."""
        from bench.timing import timed

        labelled = _labelled(mentions)
        aside = min(5, len(labelled) // 4)
        timed(self.resolver.resolve, labelled[:aside], seconds)
        return {"rows": timed(self.resolver.resolve, labelled[aside:], seconds)}

    def begin(self, text: str, query: str) -> dict[str, Any]:
        """Return the seconds that the first text and the first search take."""
        from bench.reading import begin

        return begin(self.resolver, text, query)

    def read(self, texts: list[str]) -> dict[str, Any]:
        """Annotate texts, for the first time and again."""
        from bench.reading import read

        return read(self.resolver, texts)

    def automaton(self, names: str, texts: list[str]) -> dict[str, Any]:
        """Search texts for the names of a list with an Aho-Corasick automaton alone."""
        from bench.reading import automaton

        return automaton(Path(names), texts)

    def memory(self) -> dict[str, Any]:
        """Return the bytes that this process holds."""
        return {"memory": memory()}

    def scan(self, rival: str, names: str, mentions: list[dict[str, Any]], seconds: float) -> dict[str, Any]:
        """Search all names of a list for mentions with another library."""
        from bench.rivals import scan

        return scan(rival, Path(names), _labelled(mentions), seconds)

    def column(self, texts: list[str]) -> dict[str, Any]:
        """Resolve a column of names from file to file."""
        from bench.columns import resolve_column

        return resolve_column(self.resolver, texts)

    def scan_column(self, names: str, texts: list[str]) -> dict[str, Any]:
        """Let another library score a column of names with all names of a list."""
        from bench.columns import scan_column

        return scan_column(Path(names), texts)

    def recall(self, mentions: list[dict[str, Any]], seconds: float, wanted: int) -> dict[str, Any]:
        """Compare what is found with scoring every name."""
        from bench.recall import recall

        return {"rows": recall(self.resolver, _labelled(mentions), seconds, wanted)}

    @property
    def resolver(self) -> Resolver:
        """Return the resolver; raise RuntimeError before `open`."""
        if self._resolver is None:
            raise RuntimeError("Nothing was opened yet.")
        return self._resolver


def _labelled(mentions: list[dict[str, Any]]) -> list[LabelledMention]:
    """Build mentions from JSON objects."""
    from bench.lists import LabelledMention

    return [LabelledMention(**row) for row in mentions]


def main() -> None:
    """Answer calls until standard input ends."""
    state = WorkerState()
    for line in sys.stdin:
        asked = json.loads(line)
        do: Callable[..., dict[str, Any]] = getattr(state, asked.pop("do"))
        print(json.dumps(do(**asked)), flush=True)  # noqa: T201 -- the answer


if __name__ == "__main__":
    main()
