"""Would an entity be found by a spelling that nobody has listed? Its own names say so, each taken out in turn.

In come a snapshot and a policy, out come trials, and of each trial an outcome. A trial resolves one name of an entity
while that name, and every other of the entity with the same folded form, is hidden; type and context stay unstated. The
gazetteer is compiled once, for all trials together.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from polyonym.curation.measures import TOP_RANKS
from polyonym.curation.outcomes import Gold, Outcome, outcome_of
from polyonym.index.holdout_view import holdout_view
from polyonym.index.snapshot import Snapshot
from polyonym.model import EntityType, Mention
from polyonym.policy import Policy
from polyonym.resolve import pipeline


@dataclass(frozen=True, slots=True)
class Trial:
    """A name to resolve, the row of its entity, and the rows of the names that are hidden meanwhile."""

    text: str
    entity_row: int
    hidden: frozenset[int]


@dataclass(frozen=True, slots=True)
class Gap:
    """An entity with names that its other names do not lead to, and how many of its names were tried."""

    id: str
    name: str
    type: EntityType
    tried: int
    missed: tuple[Outcome, ...]


@dataclass(frozen=True, slots=True)
class HoldOut:
    """The outcomes of all trials, how many entities they belong to, and the entities with names that were missed."""

    outcomes: tuple[Outcome, ...]
    entities: int
    gaps: tuple[Gap, ...]


def hold_out(
    snapshot: Snapshot,
    policy: Policy,
    kind: EntityType | None = None,
    most: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> HoldOut:
    """Attempt the trials; `progress` is called with how many are done, and how many there are."""
    tried = trials(snapshot, kind, most)
    outcomes = []
    for done, trial in enumerate(tried, start=1):
        outcomes.append(attempt(snapshot, trial, policy))
        if progress is not None:
            progress(done, len(tried))
    return HoldOut(tuple(outcomes), len({trial.entity_row for trial in tried}), gaps(snapshot, outcomes))


def trials(snapshot: Snapshot, kind: EntityType | None = None, most: int | None = None) -> tuple[Trial, ...]:
    """List the trials of all entities, of those of a type, or of a sample of `most` entities, always the same."""
    found = [
        tuple(_of_entity(snapshot, entity, list(rows)))
        for entity, rows in _rows_by_entity(snapshot)
        if kind is None or snapshot.entities[entity].type == kind
    ]
    tried = [group for group in found if group]
    if most is not None and len(tried) > most:
        chosen = sorted(tried, key=lambda group: _sample_key(snapshot.entities[group[0].entity_row].id))[:most]
        tried = sorted(chosen, key=lambda group: group[0].entity_row)
    return tuple(trial for group in tried for trial in group)


def _rows_by_entity(snapshot: Snapshot) -> Iterator[tuple[int, Iterator[int]]]:
    """Group the rows of names by the row of their entity, without those under `not`."""
    own = (row for row, name in enumerate(snapshot.names) if not name.never)
    return groupby(own, key=lambda row: snapshot.names[row].entity_row)


def _of_entity(snapshot: Snapshot, entity: int, rows: list[int]) -> Iterator[Trial]:
    """Yield a trial for each fuzzy name that leaves another behind; names with one folded form are hidden together."""
    by_form: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_form[snapshot.names[row].form.folded].append(row)
    if len(by_form) < 2:
        return
    for together in by_form.values():
        fuzzy = [row for row in together if snapshot.names[row].alias.match == "fuzzy"]
        if fuzzy:
            yield Trial(snapshot.names[fuzzy[0]].alias.name, entity, frozenset(together))


def _sample_key(entity_id: str) -> bytes:
    """Return what a sample is sorted by: a digest of the id, so that every run draws the same entities."""
    return hashlib.blake2b(entity_id.encode(), digest_size=8).digest()


def attempt(snapshot: Snapshot, trial: Trial, policy: Policy) -> Outcome:
    """Resolve the name of a trial with the names that are left."""
    entity = snapshot.entities[trial.entity_row]
    mention = Mention(trial.text, limit=max(TOP_RANKS))
    origin = snapshot.names[min(trial.hidden)].alias.origin
    answer = pipeline.resolve(holdout_view(snapshot, trial.hidden), mention, policy)
    return outcome_of(Gold(mention, entity.id, origin), answer, entity.type)


def gaps(snapshot: Snapshot, outcomes: Iterable[Outcome]) -> tuple[Gap, ...]:
    """Group the names that were missed by entity, the entity with the most of them first."""
    tried: dict[str, list[Outcome]] = defaultdict(list)
    for item in outcomes:
        if item.expected is not None:
            tried[item.expected].append(item)
    found = []
    for entity_id, items in tried.items():
        missed = tuple(item for item in items if not item.is_correct)
        if missed:
            entity = snapshot.entity(entity_id)
            found.append(Gap(entity.id, entity.name, entity.type, len(items), missed))
    return tuple(sorted(found, key=lambda gap: (-len(gap.missed), gap.id)))
