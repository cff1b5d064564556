"""Pairs of spellings: what a map between scripts is trained and evaluated on.

In come tab-separated files, plain or gzipped, whose first line names the columns `latin` and `native`, out come sorted
pairs of names as tokens. The script of a file is that of most of its native column; rows in other scripts are left out.

Rule: tokens are folded and romanised as all names are, so that a map is trained on the letters that it will meet.
"""

from __future__ import annotations

import gzip
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final

from polyonym import yamlfile
from polyonym.errors import InputError
from polyonym.text.encoder import Rewrite
from polyonym.text.normalise import folded
from polyonym.text.romanise import romanise
from polyonym.text.scripts import COMMON, LATIN, script_of, traits

Tokens = tuple[str, ...]

COLUMNS: Final = ("latin", "native")
HELD_OUT: Final = 20
"""One native spelling in so many is held out for evaluation."""
_SCRIPT_SAMPLE: Final = 5000
"""The script of a file is decided by so many rows."""


@dataclass(frozen=True, order=True, slots=True)
class Pair:
    """One name in Latin letters and in its own script, each as its tokens."""

    latin: Tokens
    native: Tokens


@dataclass(frozen=True, slots=True)
class ScriptPairs:
    """The pairs of one script, sorted, and the names of the files that they come from."""

    script: str
    pairs: tuple[Pair, ...]
    sources: tuple[str, ...]


def table(name: str) -> Any:
    """Read a table of this folder. Every scalar is a string: `no` is a syllable."""
    node = yamlfile.parse(resources.files("polyonym.training").joinpath(f"tables/{name}.yaml").read_bytes())
    return yamlfile.plain(node) if node else {}


def read_pairs(path: Path) -> Iterator[tuple[str, str]]:
    """Yield the Latin and the native column of a file; raise InputError for a file without these columns."""
    try:
        with gzip.open(path, "rt", encoding="utf-8") if path.suffix == ".gz" else path.open(encoding="utf-8") as lines:
            yield from _columns(path, lines)
    except (gzip.BadGzipFile, EOFError) as error:
        raise InputError(f"{path}: This is no whole gzip file, and its name ends in .gz.") from error
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: This is not UTF-8; save the file as UTF-8.") from error


def _columns(path: Path, lines: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield the Latin and the native column of rows."""
    rows = (line.rstrip("\r\n").removeprefix("\ufeff").split("\t") for line in lines)
    head = next(rows, [])
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        named = " and ".join(f"`{name}`" for name in missing)
        raise InputError(f"{path}:1: The first line names no column {named}; it has to name `latin` and `native`.")
    latin, native = map(head.index, COLUMNS)
    for number, row in enumerate(rows, start=2):
        if row == [""]:
            continue
        if len(row) <= max(latin, native):
            raise InputError(f"{path}:{number}: The line has {len(row)} columns, and the first line names {len(head)}.")
        yield row[latin], row[native]


def script_of_pairs(rows: Sequence[tuple[str, str]]) -> str:
    """Return the name of the map of most native spellings, the empty string where there is none."""
    found = Counter(map_of(script_of(native)) for _, native in rows[:_SCRIPT_SAMPLE])
    del found[COMMON], found[LATIN]
    return min(found, key=lambda script: (-found[script], script), default="")


def map_of(script: str) -> str:
    """Return the name of the map that a script trains."""
    return traits(script).map_names[0]


def gather(paths: Iterable[Path], script: str | None = None) -> list[ScriptPairs]:
    """Read files and return their distinct pairs by script; a given script is that of all files."""
    found: dict[str, set[Pair]] = {}
    sources: dict[str, list[str]] = {}
    for path in paths:
        rows = list(read_pairs(path))
        of_file = script or script_of_pairs(rows)
        if not of_file:
            raise InputError(f"{path}: The column `native` holds no names in another script than Latin.")
        # The pairs of a script that is composed of others may be written in these alone: Japanese names in Han signs.
        accepted = {of_file, *map(map_of, traits(of_file).components)}
        kept = (row for row in rows if script or map_of(script_of(row[1])) in accepted)
        prepared = {Pair(latin_tokens(latin), tuple(folded(native).split())) for latin, native in kept}
        found.setdefault(of_file, set()).update(pair for pair in prepared if pair.latin and pair.native)
        sources.setdefault(of_file, []).append(path.name.partition(".")[0])
    return [ScriptPairs(name, tuple(sorted(found[name])), tuple(sources[name])) for name in sorted(found)]


def latin_tokens(text: str) -> Tokens:
    """Return the tokens of a Latin name in ASCII letters and digits."""
    return tuple(filter(None, map(romanise, folded(text).split())))


def respelled(pairs: Iterable[Pair], letters: Mapping[str, str]) -> list[Pair]:
    """Rewrite the native side in the letters that a map is trained on."""
    rewrite = Rewrite(letters)
    spelled = {Pair(pair.latin, tuple(filter(None, map(rewrite, pair.native)))) for pair in pairs}
    return sorted(pair for pair in spelled if pair.native)


def split_held_out(pairs: Iterable[Pair]) -> tuple[list[Pair], list[Pair]]:
    """Return kept and held-out pairs. All pairs of a native spelling are on the same side."""
    parts: tuple[list[Pair], list[Pair]] = ([], [])
    for pair in pairs:
        parts[digest(pair.native) % HELD_OUT == 0].append(pair)
    return parts


def digest(name: Tokens) -> int:
    """Return a number that depends only on the name."""
    return int.from_bytes(hashlib.blake2b(" ".join(name).encode(), digest_size=8).digest())
