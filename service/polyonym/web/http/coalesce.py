"""Requests that wait are answered together: many mentions cost less in one batch than one by one.

In comes one item of each request, with its length; out comes its answer. There is no timer. The event loop first takes
in all requests that have come, and then runs one batch with their items; what comes in while it runs is the next batch.
So a server without load answers at once, and one under load makes its batches as large as the load is.

Rules: a batch holds at most `MOST_ITEMS` items and, beyond its first item, `MOST_CHARACTERS` of text. Between two
batches the loop takes a turn, so answers are sent and health checks are answered. A slow item delays others by its own
time, and nobody by more than a batch. Items are answered in the order in which they came. An item whose request has
ended is left out. When the work of a batch fails, the work of each item is done alone: the error reaches one item only.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final, Generic, NamedTuple, TypeVar

Item = TypeVar("Item")
Answer = TypeVar("Answer")

MOST_ITEMS: Final = 32
MOST_CHARACTERS: Final = 600
"""About thirty names, or five texts of the longest that are answered on the event loop."""


class _Waiting(NamedTuple, Generic[Item, Answer]):
    """An item, its length in characters, and where its answer goes."""

    item: Item
    length: int
    answer: asyncio.Future[Answer]


class Coalescer(Generic[Item, Answer]):
    """Answers items together that wait at the same time. Each event loop has batches of its own."""

    def __init__(self, work: Callable[[Sequence[Item]], Sequence[Answer]]) -> None:
        """Answer by a function from items to an answer for each, in order."""
        self._work = work
        self._waiting: dict[asyncio.AbstractEventLoop, deque[_Waiting[Item, Answer]]] = {}

    async def answer(self, item: Item, length: int) -> Answer:
        """Return the answer to an item of so many characters; raise what the work raises for it."""
        loop = asyncio.get_running_loop()
        waiting = self._waiting.get(loop)
        if waiting is None:
            waiting = self._waiting[loop] = deque()
            # Not now: the requests that came in the same turn of the loop are still to be read.
            loop.call_soon(self._run, loop)
        future: asyncio.Future[Answer] = loop.create_future()
        waiting.append(_Waiting(item, length, future))
        return await future

    def _run(self, loop: asyncio.AbstractEventLoop) -> None:
        """Answer one batch; where more is waiting, come again after a turn of the loop."""
        waiting = self._waiting[loop]
        batch = list(_next_batch(waiting))
        if waiting:
            loop.call_soon(self._run, loop)
        else:
            del self._waiting[loop]
        if not batch:
            return
        try:
            answers = self._work([one.item for one in batch])
        except Exception as error:  # noqa: BLE001 -- given to whoever waits for the item
            if len(batch) == 1:
                batch[0].answer.set_exception(error)
                return
            for one in batch:
                self._answer_alone(one)
            return
        for one, answer in zip(batch, answers, strict=True):
            one.answer.set_result(answer)

    def _answer_alone(self, one: _Waiting[Item, Answer]) -> None:
        """Answer an item by itself."""
        try:
            (answer,) = self._work([one.item])
        except Exception as error:  # noqa: BLE001 -- given to whoever waits for the item
            one.answer.set_exception(error)
        else:
            one.answer.set_result(answer)


def _next_batch(waiting: deque[_Waiting[Item, Answer]]) -> Iterator[_Waiting[Item, Answer]]:
    """Take the items of one batch off the queue, without those that nobody waits for any more."""
    items = characters = 0
    while waiting and items < MOST_ITEMS:
        if waiting[0].answer.done():
            waiting.popleft()
            continue
        characters += waiting[0].length
        if items and characters > MOST_CHARACTERS:
            return
        items += 1
        yield waiting.popleft()
