"""Several processes that share one task, started so that it is safe wherever this package is used.

A forked copy of a process with threads can stand still for ever, and what `multiprocessing` starts otherwise runs the
main program of its user once more. So a worker here is this interpreter, started anew, that imports this package and
nothing else, and is spoken to through its own pipes. Where none can be started, work is done in this process.
"""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import pickle
import queue
import signal
import struct
import subprocess
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from typing import IO, Any, Final, Protocol, TypeVar

_Result = TypeVar("_Result")
_LENGTH: Final = struct.Struct("<Q")
_MOST_WORKERS: Final = 8
_AHEAD: Final = 2
"""Tasks that wait for each worker, so that none of them waits for the next."""
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from polyonym.workers import serve; serve()"
_LOG: Final = logging.getLogger(__name__)


class WorkerLostError(Exception):
    """A worker that ended before its work did."""


class WorkerPool(Protocol):
    """Whoever does the same thing with many items."""

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Yield what a module-level function returns for the shared value and each task, in the order of the tasks."""
        ...


class SerialPool:
    """This process, one task after the other."""

    def __init__(self, shared: Any) -> None:
        """Work with what all tasks share."""
        self._shared = shared

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Do each task when its result is asked for."""
        return (function(self._shared, *task) for task in tasks)


class ProcessPool:
    """Workers, and a thread of this process for each that waits for its answers."""

    def __init__(self, workers: list[subprocess.Popen[bytes]]) -> None:
        """Share work among workers that have started."""
        self._workers = workers
        self._free: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for worker in workers:
            self._free.put(worker)

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Share the tasks out as they come; raise CrewLostError when a worker is gone."""
        waiting: deque[Future[_Result]] = deque()
        with ThreadPoolExecutor(len(self._workers)) as threads:
            try:
                for task in tasks:
                    waiting.append(threads.submit(self._ask, function, task))
                    if len(waiting) >= len(self._workers) * _AHEAD:
                        yield waiting.popleft().result()
                while waiting:
                    yield waiting.popleft().result()
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                for worker in self._workers:
                    worker.kill()  # nobody waits for what they are doing any more
                raise
            finally:
                for left in waiting:
                    left.cancel()

    def _ask(self, function: Callable[..., _Result], task: tuple[Any, ...]) -> _Result:
        """Have a free worker do one task."""
        worker = self._free.get()
        try:
            assert worker.stdin is not None  # noqa: S101 -- it was started with a pipe
            assert worker.stdout is not None  # noqa: S101 -- as above
            _send(worker.stdin, (function, task))
            error, result = _receive(worker.stdout)
        except (OSError, EOFError) as lost:
            raise WorkerLostError(f"A worker ended with {worker.poll()}.") from lost
        finally:
            self._free.put(worker)
        if error is not None:
            raise error
        found: _Result = result
        return found


@contextmanager
def worker_pool(count: int, shared: Any) -> Iterator[WorkerPool]:
    """Start so many workers, and end them with the block; with less than two, or where none starts, work alone.

    What all tasks share is sent once.
    """
    workers: list[subprocess.Popen[bytes]] = []
    try:
        if count > 1 and sys.executable and not getattr(sys, "frozen", False):
            try:
                workers.extend(_start(shared) for _ in range(count))
            except OSError as error:
                _LOG.warning("No second process could be started, and one does the work alone: %s", error)
        yield ProcessPool(workers) if len(workers) == count > 1 else SerialPool(shared)
    finally:
        for worker in workers:
            _end(worker)


def worker_count() -> int:
    """Return how many processes are worth starting here."""
    try:
        found = len(os.sched_getaffinity(0))
    except AttributeError:  # a system that pins no process to processors
        found = os.cpu_count() or 1
    return min(found, _MOST_WORKERS)


def _start(shared: Any) -> subprocess.Popen[bytes]:
    """Start one worker. Its linear algebra takes one thread, since there are as many workers as processors."""
    command = [sys.executable, "-c", _START, *filter(None, [*map(str, sys.path), os.getcwd()])]  # noqa: PTH109 -- a string
    environment = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    worker = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, env=environment)  # noqa: S603 -- our own words
    assert worker.stdin is not None  # noqa: S101 -- it was started with a pipe
    try:
        _send(worker.stdin, shared)
    except OSError:
        _end(worker)
        raise
    return worker


def _end(worker: subprocess.Popen[bytes]) -> None:
    """End a worker, whatever it does."""
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    worker.wait()


def _send(stream: IO[bytes], value: Any) -> None:
    """Write one value behind its length."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """Read one value; raise EOFError at the end of the stream."""
    head = stream.read(_LENGTH.size)
    if len(head) < _LENGTH.size:
        raise EOFError
    [length] = _LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 -- from the other end of our own pipe


def serve() -> None:
    """Do tasks that come in on stdin until it ends: what a worker is."""
    # Ctrl-C reaches every process of a terminal; the one that was started by hand ends the others.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    asks, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # nothing that prints may speak into the answers
    gc.disable()  # records are trees, and looking for rings in a million of them takes longer than reading them
    shared = _receive(asks)
    while True:
        try:
            function, task = _receive(asks)
        except EOFError:
            return
        answer: tuple[Exception | None, Any]
        try:
            answer = None, function(shared, *task)
        except Exception as error:  # noqa: BLE001 -- it is raised again where the task came from
            answer = error, None
        _send(answers, answer)
