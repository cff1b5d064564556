from __future__ import annotations

from collections.abc import Iterator

import pytest

from polyonym import cli, errors
from polyonym.cli import exits
from polyonym.errors import InputError, PolyonymError


def descendants(cls: type[PolyonymError]) -> Iterator[type[PolyonymError]]:
    for child in cls.__subclasses__():
        yield child
        yield from descendants(child)


def test_every_error_of_the_project_has_its_exit_code():
    known = [cls for cls in descendants(PolyonymError) if cls.__module__ == errors.__name__]
    assert known
    assert set(known) <= set(exits.EXIT_CODES)


def test_an_error_that_is_derived_elsewhere_exits_as_what_it_derives_from():
    class NarrowerError(InputError):
        pass

    assert exits.exit_code(NarrowerError("x")) == exits.USAGE


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (FileNotFoundError(2, "No such file or directory", "a.csv"), "a.csv: No such file or directory."),
        (OSError(28, "No space left on device"), "No space left on device."),
        (TimeoutError(), "TimeoutError."),
    ],
)
def test_errors_of_the_system_are_put_into_words(error, sentence):
    assert exits.sentence_of(error) == sentence


def test_a_reader_that_has_enough_is_no_failure(run, monkeypatch):
    def closed(_: object) -> None:
        raise BrokenPipeError

    monkeypatch.setattr(cli.check, "print_report", lambda *_: closed(None))
    assert run("check").exit_code == 0


def test_an_interrupt_ends_without_a_traceback(run, monkeypatch):
    def interrupted(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.check, "print_report", interrupted)
    result = run("check")
    assert result.exit_code == 130
    assert "Traceback" not in result.stderr
