"""Options that several commands share, and what they become: settings, a resolver, a mention without its text."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

import typer

from polyonym.cli.render import terminal
from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.errors import MentionError
from polyonym.model import EntityType, Mention
from polyonym.tables.formats import Format

if TYPE_CHECKING:
    from polyonym.engine import Resolver
    from polyonym.settings import Settings

GazetteerOption = Annotated[
    Path | None,
    typer.Option(
        "--gazetteer",
        "-g",
        metavar="PATH",
        help="Folder or file. Default: $POLYONYM_GAZETTEER, else ./gazetteer, else the bundled one.",
        show_default=False,
    ),
]
SnapshotOption = Annotated[
    str | None,
    typer.Option(
        "--snapshot",
        metavar="PATH",
        help="Folder for compiled gazetteers, or off. Default: $POLYONYM_SNAPSHOT, else a cache for large ones.",
        show_default=False,
    ),
]
JsonOption = Annotated[bool, typer.Option("--json", help="Print JSON instead of text for people.")]
InputOption = Annotated[
    Path | None,
    typer.Option("--input", "-i", metavar="FILE", help="Work through a file; - is stdin.", show_default=False),
]
OutputOption = Annotated[
    Path | None,
    typer.Option("--output", "-o", metavar="FILE", help="Where the answers go. Default: stdout.", show_default=False),
]
FormatOption = Annotated[
    Format | None,
    typer.Option("--format", help="The format where no extension says it, as for stdin.", show_default=False),
]
TYPE_METAVAR: Final = "|".join((*BUILT_IN_TYPES.names, "..."))
"""The types that can be named in every gazetteer; types.yaml of one may declare more."""
TypeOption = Annotated[
    str | None, typer.Option("--type", metavar=TYPE_METAVAR, help="What kind of thing is meant.", show_default=False)
]
LIMIT_DEFAULT: Final = Mention("").limit


@dataclass(frozen=True, slots=True)
class LoadOptions:
    """Which gazetteer to load, and the folder of its compiled form; None where the command line does not say."""

    gazetteer: Path | None
    snapshot_folder: str | None = None


def settings_from(load_options: LoadOptions) -> Settings:
    """Read the settings; options go before the environment."""
    from polyonym.settings import Settings

    return Settings.from_env(os.environ, load_options.gazetteer, snapshot=load_options.snapshot_folder)


def load(load_options: LoadOptions) -> Resolver:
    """Load the gazetteer of the command line."""
    return build_from(settings_from(load_options))


def build_from(settings: Settings) -> Resolver:
    """Build a resolver; on a terminal, show how far a large gazetteer is compiled."""
    from polyonym.engine import build

    with terminal.progress() as progress:
        return build(settings, progress=progress)


def known_types(load_options: LoadOptions) -> EntityTypes:
    """Read the types that an option can name, and nothing else of the gazetteer: options are checked before any work.

    Raises GazetteerError with all problems of the gazetteer where the file of types has one.
    """
    from polyonym.gazetteer.types_file import read_types

    found = read_types(settings_from(load_options).gazetteer)
    if found.problems:
        load(load_options)
    return found.types


def entity_type(text: str | None, load_options: LoadOptions) -> EntityType | None:
    """Return the type that an option names; raise typer.BadParameter for a word that names none."""
    return mention_template(Mention("x", text), load_options).type


def mention_template(mention: Mention, load_options: LoadOptions) -> Mention:
    """Return a mention with the options and no text of its own; raise typer.BadParameter for a wrong option."""
    from polyonym.resolve.intake import check_mention

    types = BUILT_IN_TYPES if mention.type is None else known_types(load_options)
    try:
        check_mention(mention, types)
    except MentionError as error:
        detail = error.detail.removeprefix(f"{error.field}: ")
        raise typer.BadParameter(detail, param_hint=f"--{error.field}") from error
    return mention
