"""Would an entity be found by a spelling that nobody has listed? Its own names say so, each taken out in turn.

In come a snapshot and a policy, out come trials, and of each trial a judged answer. A trial asks for one name of an
entity while that name, and every other of the entity that folds alike, is not there; type and context stay unsaid.
The gazetteer is compiled once, for all trials together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from polyonym.curation.evaluate import TOP, Gold, Judged, judge
from polyonym.index.holdout_view import holdout_view
from polyonym.index.snapshot import Snapshot
from polyonym.model import EntityType, Mention
from polyonym.policy import Policy
from polyonym.resolve import pipeline


@dataclass(frozen=True, slots=True)
class Trial:
    """A name to ask for, whose it is, and the numbers of the names that are taken out meanwhile."""

    text: str
    entity: int
    numbers: frozenset[int]


@dataclass(frozen=True, slots=True)
class Gap:
    """An entity with names that the others do not lead to, of how many that were tried."""

    id: str
    name: str
    type: EntityType
    tried: int
    missed: tuple[Judged, ...]


@dataclass(frozen=True, slots=True)
class HoldOut:
    """The answers to all trials, how many entities they belong to, and the entities with names that were missed."""

    judged: tuple[Judged, ...]
    entities: int
    gaps: tuple[Gap, ...]


def hold_out(
    snapshot: Snapshot,
    policy: Policy,
    kind: EntityType | None = None,
    most: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> HoldOut:
    """Attempt every trial; `progress` is called with how many are done, and how many there are."""
    tried = trials(snapshot, kind, most)
    judged = []
    for done, trial in enumerate(tried, start=1):
        judged.append(attempt(snapshot, trial, policy))
        if progress is not None:
            progress(done, len(tried))
    return HoldOut(tuple(judged), len({trial.entity for trial in tried}), gaps(snapshot, judged))


def trials(snapshot: Snapshot, kind: EntityType | None = None, most: int | None = None) -> tuple[Trial, ...]:
    """List the trials of every entity, or of those of a type, or of `most` entities: always the same ones."""
    found = [
        tuple(_of_entity(snapshot, entity, list(numbers)))
        for entity, numbers in _numbers_by_entity(snapshot)
        if kind is None or snapshot.entities[entity].type == kind
    ]
    tried = [group for group in found if group]
    if most is not None and len(tried) > most:
        chosen = sorted(tried, key=lambda group: _lot(snapshot.entities[group[0].entity].id))[:most]
        tried = sorted(chosen, key=lambda group: group[0].entity)
    return tuple(trial for group in tried for trial in group)


def _numbers_by_entity(snapshot: Snapshot) -> Iterator[tuple[int, Iterator[int]]]:
    """Group the numbers of names by entity, but for those under `not`."""
    own = (number for number, name in enumerate(snapshot.names) if not name.never)
    return groupby(own, key=lambda number: snapshot.names[number].entity_row)


def _of_entity(snapshot: Snapshot, entity: int, numbers: list[int]) -> Iterator[Trial]:
    """Yield a trial for each fuzzy name that leaves another behind; what folds alike goes together."""
    alike: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        alike[snapshot.names[number].form.folded].append(number)
    if len(alike) < 2:
        return
    for together in alike.values():
        fuzzy = [number for number in together if snapshot.names[number].alias.match == "fuzzy"]
        if fuzzy:
            yield Trial(snapshot.names[fuzzy[0]].alias.name, entity, frozenset(together))


def _lot(entity_id: str) -> bytes:
    """Draw a lot that depends on nothing but the id."""
    return hashlib.blake2b(entity_id.encode(), digest_size=8).digest()


def attempt(snapshot: Snapshot, trial: Trial, policy: Policy) -> Judged:
    """Resolve the name of a trial with the names that are left."""
    entity = snapshot.entities[trial.entity]
    mention = Mention(trial.text, limit=max(TOP))
    origin = snapshot.names[min(trial.numbers)].alias.origin
    answer = pipeline.resolve(holdout_view(snapshot, trial.numbers), mention, policy)
    return judge(Gold(mention, entity.id, origin), answer, entity.type)


def gaps(snapshot: Snapshot, judged: Iterable[Judged]) -> tuple[Gap, ...]:
    """Gather the names that were not found by entity, the entity with the most of them first."""
    tried: dict[str, list[Judged]] = defaultdict(list)
    for item in judged:
        if item.expected is not None:
            tried[item.expected].append(item)
    found = []
    for entity_id, items in tried.items():
        missed = tuple(item for item in items if not item.is_right)
        if missed:
            entity = snapshot.entity(entity_id)
            found.append(Gap(entity.id, entity.name, entity.type, len(items), missed))
    return tuple(sorted(found, key=lambda gap: (-len(gap.missed), gap.id)))
