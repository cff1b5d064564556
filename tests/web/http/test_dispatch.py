from __future__ import annotations

import asyncio
import threading

import pytest

from polyonym.web.http.dispatch import SHORT, is_short, run


@pytest.mark.parametrize(("length", "short"), [(0, True), (SHORT, True), (SHORT + 1, False), (10_000, False)])
def test_work_is_short_up_to_a_number_of_characters(length, short):
    assert is_short(length) is short


@pytest.mark.parametrize("on_loop", [True, False])
def test_work_runs_on_the_loop_or_in_a_thread(on_loop):
    thread = asyncio.run(run(on_loop, threading.get_ident))
    assert (thread == threading.get_ident()) is on_loop


@pytest.mark.parametrize("on_loop", [True, False])
def test_arguments_go_in_and_errors_come_out_of_either(on_loop):
    assert asyncio.run(run(on_loop, sorted, [2, 3, 1], reverse=True)) == [3, 2, 1]
    with pytest.raises(ZeroDivisionError):
        asyncio.run(run(on_loop, divmod, 1, 0))
