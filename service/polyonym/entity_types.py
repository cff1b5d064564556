"""The types of entities as rows with traits: the five that are built in, and those that a gazetteer declares.

In comes the name of a type, out comes its row. Code asks a row for the trait that it needs and never compares the name
of a type with a word, so that a declared type is treated as the built-in type that it is like.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from difflib import get_close_matches
from functools import cached_property
from typing import Final

MAX_NAME_LENGTH: Final = 64
"""Characters in the name of a type."""
MOST_DECLARED: Final = 200
"""A gazetteer declares at most so many types: a snapshot keeps the type of each entity in one byte."""
TRAITS: Final = ("personal", "titled", "place")
"""The traits that a declared type may set for itself."""


@dataclass(frozen=True, slots=True)
class EntityTypeTraits:
    """One type of entity.

    `name` is what files and requests say, `label` what people read. `like` is the built-in type whose fitted curves
    score its names; a built-in type is like itself. Its names are those of people where it is `personal`: given and
    family names, of which one may stand for the whole, and in which a `Bank` is no bank. A title in front of a name
    speaks for a `titled` type. The word for the kind of `place` may be left out of a name: `Kunduz` for `Kunduz
    Province`.
    """

    name: str
    label: str
    like: str
    personal: bool = False
    titled: bool = False
    place: bool = False


_BUILT_IN: Final = (
    EntityTypeTraits("person", "Person", "person", personal=True, titled=True),
    EntityTypeTraits("organization", "Organization", "organization"),
    EntityTypeTraits("place", "Place", "place", place=True),
    EntityTypeTraits("event", "Event", "event"),
    EntityTypeTraits("other", "Other", "other"),
)


@dataclass(frozen=True)
class EntityTypes:
    """The types that a gazetteer knows: the built-in ones, then those that it declares, in the order of its file."""

    declared: tuple[EntityTypeTraits, ...] = ()

    @cached_property
    def rows(self) -> tuple[EntityTypeTraits, ...]:
        """All types; the place of one is its code in a snapshot."""
        return (*_BUILT_IN, *self.declared)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The names of all types, in the order of `rows`."""
        return tuple(row.name for row in self.rows)

    @cached_property
    def _codes(self) -> dict[str, int]:
        return {name: code for code, name in enumerate(self.names)}

    def __contains__(self, name: object) -> bool:
        """Tell whether there is a type of this name."""
        return name in self._codes

    def code(self, name: str) -> int:
        """Return the place of a type among all; raise KeyError where there is none."""
        return self._codes[name]

    def of(self, name: str) -> EntityTypeTraits:
        """Return the row of a type; raise KeyError where there is none."""
        return self.rows[self._codes[name]]

    def refusal(self, name: str) -> str:
        """Say in words for whoever asks that a name is no type, and what to do; a long one is cut."""
        shown = name if len(name) <= MAX_NAME_LENGTH else name[:MAX_NAME_LENGTH] + "..."
        return f"There is no type {shown!r}. {self.advice(shown)}"

    def advice(self, name: str) -> str:
        """Say what to do about a name that is no type: the nearest type, all known ones, and where others come from."""
        near = get_close_matches(name, self.names, 1)
        first = f"Did you mean `{near[0]}`? " if near else ""
        return f"{first}Known are {', '.join(self.names)}; a gazetteer folder declares others in types.yaml."

    @cached_property
    def digest(self) -> str:
        """A short text that changes with the declared types, whatever their order; empty where there are none."""
        if not self.declared:
            return ""
        said = json.dumps(sorted(map(astuple, self.declared)))
        return "types:" + hashlib.blake2b(said.encode(), digest_size=8).hexdigest()

    def written(self) -> list[str]:
        """Write each declared type as one text."""
        return [json.dumps(astuple(row), ensure_ascii=False) for row in self.declared]

    @classmethod
    def reread(cls, texts: Iterable[str]) -> EntityTypes:
        """Make types of their texts again."""
        return cls(tuple(EntityTypeTraits(*json.loads(text)) for text in texts))


BUILT_IN_TYPES: Final = EntityTypes()
"""The types that every gazetteer knows."""
