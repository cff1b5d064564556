"""Real names and pairs of names, in all scripts of the bundled gazetteer and of the labelled table."""

from __future__ import annotations

import csv
import random
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import pytest

from polyonym.index.snapshot import Snapshot
from polyonym.text.name import Name, analyse

TABLE = Path(__file__).parents[1] / "cases" / "names.tsv"
EDGES = (
    "A",
    "J. F. K.",
    "24",
    "United24",
    "United 25",
    "Brigade 007",
    "2nd Battalion",
    "Omar Omar Omar",
    "Ahmad bin Hasan bin Ali",
    "Hasan bin Ahmad bin Ali",
    "Samuel Goldwyn Jr",
    "Promtech LLC",
    "Promtech JSC",
    "Noorul Haq Ulumi",
    "Noorolhaq Olomi",
    "Abd al Rahman",
    "Abdurrahman",
    "\u5b89\u500d\u664b\u4e09",
    "\u5b89\u500d \u664b\u4e09",
    "\ubc15\uadfc\ud61c",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch",
    "Llanfairpwllgwyngyllgogerychwyrndrobwllantysiliogogogoch",
    " ".join(f"word{letter}" for letter in "abcdefghijklmnopqrstuvwxyzabcdefghij"),
    " ".join(f"{letter}word" for letter in "zyxwvutsrqponmlkjihgfedcba"),
    "!!!",
)
"""One token, 32 tokens, none at all, initials, digits, long words, chains, and names that can be parted in two ways."""


@pytest.fixture(scope="session")
def labelled(snapshot: Snapshot) -> list[tuple[Name, Name]]:
    """Return the pairs of the labelled table."""
    with TABLE.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [(analyse(row["a"], snapshot.lexicon), analyse(row["b"], snapshot.lexicon)) for row in rows]


@pytest.fixture(scope="session")
def edges(snapshot: Snapshot) -> list[tuple[Name, Name]]:
    """Return every pair of two names that are at the edge of what names are."""
    names = [analyse(text, snapshot.lexicon) for text in EDGES]
    return [(a, b) for a in names for b in names]


@pytest.fixture(scope="session")
def namesakes(snapshot: Snapshot) -> list[tuple[Name, Name]]:
    """Return pairs of names of one entity, most of them in two scripts."""
    names: dict[int, list[Name]] = defaultdict(list)
    for listed in snapshot.names:
        names[listed.entity_row].append(analyse(listed.alias.name, snapshot.lexicon))
    return [(a, b) for own in names.values() for a in own for b in own[::2]]


@pytest.fixture(scope="session")
def strangers(snapshot: Snapshot, labelled: Sequence[tuple[Name, Name]]) -> list[tuple[Name, Name]]:
    """Return pairs of names that were drawn blindly, of any two scripts."""
    chance = random.Random(11)  # noqa: S311 -- no secret
    names = [analyse(listed.alias.name, snapshot.lexicon) for listed in snapshot.names]
    names += [name for pair in labelled for name in pair]
    return [(chance.choice(names), chance.choice(names)) for _ in range(2000)]


@pytest.fixture(scope="session")
def name_pairs(
    labelled: list[tuple[Name, Name]],
    edges: list[tuple[Name, Name]],
    namesakes: list[tuple[Name, Name]],
    strangers: list[tuple[Name, Name]],
) -> list[tuple[Name, Name]]:
    """Return all of these pairs."""
    return [*labelled, *edges, *namesakes, *strangers]
