"""What somebody means who has typed half a name: look-ups by prefix, and likeness where nothing begins so.

In come a snapshot and what was typed, out come entities, best first, each with the name that fits. Every name is found
by its own beginning and by the beginning of each of its words, in the script that is typed in. A prefix is a range of
the sorted `prefix_index`, so the work follows the number of names that begin so and never that of all names.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from polyonym.index.snapshot import Snapshot
from polyonym.model import Entity, EntityType, Mention
from polyonym.policy import Policy
from polyonym.resolve import pipeline
from polyonym.resolve.intake import MOST_CANDIDATES
from polyonym.text.normalise import folded

MOST_PREFIX_HITS: Final = 2000
"""One letter can begin a tenth of all names; so many, the first in the order of the alphabet, are ranked."""

Rank = tuple[int, bool, int, str]


@dataclass(frozen=True, slots=True)
class SuggestQuery:
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
class Suggestions:
    """Entities in order, the id to go on listing after (None at the end), and the fingerprint they come from."""

    found: tuple[FoundEntity, ...]
    following: str | None
    gazetteer: str


def listing(snapshot: Snapshot, type_: EntityType | None, limit: int, after: str | None) -> Suggestions:
    """List entities in the order of their ids, from behind an id on."""
    # The ids of a snapshot are sorted, so the place of an id that was removed meanwhile is known as well.
    start = 0 if after is None else bisect_left(snapshot.entities, after + "\0", key=lambda entity: entity.id)
    found: list[FoundEntity] = []
    for entity in snapshot.entities[start:]:
        if type_ is not None and entity.type != type_:
            continue
        if len(found) == limit:
            return Suggestions(tuple(found), found[-1].entity.id, snapshot.fingerprint)
        found.append(FoundEntity(entity, None))
    return Suggestions(tuple(found), None, snapshot.fingerprint)


def search(snapshot: Snapshot, query: SuggestQuery, policy: Policy) -> Suggestions:
    """Find the entities that somebody who types may mean. The text has passed `intake.check_text`."""
    typed = folded(query.text)
    hits = snapshot.columns.prefix_index.positions_with_prefix(typed, MOST_PREFIX_HITS)
    found = _ranked(snapshot, typed, hits, query) if hits else _in_any_order(snapshot, typed.split(), query)
    if not found:
        found = _by_likeness(snapshot, query, policy)
    return Suggestions(tuple(found), None, snapshot.fingerprint)


def _in_any_order(snapshot: Snapshot, words: Sequence[str], query: SuggestQuery) -> list[FoundEntity]:
    """Return the entities of names in which every word that was typed begins a word: `safi moh`."""
    prefix_index, longest = snapshot.columns.prefix_index, max(words, key=len, default="")
    hits = [
        place
        for place in prefix_index.positions_with_prefix(longest, MOST_PREFIX_HITS)
        for own in (prefix_index.text(prefix_index.name_at(place)[0]).split(),)
        if all(any(theirs.startswith(word) for theirs in own) for word in words)
    ]
    return _ranked(snapshot, longest, hits, query)


def _ranked(snapshot: Snapshot, prefix: str, hits: Iterable[int], query: SuggestQuery) -> list[FoundEntity]:
    """Return the entities of the names at some places, which begin with a prefix there, best first."""
    best: dict[int, tuple[Rank, int]] = {}
    names, prefix_index = snapshot.columns.names, snapshot.columns.prefix_index
    for place in hits:
        number, first = prefix_index.name_at(place)
        entity = int(names.entity_rows[number])
        if query.type is not None and snapshot.columns.entity_type(entity) != query.type:
            continue
        whole = prefix_index.text(number)
        key = " ".join(whole.split(" ")[first:]) if first else whole
        rank = _rank(prefix, key, whole, is_label=names.alias_positions[number] == 0)
        if entity not in best or rank < best[entity][0]:
            best[entity] = rank, number
    # Entities are numbered in the order of their ids, which settles what the rank leaves open.
    ordered = sorted((rank, entity, number) for entity, (rank, number) in best.items())
    return [
        FoundEntity(snapshot.entities[entity], snapshot.alias(number).name)
        for _, entity, number in ordered[: query.limit]
    ]


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


def _by_likeness(snapshot: Snapshot, query: SuggestQuery, policy: Policy) -> list[FoundEntity]:
    """Return the entities that a mention of what was typed may mean."""
    resolution = pipeline.resolve(snapshot, Mention(query.text, limit=MOST_CANDIDATES), policy)
    found = [
        FoundEntity(snapshot.entity(candidate.id), candidate.alias)
        for candidate in resolution.candidates
        if query.type is None or candidate.type == query.type
    ]
    return found[: query.limit]
