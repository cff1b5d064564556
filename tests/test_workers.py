from __future__ import annotations

import operator
import os
import subprocess
import sys

import pytest

from polyonym import workers as module
from polyonym.workers import WorkerLostError, worker_count, worker_pool


def test_alone_and_together_give_the_same_in_the_same_order() -> None:
    tasks = [(number,) for number in range(40)]
    with worker_pool(1, 100) as alone:
        expected = list(alone.map(operator.add, tasks))
    assert expected == list(range(100, 140))


@pytest.mark.slow
def test_workers_give_results_in_the_order_of_the_tasks() -> None:
    with worker_pool(2, 100) as workers:
        assert list(workers.map(operator.add, ((number,) for number in range(40)))) == list(range(100, 140))
        assert list(workers.map(operator.mul, [(2,)])) == [200]
        assert list(workers.map(operator.mul, [])) == []


@pytest.mark.slow
def test_an_error_of_a_task_is_raised_here_and_the_worker_goes_on() -> None:
    with worker_pool(2, 1) as workers:
        with pytest.raises(ZeroDivisionError):
            list(workers.map(operator.truediv, [(0,)]))
        assert list(workers.map(operator.truediv, [(2,)])) == [0.5]


@pytest.mark.slow
def test_a_worker_that_dies_is_told_from_an_error() -> None:
    with worker_pool(2, 3) as workers, pytest.raises(WorkerLostError):
        list(workers.map(os._exit, [()]))


@pytest.mark.slow
def test_what_a_task_prints_disturbs_no_answer(capfd: pytest.CaptureFixture[str]) -> None:
    with worker_pool(2, "hello") as workers:
        assert list(workers.map(print, [("world",)])) == [None]


@pytest.mark.slow
def test_workers_end_with_the_block() -> None:
    with worker_pool(2, None) as workers:
        [pid] = workers.map(_pid, [()])
    with pytest.raises(ProcessLookupError):
        os.kill(pid, 0)
    assert pid != os.getpid()


def _pid(_: None) -> int:
    return os.getpid()


def test_where_no_process_can_be_started_one_does_the_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise PermissionError("no")

    monkeypatch.setattr(module.subprocess, "Popen", refuse)
    with worker_pool(2, 1) as alone:
        assert list(alone.map(operator.add, [(1,)])) == [2]
    assert "alone" in caplog.text


@pytest.mark.slow
def test_a_program_without_a_guard_is_not_run_again(tmp_path) -> None:
    """What a worker runs is the package and never the main program of its user."""
    program = tmp_path / "program.py"
    program.write_text(
        "print('began')\n"
        "import operator\n"
        "from polyonym.workers import worker_pool\n"
        "with worker_pool(2, 1) as workers:\n"
        "    print(list(workers.map(operator.add, [(1,), (2,)])))\n"
    )
    done = subprocess.run([sys.executable, program], capture_output=True, text=True, check=True, timeout=60)  # noqa: S603 -- our own words
    assert done.stdout == "began\n[2, 3]\n"


def test_there_is_a_processor_and_not_a_crowd() -> None:
    assert 1 <= worker_count() <= 8
