"""Counts how frequent tokens are in names: makes `text/words/common_name_tokens.tsv`.

In come name lists (one entity a line, as JSON) and pair lists (Latin token, native token, count), out come lines of
`token TAB class TAB frequency`: the token folded and romanised, the class `person` or `organization`, and the share of
names that hold the token. A small gazetteer takes these as background frequencies: `Mohammad` is common even where one
entity has the name. An entity counts once, whatever the number of its aliases.

    python -m polyonym.training.frequencies LIST.jsonl.gz... PAIRS.tsv.gz... > common_name_tokens.tsv
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from polyonym.text.normalise import folded
from polyonym.text.romanise import romanise

CLASSES: Final = ("person", "organization")
# A personal name has about two tokens, so a pair list of n tokens is one of n / 2 names.
_TOKENS_PER_NAME: Final = 2
# A rarer token is rare in any gazetteer. A token of one letter is an initial.
_MIN_SHARE: Final = {"person": 0.00022, "organization": 0.0006}
_MIN_LENGTH: Final = 2


def tokens_of(name: str) -> set[str]:
    """Return the folded and romanised tokens of a name, each once."""
    romanised = {folded(romanise(word)) for word in folded(name).split()}
    return {word for word in romanised if len(word) >= _MIN_LENGTH and " " not in word and not word.isdigit()}


def share_of_names(entities: Iterable[Sequence[str]]) -> dict[str, float]:
    """Return for each token the share of names that hold it; every entity has the weight 1."""
    holders: Counter[str] = Counter()
    weights: dict[str, float] = {}
    entity_count = 0
    for names in entities:
        entity_count += 1
        holders.clear()
        for name in names:
            holders.update(tokens_of(name))
        for token, count in holders.items():
            weights[token] = weights.get(token, 0.0) + count / len(names)
    return {token: weight / entity_count for token, weight in weights.items()}


def share_of_tokens(counted: Mapping[str, int]) -> dict[str, float]:
    """Return for each token of a pair list the share of names that hold it, from its share of all tokens."""
    total = sum(counted.values())
    shares: dict[str, float] = {}
    for word, count in counted.items():
        for token in tokens_of(word):
            shares[token] = shares.get(token, 0.0) + min(1.0, count * _TOKENS_PER_NAME / total)
    return shares


def mean(tables: Sequence[Mapping[str, float]]) -> dict[str, float]:
    """Return the mean share over several sources; a source that lacks a token has the share 0 of it."""
    tokens = {token for table in tables for token in table}
    return {token: sum(table.get(token, 0.0) for table in tables) / len(tables) for token in tokens}


def highest(tables: Iterable[Mapping[str, float]]) -> dict[str, float]:
    """Return the highest share over several sources: a token that is common in one of them is common."""
    result: dict[str, float] = {}
    for table in tables:
        for token, share in table.items():
            result[token] = max(result.get(token, 0.0), share)
    return result


def read_entities(paths: Iterable[Path], kind: str) -> Iterator[list[str]]:
    """Yield the names of each entity of one type."""
    for path in paths:
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for line in lines:
                entity = json.loads(line)
                if entity["type"] == kind and entity["names"]:
                    yield [name["text"] for name in entity["names"]]


def read_pairs(path: Path) -> tuple[Counter[str], Counter[str]]:
    """Count the Latin and the native tokens of a pair list."""
    latin: Counter[str] = Counter()
    native: Counter[str] = Counter()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            left, right, count = line.rstrip("\n").split("\t")
            latin[left] += int(count)
            native[right] += int(count)
    return latin, native


def table(lists: Sequence[Path], pairs: Sequence[Path]) -> list[tuple[str, str, float]]:
    """Return token, class and frequency, most frequent first. Equal files give equal tables."""
    shares = {kind: share_of_names(read_entities(lists, kind)) for kind in CLASSES}
    counted = [read_pairs(path) for path in pairs]
    if counted:
        latin = mean([share_of_tokens(latin) for latin, _ in counted])
        native = mean([share_of_tokens(native) for _, native in counted])
        shares["person"] = highest([mean([shares["person"], latin]), latin, native])
    rows = [
        (token, kind, share) for kind in CLASSES for token, share in shares[kind].items() if share >= _MIN_SHARE[kind]
    ]
    return sorted(rows, key=lambda row: (CLASSES.index(row[1]), -row[2], row[0]))


def main(arguments: Sequence[str]) -> None:
    """Write the table of some files to standard output: `.jsonl` files are name lists, `.tsv` files pair lists."""
    paths = [Path(argument) for argument in arguments]
    lists = [path for path in paths if ".jsonl" in path.suffixes]
    pairs = [path for path in paths if ".tsv" in path.suffixes]
    for token, kind, share in table(lists, pairs):
        sys.stdout.write(f"{token}\t{kind}\t{share:.2g}\n")


if __name__ == "__main__":
    main(sys.argv[1:])
