"""Names taken apart and laid out, a run of entities at a time, so that several processes can share the work.

In come entities, out comes a `PartialIndex`: for every name its flags, its tokens and the digests under which it is
found. Parts are put together by `merge`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from polyonym.entity_types import BUILT_IN_TYPES, EntityTypes
from polyonym.gazetteer.entry import MAX_NAME_LENGTH
from polyonym.hashing import digest
from polyonym.index.arrays import Int32Array, UInt64Array
from polyonym.index.columns import FOLDS_IN_TEXT, LOWERCASE, NEVER, UPPERCASE, Codes
from polyonym.index.entity_texts import EntityTexts
from polyonym.model import MATCH_MODES, Alias, Entity
from polyonym.text.lexicon import Lexicon
from polyonym.text.name import Name, Token, analyse, token_joins
from polyonym.text.normalise import folded
from polyonym.text.phonetic import phonetic_key

SHORTEST_INITIALISM: Final = 3
SHORTEST_SPACELESS: Final = 6
"""Names of fewer letters are not compared without their spaces: too many are made of two others."""
SHORTEST_SPOKEN: Final = 3
"""Names with fewer sounds sound like too many others."""
SHORTEST_JOINED: Final = 3
"""Sound keys of fewer signs say nothing about words written as one."""
LOOK_UPS: Final = ("exact", "spaceless", "cased", "initialisms", "joined_phonetic")

_SPACED: Final = "0-9A-Za-z\u00c0-\u0dff"
_UNSPACED: Final = "\u0e00-\u109f\u1780-\u17ff\u2e80-\u9fff\uff66-\uff9f\U00020000-\U0003ffff"
# Possessives, initialisms, words of two kinds of script: a running text is parted there, a name by itself is not.
_FOLDS_IN_TEXT: Final = re.compile(
    rf"['\u2019][sS](?!\w)|[^\W\d_]\.[^\W\d_]|[{_UNSPACED}][{_SPACED}]|[{_SPACED}][{_UNSPACED}]"
)

TokenKey = tuple[str, str, str, str, str]
"""What makes a token what it is: as written, romanised, script, role, concept."""


@dataclass(frozen=True, slots=True)
class PartialIndex:
    """The names of a run of entities; entities, names and distinct tokens are numbered from 0 on.

    `counts` is the number of tokens of each name, `tokens` are those of all names, end to end; so it is with the words
    of folded names in `worded` and `words`. `found` are for each look-up the digests and the names that they lead to.
    """

    type_codes: Codes
    ids: UInt64Array
    texts: EntityTexts
    entities: Int32Array
    places: Int32Array
    flags: Codes
    scripts: tuple[str, ...]
    counts: Int32Array
    tokens: Int32Array
    distinct: tuple[TokenKey, ...]
    worded: Int32Array
    words: Int32Array
    distinct_words: tuple[str, ...]
    found: Mapping[str, tuple[UInt64Array, Int32Array]]


def analyse_entities(
    entities: Sequence[Entity],
    lexicon: Lexicon,
    contents: Sequence[int] | None = None,
    types: EntityTypes = BUILT_IN_TYPES,
) -> PartialIndex:
    """Lay out the names of entities of the known types.

    `contents` are the digests of what they say, where these are known already.
    """
    filing = _Filing(lexicon)
    for number, entity in enumerate(entities):
        for never, aliases in ((False, entity.aliases), (True, entity.never)):
            for place, alias in enumerate(aliases):
                # Validation has warned of the others.
                if len(alias.name) <= MAX_NAME_LENGTH and folded(alias.name):
                    filing.entities.append(number)
                    filing.places.append(place)
                    filing.add(alias, analyse.__wrapped__(alias.name, lexicon), never=never)
    return filing.part(entities, EntityTexts.of(entities, contents), types)


class _Filing:
    """The names of a run while they are gathered."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Begin with nothing."""
        self._lexicon = lexicon
        self.entities: list[int] = []
        self.places: list[int] = []
        self.flags: list[int] = []
        self.scripts: list[str] = []
        self.counts: list[int] = []
        self.tokens: list[int] = []
        self.distinct: dict[TokenKey, int] = {}
        self.worded: list[int] = []
        self.words: list[int] = []
        self.distinct_words: dict[str, int] = {}
        self.found: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in LOOK_UPS}

    def add(self, alias: Alias, form: Name, *, never: bool) -> None:
        """Add one name with everything that it is found by."""
        loose, fuzzy = alias.match != "cased", alias.match == "fuzzy"
        tokens = form.tokens if loose else ()
        distinct = self.distinct
        self.tokens += [distinct.setdefault(_spelt(token), len(distinct)) for token in tokens]
        self.counts.append(len(tokens))
        self.scripts.append(form.script)
        words, known = form.folded.split(), self.distinct_words
        self.words += [known.setdefault(word, len(known)) for word in words]
        self.worded.append(len(words))
        self._file("cased", form.cased)
        if loose:
            self._file("exact", form.folded)
            for key in dict.fromkeys(_joined(form, self._lexicon)):
                self._file("joined_phonetic", key)
        if fuzzy:
            self._file("spaceless", spaceless(form.folded))
            self._file("initialisms", initialism(form))
        self.flags.append(MATCH_MODES.index(alias.match) | (NEVER if never else 0) | _looks(alias.name))

    def _file(self, look_up: str, key: str) -> None:
        """File the name that is being added under a key; an empty key is not looked up."""
        if key:
            digests, numbers = self.found[look_up]
            digests.append(digest(key))
            numbers.append(len(self.flags))

    def part(self, entities: Sequence[Entity], texts: EntityTexts, types: EntityTypes) -> PartialIndex:
        """Return what was gathered as arrays."""
        return PartialIndex(
            type_codes=np.array([types.code(entity.type) for entity in entities], np.uint8),
            ids=np.array([digest(entity.id) for entity in entities], np.uint64),
            texts=texts,
            entities=np.array(self.entities, np.int32),
            places=np.array(self.places, np.int32),
            flags=np.array(self.flags, np.uint8),
            scripts=tuple(self.scripts),
            counts=np.array(self.counts, np.int32),
            tokens=np.array(self.tokens, np.int32),
            distinct=tuple(self.distinct),
            worded=np.array(self.worded, np.int32),
            words=np.array(self.words, np.int32),
            distinct_words=tuple(self.distinct_words),
            found={
                name: (np.array(digests, np.uint64), np.array(numbers, np.int32))
                for name, (digests, numbers) in self.found.items()
            },
        )


