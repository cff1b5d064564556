"""Where the work of a request runs: short work on the event loop, long work in a thread.

The rule: work on texts of up to SHORT characters is short. A hop to a thread costs as much as the rest of the request,
and gains nothing for work of a millisecond, since the interpreter lets a thread keep its lock for five. Longer work on
the loop would delay health checks.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, ParamSpec, TypeVar

from starlette.concurrency import run_in_threadpool

SHORT: Final = 120
"""Characters of names and context in short work. The work grows with the square of the number of words."""

P = ParamSpec("P")
T = TypeVar("T")


def is_short(length: int) -> bool:
    """Tell whether work on so many characters is short."""
    return length <= SHORT


async def run(on_loop: bool, work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Call `work` on the event loop or in a thread."""
    if on_loop:
        return work(*args, **kwargs)
    return await run_in_threadpool(work, *args, **kwargs)
