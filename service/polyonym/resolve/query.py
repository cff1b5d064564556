"""What is looked for of a mention: its words, neighbours written as one, other ways to part it, and what is near."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

from polyonym.index.snapshot import Snapshot
from polyonym.index.term_index import TermNeighbours
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import SPLITTABLE, Name, Token, joined_token, token_joins

Strategy = Literal["identical", "fuzzy", "cross_script"]

SYLLABLE: Final = 3
"""Words of so many letters may be syllables of one."""


@dataclass(frozen=True, slots=True)
class QueryTerm:
    """A token to look for, and the places of the mention that it stands for."""

    token: Token
    places: range


@dataclass(frozen=True, slots=True)
class Query:
    """A mention, the tokens that are looked for, and what counts as near to each of them."""

    strategy: Strategy
    mention: Name
    terms: Sequence[QueryTerm]
    neighbours: Sequence[TermNeighbours]

    def share(self, number: int) -> float:
        """Return for how much of its gain a token counts at each of its places.

        Neighbours as one are one word, shared by their places; the ways to part an unspaced name are each the name.
        """
        return 1.0 if self.mention.script in SPLITTABLE else 1.0 / len(self.terms[number].places)


def build_query(snapshot: Snapshot, mention: Name, strategy: Strategy) -> Query:
    """Return what is looked for of a mention, and what counts as near to it.

    `identical` are its words as they are, where any name holds them, else what is spelled alike; `fuzzy` is whatever is
    spelled alike or sounds the same; `cross_script` also what the learned map between scripts says.
    """
    finder = snapshot.neighbours
    if strategy == "identical":
        words = _words(mention)
        return Query(strategy, mention, words, finder.identical([one.token for one in words]))
    terms = _terms(mention, snapshot.lexicon)
    neighbours = finder.fuzzy([one.token for one in terms])
    if strategy == "cross_script":
        # A Latin name is long where its native form is, so its words as one say nothing that each does not say.
        lone = mention.script == "Latn"
        neighbours = [
            near if lone and len(one.places) > 1 else finder.cross_script(one.token)
            for one, near in zip(terms, neighbours, strict=True)
        ]
    return Query(strategy, mention, terms, neighbours)


def query_terms(mention: Name, lexicon: Lexicon, strategy: Strategy) -> list[QueryTerm]:
    """Return the tokens of a mention to look for."""
    return _words(mention) if strategy == "identical" else _terms(mention, lexicon)


def _words(mention: Name) -> list[QueryTerm]:
    """Return the words of a mention, each at its place."""
    return [QueryTerm(token, range(place, place + 1)) for place, token in enumerate(mention.tokens)]


def _terms(mention: Name, lexicon: Lexicon) -> list[QueryTerm]:
    """Return the tokens to look for: those of the mention, two neighbours as one, and other ways to part it."""
    tokens = mention.tokens
    found = _words(mention)
    joins = (join for join in token_joins(tokens, lexicon) if join.length == 2)
    found += [QueryTerm(join.token, range(join.start, join.start + 2)) for join in joins]
    if len(tokens) > 2 and all(len(token.latin) <= SYLLABLE for token in tokens):
        # `La mu an la`: what is written in syllables may be one word.
        found.append(QueryTerm(joined_token(tokens, lexicon), range(len(tokens))))
    known = set(tokens)
    for other in mention.other_segmentations:
        undivided = len(other.tokens) == 1
        for place, token in enumerate(other.tokens):
            if token not in known:
                found.append(QueryTerm(token, range(len(tokens)) if undivided else range(place, place + 1)))
    return found
