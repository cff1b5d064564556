"""What words mean beside a name and inside one. Knowledge comes from `words/*.yaml`, which a curator can extend.

The reader gives every folded word, or run of words, at most one role and at most one concept. A concept is what words
of all languages share: `Bank`, `Банк` and `بانک` are `head:bank`. Nothing is decided here: alignment gives a role its
weight, and scoring asks whether two names agree in their concepts.
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
    """What a folded word or phrase is: its role, and the concept that it shares with words of other languages."""

    role: Role
    concept: str = ""


class Phrase(NamedTuple):
    """A run of words of a name that was read as one thing."""

    start: int
    length: int
    word: Word


NAME: Final = Word("name")
_ROMAN: Final = re.compile("[IVXLCDM]+")

# The files in the order in which they claim a word: `al` and `der` are particles before anything else they may be.
# With the prefix goes the key of a file as a concept; where there is none, the keys only group words.
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
"""Words for `son of`, which give a chain of names its order, and `of`, which joins no word to another."""
_TRUST: Final[Mapping[str, float]] = {"nicknames": 0.75, "translations": 0.6}
"""How likely two given names of one list are one name, where it is less than TRUST."""
TRUST: Final = 0.92


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Folded phrases to what they are; `longest` is the number of words in the longest phrase.

    `suffixes` stand behind a name, `glued` are those of them that are written to it without a space; `numbers` gives
    number words their digits; `given` gives a spelling of a given name (without spaces) the lists that hold it, and
    `trust` says for each list how likely two of its members are one name. `common_words` are everyday words that
    are names in capitals: `IS`, `US`, `WHO`.
    """

    words: Mapping[str, Word]
    longest: int
    suffixes: frozenset[str]
    glued: tuple[str, ...]
    numbers: Mapping[str, str]
    given: Mapping[str, frozenset[int]]
    trust: tuple[float, ...]
    common_words: frozenset[str]

    def read(self, words: Sequence[str]) -> list[Phrase]:
        """Cut a name into phrases, the longest known one first, and say what each is."""
        phrases: list[Phrase] = []
        at, known = 0, False
        while at < len(words):
            for length in range(min(self.longest, len(words) - at), 0, -1):
                word = self.words.get(" ".join(words[at : at + length]))
                if word:
                    known = True
                    break
            else:
                length, word = 1, NAME
            phrases.append(Phrase(at, length, word))
            at += length
        return _in_place(phrases) if known else phrases

    def given_name_probability(self, a: frozenset[int], b: frozenset[int]) -> float:
        """Return how likely two given names are one, from the lists that hold them both; 0 where none does."""
        return max((self.trust[shared] for shared in a & b), default=0.0)


def _in_place(phrases: list[Phrase]) -> list[Phrase]:
    """Keep a role only where it can stand.

    Honorifics lead: Amir, Imam and Hafiz are names in any other place. Marks of generation follow a name. A legal form
    stands first or last, and beside something.
    """
    first = next((at for at, phrase in enumerate(phrases) if phrase.word.role not in DROPPABLE), len(phrases))
    # King Abdullah University is no king.
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
    """Read one word file of the package, and add to it what files of the same name in other folders say.

    A curator's list under a key is added to the list that is there; words under the key `remove` are taken out.
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
    """Tell whether a word stays; a list of variants stays whole."""
    return not isinstance(word, str) or folded(word) not in removed


def _role_words(folders: Sequence[Path]) -> Iterator[tuple[str, Word]]:
    """Yield folded phrases and what they are, strongest claim first."""
    for name, role, prefix in _ROLE_FILES:
        for key, words in _table(name, folders).items():
            concept = f"{prefix}{key.removeprefix('sign ')}" if prefix else _CHAINS.get(f"{name}/{key}", "")
            for word in words:
                yield folded(word), Word(role, concept)


def _given(folders: Sequence[Path]) -> tuple[dict[str, frozenset[int]], tuple[float, ...]]:
    """Return the lists that hold each given name, and how much each list is trusted."""
    holders: dict[str, set[int]] = defaultdict(set)
    trust: list[float] = []
    for heading, groups in _table("given_names", folders).items():
        for group in groups:
            members = [folded(member).replace(" ", "") for member in group]
            # A nickname stands for each of the others, but these are not one name among themselves.
            lists = [(members[0], other) for other in members[1:]] if heading == "nicknames" else [tuple(members)]
            for members_of_list in lists:
                for member in members_of_list:
                    holders[member].add(len(trust))
                trust.append(_TRUST.get(heading, TRUST))
    return {member: frozenset(lists) for member, lists in holders.items()}, tuple(trust)


def read_lexicon(*folders: Path) -> Lexicon:
    """Read the word lists of the package, extended by the files of the same names in the folders."""
    words: dict[str, Word] = {}
    for phrase, word in _role_words(folders):
        if phrase:
            words.setdefault(phrase, word)
    suffixes = [word for group in _table("honorific_suffixes", folders).values() for word in group]
    glued = sorted((folded(word) for word in suffixes if not word.isascii() and " " not in word), key=len, reverse=True)
    numbers = {
        folded(word): digits
        for digits, group in _table("numbers", folders).items()
        for word in group
        if not _ROMAN.fullmatch(word)  # Xi is a name; numerals of rulers are marks of generation
    }
    given, trust = _given(folders)
    return Lexicon(
        words=words,
        longest=max(len(phrase.split()) for phrase in words),
        suffixes=frozenset(map(folded, suffixes)),
        glued=tuple(word for word in glued if word),
        numbers=numbers,
        given=given,
        trust=trust,
        common_words=frozenset(folded(word) for group in _table("common_words", folders).values() for word in group),
    )


@read_once("bundled_lexicon")
def bundled_lexicon() -> Lexicon:
    """Read the word lists inside the package, once."""
    return read_lexicon()
