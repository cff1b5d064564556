from __future__ import annotations

from itertools import count, islice

import pytest

from polyonym.chunks import growing_chunks


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
    chunks = list(growing_chunks(range(length), most))
    assert [len(chunk) for chunk in chunks] == sizes
    assert [item for chunk in chunks for item in chunk] == list(range(length))


def test_no_more_is_read_of_an_endless_source_than_is_asked_for():
    source = count()
    assert list(islice(growing_chunks(source), 3)) == [[0], [1, 2], [3, 4, 5, 6]]
    assert next(source) == 7


def test_what_came_before_a_failure_comes_before_its_error():
    def torn():
        yield from (1, 2, 3, 4, 5)
        raise OSError("torn")

    chunks = growing_chunks(torn())
    assert [next(chunks), next(chunks), next(chunks)] == [[1], [2, 3], [4, 5]]
    with pytest.raises(OSError, match="torn"):
        next(chunks)
