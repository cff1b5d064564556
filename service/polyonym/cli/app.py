"""The command line: every command by its name, and the entry point.

Commands import what only they need when they run, so that `--help` and a wrong option answer at once.
"""

from __future__ import annotations

import signal
import sys
from types import FrameType
from typing import Annotated, Final, TextIO

import typer

from polyonym.cli import annotate, check, compare, encoder, evaluate, export, resolve, serve, train
from polyonym.cli.exits import FINE, Commands
from polyonym.cli.render.terminal import line

HELP: Final = """
Say which entity a name means, whatever its spelling, script or name form.

Examples:

\b
  polyonym resolve "Noorolhaq Olomi" Daesh
  polyonym resolve --input names.csv --output resolved.csv
  polyonym annotate article.txt
  polyonym compare Ulumi Olomi
  polyonym check --gazetteer my-names/
  polyonym serve --port 8000

The gazetteer is --gazetteer, else $POLYONYM_GAZETTEER, else ./gazetteer, else the one that comes with the program.
Exit codes: 0 fine, 1 problems in the data, 2 wrong usage.
"""
_TERMINATED: Final = 128 + signal.SIGTERM

app = typer.Typer(
    name="polyonym",
    cls=Commands,
    help=HELP,
    no_args_is_help=True,
    add_completion=True,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
app.command("resolve", help=resolve.EXAMPLES)(resolve.resolve)
app.command("annotate", help=annotate.EXAMPLES)(annotate.annotate)
app.command("compare", help=compare.EXAMPLES)(compare.compare)
app.command("check", help=check.EXAMPLES)(check.check)
app.command("evaluate", help=evaluate.EXAMPLES)(evaluate.evaluate)
app.command("serve", help=serve.EXAMPLES)(serve.serve)
app.add_typer(encoder.app, name="encoder")
app.add_typer(train.app, name="train")
app.command("schema")(export.schema)
app.command("openapi")(export.openapi)


def _print_version(wanted: bool) -> None:
    """Print the version and exit."""
    if wanted:
        from importlib.metadata import version

        line(f"polyonym {version('polyonym')}")
        raise typer.Exit(FINE)


@app.callback()
def options(
    *,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Take the options before a command."""


def _on_sigterm(_signal: int, _frame: FrameType | None) -> None:
    """Exit in order, so that an unfinished output is removed."""
    raise SystemExit(_TERMINATED)


def _write_utf8(stream: TextIO) -> None:
    """Make a stream write UTF-8 whatever the locale says: names come in every script."""
    reconfigure = getattr(stream, "reconfigure", None)
    if reconfigure is not None:
        reconfigure(encoding="utf-8", errors="backslashreplace")


def main() -> None:
    """Run the command line."""
    _write_utf8(sys.stdout)
    _write_utf8(sys.stderr)
    signal.signal(signal.SIGTERM, _on_sigterm)
    app()
