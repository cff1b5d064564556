"""Errors to a sentence on stderr and an exit code.

0 is fine, 1 means problems in the data, 2 wrong usage. Every error class has a row in the table below; a test fails for
a class that is missing.
"""

from __future__ import annotations

import os
import sys
from typing import Any, Final

import typer
from typer.core import TyperGroup

from polyonym.cli.render.terminal import complain
from polyonym.errors import (
    EntityNotFoundError,
    GazetteerError,
    InputError,
    MentionError,
    PolyonymError,
    SettingsError,
    TextError,
)

FINE: Final = 0
PROBLEMS: Final = 1
USAGE: Final = 2

EXIT_CODES: Final[dict[type[PolyonymError], int]] = {
    PolyonymError: PROBLEMS,
    MentionError: PROBLEMS,
    TextError: PROBLEMS,
    EntityNotFoundError: PROBLEMS,
    GazetteerError: PROBLEMS,
    SettingsError: USAGE,
    InputError: USAGE,
}


class Commands(TyperGroup):
    """The group of all commands: runs one and turns what it raises into a sentence and an exit code."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that was named."""
        try:
            result = super().invoke(ctx)
            # Flushed here, where a closed pipe is handled, and not at shutdown.
            sys.stdout.flush()
        except PolyonymError as error:
            complain(error.detail)
            raise typer.Exit(exit_code(error)) from error
        except BrokenPipeError as error:
            # `| head -1` has read enough; that is no error.
            silence_stdout()
            raise typer.Exit(FINE) from error
        except OSError as error:
            complain(sentence_of(error))
            raise typer.Exit(PROBLEMS) from error
        return result


def exit_code(error: PolyonymError) -> int:
    """Return the exit code of an error, that of the nearest class it descends from."""
    return next(EXIT_CODES[known] for known in type(error).__mro__ if known in EXIT_CODES)


def sentence_of(error: OSError) -> str:
    """Return an error of the operating system as a sentence: what, and about which file."""
    reason = error.strerror or str(error) or type(error).__name__
    return f"{error.filename}: {reason}." if error.filename else f"{reason}."


def silence_stdout() -> None:
    """Point stdout at nothing, so that the interpreter does not fail on the closed pipe when it ends."""
    try:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    except (OSError, ValueError):
        # A stdout without a descriptor (a test, a notebook) has no pipe to lose.
        return
