"""`polyonym train`: fit the weights of matching from lists of things with several names."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

import typer

from polyonym.cli.render import terminal
from polyonym.errors import InputError

if TYPE_CHECKING:
    from polyonym.training.lists import ListedEntity

_LISTS: Final = """
A list is JSON Lines, plain or .gz: `id`, `type`, and either `names` ([{"text": ...}]) or `name` and `aliases`, as in a
gazetteer. The same lists give the same weights."""
HELP: Final = "Fit the weights of matching from lists of names: of edits, of scripts, and of the score."
LIKENESS: Final = f"""
Fit how likely two Latin spellings are one word, from spelling variants in lists.

Examples:

\b
  polyonym train likeness people.jsonl --out spelling_similarity.json
  polyonym train likeness people.jsonl.gz places.jsonl.gz --out service/polyonym/text/weights/spelling_similarity.json
{_LISTS}
"""
ACROSS: Final = f"""
Fit how likely a token of another script and a Latin one are one word, from names in several scripts.

Examples:

\b
  polyonym train across people.jsonl --out cross_script_similarity.json
  polyonym train across people.jsonl.gz places.jsonl.gz --out service/polyonym/text/weights/cross_script_similarity.json

It reads the map between scripts and the weights of `polyonym train likeness` that ship: fit it after them. The table
says how often a right pair is put above a wrong one: by the cosine of the map, by the romanised spelling, by both.
{_LISTS}
"""
SCORE: Final = f"""
Fit the score of the resolver and its calibration, from lists out of which names are held out and looked up.

Examples:

\b
  polyonym train score people.jsonl places.jsonl --out weights.json
  polyonym train score people.jsonl.gz --limit 1000 --workers 4 --out service/polyonym/matching/weights.json

It reads the weights of `polyonym train likeness` and `polyonym train across` that ship: fit it last. The lists have to
hold names in several scripts.
{_LISTS}
"""
PAIR: Final = f"""
Fit how `compare` scores two names by themselves, from lists and from near names that are made of them.

Examples:

\b
  polyonym train pair people.jsonl places.jsonl --out pair.json
  polyonym train pair people.jsonl.gz --limit 700 --out service/polyonym/compare/weights.json

It reads the weights of `polyonym train score` and `polyonym train origin` that ship: fit it after them.
{_LISTS}
"""
ORIGIN: Final = f"""
Fit how the letters of a Latin name tell whether it was written down from another script.

Examples:

\b
  polyonym train origin people.jsonl --out name_origin.json
  polyonym train origin people.jsonl.gz more.jsonl.gz --out service/polyonym/text/weights/name_origin.json

