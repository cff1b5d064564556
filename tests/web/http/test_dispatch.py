from __future__ import annotations

import asyncio
import threading

import pytest

from polyonym.web.http.dispatch import SHORT, at_its_pace


@pytest.mark.parametrize(("length", "here"), [(1, True), (SHORT, True), (SHORT + 1, False), (10_000, False)])
def test_short_work_is_done_at_once_and_long_work_in_a_thread(length, here):
    thread = asyncio.run(at_its_pace(length, threading.get_ident))
    assert (thread == threading.get_ident()) == here


@pytest.mark.parametrize("length", [1, SHORT + 1])
def test_what_goes_wrong_comes_back_from_either(length):
    with pytest.raises(ZeroDivisionError):
        asyncio.run(at_its_pace(length, divmod, 1, 0))
