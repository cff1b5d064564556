"""What the gazetteer says of two names that are compared: what a curator wrote down stands above any likeness.

Only names that stand there count, met as by an exact look-up: a likeness to a listed name proves nothing about two.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from polyonym.index.snapshot import IndexedName, Snapshot
from polyonym.model import Adjustment, EntityType
from polyonym.policy import Policy
from polyonym.resolve.candidates import HitKind, exact_matches
from polyonym.text.name import Name

KNOWN: Final = frozenset({"known_same", "known_apart", "known_never"})
"""The codes of the adjustments that come from the gazetteer."""
_LISTED: Final[frozenset[HitKind]] = frozenset({"cased", "exact", "left_out", "place_left_out", "spaceless"})


@dataclass(frozen=True, slots=True)
class _Bearers:
    """The entities that bear a name, and those that it never means, each with the entry that says so."""

    bear: dict[int, IndexedName] = field(default_factory=dict)
    never: dict[int, IndexedName] = field(default_factory=dict)


def listed_verdict(
    snapshot: Snapshot, first: Name, second: Name, kind: EntityType | None, policy: Policy
) -> tuple[float, Adjustment] | None:
    """Return the score that the gazetteer asks for and why, the amount still open; None where it does not say.

    Two names are one entity's where both are listed for it and for no other; they are not where no entity bears both,
    or where one is listed under `not` of the only entity that bears the other.
    """
    ours, theirs = _bearers(snapshot, first, kind), _bearers(snapshot, second, kind)
    for bearers, strangers, text in ((ours, theirs, second.text), (theirs, ours, first.text)):
        if len(bearers.bear) == 1 and bearers.bear.keys() <= strangers.never.keys():
            number = next(iter(bearers.bear))
            detail = f"{text!r} is listed as never meaning {_named(snapshot, number, strangers.never[number])}."
            return policy.listed_different, Adjustment("known_never", 0.0, detail)
    if not ours.bear or not theirs.bear:
        return None
    if ours.bear.keys() == theirs.bear.keys() and len(ours.bear) == 1:
        number = next(iter(ours.bear))
        entries = dict.fromkeys(str(names.bear[number].alias.origin) for names in (ours, theirs))
        detail = f"Both are names of {snapshot.entities[number].name} ({', '.join(entries)})."
        return policy.listed_same, Adjustment("known_same", 0.0, detail)
    if ours.bear.keys().isdisjoint(theirs.bear.keys()):
        (one, entry), (other, its) = next(iter(ours.bear.items())), next(iter(theirs.bear.items()))
        detail = f"{first.text!r} is a name of {_named(snapshot, one, entry)}, {second.text!r} of "
        return policy.listed_different, Adjustment("known_apart", 0.0, f"{detail}{_named(snapshot, other, its)}.")
    return None


def _bearers(snapshot: Snapshot, name: Name, kind: EntityType | None) -> _Bearers:
    """Look a name up; of a known kind of entity only, where one is given."""
    found = _Bearers()
    for item in exact_matches(snapshot, name):
        entry = snapshot.names[item.name]
        if item.hit in _LISTED and kind in {None, snapshot.columns.entity_type(entry.entity_row)}:
            (found.never if entry.never else found.bear).setdefault(entry.entity_row, entry)
    return found


def _named(snapshot: Snapshot, number: int, entry: IndexedName) -> str:
    """Return the name of an entity, and where an entry for it stands."""
    return f"{snapshot.entities[number].name} ({entry.alias.origin})"
