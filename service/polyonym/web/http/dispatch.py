"""Where the work of a request runs: on the event loop where it is short, in a thread where it is not.

A thread costs a request as much again as everything else that the framework does for it, and gives nothing back for
work of a millisecond: the interpreter lets a thread keep its lock for five, so the loop would wait just as long. Work
that is longer would hold up the health checks, and goes to a thread.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

SHORT: Final = 120
"""So many characters of names and context are worked on at once; the work grows with the square of the words."""

Given = ParamSpec("Given")
Done = TypeVar("Done")


async def at_its_pace(length: int, work: Callable[Given, Done], *given: Given.args, **named: Given.kwargs) -> Done:
    """Do some work on texts of so many characters, without holding up other requests for long."""
    if length <= SHORT:
        return work(*given, **named)
    return await run_in_threadpool(work, *given, **named)
