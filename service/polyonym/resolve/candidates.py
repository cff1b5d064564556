"""A mention to the names that may be meant: from look-ups and indexes, never from a scan.

In comes an analysed mention, out come the numbers of names, each with the way it was hit. An exact hit ends the search:
what stands in the gazetteer to the letter needs no likeness. Recall is decided here and in `retrieve`, since what is
not found cannot be scored.
"""

from __future__ import annotations

from typing import Literal, NamedTuple

from polyonym.index.analysis import spaceless
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.text.name import Name
from polyonym.text.scripts import LATIN

HitKind = Literal["cased", "exact", "left_out", "place_left_out", "spaceless", "initialism", "alike"]


class FoundName(NamedTuple):
    """A name that a mention may be, by its number, how it was hit, and what it promises where it is only alike."""

    name: int
    hit: HitKind
    retrieval_score: float = 1.0


def exact_stage(
    snapshot: Snapshot, mention: Name, hits: tuple[FoundName, ...], policy: Policy
) -> tuple[tuple[FoundName, ...], bool]:
    """Return the names that a mention is listed under, by its strictest key that hits, and whether they end the search.

    `hits` are those of its own keys. What stands in the gazetteer needs no likeness; a Latin mention as short as a word
    is met exactly or not at all.
    """
    exact = hits or relaxed_matches(snapshot, mention)
    names = snapshot.columns.names
    final = any(not names.is_never(found.name) for found in exact) or (
        mention.script == LATIN and len(mention.folded) <= policy.exact_only_length
    )
    return exact, final


def initialisms(snapshot: Snapshot, mention: Name) -> tuple[FoundName, ...]:
    """Return the names whose words begin with the letters of a mention in capitals."""
    if len(mention.tokens) != 1 or not mention.cased.isupper():
        return ()
    found = snapshot.look_up(snapshot.columns.initialisms, mention.tokens[0].latin)
    return tuple(FoundName(name, "initialism") for name in found)


def exact_lookup(snapshot: Snapshot, cased: str, folded: str) -> tuple[FoundName, ...]:
    """Return the names that stand in the gazetteer as a mention does, to the letter or folded."""
    columns, called = snapshot.columns, snapshot.look_up
    to_the_letter = called(columns.cased, cased)
    # A name to the letter does not hide another entity that bears it in another case.
    hits: dict[int, HitKind] = dict.fromkeys(called(columns.exact, folded), "exact")
    hits.update(dict.fromkeys(to_the_letter, "cased"))
    return tuple([FoundName(name, hit) for name, hit in hits.items()])


def exact_matches(snapshot: Snapshot, mention: Name) -> tuple[FoundName, ...]:
    """Look the keys of a mention up, strictest first; stop at the first that hits."""
    return exact_lookup(snapshot, mention.cased, mention.folded) or relaxed_matches(snapshot, mention)


def relaxed_matches(snapshot: Snapshot, mention: Name) -> tuple[FoundName, ...]:
    """Look up what is left of a mention without words that carry no identity, or without its spaces."""
    columns, called = snapshot.columns, snapshot.look_up
    left_out: list[int] = []
    if mention.core_cased != mention.cased:
        left_out += called(columns.cased, mention.core_cased)
    if mention.core != mention.folded:
        left_out += called(columns.exact, mention.core)
    if left_out:
        return tuple(FoundName(name, "left_out") for name in dict.fromkeys(left_out))
    if mention.core_place != mention.core:
        places = [name for name in called(columns.exact, mention.core_place) if _is_place(snapshot, name)]
        if places:
            return tuple(FoundName(name, "place_left_out") for name in places)
    return tuple(FoundName(name, "spaceless") for name in called(columns.spaceless, spaceless(mention.folded)))


def _is_place(snapshot: Snapshot, name: int) -> bool:
    """Tell whether a name belongs to a place."""
    return snapshot.columns.traits(snapshot.columns.names.entity_rows[name]).place
