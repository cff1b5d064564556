from __future__ import annotations

from itertools import count, islice

import pytest

from polyonym.chunks import PATIENCE, growing_chunks


def still() -> float:
    """Return a time that does not pass."""
    return 0.0


@pytest.mark.parametrize(
    ("length", "most", "sizes"),
    [
        (0, 8, []),
        (1, 8, [1]),
        (3, 8, [1, 2]),
        (8, 8, [1, 2, 4, 1]),
        (31, 8, [1, 2, 4, 8, 8, 8]),
        (3, 1, [1, 1, 1]),
    ],
)
def test_chunks_grow_to_a_bound_and_hold_everything_in_order(length: int, most: int, sizes: list[int]):
    chunks = list(growing_chunks(range(length), most, still))
    assert [len(chunk) for chunk in chunks] == sizes
    assert [item for chunk in chunks for item in chunk] == list(range(length))


def test_no_more_is_read_of_an_endless_source_than_is_asked_for():
    source = count()
    assert list(islice(growing_chunks(source, clock=still), 3)) == [[0], [1, 2], [3, 4, 5, 6]]
    assert next(source) == 7


@pytest.mark.parametrize(
    ("seconds", "sizes"),
    [(0.5 * PATIENCE, [1, 2, 4, 8]), (0.75 * PATIENCE, [1, 1, 1, 1]), (2 * PATIENCE, [1, 1, 1, 1])],
)
def test_a_chunk_that_takes_long_is_not_followed_by_a_longer_one(seconds: float, sizes: list[int]):
    times = count()
    chunks = growing_chunks(count(), clock=lambda: next(times) * seconds)
    assert [len(chunk) for chunk in islice(chunks, 4)] == sizes


def test_a_chunk_that_takes_too_long_is_followed_by_one_of_half_the_size():
    now = 0.0
    chunks, sizes = growing_chunks(count(), clock=lambda: now), []
    for seconds in (0, 0, 0, 2 * PATIENCE, 2 * PATIENCE, 0):
        sizes.append(len(next(chunks)))
        now += seconds
    assert sizes == [1, 2, 4, 8, 4, 2]


def test_what_came_before_a_failure_comes_before_its_error():
    def torn():
        yield from (1, 2, 3, 4, 5)
        raise OSError("torn")

    chunks = growing_chunks(torn(), clock=still)
    assert [next(chunks), next(chunks), next(chunks)] == [[1], [2, 3], [4, 5]]
    with pytest.raises(OSError, match="torn"):
        next(chunks)
