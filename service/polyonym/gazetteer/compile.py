"""Entities to a snapshot: take every name apart once, and lay out the look-ups.

Pure: the same entities, in any order, give the same fingerprint and the same answers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from itertools import combinations
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.gazetteer.analysis import Found, Part, analyse_entities
from polyonym.gazetteer.arrays import Lookup, Numbers, Postings, Texts, Weights
from polyonym.gazetteer.columns import ROLES, Codes, Columns, Names, Tokens
from polyonym.gazetteer.fingerprint import fingerprint
from polyonym.gazetteer.rarity import weight
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.gazetteer.spellings import Spellings
from polyonym.model import Entity
from polyonym.text.lexicon import Lexicon, bundled_lexicon
from polyonym.text.name import Token

Progress = Callable[[str, int, int], None]
"""Called with what is being done, how much of it is done, and how much there is."""

RUN: Final = 4000
"""Entities that one process takes at a time."""
WORTH_SHARING: Final = 20_000
"""Fewer entities are done before a second process has started."""
PAIRED: Final = 6
"""The first words of a name that it can be found by in twos: longer names share rarer words."""
_NAME: Final = ROLES.index("name")


def compile_entities(
    entities: Iterable[Entity],
    lexicon: Lexicon | None = None,
    words: str = "",
    workers: int = 1,
    progress: Progress | None = None,
) -> Snapshot:
    """Build the snapshot of validated entities; `words` marks the state of a curator's own word lists."""
    lexicon = lexicon or bundled_lexicon()
    ordered = tuple(sorted(entities, key=lambda entity: entity.id))
    merged = _Merged()
    for done, part in enumerate(_parts(ordered, lexicon, workers), start=1):
        merged.add(part)
        if progress is not None:
            progress("names", min(done * RUN, len(ordered)), len(ordered))
    return Snapshot.of(_columns(merged, fingerprint(ordered, words)), ordered, lexicon)


def _parts(entities: Sequence[Entity], lexicon: Lexicon, workers: int) -> Iterator[Part]:
    """Yield the parts of all entities in order, made by several processes where that pays."""
    starts = range(0, len(entities), RUN)
    if workers < 2 or len(entities) < WORTH_SHARING:
        yield from (analyse_entities(entities[start : start + RUN], start, lexicon) for start in starts)
        return
    with ProcessPoolExecutor(workers, initializer=_begin, initargs=(lexicon,)) as pool:
        yield from pool.map(_one_part, (entities[start : start + RUN] for start in starts), starts)


_shared: dict[str, Lexicon] = {}
"""What a worker process was given when it began: sent once, and not with every part."""


def _begin(lexicon: Lexicon) -> None:
    """Keep the lexicon in a worker process."""
    _shared["lexicon"] = lexicon


def _one_part(entities: Sequence[Entity], first: int) -> Part:
    """Make one part in a worker process."""
    return analyse_entities(entities, first, _shared["lexicon"])


