"""Entities to a snapshot: analyse every name once, and lay out the look-ups.

Pure: the same entities, in any order, give the same fingerprint and the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from polyonym.gazetteer.entry import LONGEST_NAME
from polyonym.gazetteer.fingerprint import fingerprint
from polyonym.gazetteer.index import GramIndex, TokenIndex
from polyonym.gazetteer.snapshot import IndexedName, Snapshot
from polyonym.model import Entity
from polyonym.text.name import analyse
from polyonym.text.normalise import folded

SHORTEST_SPACELESS: Final = 6
"""Names of fewer letters are not compared without their spaces: too many are made of two others."""


def compile_entities(entities: Iterable[Entity]) -> Snapshot:
    """Build the snapshot of validated entities."""
    ordered = tuple(sorted(entities, key=lambda entity: entity.id))
    names = tuple(
        IndexedName(alias, number, never, analyse(alias.name))
        for number, entity in enumerate(ordered)
        for never, aliases in ((False, entity.aliases), (True, entity.never))
        for alias in aliases
        if len(alias.name) <= LONGEST_NAME and folded(alias.name)  # validation has warned of the others
    )
    loose = [number for number, name in enumerate(names) if name.alias.match != "cased"]
    fuzzy = tuple(number for number, name in enumerate(names) if name.alias.match == "fuzzy")
    forms = [names[number].form for number in fuzzy]
    return Snapshot(
        fingerprint=fingerprint(ordered),
        entities=ordered,
        by_id={entity.id: number for number, entity in enumerate(ordered)},
        names=names,
        exact=_lookup(names, loose, lambda name: name.form.folded),
        spaceless=_lookup(names, fuzzy, lambda name: spaceless(name.form.folded)),
        cased=_lookup(names, range(len(names)), lambda name: name.form.cased),
        fuzzy=fuzzy,
        tokens=TokenIndex.of([[(token.latin, token.sound) for token in form.tokens] for form in forms]),
        wholes=GramIndex.of(["".join(token.latin for token in form.tokens) for form in forms]),
        context=_context(ordered),
    )


def spaceless(folded_name: str) -> str:
    """Return a folded name without its spaces, or nothing where that would be too short to mean anything."""
    joined = folded_name.replace(" ", "")
    return joined if len(joined) >= SHORTEST_SPACELESS else ""


def _lookup(
    names: tuple[IndexedName, ...], numbers: Iterable[int], key: Callable[[IndexedName], str]
) -> Mapping[str, tuple[int, ...]]:
    """Map each key to the numbers of the names that have it; an empty key is not looked up."""
    found: dict[str, list[int]] = defaultdict(list)
    for number in numbers:
        found[key(names[number])].append(number)
    found.pop("", None)
    return {text: tuple(holders) for text, holders in found.items()}


def _context(entities: tuple[Entity, ...]) -> tuple[frozenset[str], ...]:
    """Fold each entity's context words, and the labels of what it is part of."""
    labels = {entity.id: entity.name for entity in entities}
    return tuple(
        frozenset(filter(None, map(folded, (*entity.context, *(labels[whole] for whole in entity.part_of)))))
        for entity in entities
    )
