"""Names taken apart and laid out, a run of entities at a time, so that several processes can share the work.

In come entities, out comes a `Part`: for every name its flags, its tokens and the digests under which it is found.
Parts are put together in order by `compile`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from polyonym.gazetteer.arrays import digest
from polyonym.gazetteer.columns import NEVER
from polyonym.gazetteer.entry import LONGEST_NAME
from polyonym.model import ENTITY_TYPES, MATCH_MODES, Alias, Entity
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name, Token, analyse
from polyonym.text.normalise import folded
from polyonym.text.sound import sound

SHORTEST_INITIALISM: Final = 3
SHORTEST_SPACELESS: Final = 6
"""Names of fewer letters are not compared without their spaces: too many are made of two others."""
SHORTEST_JOINED: Final = 3
"""Sound keys of fewer signs say nothing about words written as one."""

Found = tuple[list[int], list[int]]
"""Digests, and the numbers of the names that they lead to."""


def _found() -> Found:
    return [], []


@dataclass(slots=True)
class Part:
    """The names of a run of entities, numbered from 0 on; entities by their number in the whole gazetteer."""

    kinds: list[int] = field(default_factory=list)
    ids: list[int] = field(default_factory=list)
    entities: list[int] = field(default_factory=list)
    places: list[int] = field(default_factory=list)
    flags: list[int] = field(default_factory=list)
    scripts: list[str] = field(default_factory=list)
    tokens: list[list[int]] = field(default_factory=list)
    distinct: dict[Token, int] = field(default_factory=dict)
    exact: Found = field(default_factory=_found)
    spaceless: Found = field(default_factory=_found)
    cased: Found = field(default_factory=_found)
    initialisms: Found = field(default_factory=_found)
    joined: Found = field(default_factory=_found)


def analyse_entities(entities: Sequence[Entity], first: int, lexicon: Lexicon) -> Part:
    """Lay out the names of entities; `first` is the number of the first of them."""
    part = Part()
    for number, entity in enumerate(entities, start=first):
        part.kinds.append(ENTITY_TYPES.index(entity.type))
        part.ids.append(digest(entity.id))
        for never, aliases in ((False, entity.aliases), (True, entity.never)):
            for place, alias in enumerate(aliases):
                # Validation has warned of the others.
                if len(alias.name) <= LONGEST_NAME and folded(alias.name):
                    part.entities.append(number)
                    part.places.append(place)
                    _add(part, alias, analyse.__wrapped__(alias.name, lexicon), never=never)
    return part


def _add(part: Part, alias: Alias, form: Name, *, never: bool) -> None:
    """Add one name with everything that it is found by."""
    number = len(part.flags)
    loose, fuzzy = alias.match != "cased", alias.match == "fuzzy"
    part.flags.append(MATCH_MODES.index(alias.match) | (NEVER if never else 0))
    part.scripts.append(form.script)
    tokens = form.tokens if loose else ()
    part.tokens.append([part.distinct.setdefault(token, len(part.distinct)) for token in tokens])
    _file(part.cased, form.cased, number)
    if loose:
        _file(part.exact, form.folded, number)
        for key in dict.fromkeys(_joined(form)):
            _file(part.joined, key, number)
    if fuzzy:
        _file(part.spaceless, spaceless(form.folded), number)
        _file(part.initialisms, initialism(form), number)


def _file(found: Found, key: str, number: int) -> None:
    """File a name under a key; an empty key is not looked up."""
    if key:
        found[0].append(digest(key))
        found[1].append(number)


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


def _joined(name: Name) -> Iterator[str]:
    """Yield the sound keys of neighbouring words written as one, and of the whole name."""
    for join in name.joins:
        if len(join.token.sound) >= SHORTEST_JOINED:
            yield join.token.sound
    yield whole_sound(name.tokens)


def whole_sound(tokens: Sequence[Token]) -> str:
    """Return the sound key of a name of several words written as one, nothing where it is too short."""
    key = sound("".join(token.latin for token in tokens)) if len(tokens) > 1 else ""
    return key if len(key) > SHORTEST_JOINED else ""
