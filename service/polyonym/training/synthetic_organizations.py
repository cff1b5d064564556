"""Pairs of organizations and places that are made: told apart by a word, and under one legal form or two.

In come names and the words of the lexicon, out come labelled pairs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from polyonym.model import EntityType
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name
from polyonym.training.example import Example, Made


@dataclass(frozen=True, slots=True)
class Words:
    """Latin words that tell one thing from another, by what they speak of, and those of each legal form."""

    axes: dict[str, list[tuple[str, str]]]
    forms: dict[str, list[str]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> Words:
        """Gather the words of a lexicon."""
        axes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        forms: defaultdict[str, list[str]] = defaultdict(list)
        for word, known in sorted(lexicon.words.items()):
            if known.role == "distinguishing" and word.isascii() and " " not in word and len(word) > 2:
                axes[known.concept.split("/")[0]].append((word, known.concept))
            elif known.role == "legal" and word.isascii():
                forms[known.concept].append(word)
        return cls(axes, forms)


def impersonal(kind: EntityType, name: Name, words: Words, rng: random.Random) -> Iterator[Made]:
    """Yield an organization or a place beside those that a word tells from it, and under other legal forms."""
    text = name.folded
    (word, concept), (other, another) = rng.choices(words.axes[rng.choice(sorted(words.axes))], k=2)
    if concept != another and not any(token.role == "distinguishing" for token in name.tokens):
        yield "axis", Example(f"{word} {text}", f"{other} {text}", kind, same=False)
        yield "axis_once", Example(f"{word} {text}", text, kind, same=False)
    if kind == "organization" and name.tokens[0].role != "legal":
        forms = words.forms
        core = " ".join(token.text for token in name.tokens if token.role != "legal")
        first, second = rng.sample(sorted(forms), 2)
        yield "legal_other", Example(f"{core} {forms[first][0]}", f"{core} {forms[second][0]}", kind, same=False)
        if len(forms[first]) > 1:
            a, b = rng.sample(forms[first], 2)
            yield "legal_same", Example(f"{core} {a}", f"{core} {b}", kind, same=True)
