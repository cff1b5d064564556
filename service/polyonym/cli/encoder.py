"""`polyonym encoder`: train the learned map between scripts on pairs of spellings, and evaluate it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import partial
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from polyonym.cli.options import JsonOption
from polyonym.cli.render import terminal
from polyonym.errors import InputError
from polyonym.tables.rows import Json

if TYPE_CHECKING:
    from rich.progress import Progress, TaskID

HELP: Final = "Train and evaluate the learned map between scripts."
TRAIN: Final = """
Train the map of each script that the pair files hold, and write it into a folder of weights.

Examples:

\b
  polyonym encoder train wd_hebrew.tsv.gz --out weights/
  polyonym encoder train wd_arabic.tsv.gz ar2en.tsv.gz --out weights/
  polyonym encoder train thai.tsv --script Thai --out weights/ --hold-out

A pair file is tab-separated, plain or .gz; its first line names the columns `latin` and `native`, others are ignored.
The script of a file is that of most of its native column, and lines in another script are left out. Files of one
script are trained on together; maps of other scripts stay in the folder. The figures printed are of a training
without one native spelling in twenty, each looked up among their Latin spellings and ten thousand others. It takes
one to five minutes a script. The same pairs give the same bytes on the same machine.
"""
EVALUATE: Final = """
Measure how often a native spelling finds its Latin one first, and among the first ten.

Examples:

\b
  polyonym encoder evaluate
  polyonym encoder evaluate --json | jq .Hebr.top1
  polyonym encoder evaluate wd_hebrew.tsv.gz --weights weights/

Without pairs, the figures that were written when the weights were trained. With pairs, one native spelling in twenty
is looked up among their Latin spellings and ten thousand others. Weights that were trained on the same pairs know
them: evaluate weights of `polyonym encoder train --hold-out`, which always leaves out the same ones.
"""
_COLUMNS: Final = ("script", "looked up", "among", "top1", "top10", "pairs", "MB", "sources")

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
PairFiles = Annotated[list[Path], typer.Argument(metavar="PAIRS...", help="Pair files.", show_default=False)]
ScriptOption = Annotated[
    str | None,
    typer.Option("--script", metavar="S", help="The script of every file, as in ISO 15924; Han for Hani."),
]


@app.command("train", help=TRAIN)
def train(
    pairs: PairFiles,
    out: Annotated[Path, typer.Option("--out", metavar="FOLDER", help="The folder of weights to write into.")],
    script: ScriptOption = None,
    *,
    hold_out: Annotated[
        bool, typer.Option("--hold-out", help="Leave the spellings that are looked up out of what is written as well.")
    ] = False,
) -> None:
    """Train a map for each script, and write them."""
    from polyonym.training.encoder import STEPS, build, figures, write
    from polyonym.training.pairs import gather

    found = gather(pairs, _script_code(script))
    built = []
    with terminal.progress_bar() as bar:
        for one in found:
            task = bar.add_task(one.script, total=STEPS + 1, rows=len(one.pairs))
            step = partial(_advance, bar, task, one.script)
            built.append(build(one, hold_out=hold_out, step=step))
    write(out, built)
    trained = {one.script for one in built}
    _print({name: row for name, row in figures(out).items() if name in trained})


@app.command("evaluate", help=EVALUATE)
def evaluate(
    pairs: Annotated[
        list[Path] | None, typer.Argument(metavar="[PAIRS]...", help="Pair files.", show_default=False)
    ] = None,
    weights: Annotated[
        Path | None, typer.Option("--weights", metavar="FOLDER", help="A folder of weights. Default: those that ship.")
    ] = None,
    script: ScriptOption = None,
    *,
    as_json: JsonOption = False,
) -> None:
    """Print the figures of weights, or measure them."""
    from polyonym.training.encoder import figures

    folder = weights or Path(str(resources.files("polyonym.text").joinpath("weights")))
    if not (folder / "header.json").is_file():
        raise InputError(f"{folder}: This is no folder of weights: there is no header.json in it.")
    found = _measured(folder, pairs, script) if pairs else figures(folder)
    if as_json:
        terminal.json_page(found)
    else:
        _print(found)


def _measured(folder: Path, pairs: Sequence[Path], script: str | None) -> dict[str, Json]:
    """Evaluate weights on the held-out part of pair files."""
    from polyonym.text.encoder import Encoder
    from polyonym.training.encoder import evaluate
    from polyonym.training.pairs import gather

    encoder = Encoder.load(folder)
    return {one.script: asdict(evaluate(encoder, one)) for one in gather(pairs, _script_code(script))}


def _script_code(script: str | None) -> str | None:
    """Return the code of a script; raise typer.BadParameter for what is none."""
    if script is not None and not (
        script.isascii() and script.isalpha() and script.istitle() and len(script) in {3, 4}
    ):
        raise typer.BadParameter(f"{script!r} is no code of ISO 15924, such as Thai or Hebr.", param_hint="--script")
    return script


def _advance(bar: Progress, task: TaskID, script: str, what: str) -> None:
    """Show the next step on the bar."""
    bar.update(task, advance=1, description=f"{script}: {what}")


def _print(found: Mapping[str, Json]) -> None:
    """Print figures as a table."""
    terminal.table(
        _COLUMNS,
        [
            (
                name,
                f"{row['tokens']:,}",
                f"{row['among']:,}",
                f"{row['top1']:.3f}",
                f"{row['top10']:.3f}",
                f"{row['pairs']:,}" if "pairs" in row else "",
                f"{row['bytes'] / 1e6:.2f}" if "bytes" in row else "",
                ", ".join(row.get("sources", ())),
            )
            for name, row in found.items()
        ],
    )
