"""What is looked for of a mention: its words, neighbours written as one, other ways to part it, and what is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from polyonym.index.snapshot import Snapshot
from polyonym.index.term_index import Near
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import PARTED, Name, Token, joins_of, written_as_one

How = Literal["written", "spelled", "mapped"]

SYLLABLE: Final = 3
"""Words of so many letters may be syllables of one."""


@dataclass(frozen=True, slots=True)
class Sought:
    """A token to look for, and the places of the mention that it stands for."""

    token: Token
    places: range


@dataclass(frozen=True, slots=True)
class Asked:
    """A mention, the tokens that are looked for, and what counts as near to each of them."""

    how: How
    mention: Name
    sought: Sequence[Sought]
    nears: Sequence[Near]

    def share(self, number: int) -> float:
        """Return for how much of its gain a token counts at each of its places.

        Neighbours as one are one word, shared by their places; the ways to part an unspaced name are each the name.
        """
        return 1.0 if self.mention.script in PARTED else 1.0 / len(self.sought[number].places)


def asked_of(snapshot: Snapshot, mention: Name, how: How) -> Asked:
    """Return what is looked for of a mention, and what counts as near to it.

    `written` are its words as they are, where any name holds them, else what is spelled alike; `spelled` is whatever is
    spelled alike or sounds the same; `mapped` also what the learned map between scripts says.
    """
    nearby = snapshot.nearby
    if how == "written":
        words = _words(mention)
        return Asked(how, mention, words, nearby.written([one.token for one in words]))
    sought = _sought(mention, snapshot.lexicon)
    nears = nearby.spelled([one.token for one in sought])
    if how == "mapped":
        # A Latin name is long where its native form is, so its words as one say nothing that each does not say.
        lone = mention.script == "Latn"
        nears = [
            near if lone and len(one.places) > 1 else nearby.mapped(one.token)
            for one, near in zip(sought, nears, strict=True)
        ]
    return Asked(how, mention, sought, nears)


def _words(mention: Name) -> list[Sought]:
    """Return the words of a mention, each at its place."""
    return [Sought(token, range(place, place + 1)) for place, token in enumerate(mention.tokens)]


def _sought(mention: Name, lexicon: Lexicon) -> list[Sought]:
    """Return the tokens to look for: those of the mention, two neighbours as one, and other ways to part it."""
    tokens = mention.tokens
    found = _words(mention)
    joins = (join for join in joins_of(tokens, lexicon) if join.length == 2)
    found += [Sought(join.token, range(join.start, join.start + 2)) for join in joins]
    if len(tokens) > 2 and all(len(token.latin) <= SYLLABLE for token in tokens):
        # `La mu an la`: what is written in syllables may be one word.
        found.append(Sought(written_as_one(tokens, lexicon), range(len(tokens))))
    known = set(tokens)
    for other in mention.others:
        undivided = len(other.tokens) == 1
        for place, token in enumerate(other.tokens):
            if token not in known:
                found.append(Sought(token, range(len(tokens)) if undivided else range(place, place + 1)))
    return found
