"""Processes that measure, and servers that are measured, as the main process starts and ends them."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Self

ROOT = Path(__file__).parent.parent


class Worker:
    """A new process that measures (see `bench.worker`)."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        """Start it."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "bench.worker"],
            cwd=ROOT,
            env=dict(environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            encoding="utf-8",
        )

    def ask(self, do: str, **arguments: Any) -> dict[str, Any]:
        """Call a method of `bench.worker.WorkerState` there and return its result; raise RuntimeError where it ends."""
        assert self._process.stdin is not None  # noqa: S101 -- it was started with both
        assert self._process.stdout is not None  # noqa: S101 -- as above
        self._process.stdin.write(json.dumps({"do": do, **arguments}) + "\n")
        self._process.stdin.flush()
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"A worker ended while it was to do {do!r}; what went wrong stands above.")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def __enter__(self) -> Self:
        """Return the worker."""
        return self

    def __exit__(self, *_: object) -> None:
        """End it."""
        with self._process as process:
            process.terminate()


def worker_environment(cache: Path) -> dict[str, str]:
    """Return the environment of a measured process: one thread for linear algebra, and a cache folder of its own."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("POLYONYM_")}
    return {**kept, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "XDG_CACHE_HOME": str(cache)}


@contextmanager
def serving(arguments: list[str], environment: Mapping[str, str]) -> Iterator[str]:
    """Run a server until the block ends; yield the host and port that it prints once it answers."""
    with subprocess.Popen(  # noqa: S603 -- our own modules
        [sys.executable, *arguments], cwd=ROOT, env=dict(environment), stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None  # noqa: S101 -- it was started with one
        try:
            # Read line by line: the output of a server does not end.
            opened = next((line for line in iter(process.stdout.readline, "") if "http://" in line), None)
            if opened is None:
                raise RuntimeError(f"The server {arguments} ended before it answered.")
            yield opened.split("http://")[1].split("/")[0].strip()
        finally:
            process.terminate()