class _Merged:
    """Parts put together: local numbers of names and tokens become those of the whole."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self.kinds: list[int] = []
        self.ids: list[int] = []
        self.entities: list[int] = []
        self.places: list[int] = []
        self.flags: list[int] = []
        self.scripts: list[int] = []
        self.script_codes: dict[str, int] = {}
        self.distinct: dict[Token, int] = {}
        self.token_runs: list[Numbers] = []
        self.token_counts: list[int] = []
        self.found: dict[str, Found] = {
            name: ([], []) for name in ("exact", "spaceless", "cased", "initialisms", "joined")
        }

    def add(self, part: Part) -> None:
        """Put one more part behind those that are there."""
        first = len(self.flags)
        self.kinds += part.kinds
        self.ids += part.ids
        self.entities += part.entities
        self.places += part.places
        self.flags += part.flags
        self.scripts += [self.script_codes.setdefault(script, len(self.script_codes)) for script in part.scripts]
        here = np.fromiter(
            (self.distinct.setdefault(token, len(self.distinct)) for token in part.distinct),
            np.int32,
            len(part.distinct),
        )
        flat = [number for numbers in part.tokens for number in numbers]
        self.token_runs.append(here[flat] if flat else np.zeros(0, np.int32))
        self.token_counts += [len(numbers) for numbers in part.tokens]
        for name, (digests, numbers) in self.found.items():
            more_digests, more_numbers = getattr(part, name)
            digests.extend(more_digests)
            numbers.extend(number + first for number in more_numbers)

    def look_up(self, name: str) -> Lookup:
        """Return one of the look-ups."""
        digests, numbers = self.found[name]
        return Lookup.of(np.array(digests, np.uint64), np.array(numbers, np.int32))


@dataclass(frozen=True, slots=True)
class _Held:
    """Which romanised token stands in which name: a row each, a token counted once a name; `names` ascend."""

    names: Numbers
    spellings: Numbers


def _columns(merged: _Merged, mark: str) -> Columns:
    """Lay out everything that follows from the names."""
    tokens, count = list(merged.distinct), len(merged.flags)
    numbers: dict[str, int] = {}
    for token in tokens:
        numbers.setdefault(token.latin, len(numbers))
    table = Tokens.of(tokens, numbers)
    starts = np.zeros(count + 1, np.int64)
    np.cumsum(merged.token_counts, out=starts[1:])
    flat = np.concatenate([*merged.token_runs, np.zeros(0, np.int32)])
    owners = np.repeat(np.arange(count, dtype=np.int32), np.diff(starts))
    flags = np.array(merged.flags, np.uint8)
    loose = int(np.count_nonzero((flags & 3) != 2))
    held = _held(owners, table.spellings[flat], len(numbers))
    counts = np.bincount(held.spellings, minlength=len(numbers)).tolist()
    weights = np.fromiter(
        (weight(latin, of_it, loose) for latin, of_it in zip(numbers, counts, strict=True)), np.float32, len(numbers)
    )
    sizes = _sizes(owners, table.spellings[flat], table.roles[flat], weights, count)
    return Columns(
        fingerprint=mark,
        kinds=np.array(merged.kinds, np.uint8),
        ids=Lookup.of(np.array(merged.ids, np.uint64), np.arange(len(merged.ids), dtype=np.int32)),
        names=Names(
            np.array(merged.entities, np.int32),
            np.array(merged.places, np.int32),
            flags,
            np.array(merged.scripts, np.uint8),
            Postings(starts, flat),
            Texts.of(merged.script_codes),
        ),
        tokens=table,
        spellings=Spellings.of(list(numbers)),
        weights=weights,
        exact=merged.look_up("exact"),
        spaceless=merged.look_up("spaceless"),
        cased=merged.look_up("cased"),
        initialisms=merged.look_up("initialisms"),
        joined=merged.look_up("joined"),
        holders=_holders(held, sizes, len(numbers)),
        pairs=_pairs(held, sizes, count),
        sizes=sizes,
        loose=loose,
    )


def _held(owners: Numbers, spellings: Numbers, count: int) -> _Held:
    """Count every romanised token once a name."""
    keys = np.unique(owners.astype(np.int64) * max(count, 1) + spellings)
    return _Held((keys // max(count, 1)).astype(np.int32), (keys % max(count, 1)).astype(np.int32))


def _sizes(owners: Numbers, spellings: Numbers, roles: Codes, weights: Weights, count: int) -> Weights:
    """Return what all tokens of a name tell together."""
    told = np.where(roles == _NAME, weights[spellings], np.float32(0))
    return np.bincount(owners, told, count).astype(np.float32)


def _holders(held: _Held, sizes: Weights, count: int) -> Postings:
    """Lead from each romanised token to the names that hold it, smallest first."""
    order = np.lexsort((sizes[held.names], held.spellings))
    return Postings.of_sorted(held.spellings[order], held.names[order], count)


def pair_key(one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return the keys of pairs of romanised tokens, whichever comes first."""
    low: NDArray[np.uint64] = np.minimum(one, other).astype(np.uint64)
    keys: NDArray[np.uint64] = (low << np.uint64(32)) | np.maximum(one, other).astype(np.uint64)
    return keys


def _pairs(held: _Held, sizes: Weights, count: int) -> Lookup:
    """Lead from each two romanised tokens to the names that hold both, smallest first."""
    lengths = np.bincount(held.names, minlength=count)
    firsts = np.zeros(count, np.int64)
    np.cumsum(lengths[:-1], out=firsts[1:])
    keys, names = [np.zeros(0, np.uint64)], [np.zeros(0, np.int32)]
    for one, other in combinations(range(PAIRED), 2):
        having = np.flatnonzero(lengths > other).astype(np.int32)
        keys.append(pair_key(held.spellings[firsts[having] + one], held.spellings[firsts[having] + other]))
        names.append(having)
    every, order = np.concatenate(names), np.argsort(sizes[np.concatenate(names)], kind="stable")
    return Lookup.of(np.concatenate(keys)[order], every[order])
