"""The lexicon: the roles and concepts of words in names, from `words/*.yaml`, which a curator can extend.

In come the folded words of a name, out come phrases with at most one role and one concept each: a dictionary
segmentation by longest match. A concept is shared by words of all languages: `Bank`, `Банк` and `بانک` are
`head:bank`.

Rule: nothing is decided here. Alignment gives a role its weight, and matching compares the concepts of two names.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from importlib import resources
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from polyonym import yamlfile
from polyonym.memo import read_once
from polyonym.text.normalise import folded

Role = Literal[
    "name", "honorific", "particle", "generic", "descriptor", "legal", "generation", "head", "distinguishing"
]

DROPPABLE: Final = frozenset({"honorific", "generic", "descriptor"})
"""Roles that a name can lose without naming anybody else."""

PLACE_HEADS: Final = frozenset(
    f"head:{kind}" for kind in ("province", "region", "district", "municipality", "city", "village")
)


@dataclass(frozen=True, slots=True)
class Word:
    """The role of a folded word or phrase, and the concept that it shares with words of other languages."""

    role: Role
    concept: str = ""


class Phrase(NamedTuple):
    """A run of words of a name that the lexicon knows as one, or a single word that it does not know."""

    start: int
    length: int
    word: Word


NAME: Final = Word("name")
_ROMAN: Final = re.compile("[IVXLCDM]+")

# File, role and concept prefix. A word that stands in several files belongs to the first: `al` and `der` are particles.
# With a prefix, the keys of a file are concepts. Without one, they only group words.
_ROLE_FILES: Final[tuple[tuple[str, Role, str], ...]] = (
    ("generation", "generation", "generation:"),
    ("particles", "particle", ""),
    ("generic", "generic", ""),
    ("honorifics", "honorific", ""),
    ("legal_forms", "legal", "legal:"),
    ("descriptors", "descriptor", ""),
    ("distinguishing", "distinguishing", "axis:"),
    ("heads", "head", "head:"),
)
FILES: Final = (*(name for name, _, _ in _ROLE_FILES), "honorific_suffixes", "numbers", "given_names", "common_words")
"""The word lists by name: what a curator can extend."""
_CHAINS: Final[Mapping[str, str]] = {
    "particles/linking": "particle:linking",
    "particles/english": "particle:of",
}
"""Concepts of some particles: words for `son of`, which order a chain of names, and `of`, which is never joined."""
_SAME_NAME: Final[Mapping[str, float]] = {"nicknames": 0.75, "translations": 0.6}
"""The probability that two given names of one list are one name, for lists that differ from SAME_NAME."""
SAME_NAME: Final = 0.92


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """What is known about words. All words and phrases are folded.

    Attributes:
        words: the role and the concept of each phrase.
        max_phrase_length: the number of words in the longest phrase.
        title_suffixes: titles that stand behind a name.
        joined_titles: those of them that are written to a name without a space, longest first.
        numbers: the digits of number words.
        given: for each spelling of a given name, without spaces, the numbers of the lists that hold it.
        same_name: for each of these lists the probability that two of its members are one name.
        common_words: everyday words that are names in capitals: `IS`, `US`, `WHO`.
    """

    words: Mapping[str, Word]
    max_phrase_length: int
    title_suffixes: frozenset[str]
    joined_titles: tuple[str, ...]
    numbers: Mapping[str, str]
    given: Mapping[str, frozenset[int]]
    same_name: tuple[float, ...]
    common_words: frozenset[str]

    def segment(self, words: Sequence[str]) -> list[Phrase]:
        """Cut the words of a name into phrases, at each place the longest known one."""
        phrases: list[Phrase] = []
        at, known = 0, False
        while at < len(words):
            for length in range(min(self.max_phrase_length, len(words) - at), 0, -1):
                word = self.words.get(" ".join(words[at : at + length]))
                if word:
                    known = True
                    break
            else:
                length, word = 1, NAME
            phrases.append(Phrase(at, length, word))
            at += length
        return _without_misplaced_roles(phrases) if known else phrases

    def given_name_probability(self, a: frozenset[int], b: frozenset[int]) -> float:
        """Return the probability that two given names are one, by the lists that hold both; 0 where none does."""
        return max((self.same_name[shared] for shared in a & b), default=0.0)


def _without_misplaced_roles(phrases: list[Phrase]) -> list[Phrase]:
    """Read phrases as names where their roles cannot stand.

    Honorifics lead: Amir, Imam and Hafiz are names in any other place. Marks of generation follow a name. A legal form
    is first or last, and not alone.
    """
    first = next((at for at, phrase in enumerate(phrases) if phrase.word.role not in DROPPABLE), len(phrases))
    # In the name of an organization, such as King Abdullah University, a title is part of the name.
    impersonal = any(phrase.word.role in {"head", "legal"} for phrase in phrases)
    placed = []
    for at, phrase in enumerate(phrases):
        role = phrase.word.role
        misplaced = (
            (role == "honorific" and (at >= first or impersonal))
            or (role == "generation" and at == 0)
            or (role == "legal" and (len(phrases) == 1 or at not in (0, len(phrases) - 1, len(phrases) - 2)))
        )
        placed.append(Phrase(phrase.start, phrase.length, NAME) if misplaced else phrase)
    return placed


def _table(name: str, folders: Sequence[Path]) -> dict[str, Any]:
    """Read a word file of the package, extended by the files of the same name in other folders.

    A curator's list under a key is added to the list of the package. Words under the key `remove` are taken out.
    """
    bundled = resources.files("polyonym.text").joinpath(f"words/{name}.yaml")
    node = yamlfile.parse(bundled.read_bytes())
    table: dict[str, Any] = dict(yamlfile.plain(node)) if node else {}
    for folder in folders:
        path = folder / f"{name}.yaml"
        found = yamlfile.parse(path.read_bytes()) if path.is_file() else None
        for key, words in (yamlfile.plain(found) if found else {}).items():
            table[key] = [*table.get(key, []), *words]
    removed = {folded(word) for word in table.pop("remove", [])}
    if removed:
        table = {key: [word for word in words if _kept(word, removed)] for key, words in table.items()}
    return table


def _kept(word: Any, removed: set[str]) -> bool:
    """Tell whether a word stays; lists of variants stay whole."""
    return not isinstance(word, str) or folded(word) not in removed


def _role_words(folders: Sequence[Path]) -> Iterator[tuple[str, Word]]:
    """Yield folded phrases with role and concept. The first row of a phrase is the one that holds."""
    for name, role, prefix in _ROLE_FILES:
        for key, words in _table(name, folders).items():
            concept = f"{prefix}{key.removeprefix('sign ')}" if prefix else _CHAINS.get(f"{name}/{key}", "")
            for word in words:
                yield folded(word), Word(role, concept)


def _given(folders: Sequence[Path]) -> tuple[dict[str, frozenset[int]], tuple[float, ...]]:
    """Return the numbers of the lists that hold each given name, and for each list how likely two members are one."""
    holders: dict[str, set[int]] = defaultdict(set)
    same_name: list[float] = []
    for heading, groups in _table("given_names", folders).items():
        for group in groups:
            members = [folded(member).replace(" ", "") for member in group]
            # The first name of a line of nicknames is short for each of the others, which are several names.
            lists = [(members[0], other) for other in members[1:]] if heading == "nicknames" else [tuple(members)]
            for members_of_list in lists:
                for member in members_of_list:
                    holders[member].add(len(same_name))
                same_name.append(_SAME_NAME.get(heading, SAME_NAME))
    return {member: frozenset(lists) for member, lists in holders.items()}, tuple(same_name)


def read_lexicon(*folders: Path) -> Lexicon:
    """Read the word lists of the package, extended by the files of the same names in the folders."""
    words: dict[str, Word] = {}
    for phrase, word in _role_words(folders):
        if phrase:
            words.setdefault(phrase, word)
    suffixes = [word for group in _table("honorific_suffixes", folders).values() for word in group]
    joined = (folded(word) for word in suffixes if not word.isascii() and " " not in word)
    numbers = {
        folded(word): digits
        for digits, group in _table("numbers", folders).items()
        for word in group
        if not _ROMAN.fullmatch(word)  # Xi is a name; numerals of rulers are marks of generation
    }
    given, same_name = _given(folders)
    return Lexicon(
        words=words,
        max_phrase_length=max(len(phrase.split()) for phrase in words),
        title_suffixes=frozenset(map(folded, suffixes)),
        joined_titles=tuple(sorted(filter(None, joined), key=len, reverse=True)),
        numbers=numbers,
        given=given,
        same_name=same_name,
        common_words=frozenset(folded(word) for group in _table("common_words", folders).values() for word in group),
    )


@read_once("bundled_lexicon")
def bundled_lexicon() -> Lexicon:
    """Return the lexicon of the word lists that ship with the package."""
    return read_lexicon()
