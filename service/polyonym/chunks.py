"""A stream of items in chunks that grow: the first item comes at once, and those behind it in company.

In come items of any number, also without an end; out come lists of 1, 2, 4 … and at most so many of them, in order.

Rule: how a stream is cut depends on its items and on nothing else, neither a clock nor a processor. What is computed
for a chunk together may differ in the last digits from what is computed for each item alone, and the same input has to
give the same output.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final, TypeVar

Item = TypeVar("Item")

MOST_ITEMS: Final = 1024
"""Items in one chunk: bounds the memory of a stream, whatever its length."""


def growing_chunks(items: Iterable[Item], most: int = MOST_ITEMS) -> Iterator[list[Item]]:
    """Yield the items in chunks of at most so many; a chunk is read when it is asked for.

    When the source fails, what it gave before comes first and the error after it.
    """
    iterator, size, ended = iter(items), 1, False
    while not ended:
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
        size = min(most, 2 * size)
