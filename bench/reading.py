"""Texts annotated one by one, and the bare automaton that looks for the same names and knows nothing of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from time import perf_counter, process_time
from typing import Any, Final

from bench.rivals import listed_names
from polyonym.annotate.text_view import fold_text
from polyonym.engine import Resolver
from polyonym.text.normalise import folded

WARM_PASSES: Final = 2
_MOST_DENSE: Final = 50_000
"""For more patterns the library's fastest form takes gigabytes, and itself takes another."""


def begin(resolver: Resolver, text: str, query: str) -> dict[str, float]:
    """Return the seconds until the first text is annotated and the first search is answered."""
    began = perf_counter()
    resolver.annotate(text)
    annotated = perf_counter()
    resolver.search(query)
    return {"text": annotated - began, "search": perf_counter() - annotated}


def read(resolver: Resolver, texts: Sequence[str]) -> dict[str, Any]:
    """Annotate texts that are new, and then again: seconds of a processor, bytes, and how many names were found."""
    found = [0]

    def once() -> None:
        found[0] = sum(len(resolver.annotate(text)) for text in texts)

    first = _taken(once)
    return {
        "first": first,
        "warm": min(_taken(once) for _ in range(WARM_PASSES)),
        "bytes": sum(len(text.encode()) for text in texts),
        "found": found[0],
    }


def automaton(names: Path, texts: Sequence[str]) -> dict[str, Any]:
    """Find the names of a list, folded and between spaces, in texts that are folded beforehand."""
    from ahocorasick_rs import AhoCorasick, Implementation

    patterns = sorted({f" {fold} " for text, _ in listed_names(names) if (fold := folded.__wrapped__(text))})
    seen = [fold_text(text).folded for text in texts]
    chosen = Implementation.ContiguousNFA if len(patterns) > _MOST_DENSE else None
    began = perf_counter()
    machine = AhoCorasick(patterns, implementation=chosen, store_patterns=False)
    built = perf_counter() - began

    def once() -> None:
        for text in seen:
            machine.find_matches_as_indexes(text, overlapping=True)

    return {"build": built, "seconds": min(_taken(once) for _ in range(WARM_PASSES + 1))}


def _taken(work: Callable[[], None]) -> float:
    """Return the seconds that a processor takes for something."""
    began = process_time()
    work()
    return process_time() - began
