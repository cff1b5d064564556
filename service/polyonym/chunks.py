"""A stream of items in chunks that grow: the first ones come at once, and those behind them in company.

In come items of any number, also without an end; out come lists of 1, 2, 4 … and at most so many of them, in order.

Rule: an item waits about `PATIENCE` at most for the others of its chunk. A chunk that took longer, because the source
is slow or the work is long, is followed by one of half the size.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from time import perf_counter
from typing import Final, TypeVar

Item = TypeVar("Item")

MOST_ITEMS: Final = 1024
"""Items in one chunk: bounds the memory of a stream, whatever its length."""
PATIENCE: Final = 1.0
"""Seconds from the first item of a chunk to the request for the next chunk."""


def growing_chunks(
    items: Iterable[Item], most: int = MOST_ITEMS, clock: Callable[[], float] = perf_counter
) -> Iterator[list[Item]]:
    """Yield the items in chunks of at most so many; each is read when it is asked for.

    When the source fails, what it gave before comes first and the error after it. `clock` returns seconds.
    """
    iterator, size, ended = iter(items), 1, False
    while not ended:
        began = clock()
        chunk: list[Item] = []
        failure: Exception | None = None
        try:
            for item in islice(iterator, size):
                chunk.append(item)  # noqa: PERF402 -- what came before a failure has to stay
        except Exception as error:  # noqa: BLE001 -- raised again below
            failure = error
        ended = len(chunk) < size
        if chunk:
            yield chunk
        if failure is not None:
            raise failure
        taken = clock() - began
        if taken > PATIENCE:
            size = max(1, size // 2)
        elif 2 * taken <= PATIENCE:
            size = min(most, 2 * size)
