"""Worker processes that share the tasks of one job.

In comes a module-level function with its tasks, out come the results in the order of the tasks. A forked copy of a
process with threads can deadlock, and a process that `multiprocessing` spawns runs the main program of its user again.
So a worker is a new interpreter that imports this package and nothing else, and receives tasks through its own pipes.
Where no worker can be started, this process does the work.

Rule: nothing but results may reach the standard output of a worker, which is the pipe that carries them.
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
_MAX_WORKERS: Final = 8
_TASKS_AHEAD: Final = 2
"""Tasks that are taken for each worker, so that no worker waits for the next task."""
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from polyonym.workers import serve; serve()"
_LOG: Final = logging.getLogger(__name__)


class WorkerLostError(Exception):
    """A worker ended before its task was done."""


class WorkerPool(Protocol):
    """Something that applies a function to many tasks."""

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Yield `function(shared, *task)` for each task, in the order of the tasks.

        The function has to be a module-level one. An exception that it raises is raised here.
        """
        ...


class SerialPool:
    """Does the tasks in this process, one after the other."""

    def __init__(self, shared: Any) -> None:
        """Keep the value that all tasks share."""
        self._shared = shared

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Do each task when its result is read."""
        return (function(self._shared, *task) for task in tasks)


class ProcessPool:
    """Distributes tasks to worker processes. One thread of this process waits for each worker."""

    def __init__(self, workers: list[subprocess.Popen[bytes]]) -> None:
        """Use workers that have started."""
        self._workers = workers
        self._free: queue.SimpleQueue[subprocess.Popen[bytes]] = queue.SimpleQueue()
        for worker in workers:
            self._free.put(worker)

    def map(self, function: Callable[..., _Result], tasks: Iterable[tuple[Any, ...]]) -> Iterator[_Result]:
        """Distribute the tasks as they come; raise WorkerLostError where a worker has ended."""
        pending: deque[Future[_Result]] = deque()
        with ThreadPoolExecutor(len(self._workers)) as threads:
            try:
                for task in tasks:
                    pending.append(threads.submit(self._run, function, task))
                    if len(pending) >= len(self._workers) * _TASKS_AHEAD:
                        yield pending.popleft().result()
                while pending:
                    yield pending.popleft().result()
            except (KeyboardInterrupt, SystemExit, GeneratorExit):
                for worker in self._workers:
                    worker.kill()  # nobody needs their results any more
                raise
            finally:
                for future in pending:
                    future.cancel()

    def _run(self, function: Callable[..., _Result], task: tuple[Any, ...]) -> _Result:
        """Do one task on a free worker."""
        worker = self._free.get()
        try:
            assert worker.stdin is not None  # noqa: S101 -- it was started with a pipe
            assert worker.stdout is not None  # noqa: S101 -- as above
            _send(worker.stdin, (function, task))
            error, result = _receive(worker.stdout)
        except (OSError, EOFError) as closed:
            raise WorkerLostError(f"A worker ended with {worker.poll()}.") from closed
        finally:
            self._free.put(worker)
        if error is not None:
            raise error
        value: _Result = result
        return value


@contextmanager
def worker_pool(count: int, shared: Any) -> Iterator[WorkerPool]:
    """Start `count` workers, and end them with the block. The shared value is sent to each worker once.

    With a count below two, or where a worker cannot be started, the pool does the tasks in this process.
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
    """Return the number of processors that this process may use, at most eight."""
    try:
        count = len(os.sched_getaffinity(0))
    except AttributeError:  # this system does not restrict a process to some processors
        count = os.cpu_count() or 1
    return min(count, _MAX_WORKERS)


def _start(shared: Any) -> subprocess.Popen[bytes]:
    """Start one worker. Its linear algebra uses one thread, because there are as many workers as processors."""
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
    """Kill a worker and close its pipes."""
    worker.kill()
    for stream in (worker.stdin, worker.stdout):
        if stream is not None:
            with contextlib.suppress(OSError):
                stream.close()
    worker.wait()


def _send(stream: IO[bytes], value: Any) -> None:
    """Write the length of a pickled value, and the value."""
    data = pickle.dumps(value, pickle.HIGHEST_PROTOCOL)
    stream.write(_LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def _receive(stream: IO[bytes]) -> Any:
    """Read one value; raise EOFError where the stream ends before it does."""
    prefix = stream.read(_LENGTH.size)
    if len(prefix) < _LENGTH.size:
        raise EOFError
    [length] = _LENGTH.unpack(prefix)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)  # noqa: S301 -- from the other end of our own pipe


def serve() -> None:
    """Do the tasks that arrive on standard input until it ends. This is the main function of a worker."""
    # Ctrl-C reaches every process of a terminal. The process that started the workers ends them.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    tasks, results = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a task prints goes to standard error
    gc.disable()  # records are trees: a search for cycles takes longer than reading them and finds none
    shared = _receive(tasks)
    while True:
        try:
            function, task = _receive(tasks)
        except EOFError:
            return
        result: tuple[Exception | None, Any]
        try:
            result = None, function(shared, *task)
        except Exception as error:  # noqa: BLE001 -- it is raised again where the task came from
            result = error, None
        _send(results, result)
