"""Entities to a snapshot: analyse every name once, and lay out the look-ups.

Pure: the same entities, in any order, give the same fingerprint and the same answers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from typing import Final

import numpy as np

from polyonym.gazetteer.entry import LONGEST_NAME
from polyonym.gazetteer.fingerprint import fingerprint
from polyonym.gazetteer.index import GramIndex, TokenIndex
from polyonym.gazetteer.snapshot import IndexedName, Snapshot
from polyonym.model import Entity
from polyonym.text.lexicon import Lexicon, bundled_lexicon
from polyonym.text.name import Name, analyse
from polyonym.text.normalise import folded

SHORTEST_INITIALISM: Final = 3
SHORTEST_SPACELESS: Final = 6
"""Names of fewer letters are not compared without their spaces: too many are made of two others."""


def compile_entities(entities: Iterable[Entity], lexicon: Lexicon | None = None, words: str = "") -> Snapshot:
    """Build the snapshot of validated entities; `words` marks the state of a curator's own word lists."""
    lexicon = lexicon or bundled_lexicon()
    ordered = tuple(sorted(entities, key=lambda entity: entity.id))
    names = tuple(
        IndexedName(alias, number, never, analyse(alias.name, lexicon))
        for number, entity in enumerate(ordered)
        for never, aliases in ((False, entity.aliases), (True, entity.never))
        for alias in aliases
        if len(alias.name) <= LONGEST_NAME and folded(alias.name)  # validation has warned of the others
    )
    loose = [number for number, name in enumerate(names) if name.alias.match != "cased"]
    fuzzy = [number for number in loose if names[number].alias.match == "fuzzy"]
    forms = [names[number].form for number in loose]
    tokens = TokenIndex.of([form.tokens for form in forms])
    return Snapshot(
        fingerprint=fingerprint(ordered, words),
        lexicon=lexicon,
        entities=ordered,
        by_id={entity.id: number for number, entity in enumerate(ordered)},
        names=names,
        exact=_lookup(names, loose, lambda name: name.form.folded),
        spaceless=_lookup(names, fuzzy, lambda name: spaceless(name.form.folded)),
        cased=_lookup(names, range(len(names)), lambda name: name.form.cased),
        initialisms=_lookup(names, fuzzy, lambda name: initialism(name.form)),
        loose=tuple(loose),
        tokens=tokens,
        wholes=GramIndex.of(["".join(token.latin for token in form.tokens) for form in forms]),
        sizes=np.array([_size(tokens, form) for form in forms], np.float32),
        context=_context(ordered),
    )


def _size(tokens: TokenIndex, form: Name) -> float:
    """Return what all tokens of a name tell together."""
    return sum(tokens.weight(token.latin) for token in form.tokens if token.role == "name")


def spaceless(folded_name: str) -> str:
    """Return a folded name without its spaces, or nothing where that would be too short to mean anything."""
    joined = folded_name.replace(" ", "")
    return joined if len(joined) >= SHORTEST_SPACELESS else ""


def initialism(name: Name) -> str:
    """Return the first letters of a Latin name of three words or more: `iri` of Islamic Republic of Iran."""
    counted = [token for token in name.tokens if token.role in {"name", "head", "descriptor", "distinguishing"}]
    if len(counted) < SHORTEST_INITIALISM or any(token.script != "Latn" for token in counted):
        return ""
    return "".join(token.latin[0] for token in counted)


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
