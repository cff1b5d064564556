"""Entities to a `PartialIndex`: every name is analysed once, and filed under the digests that find it.

A run of entities is analysed by itself, so several processes can share the work; `merge` joins the parts. Rows of a
part count from 0. This is the first half of single-pass in-memory indexing (Heinz and Zobel 2003): each part has its
own dictionaries of tokens and words.

A part of two entities with four names, the third of which is `cased` and has no tokens:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.text.lexicon import bundled_lexicon
    >>> records = read_piece(Piece("a.yaml", '''
    ... - {id: tolo, type: organization, name: Tolo News, aliases: [Tolo, {name: TN, match: cased}]}
    ... - {id: omar, type: person, name: Omar Safi}
    ... '''))
    >>> part = analyse_entities(validate(records).entities, bundled_lexicon())
    >>> part.entity_rows.tolist(), part.alias_positions.tolist()
    ([0, 0, 0, 1], [0, 1, 2, 0])
    >>> [text for text, *_ in part.distinct_tokens]
    ['tolo', 'news', 'omar', 'safi']
    >>> part.token_counts.tolist(), part.token_rows.tolist()
    ([2, 1, 0, 2], [0, 1, 0, 2, 3])
    >>> digests, name_rows = part.lookups["exact"]
    >>> name_rows.tolist(), int(digests[2]) == digest("omar safi")
    ([0, 1, 3], True)
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
from polyonym.text.normalise import LETTER, compose, folded
from polyonym.text.phonetic import phonetic_key
from polyonym.text.scripts import UNSPACED_RANGES

SHORTEST_INITIALISM: Final = 3
"""Names of fewer words have no initialism."""
SHORTEST_SPACELESS: Final = 6
"""Names of fewer letters are not filed without their spaces: too many words read like two others."""
SHORTEST_FULL: Final = 3
"""Names with a shorter phonetic key are not filed under it: too many names share it."""
SHORTEST_JOINED: Final = 3
"""Words written as one are not filed under a shorter phonetic key."""
LOOKUPS: Final = ("exact", "spaceless", "cased", "initialisms", "joined_phonetic")
"""The look-ups of `Columns` from the digest of a key to names."""

# A running text is split at possessives and between scripts with and without spaces, where a name is not. It joins the
# letters of initialisms with full stops, and a name those of initialisms with other signs.
_TEXT_FOLD: Final = re.compile(
    rf"['\u2019][sS](?!\w)|{LETTER}\.{LETTER}|\A[\W_]*{LETTER}(?:[\W_]+{LETTER})+[\W_]*\Z"
    rf"|[{UNSPACED_RANGES}](?=[^\s{UNSPACED_RANGES}])|(?<=[^\s{UNSPACED_RANGES}])[{UNSPACED_RANGES}]"
)

TokenKey = tuple[str, str, str, str, str]
"""The identity of a token: text, romanised form, script, role, concept."""


@dataclass(frozen=True, slots=True)
class PartialIndex:
    """The analysed names of a run of entities.

    By entity: `type_codes` (uint8, positions in `EntityTypes.rows`), `ids` (uint64, digests of the ids), `texts`. By
    name: `entity_rows`, `alias_positions`, `token_counts`, `word_counts` (all int32), `flags` (uint8), `scripts`.
    `token_rows` (int32) are the tokens of all names one after the other, rows of `distinct_tokens`; so are `word_rows`
    for the words of folded names. `lookups` holds for each name of `LOOKUPS` digests (uint64) and the name row of each
    (int32).
    """

    type_codes: Codes
    ids: UInt64Array
    texts: EntityTexts
    entity_rows: Int32Array
    alias_positions: Int32Array
    flags: Codes
    scripts: tuple[str, ...]
    token_counts: Int32Array
    token_rows: Int32Array
    distinct_tokens: tuple[TokenKey, ...]
    word_counts: Int32Array
    word_rows: Int32Array
    distinct_words: tuple[str, ...]
    lookups: Mapping[str, tuple[UInt64Array, Int32Array]]


def analyse_entities(
    entities: Sequence[Entity],
    lexicon: Lexicon,
    content_digests: Sequence[int] | None = None,
    types: EntityTypes = BUILT_IN_TYPES,
) -> PartialIndex:
    """Analyse the names of entities. Names that validation warns about (empty, too long) are left out.

    The digests of the content of the entities are computed unless `content_digests` holds them. Raises KeyError for an
    entity whose type is not one of `types`.
    """
    builder = _PartBuilder(lexicon)
    for entity_row, entity in enumerate(entities):
        for never, aliases in ((False, entity.aliases), (True, entity.never)):
            for position, alias in enumerate(aliases):
                if len(alias.name) <= MAX_NAME_LENGTH and folded(alias.name):
                    builder.entity_rows.append(entity_row)
                    builder.alias_positions.append(position)
                    builder.add(alias, analyse.__wrapped__(alias.name, lexicon), never=never)
    return builder.build(entities, EntityTexts.of(entities, content_digests), types)


class _PartBuilder:
    """Collects the names of a run of entities in lists."""

    def __init__(self, lexicon: Lexicon) -> None:
        """Start without names."""
        self._lexicon = lexicon
        self.entity_rows: list[int] = []
        self.alias_positions: list[int] = []
        self.flags: list[int] = []
        self.scripts: list[str] = []
        self.token_counts: list[int] = []
        self.token_rows: list[int] = []
        self.distinct_tokens: dict[TokenKey, int] = {}
        self.word_counts: list[int] = []
        self.word_rows: list[int] = []
        self.distinct_words: dict[str, int] = {}
        self.lookups: dict[str, tuple[list[int], list[int]]] = {name: ([], []) for name in LOOKUPS}

    def add(self, alias: Alias, form: Name, *, never: bool) -> None:
        """Add one name with its tokens, its words and its keys."""
        uncased, fuzzy = alias.match != "cased", alias.match == "fuzzy"
        tokens = form.tokens if uncased else ()
        distinct = self.distinct_tokens
        self.token_rows += [distinct.setdefault(_token_key(token), len(distinct)) for token in tokens]
        self.token_counts.append(len(tokens))
        self.scripts.append(form.script)
        words, distinct_words = form.folded.split(), self.distinct_words
        self.word_rows += [distinct_words.setdefault(word, len(distinct_words)) for word in words]
        self.word_counts.append(len(words))
        self._file("cased", form.cased)
        if uncased:
            self._file("exact", form.folded)
            for key in dict.fromkeys(_joined_keys(form, self._lexicon)):
                self._file("joined_phonetic", key)
        if fuzzy:
            self._file("spaceless", spaceless(form.folded))
            self._file("initialisms", initialism(form))
        self.flags.append(MATCH_MODES.index(alias.match) | (NEVER if never else 0) | _case_flags(alias.name))

    def _file(self, lookup: str, key: str) -> None:
        """File the name that is being added under a key. An empty key is skipped."""
        if key:
            digests, name_rows = self.lookups[lookup]
            digests.append(digest(key))
            name_rows.append(len(self.flags))

    def build(self, entities: Sequence[Entity], texts: EntityTexts, types: EntityTypes) -> PartialIndex:
        """Return what was collected as arrays."""
        return PartialIndex(
            type_codes=np.array([types.code(entity.type) for entity in entities], np.uint8),
            ids=np.array([digest(entity.id) for entity in entities], np.uint64),
            texts=texts,
            entity_rows=np.array(self.entity_rows, np.int32),
            alias_positions=np.array(self.alias_positions, np.int32),
            flags=np.array(self.flags, np.uint8),
            scripts=tuple(self.scripts),
            token_counts=np.array(self.token_counts, np.int32),
            token_rows=np.array(self.token_rows, np.int32),
            distinct_tokens=tuple(self.distinct_tokens),
            word_counts=np.array(self.word_counts, np.int32),
            word_rows=np.array(self.word_rows, np.int32),
            distinct_words=tuple(self.distinct_words),
            lookups={
                name: (np.array(digests, np.uint64), np.array(name_rows, np.int32))
                for name, (digests, name_rows) in self.lookups.items()
            },
        )


def _case_flags(text: str) -> int:
    """Return the flags of a name that follow from how it is written."""
    case = LOWERCASE if text == text.lower() else UPPERCASE if text.isupper() else 0
    return case | (FOLDS_IN_TEXT if may_fold_in_text(text) else 0)


def may_fold_in_text(text: str) -> bool:
    """Tell whether a running text may fold a name differently than it folds by itself."""
    # Composing brings some letters to light, such as those of signs in circles, and hides others.
    return bool(_TEXT_FOLD.search(text) or (not text.isascii() and _TEXT_FOLD.search(compose(text))))


def _token_key(token: Token) -> TokenKey:
    """Return the identity of a token. Its phonetic key and its given names follow from it."""
    return token.text, token.latin, token.script, token.role, token.concept


def spaceless(folded_name: str) -> str:
    """Return a folded name without its spaces, or an empty text where that is too short."""
    text = folded_name.replace(" ", "")
    return text if len(text) >= SHORTEST_SPACELESS else ""


def initialism(name: Name) -> str:
    """Return the first letters of a Latin name of three words or more: `iri` of Islamic Republic of Iran."""
    counted = [token for token in name.tokens if token.role in {"name", "head", "descriptor", "distinguishing"}]
    if len(counted) < SHORTEST_INITIALISM or any(token.script != "Latn" for token in counted):
        return ""
    return "".join(token.latin[0] for token in counted)


def _joined_keys(name: Name, lexicon: Lexicon) -> Iterator[str]:
    """Yield the keys of a name in the look-up `joined_phonetic`; those that are too short are empty."""
    for join in token_joins(name.tokens, lexicon):
        if len(join.token.phonetic_key) >= SHORTEST_JOINED:
            yield join.token.phonetic_key
    yield joined_phonetic_key(name.tokens)
    yield full_phonetic_key(name.tokens)


def full_phonetic_key(tokens: Sequence[Token]) -> str:
    """Return the key that only names of the same sound as a whole share, or an empty text where it is too short."""
    key = phonetic_key("".join(token.latin for token in tokens))
    return f"={key}" if len(key) >= SHORTEST_FULL else ""


def joined_phonetic_key(tokens: Sequence[Token]) -> str:
    """Return the phonetic key of several tokens written as one, or an empty text where it is too short."""
    key = phonetic_key("".join(token.latin for token in tokens)) if len(tokens) > 1 else ""
    return key if len(key) > SHORTEST_JOINED else ""
