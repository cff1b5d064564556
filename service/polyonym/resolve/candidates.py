"""A mention to the names that may be meant: from look-ups and indexes, never from a scan.

In comes an analysed mention, out come the numbers of names, each with the way it was hit. An exact hit ends the search:
what stands in the gazetteer to the letter needs no likeness. Recall is decided here and in `retrieve`, since what is
not found cannot be scored.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal, NamedTuple

from polyonym.index.analysis import full_phonetic_key, spaceless
from polyonym.index.snapshot import Snapshot
from polyonym.policy import Policy
from polyonym.resolve.query import Strategy
from polyonym.resolve.retrieve import retrieve
from polyonym.text.name import Name

NO_EARLY_STOP: Final = 2.0
"""No score reaches this."""

HitKind = Literal["cased", "exact", "left_out", "place_left_out", "spaceless", "initialism", "alike"]


class FoundName(NamedTuple):
    """A name that a mention may be, by its number, how it was hit, and what it promises where it is only alike."""

    name: int
    hit: HitKind
    retrieval_score: float = 1.0


class Stage(NamedTuple):
    """Names that were found in one way, and the score and the promise with which one makes a further step needless."""

    found: tuple[FoundName, ...]
    enough: float = 0.0
    retrieval_score: float = 0.0


def candidates(
    snapshot: Snapshot, mention: Name, policy: Policy, hits: tuple[FoundName, ...] | None = None, *, alone: bool = True
) -> Iterator[Stage]:
    """Yield the names to score, step by step: where one of them is surely right nobody asks for the next step.

    First come exact hits, alone where they name somebody; then names that hold the words of the mention as they are
    written, but for one that no name holds; then those that are alike in their romanised spelling or sound; then those
    that the learned map between scripts brings up. A name may come again with another promise.
    `hits` are the names that the mention is `exact_lookup` under, where that is known already. Where the mention is not
    `alone`, since a context may speak for a name that fits less, the second of these steps is no reason to stop.
    """
    exact = exact_matches(snapshot, mention) if hits is None else hits or relaxed_matches(snapshot, mention)
    names = snapshot.columns.names
    if any(not names.is_never(found.name) for found in exact) or (
        mention.script == "Latn" and len(mention.folded) <= policy.exact_only_length
    ):
        yield Stage(exact)
        return
    yield Stage((*exact, *_initialisms(snapshot, mention)), NO_EARLY_STOP)
    yield Stage(_as_written(snapshot, mention, policy), policy.second_batch_score if alone else NO_EARLY_STOP)
    sure = policy.early_stop_score if mention.script == "Latn" else policy.romanised_stop_score
    yield Stage(_alike(snapshot, mention, policy, "fuzzy"), sure, policy.romanised_stop_prefilter)
    if mention.script != "Latn" or snapshot.neighbours.has_native_scripts:
        yield Stage(_alike(snapshot, mention, policy, "cross_script"))


def _as_written(snapshot: Snapshot, mention: Name, policy: Policy) -> tuple[FoundName, ...]:
    """Return the names in the script of the mention that hold its words as they are written, and lack next to none.

    With them come those that sound as the best of them does, whatever their script: two entities may bear one name in
    two spellings. Nothing is returned where the best is too short to be told by its sound.
    """
    names, joined = snapshot.columns.names, snapshot.columns.joined_phonetic
    script = names.script_row(mention.script)
    found = [
        FoundName(name, "alike", retrieval_score)
        for name, retrieval_score in retrieve(snapshot, mention, policy, "identical")
        if retrieval_score >= policy.identical_prefilter and names.script_rows.item(name) == script
    ]
    key = full_phonetic_key(snapshot.tokens(found[0].name)) if found else ""
    if not key:
        return ()
    known = {names.entity_rows.item(item.name) for item in found}
    sounding = dict.fromkeys(
        (*snapshot.look_up(joined, key), *snapshot.look_up(joined, full_phonetic_key(mention.tokens)))
    )
    # Names of the entities that are found already tell nothing new, and a few others are enough to be ambiguous among.
    twins = [name for name in sounding if names.entity_rows.item(name) not in known][: policy.first_batch]
    return (*found, *[FoundName(name, "alike", found[0].retrieval_score) for name in twins])


def _alike(snapshot: Snapshot, mention: Name, policy: Policy, strategy: Strategy) -> tuple[FoundName, ...]:
    """Return the names that are only alike, the most promising first."""
    return tuple(
        [
            FoundName(name, "alike", retrieval_score)
            for name, retrieval_score in retrieve(snapshot, mention, policy, strategy)
        ]
    )


def _initialisms(snapshot: Snapshot, mention: Name) -> tuple[FoundName, ...]:
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