def _looks(text: str) -> int:
    """Return the flags of a name that its letters tell."""
    cased = LOWERCASE if text == text.lower() else UPPERCASE if text.isupper() else 0
    return cased | (FOLDS_IN_TEXT if _FOLDS_IN_TEXT.search(text) else 0)


def _spelt(token: Token) -> TokenKey:
    """Return what makes a token what it is; its sound and its lists of given names follow from that."""
    return token.text, token.latin, token.script, token.role, token.concept


def spaceless(folded_name: str) -> str:
    """Return a folded name without its spaces, or nothing where that would be too short to mean anything."""
    joined = folded_name.replace(" ", "")
    return joined if len(joined) >= SHORTEST_SPACELESS else ""


def initialism(name: Name) -> str:
    """Return the first letters of a Latin name of three words or more: `iri` of Islamic Republic of Iran."""
    counted = [token for token in name.tokens if token.role in {"name", "head", "descriptor", "distinguishing"}]
    if len(counted) < SHORTEST_INITIALISM or any(token.script != "Latn" for token in counted):
        return ""
    return "".join(token.latin[0] for token in counted)


def _joined(name: Name, lexicon: Lexicon) -> Iterator[str]:
    """Yield the sound keys of neighbouring words written as one, and of the whole name."""
    for join in token_joins(name.tokens, lexicon):
        if len(join.token.phonetic_key) >= SHORTEST_JOINED:
            yield join.token.phonetic_key
    yield joined_phonetic_key(name.tokens)
    yield full_phonetic_key(name.tokens)


def full_phonetic_key(tokens: Sequence[Token]) -> str:
    """Return the key under which only names that sound alike as a whole meet, nothing for one that is too short."""
    key = phonetic_key("".join(token.latin for token in tokens))
    return f"={key}" if len(key) >= SHORTEST_SPOKEN else ""


def joined_phonetic_key(tokens: Sequence[Token]) -> str:
    """Return the sound key of a name of several words written as one, nothing where it is too short."""
    key = phonetic_key("".join(token.latin for token in tokens)) if len(tokens) > 1 else ""
    return key if len(key) > SHORTEST_JOINED else ""
