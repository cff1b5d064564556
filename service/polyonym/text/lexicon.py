"""What words mean beside a name: honorifics, particles, words without identity. Knowledge comes from `words/*.yaml`.

The reader gives every folded word, or run of words, at most one role. Nothing is decided here: alignment gives a role
its weight.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Literal

from polyonym import yamlfile
from polyonym.text.normalise import folded

Role = Literal["name", "honorific", "particle", "generic"]

# A word in several files takes the first role: `al` and `der` are particles before they are words without identity.
_FILES: tuple[tuple[str, Role], ...] = (
    ("honorifics", "honorific"),
    ("particles", "particle"),
    ("generic", "generic"),
)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Folded phrases to roles; `longest` is the number of words in the longest phrase."""

    roles: dict[str, Role]
    longest: int

    def roles_of(self, words: Sequence[str]) -> list[Role]:
        """Return the role of each word, longest phrase first, `name` for a word that no list holds."""
        roles: list[Role] = []
        while len(roles) < len(words):
            at = len(roles)
            for length in range(min(self.longest, len(words) - at), 0, -1):
                role = self.roles.get(" ".join(words[at : at + length]))
                if role:
                    roles.extend([role] * length)
                    break
            else:
                roles.append("name")
        return _only_leading_honorifics(roles)


def _only_leading_honorifics(roles: list[Role]) -> list[Role]:
    """Keep `honorific` where it stands before the name: Amir, Imam and Hafiz are names in any other place."""
    first = next((at for at, role in enumerate(roles) if role == "name"), len(roles))
    return ["name" if role == "honorific" and at >= first else role for at, role in enumerate(roles)]


@cache
def bundled_lexicon() -> Lexicon:
    """Read the word lists inside the package, once."""
    roles: dict[str, Role] = {}
    for name, role in _FILES:
        path = resources.files("polyonym.text").joinpath(f"words/{name}.yaml")
        node = yamlfile.parse(path.read_bytes())
        for words in yamlfile.plain(node).values() if node else ():
            for word in words:
                roles.setdefault(folded(word), role)
    return Lexicon(roles, max(len(phrase.split()) for phrase in roles))
