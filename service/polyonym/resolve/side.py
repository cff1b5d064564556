"""A name made ready to be laid beside another: its tokens, what each tells, and what is asked of it every time.

In comes an analysed name or the number of a listed one, out comes a `Side`. That of a mention meets every candidate, so
what concerns one name alone is worked out here, once, and not for every pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from polyonym.gazetteer.snapshot import Snapshot
from polyonym.resolve.policy import Policy
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import PARTED, Join, Name, Token, analyse, joins_of

_DIGITS: Final = re.compile(r"\d+")


@dataclass(frozen=True, eq=False)
class Side:
    """Tokens with what each tells, and the script of the name."""

    tokens: tuple[Token, ...]
    weights: tuple[float, ...]
    script: str
    lexicon: Lexicon

    @cached_property
    def total(self) -> float:
        """What all tokens tell together."""
        return sum(self.weights) or 1.0

    @cached_property
    def joins(self) -> tuple[Join, ...]:
        """Neighbouring tokens written as one."""
        return joins_of(self.tokens, self.lexicon)

    @cached_property
    def whole(self) -> str:
        """The name in Latin letters, without spaces."""
        return "".join([token.latin for token in self.tokens])

    @cached_property
    def whole_sorted(self) -> str:
        """The same with the tokens in the order of the alphabet."""
        return "".join(sorted([token.latin for token in self.tokens]))

    @cached_property
    def concepts(self) -> frozenset[str]:
        """What the words stand for, where they stand for anything."""
        return frozenset([token.concept for token in self.tokens if token.concept])

    @cached_property
    def heads(self) -> frozenset[str]:
        """The kinds of thing that the words name: bank, ministry."""
        return self._of("head:")

    @cached_property
    def legal(self) -> frozenset[str]:
        """The legal forms."""
        return self._of("legal:")

    @cached_property
    def legal_families(self) -> frozenset[str]:
        """The families of the legal forms: companies with shares, with limited liability."""
        return frozenset(form.split("/")[0] for form in self.legal)

    @cached_property
    def generation(self) -> frozenset[str]:
        """The marks of generation."""
        return self._of("generation:")

    @cached_property
    def axes(self) -> dict[str, set[str]]:
        """The distinguishing words by what they speak of: the compass, age, size."""
        found: dict[str, set[str]] = {}
        for concept in self._of("axis:"):
            found.setdefault(concept.split("/")[0], set()).add(concept)
        return found

    @cached_property
    def digits(self) -> frozenset[str]:
        """The numbers in the name, those inside words too: UNITED24 is not UNITED25."""
        if self.whole.isalpha():
            return frozenset()
        return frozenset(run.lstrip("0") for token in self.tokens for run in _DIGITS.findall(token.latin))

    @cached_property
    def chain(self) -> tuple[str, ...]:
        """The names of a patronymic chain in order (`Ahmad bin Hasan`), sound keys for spellings; else nothing."""
        if "particle:linking" not in [token.concept for token in self.tokens[1:]]:
            return ()
        return tuple(token.sound for token in self.tokens if token.role == "name")

    def _of(self, prefix: str) -> frozenset[str]:
        """Return the concepts of a kind."""
        if not self.concepts:
            return self.concepts
        return frozenset([concept for concept in self.concepts if concept.startswith(prefix)])


def side(snapshot: Snapshot, tokens: tuple[Token, ...], script: str, policy: Policy) -> Side:
    """Return tokens with what each of them tells."""
    roles = policy.role_weights
    weights = tuple(
        [
            (policy.initial_weight if len(token.latin) == 1 else snapshot.weight(token.latin)) * roles[token.role]
            for token in tokens
        ]
    )
    return Side(tokens, weights, script, snapshot.lexicon)


def sides(snapshot: Snapshot, name: Name, policy: Policy) -> Sequence[Side]:
    """Return a name under every way to part it; a name that is written with spaces has one."""
    return [side(snapshot, way.tokens, way.script, policy) for way in (name, *name.others)]


def listed_sides(snapshot: Snapshot, number: int, policy: Policy) -> Sequence[Side]:
    """Return a listed name under every way to part it."""
    script = snapshot.columns.names.script(number)
    if script in PARTED:
        return sides(snapshot, analyse(snapshot.alias(number).name, snapshot.lexicon), policy)
    return [side(snapshot, snapshot.tokens(number), script, policy)]