People who have a name in Arabic, Korean, Chinese or Cyrillic letters too stand for names that were, all others for
names that were not.
{_LISTS}
"""

MAX_NEAR_MISSES: Final = 120_000

app = typer.Typer(help=HELP, no_args_is_help=True, rich_markup_mode=None)
Lists = Annotated[list[Path], typer.Argument(metavar="LIST...", help="Lists of names.", show_default=False)]
LimitOption = Annotated[int, typer.Option("--limit", min=1, help="So many mentions of each list and task.")]
WorkersOption = Annotated[int, typer.Option("--workers", min=1, help="So many processes.")]
OutOption = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Where the weights go, as JSON.")]


@app.command("likeness", help=LIKENESS)
def spelling_similarity(lists: Lists, out: OutOption) -> None:
    """Fit the costs of edits."""
    from polyonym.training.spelling_similarity import TYPOS, fit, near_misses, typos, variants

    found = [one for entities in read_lists(lists) for one in entities]
    with terminal.progress_bar() as bar:
        task = bar.add_task("variants", total=3, rows=len(found))
        right, tokens = variants([text for text, script in one.names if script == "Latn"] for one in found)
        if not right:
            raise InputError("The lists hold no entity with two Latin names that differ in the spelling of one word.")
        bar.update(task, advance=1, description="near misses")
        wrong = near_misses(right, tokens, limit=MAX_NEAR_MISSES)
        bar.update(task, advance=1, description="fitting")
        slips = typos(tokens, int(len(right) * TYPOS))
        weights = fit([*right, *slips], wrong)
    write_weights(out, weights)
    terminal.line(f"{len(right):,} variants, {len(slips):,} slips, {len(wrong):,} near misses: {out}")


@app.command("across", help=ACROSS)
def across(lists: Lists, out: OutOption) -> None:
    """Fit the similarity of tokens across scripts."""
    from polyonym.training.cross_script_similarity import fit

    found = read_lists(lists)
    with terminal.progress_bar() as bar:
        bar.add_task("fitting", total=None, rows=sum(map(len, found)))
        weights, accuracies = fit(found)
    write_weights(out, weights)
    terminal.table(
        ("script", "examples", "cosine", "spelling", "both"),
        [
            (one.script, f"{one.examples:,}", *(f"{x:.3f}" for x in (one.cosine, one.spelling, one.fitted)))
            for one in accuracies
        ],
    )


@app.command("score", help=SCORE)
def score(
    lists: Lists,
    out: OutOption,
    limit: LimitOption = 2000,
    workers: WorkersOption = 2,
) -> None:
    """Fit curves and calibration."""
    from polyonym.training.lists import tasks
    from polyonym.training.score_model import fit

    named = zip(lists, read_lists(lists), strict=True)
    found = [task for path, one in named for task in tasks(path.name.partition(".")[0], one, limit) if task.mentions]
    if not found:
        raise InputError("The lists hold no name to look up: no entity has two.")
    with terminal.progress_bar() as bar:
        bar.add_task("fitting", total=None, rows=sum(len(task.mentions) for task in found))
        try:
            weights = fit(found, workers)
        except KeyError as error:
            raise InputError("The lists hold too few names to fit on, in one script or across scripts.") from error
    write_weights(out, weights)
    for task in found:
        terminal.line(f"{task.title}: {len(task.mentions):,} mentions among {len(task.entities):,} entities")


@app.command("pair", help=PAIR)
def pair(
    lists: Lists,
    out: OutOption,
    limit: LimitOption = 700,
    workers: WorkersOption = 2,
) -> None:
    """Fit the curves of a pair."""
    from polyonym.training.pair_model import fit

    named = [(path.name.partition(".")[0], one) for path, one in zip(lists, read_lists(lists), strict=True)]
    with terminal.progress_bar() as bar:
        bar.add_task("fitting", total=None, rows=sum(len(one) for _, one in named))
        try:
            weights = fit(named, limit, workers)
        except (KeyError, IndexError) as error:
            raise InputError("The lists hold too few names to fit on, in one script or across scripts.") from error
    write_weights(out, weights)
    terminal.line(f"{sum(len(one) for _, one in named):,} entities: {out}")


@app.command("origin", help=ORIGIN)
def origin(lists: Lists, out: OutOption) -> None:
    """Fit the evidence of letters for the script of a name."""
    from polyonym.training.name_origin import fit

    try:
        weights = fit(read_lists(lists))
    except KeyError as error:
        raise InputError("The lists hold no people with names in other scripts and no others beside them.") from error
    write_weights(out, weights)
    terminal.line(f"{len(weights):,} runs of letters: {out}")


def read_lists(paths: list[Path]) -> list[tuple[ListedEntity, ...]]:
    """Read lists; raise InputError with what is wrong for a file that is none."""
    from polyonym.training.lists import read_list

    found = []
    for path in paths:
        try:
            found.append(read_list(path))
        except KeyError as error:
            raise InputError(f"{path}: An entity has no field `{error.args[0]}`.") from error
        except UnicodeDecodeError as error:
            raise InputError(f"{path}: This is not UTF-8; save the file as UTF-8.") from error
        except (ValueError, TypeError, AttributeError, EOFError) as error:
            raise InputError(f"{path}: A line of it is not the JSON of an entity ({error}).") from error
    return found


def write_weights(path: Path, weights: dict[str, Any]) -> None:
    """Write weights as JSON, the same weights as the same bytes."""
    path.write_text(json.dumps(weights, separators=(",", ":"), sort_keys=True) + "\n", encoding="utf-8", newline="\n")
