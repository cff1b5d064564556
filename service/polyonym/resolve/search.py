"""What somebody means who has typed half a name: look-ups by prefix, and likeness where nothing begins so.

In come a snapshot, its prefix index and what was typed, out come entities, best first, each with the name that fits.
Every name is found by its own beginning and by the beginning of each of its words, in the script that is typed in. A
prefix is a range of a sorted list, so the work follows the number of names that begin so and never that of all names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.gazetteer.snapshot import Snapshot
from polyonym.model import Entity, EntityType, Mention
from polyonym.resolve import pipeline
from polyonym.resolve.intake import MOST_CANDIDATES
from polyonym.resolve.policy import Policy
from polyonym.text.normalise import folded

MOST_PREFIX_HITS: Final = 2000
"""One letter can begin a tenth of all names; so many, the first in the order of the alphabet, are ranked."""
_LAST: Final = "\U0010ffff"  # sorts behind every character that a folded name can hold


Rank = tuple[int, bool, int, str]


@dataclass(frozen=True, slots=True)
class Query:
    """What was typed, and what is wanted of it."""

    text: str
    type: EntityType | None
    limit: int


@dataclass(frozen=True, slots=True)
class FoundEntity:
    """An entity and the name that brought it up; no name where entities were only listed."""

    entity: Entity
    alias: str | None


@dataclass(frozen=True, slots=True)
class Search:
    """Entities in order, the id to go on listing after (None at the end), and the fingerprint they come from."""

    found: tuple[FoundEntity, ...]
    following: str | None
    gazetteer: str


@dataclass(frozen=True, slots=True)
class PrefixIndex:
    """Folded names from each of their words on (`omar safi`, `safi`), sorted, with the number of the name."""

    keys: tuple[str, ...]
    names: tuple[int, ...]

    @classmethod
    def of(cls, snapshot: Snapshot) -> PrefixIndex:
        """Index every name of a snapshot but those under `not`."""
        rows = sorted(
            (" ".join(words[start:]), number)
            for number, alias in enumerate(snapshot.aliases())
            if not snapshot.columns.names.never(number)
            for words in (folded.__wrapped__(alias.name).split(),)  # each once: nothing to remember
            for start in range(len(words))
        )
        return cls(tuple(key for key, _ in rows), tuple(number for _, number in rows))

    def beginning_with(self, prefix: str, most: int) -> range:
        """Return the places of the keys that begin with a prefix, at most so many."""
        first = bisect_left(self.keys, prefix)
        end = bisect_left(self.keys, prefix + _LAST, first)
        return range(first, min(end, first + most))


def listing(snapshot: Snapshot, type_: EntityType | None, limit: int, after: str | None) -> Search:
    """List entities in the order of their ids, from behind an id on."""
    # The ids of a snapshot are sorted, so the place of an id that was removed meanwhile is known as well.
    start = 0 if after is None else bisect_left(snapshot.entities, after + "\0", key=lambda entity: entity.id)
    found: list[FoundEntity] = []
    for entity in snapshot.entities[start:]:
        if type_ is not None and entity.type != type_:
            continue
        if len(found) == limit:
            return Search(tuple(found), found[-1].entity.id, snapshot.fingerprint)
        found.append(FoundEntity(entity, None))
    return Search(tuple(found), None, snapshot.fingerprint)


def search(snapshot: Snapshot, index: PrefixIndex, query: Query, policy: Policy) -> Search:
    """Find the entities that somebody who types may mean. The text has passed `intake.check_text`."""
    typed = folded(query.text)
    hits = [(place, typed) for place in index.beginning_with(typed, MOST_PREFIX_HITS)]
    found = _ranked(snapshot, index, hits or _in_any_order(snapshot, index, typed.split()), query)
    if not found:
        found = _by_likeness(snapshot, query, policy)
    return Search(tuple(found), None, snapshot.fingerprint)


def _in_any_order(snapshot: Snapshot, index: PrefixIndex, words: Sequence[str]) -> list[tuple[int, str]]:
    """Return the places of names in which every word that was typed begins a word: `safi moh`."""
    longest = max(words, key=len)
    return [
        (place, longest)
        for place in index.beginning_with(longest, MOST_PREFIX_HITS)
        for own in (folded(snapshot.alias(index.names[place]).name).split(),)
        if all(any(theirs.startswith(word) for theirs in own) for word in words)
    ]


def _ranked(snapshot: Snapshot, index: PrefixIndex, hits: Iterable[tuple[int, str]], query: Query) -> list[FoundEntity]:
    """Return the entities of the names at some places, each with the prefix that it was found by, best first."""
    best: dict[int, tuple[Rank, str]] = {}
    names = snapshot.columns.names
    for place, prefix in hits:
        number = index.names[place]
        entity = int(names.entities[number])
        if query.type is not None and snapshot.columns.kind(entity) != query.type:
            continue
        alias = snapshot.alias(number).name
        rank = _rank(prefix, index.keys[place], folded(alias), is_label=names.places[number] == 0)
        if entity not in best or rank < best[entity][0]:
            best[entity] = rank, alias
    # Entities are numbered in the order of their ids, which settles what the rank leaves open.
    ordered = sorted((rank, number, alias) for number, (rank, alias) in best.items())
    return [FoundEntity(snapshot.entities[number], alias) for _, number, alias in ordered[: query.limit]]


def _rank(prefix: str, key: str, whole: str, *, is_label: bool) -> Rank:
    """Rank a hit: the name itself, then names that begin so, then later words; whole words and short names first."""
    if whole == prefix:
        place = 0
    elif key == whole:
        place = 1 if is_label else 2
    else:
        place = 3 if is_label else 4
    within_a_word = key != prefix and not key.startswith(prefix + " ")
    return place, within_a_word, len(whole), whole


def _by_likeness(snapshot: Snapshot, query: Query, policy: Policy) -> list[FoundEntity]:
    """Return the entities that a mention of what was typed may mean."""
    resolution = pipeline.resolve(snapshot, Mention(query.text, limit=MOST_CANDIDATES), policy)
    found = [
        FoundEntity(snapshot.entity(candidate.id), candidate.alias)
        for candidate in resolution.candidates
        if query.type is None or candidate.type == query.type
    ]
    return found[: query.limit]
