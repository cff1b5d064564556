"""A name made ready to be laid beside another: its tokens, what each tells, and what is asked of it every time.

In comes an analysed name or the number of a listed one, out comes a `PreparedName`. That of a mention meets every
candidate, so what concerns one name alone is worked out here, once, and not for every pair.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from polyonym.index.snapshot import Snapshot
from polyonym.model import Method
from polyonym.policy import Policy
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import SPLITTABLE, Name, Token, analyse, can_join, joined_token

Run = tuple[int, int, str]
"""Neighbouring tokens: the place of the first, how many they are, and their letters together."""

_DIGITS: Final = re.compile(r"\d+")
_NONE: Final[frozenset[str]] = frozenset()


class PreparedName:
    """Tokens with what each tells, and the script of the name.

    `total` is what all tokens tell together; `whole` the name in Latin letters without spaces, `whole_sorted` the same
    with the tokens in the order of the alphabet; `concepts` what the words stand for, where they stand for anything;
    `digits` the numbers, those inside words too: UNITED24 is not UNITED25; `longest` the letters of the longest token,
    `shortest_join` those of the shortest two neighbours together. `met` remembers tokens of other names that were laid
    beside this one, with the places of this one that each is likely at. What follows is worked out when it is asked
    for.
    """

    # Plain attributes: a mention makes dozens of these, and asks each of them for most of this.
    __slots__ = (
        "_joined",
        "_runs",
        "concepts",
        "digits",
        "lexicon",
        "longest",
        "met",
        "script",
        "shortest_join",
        "tokens",
        "total",
        "weights",
        "whole",
        "whole_sorted",
    )

    def __init__(self, tokens: tuple[Token, ...], weights: tuple[float, ...], script: str, lexicon: Lexicon) -> None:
        """Work out what is always asked for."""
        latins = [token.latin for token in tokens]
        self.tokens = tokens
        self.weights = weights
        self.script = script
        self.lexicon = lexicon
        self.total = sum(weights) or 1.0
        self.whole = "".join(latins)
        self.whole_sorted = "".join(sorted(latins))
        self.concepts = frozenset([token.concept for token in tokens if token.concept])
        self.digits = _NONE if self.whole.isalpha() else _numbers(latins)
        self.met: dict[Token, list[tuple[int, float, Method]]] = {}
        self.longest = max(map(len, latins), default=0)
        self.shortest_join = min([len(a) + len(b) for a, b in pairwise(latins)], default=0)
        self._runs: list[Run] | None = None
        self._joined: dict[Run, Token | None] = {}

    @property
    def runs(self) -> Sequence[Run]:
        """All neighbours in twos, then in threes."""
        if self._runs is None:
            latins = [token.latin for token in self.tokens]
            self._runs = [(start, 2, a + b) for start, (a, b) in enumerate(pairwise(latins))]
            if len(latins) > 2:
                threes = zip(latins, latins[1:], latins[2:], strict=False)
                self._runs += [(start, 3, a + b + c) for start, (a, b, c) in enumerate(threes)]
        return self._runs

    def joined(self, run: Run) -> Token | None:
        """Return neighbours written as one, None for those that are not."""
        if run not in self._joined:
            start, length, _ = run
            tokens = self.tokens[start : start + length]
            self._joined[run] = joined_token(tokens, self.lexicon) if can_join(tokens) else None
        return self._joined[run]

    @property
    def heads(self) -> frozenset[str]:
        """The kinds of thing that the words name: bank, ministry."""
        return self._of("head:")

    @property
    def legal(self) -> frozenset[str]:
        """The legal forms."""
        return self._of("legal:")

    @property
    def legal_families(self) -> frozenset[str]:
        """The families of the legal forms: companies with shares, with limited liability."""
        return frozenset(form.split("/")[0] for form in self.legal)

    @property
    def generation(self) -> frozenset[str]:
        """The marks of generation."""
        return self._of("generation:")

    @property
    def axes(self) -> dict[str, set[str]]:
        """The distinguishing words by what they speak of: the compass, age, size."""
        found: dict[str, set[str]] = {}
        for concept in self._of("axis:"):
            found.setdefault(concept.split("/")[0], set()).add(concept)
        return found

    @property
    def chain(self) -> tuple[str, ...]:
        """The names of a patronymic chain in order (`Ahmad bin Hasan`), sound keys for spellings; else nothing."""
        if "particle:linking" not in [token.concept for token in self.tokens[1:]]:
            return ()
        return tuple(token.phonetic_key for token in self.tokens if token.role == "name")

    def _of(self, prefix: str) -> frozenset[str]:
        """Return the concepts of a kind."""
        if not self.concepts:
            return self.concepts
        return frozenset([concept for concept in self.concepts if concept.startswith(prefix)])


def _numbers(latins: Sequence[str]) -> frozenset[str]:
    """Return the numbers in romanised tokens, without the noughts before them."""
    return frozenset([digits.lstrip("0") for latin in latins for digits in _DIGITS.findall(latin)])


def prepare(snapshot: Snapshot, tokens: tuple[Token, ...], script: str, policy: Policy) -> PreparedName:
    """Return tokens with what each of them tells."""
    return _weighed(snapshot, tokens, [snapshot.idf(token.latin) for token in tokens], script, policy)


def _weighed(
    snapshot: Snapshot, tokens: tuple[Token, ...], told: Sequence[float], script: str, policy: Policy
) -> PreparedName:
    """Return tokens with what each of them tells: what its letters tell, times what its role stands for."""
    roles = policy.role_weights
    weights = [
        (policy.initial_weight if len(token.latin) == 1 else weight) * roles[token.role]
        for token, weight in zip(tokens, told, strict=True)
    ]
    return PreparedName(tokens, tuple(weights), script, snapshot.lexicon)


def prepare_variants(snapshot: Snapshot, name: Name, policy: Policy) -> Sequence[PreparedName]:
    """Return a name under every way to part it; a name that is written with spaces has one."""
    return [prepare(snapshot, way.tokens, way.script, policy) for way in (name, *name.other_segmentations)]


def prepare_listed(snapshot: Snapshot, number: int, policy: Policy) -> Sequence[PreparedName]:
    """Return a listed name under every way to part it."""
    script = snapshot.columns.names.script(number)
    if script in SPLITTABLE:
        return prepare_variants(snapshot, analyse(snapshot.alias(number).name, snapshot.lexicon), policy)
    return [_weighed(snapshot, *snapshot.tokens_with_idf(number), script, policy)]
