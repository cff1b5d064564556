"""What is written to a name without being of it: Arabic and Hebrew prefixes, Korean particles, elided articles.

The knowledge stands in `words/affixes.yaml`. A word is parted only where the rest is a word of a listed name, since
`وزیرستان` begins with a letter of its own and `אמריקה` with no article.
"""

from __future__ import annotations

from collections.abc import Container, Mapping
from dataclasses import dataclass
from importlib import resources
from typing import Any

from polyonym import yamlfile
from polyonym.memo import read_once
from polyonym.text.normalise import folded
from polyonym.text.scripts import script_of_character

_SHORTEST_PREFIXED = 3
_SHORTEST_SUFFIXED = 2


@dataclass(frozen=True, slots=True)
class Affixes:
    """Prefixes and suffixes by script, longest first; the Arabic article; what an apostrophe parts from a name."""

    prefixes: Mapping[str, tuple[str, ...]]
    suffixes: Mapping[str, tuple[str, ...]]
    article: Mapping[str, str]
    with_article: frozenset[str]
    elided: frozenset[str]


@read_once("affixes")
def affixes() -> Affixes:
    """Read the affixes that come with the package, once."""
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
    """Fold affixes and order them so that the longest that fits is met first."""
    return tuple(sorted(map(folded, items), key=lambda item: (-len(item), item)))


def bare(token: str) -> str:
    """Return a folded token of a name without its article."""
    article = affixes().article.get(script_of_character(token[0]), "")
    return token[len(article) :] if article and _long_enough(token, article) else token


def _long_enough(word: str, affix: str) -> bool:
    """Tell whether a word begins with a prefix and leaves enough to be a name."""
    return word.startswith(affix) and len(word) - len(affix) >= _SHORTEST_PREFIXED


def parted(word: str, known: Container[str]) -> tuple[int, int] | None:
    """Return where in a folded word a known name stands, if it is written with an affix; None where it is not.

    The article stays with the name; what merges with an article stays as well, since no cut leaves a word.
    """
    script = script_of_character(word[0])
    table = affixes()
    for prefix in table.prefixes.get(script, ()):
        if _long_enough(word, prefix) and word[len(prefix) :] in known:
            article = table.article.get(script, "\0")
            kept = len(article) if prefix.endswith(article) else len(prefix) if prefix in table.with_article else 0
            return len(prefix) - kept, len(word)
    for suffix in table.suffixes.get(script, ()):
        rest = word.removesuffix(suffix)
        if rest != word and len(rest) >= _SHORTEST_SUFFIXED and rest in known:
            return 0, len(rest)
    return None
