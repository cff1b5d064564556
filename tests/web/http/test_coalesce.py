from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence

import pytest

from polyonym.web.http.coalesce import MOST_CHARACTERS, MOST_ITEMS, Coalescer


class Work:
    """Answers each item with its double, and keeps the batches that it was given."""

    def __init__(self, during: Callable[[], None] = lambda: None) -> None:
        """Call `during` in the middle of each batch."""
        self.batches: list[list[int]] = []
        self.during = during

    def __call__(self, items: Sequence[int]) -> list[int]:
        """Return the answers; raise ValueError where 13 is among the items."""
        self.batches.append(list(items))
        self.during()
        if 13 in items:
            raise ValueError("13")
        return [2 * item for item in items]


def test_an_item_by_itself_is_answered_in_the_next_turn_of_the_loop():
    work = Work()

    async def run() -> int:
        task = asyncio.create_task(Coalescer(work).answer(4, 1))
        turns = 0
        while not task.done():
            await asyncio.sleep(0)
            turns += 1
        assert task.result() == 8
        return turns

    assert asyncio.run(run()) <= 4
    assert work.batches == [[4]]


def test_items_that_wait_at_the_same_time_are_one_batch_in_the_order_in_which_they_came():
    work = Work()

    async def run() -> list[int]:
        together = Coalescer(work)
        return await asyncio.gather(*(together.answer(item, 1) for item in (3, 1, 2)))

    assert asyncio.run(run()) == [6, 2, 4]
    assert work.batches == [[3, 1, 2]]


def test_what_comes_in_while_a_batch_runs_is_the_next_one():
    async def run() -> list[list[int]]:
        late: list[asyncio.Task[int]] = []

        def during() -> None:
            if not late:
                late.extend(asyncio.get_running_loop().create_task(together.answer(item, 1)) for item in (7, 8))

        work = Work(during)
        together = Coalescer(work)
        assert await together.answer(1, 1) == 2
        assert await asyncio.gather(*late) == [14, 16]
        return work.batches

    assert asyncio.run(run()) == [[1], [7, 8]]


@pytest.mark.parametrize(
    ("lengths", "sizes"),
    [
        ([1] * (2 * MOST_ITEMS + 1), [MOST_ITEMS, MOST_ITEMS, 1]),
        ([MOST_CHARACTERS // 2] * 5, [2, 2, 1]),
        ([MOST_CHARACTERS + 1, 1, MOST_CHARACTERS + 1], [1, 1, 1]),
        ([MOST_CHARACTERS, 1], [1, 1]),
    ],
)
def test_a_batch_is_bounded_by_its_items_and_by_their_length(lengths: list[int], sizes: list[int]):
    work = Work()

    async def run() -> list[int]:
        together = Coalescer(work)
        items = enumerate(lengths, start=20)
        return await asyncio.gather(*(together.answer(item, length) for item, length in items))

    assert asyncio.run(run()) == [2 * item for item in range(20, 20 + len(lengths))]
    assert [len(batch) for batch in work.batches] == sizes


def test_other_work_of_the_loop_has_its_turn_between_two_batches():
    seen: list[str] = []
    work = Work(lambda: seen.append("batch"))

    async def other() -> None:
        while len(work.batches) < 3:
            seen.append("other")
            await asyncio.sleep(0)

    async def run() -> None:
        together = Coalescer(work)
        await asyncio.gather(other(), *(together.answer(item, 1) for item in range(14, 14 + 3 * MOST_ITEMS)))

    asyncio.run(run())
    first, second = (place for place, name in enumerate(seen) if name == "batch" and place < len(seen) - 1)
    assert "other" in seen[first:second]


def test_what_goes_wrong_with_one_item_is_its_own():
    work = Work()

    async def run() -> list[int | BaseException]:
        together = Coalescer(work)
        return await asyncio.gather(*(together.answer(item, 1) for item in (1, 13, 2)), return_exceptions=True)

    first, wrong, last = asyncio.run(run())
    assert (first, last) == (2, 4)
    assert isinstance(wrong, ValueError)
    assert work.batches == [[1, 13, 2], [1], [13], [2]]


def test_an_item_that_nobody_waits_for_is_not_worked_on():
    work = Work()

    async def run() -> None:
        together = Coalescer(work)
        tasks = [asyncio.create_task(together.answer(item, 1)) for item in (1, 2, 3)]
        await asyncio.sleep(0)  # all of them have come, and none is answered
        tasks[1].cancel()
        assert await tasks[0] == 2
        assert await tasks[2] == 6
        with pytest.raises(asyncio.CancelledError):
            await tasks[1]

    asyncio.run(run())
    assert work.batches == [[1, 3]]


def test_when_everybody_has_gone_nothing_is_done_and_the_next_item_is_answered():
    work = Work()

    async def run() -> int:
        together = Coalescer(work)
        task = asyncio.create_task(together.answer(1, 1))
        await asyncio.sleep(0)
        task.cancel()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        assert work.batches == []
        return await together.answer(2, 1)

    assert asyncio.run(run()) == 4


def test_a_server_that_ends_with_items_waiting_leaves_nothing_behind():
    """Another loop takes over, as when an application is started again in one process."""
    work = Work()
    together = Coalescer(work)

    async def ended() -> None:
        asyncio.get_running_loop().create_task(together.answer(1, 1))
        await asyncio.sleep(0)

    async def run() -> int:
        return await together.answer(2, 1)

    asyncio.run(ended())
    assert asyncio.run(run()) == 4
    assert [2] in work.batches
