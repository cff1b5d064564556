"""Synthetic examples of organizations and places: names that one word distinguishes, and names with legal forms.

In come a name and the words of the lexicon, out come labelled pairs.
"""

from __future__ import annotations

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from polyonym.model import EntityType
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name
from polyonym.training.example import Example, SyntheticExample


@dataclass(frozen=True, slots=True)
class LatinWords:
    """Latin words of a lexicon.

    Attributes:
        axes: distinguishing words with their concepts, by what they distinguish, such as the points of the compass.
        legal_forms: the words of each legal form, by its concept.
    """

    axes: dict[str, list[tuple[str, str]]]
    legal_forms: dict[str, list[str]]

    @classmethod
    def of(cls, lexicon: Lexicon) -> LatinWords:
        """Return the Latin words of a lexicon."""
        axes: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        legal_forms: defaultdict[str, list[str]] = defaultdict(list)
        for word, known in sorted(lexicon.words.items()):
            if known.role == "distinguishing" and word.isascii() and " " not in word and len(word) > 2:
                axes[known.concept.split("/")[0]].append((word, known.concept))
            elif known.role == "legal" and word.isascii():
                legal_forms[known.concept].append(word)
        return cls(axes, legal_forms)


def synthetic_organizations(
    kind: EntityType, name: Name, words: LatinWords, rng: random.Random
) -> Iterator[SyntheticExample]:
    """Yield pairs of an organization or place with and without a distinguishing word, and with legal forms."""
    text = name.folded
    (word, concept), (other, another) = rng.choices(words.axes[rng.choice(sorted(words.axes))], k=2)
    if concept != another and not any(token.role == "distinguishing" for token in name.tokens):
        yield "axis", Example(f"{word} {text}", f"{other} {text}", kind, same=False)
        yield "axis_once", Example(f"{word} {text}", text, kind, same=False)
    if kind == "organization" and name.tokens[0].role != "legal":
        forms = words.legal_forms
        core = " ".join(token.text for token in name.tokens if token.role != "legal")
        first, second = rng.sample(sorted(forms), 2)
        yield "legal_other", Example(f"{core} {forms[first][0]}", f"{core} {forms[second][0]}", kind, same=False)
        if len(forms[first]) > 1:
            a, b = rng.sample(forms[first], 2)
            yield "legal_same", Example(f"{core} {a}", f"{core} {b}", kind, same=True)
