"""Affixes: what is written to a name without being part of it. Arabic and Hebrew prefixes, Korean particles, articles.

In comes a folded word, out comes the part of it that is a name. The knowledge stands in `words/affixes.yaml`.

Rule: an affix is only cut off where the rest is a word of a listed name, since `وزیرستان` begins with a letter of its
own and `אמריקה` with no article.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any, Final

from polyonym import yamlfile
from polyonym.memo import read_once
from polyonym.text.normalise import folded
from polyonym.text.scripts import script_of_character

_MIN_PREFIXED: Final = 3
_MIN_SUFFIXED: Final = 2
"""A name that is left without its affix has so many letters at least."""


@dataclass(frozen=True, slots=True)
class Affixes:
    """The affixes by script, folded.

    Attributes:
        prefixes: longest first.
        suffixes: longest first.
        article: the article that is written to a noun.
        with_article: prefixes that merge with the article, which therefore cannot stay with the name.
        elided: words that an apostrophe separates from a name in any language: the `l` of `l'Iran`.
    """

    prefixes: Mapping[str, tuple[str, ...]]
    suffixes: Mapping[str, tuple[str, ...]]
    article: Mapping[str, str]
    with_article: frozenset[str]
    elided: frozenset[str]


@read_once("affixes")
def affixes() -> Affixes:
    """Return the affixes that ship with the package."""
    node = yamlfile.parse(resources.files("polyonym.text.morphology").joinpath("words/affixes.yaml").read_bytes())
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    return Affixes(
        prefixes={script: _longest_first(items) for script, items in table["prefixes"].items()},
        suffixes={script: _longest_first(items) for script, items in table["suffixes"].items()},
        article={script: folded(article) for script, article in table["article"].items()},
        with_article=frozenset(map(folded, table["with_article"])),
        elided=frozenset(map(folded, table["elided"])),
    )


def _longest_first(items: list[str]) -> tuple[str, ...]:
    """Return folded affixes, longest first."""
    return tuple(sorted(map(folded, items), key=lambda item: (-len(item), item)))


def without_article(token: str) -> str:
    """Return a folded token of a name without its article."""
    article = affixes().article.get(script_of_character(token[0]), "")
    return token[len(article) :] if article and _has_prefix(token, article) else token


def _has_prefix(word: str, prefix: str) -> bool:
    """Tell whether a word begins with a prefix and is long enough to hold a name behind it."""
    return word.startswith(prefix) and len(word) - len(prefix) >= _MIN_PREFIXED


def affixed_name_span(word: str, known: Container[str]) -> tuple[int, int] | None:
    """Return start and end of the known name in a folded word with an affix; None where there is no such name.

    An article stays with the name. Where a prefix merges with the article, the letters of both are cut off.
    """
    script = script_of_character(word[0])
    table = affixes()
    for prefix in table.prefixes.get(script, ()):
        if _has_prefix(word, prefix) and word[len(prefix) :] in known:
            article = table.article.get(script, "\0")
            kept = len(article) if prefix.endswith(article) else len(prefix) if prefix in table.with_article else 0
            return len(prefix) - kept, len(word)
    for suffix in table.suffixes.get(script, ()):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _MIN_SUFFIXED and rest in known:
            return 0, len(rest)
    return None
