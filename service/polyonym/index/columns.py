"""The stored part of a snapshot: every table and look-up as arrays, in memory or mapped from a file.

Names, tokens and entities are rows here (see `polyonym.index`). Objects of `model` and `text.name` are built from the
arrays when they are needed, so a million names cost no more than their arrays.

Two entities with four names:

    >>> from polyonym.gazetteer.source import Piece, read_piece
    >>> from polyonym.gazetteer.validate import validate
    >>> from polyonym.index.build import compile_entities
    >>> records = read_piece(Piece("places.yaml", '''
    ... - {id: kunduz, type: place, name: Kunduz, aliases: [Konduz Province], not: [Kunduz River]}
    ... - {id: omar, type: person, name: Omar Safi}
    ... '''))
    >>> columns = compile_entities(validate(records).entities).columns
    >>> names = columns.names
    >>> names.entity_rows.tolist(), names.alias_positions.tolist()
    ([0, 0, 0, 1], [0, 1, 0, 0])
    >>> [names.is_never(name_row) for name_row in range(4)]
    [False, False, True, False]
    >>> columns.tokens.texts.to_list()
    ['kunduz', 'konduz', 'province', 'river', 'omar', 'safi']
    >>> [names.token_rows[name_row].tolist() for name_row in range(4)]
    [[0], [1, 2], [0, 3], [4, 5]]
    >>> columns.postings[columns.terms.row_of["kunduz"]].tolist()
    [0, 2]
    >>> columns.exact.get("omar safi")
    (3,)
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from polyonym.entity_types import EntityTypes, EntityTypeTraits
from polyonym.index.arrays import Float32Array, Int32Array, Lookup, Postings, Texts
from polyonym.index.entity_texts import EntityTexts
from polyonym.index.prefix_index import PrefixIndex
from polyonym.index.term_index import TermIndex
from polyonym.model import MATCH_MODES, EntityType, MatchMode
from polyonym.text.lexicon import Lexicon, Role
from polyonym.text.name import Token

Codes = NDArray[np.uint8]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
NEVER: Final = 4
"""Flag of a name that stands under `not`. The two bits below hold the match mode."""
LOWERCASE: Final = 8
"""Flag of a name without a capital letter."""
UPPERCASE: Final = 16
"""Flag of a name that is all in capitals."""
FOLDS_IN_TEXT: Final = 32
"""Flag of a name that can be folded differently inside a running text than by itself."""
_MODE: Final = 3


@dataclass(frozen=True, eq=False)
class Names:
    """The table of names. Every field but `scripts` has one item for each `name_row`.

    `entity_rows` (int32): the entity. `alias_positions` (int32): the position among its aliases, or under its `not`.
    `flags` (uint8): the match mode, and the bits above. `script_rows` (uint8): a row of `scripts`. `token_rows`: the
    tokens in their order, none for a name that is `cased`.
    """

    entity_rows: Int32Array
    alias_positions: Int32Array
    flags: Codes
    script_rows: Codes
    token_rows: Postings
    scripts: Texts

    def __len__(self) -> int:
        """Count the names."""
        return len(self.entity_rows)

    def is_never(self, name_row: int) -> bool:
        """Return whether a name stands under `not`."""
        return bool(self.flags.item(name_row) & NEVER)

    def has_flag(self, flag: int) -> NDArray[np.bool_]:
        """Return for every name whether it has one of the flags of this module: bool, shape (names,)."""
        found: NDArray[np.bool_] = (self.flags & flag) != 0
        return found

    def match_mode(self, name_row: int) -> MatchMode:
        """Return how strictly a mention has to agree with a name."""
        return MATCH_MODES[self.flags.item(name_row) & _MODE]

    def has_match_mode(self, name_rows: Int32Array | slice, mode: MatchMode) -> NDArray[np.bool_]:
        """Return for each of some names whether it has a match mode: bool, one item for each row given."""
        found: NDArray[np.bool_] = (self.flags[name_rows] & _MODE) == MATCH_MODES.index(mode)
        return found

    def script(self, name_row: int) -> str:
        """Return the script of a name as an ISO 15924 code."""
        return self._scripts[self.script_rows.item(name_row)]

    def script_row(self, script: str) -> int:
        """Return the row of a script in `scripts`, or `len(scripts)` where no name is written in it."""
        return self._scripts.index(script) if script in self._scripts else len(self._scripts)

    @cached_property
    def _scripts(self) -> list[str]:
        return self.scripts.to_list()


@dataclass(frozen=True, eq=False)
class Tokens:
    """The table of distinct tokens. Every field but `concepts` and `scripts` has one item for each `token_row`.

    `texts`: the folded word. `term_rows` (int32): its romanised form. `role_codes` (uint8): its position in `ROLES`.
    `concept_rows` (int32) and `script_rows` (uint8): rows of `concepts` and `scripts`.
    """

    texts: Texts
    term_rows: Int32Array
    role_codes: Codes
    concept_rows: Int32Array
    script_rows: Codes
    concepts: Texts
    scripts: Texts

    @classmethod
    def of(cls, tokens: Sequence[tuple[str, str, str, str, str]], term_rows: dict[str, int]) -> Tokens:
        """Build the table of distinct tokens: text, romanised form, script, role, concept.

        `term_rows` holds the row of every romanised form. Raises KeyError for one that is missing.
        """
        concepts = {concept: row for row, concept in enumerate(dict.fromkeys(token[4] for token in tokens))}
        scripts = {script: row for row, script in enumerate(dict.fromkeys(token[2] for token in tokens))}
        count, roles = len(tokens), {str(role): code for code, role in enumerate(ROLES)}
        return cls(
            Texts.of(text for text, *_ in tokens),
            np.fromiter((term_rows[latin] for _, latin, *_ in tokens), np.int32, count),
            np.fromiter((roles[role] for _, _, _, role, _ in tokens), np.uint8, count),
            np.fromiter((concepts[concept] for *_, concept in tokens), np.int32, count),
            np.fromiter((scripts[script] for _, _, script, *_ in tokens), np.uint8, count),
            Texts.of(concepts),
            Texts.of(scripts),
        )

    def token(self, token_row: int, latins: Sequence[str], lexicon: Lexicon) -> Token:
        """Return a token as `text.name.analyse` built it; `latins` are the romanised forms by `term_row`."""
        token = self._objects.get(token_row)
        if token is None:
            token = self._objects[token_row] = self._token(token_row, latins[self.term_rows[token_row]], lexicon)
        return token

    def _token(self, token_row: int, latin: str, lexicon: Lexicon) -> Token:
        text, concept = self.texts[token_row], self._concepts[self.concept_rows.item(token_row)]
        script, role = self._scripts[self.script_rows.item(token_row)], ROLES[self.role_codes.item(token_row)]
        if latin.isdigit():
            return Token(text, latin, script, role, concept)
        return Token(text, latin, script, role, concept, lexicon.given.get(text, frozenset()))

    def rows_of_script(self, script: str) -> Int32Array:
        """Return the rows of all tokens of a script, ascending."""
        scripts = self._scripts
        script_row = scripts.index(script) if script in scripts else len(scripts)
        return np.flatnonzero(self.script_rows == script_row).astype(np.int32)

    def concept_row(self, concept: str) -> int:
        """Return the row of a concept in `concepts`, or -1 where no token has it."""
        return self._concept_rows.get(concept, -1)

    @cached_property
    def native_scripts(self) -> tuple[str, ...]:
        """The scripts of the tokens, without Latin."""
        return tuple(script for script in self._scripts if script != "Latn")

    @cached_property
    def _objects(self) -> dict[int, Token]:
        # At most one object for each token: names share them.
        return {}

    @cached_property
    def _concepts(self) -> list[str]:
        return self.concepts.to_list()

    @cached_property
    def _concept_rows(self) -> dict[str, int]:
        return {concept: row for row, concept in enumerate(self._concepts)}

    @cached_property
    def _scripts(self) -> list[str]:
        return self.scripts.to_list()


def pair_key(one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return keys of unordered pairs of term rows: the smaller row in the upper 32 bits, the larger in the lower.

    Both arrays have the same shape, and so has the result.
    """
    low: NDArray[np.uint64] = np.minimum(one, other).astype(np.uint64)
    keys: NDArray[np.uint64] = (low << np.uint64(32)) | np.maximum(one, other).astype(np.uint64)
    return keys


@dataclass(frozen=True, eq=False)
class Columns:
    """Everything that is computed from the files of a gazetteer and stored.

    Entities: `entities` holds them as texts, `type_codes` (uint8) the position of the type of each in `types.rows`,
    `declared_types` the types that the gazetteer adds to the built-in ones, as texts. `ids` leads from the digest of an
    id to the entity row.

    Names: `names` is their table. These look-ups lead from the digest of a key to name rows: `exact` (the folded name),
    `spaceless` (the folded name without its spaces), `cased` (the name with its case), `initialisms` (the first letters
    of a longer name), `joined_phonetic` (the phonetic key of neighbouring tokens, or of all, written as one).

    Terms: `terms` is their table, `idf` (float32, shape (terms,)) the weight of each. `postings` leads from a term row,
    `pair_postings` from the `pair_key` of two term rows, to the names that hold it, those with the smallest sum of
    weights first. `idf_sums` (float32, shape (names,)) is that sum for each name, over tokens with the role `name`.
    `tokenised_count` is the number of names that have tokens in `names` because they are not `cased`.

    `prefix_index` holds the folded words of all names.
    """

    fingerprint: str
    entities: EntityTexts
    declared_types: Texts
    type_codes: Codes
    ids: Lookup
    names: Names
    tokens: Tokens
    terms: TermIndex
    idf: Float32Array
    exact: Lookup
    spaceless: Lookup
    cased: Lookup
    initialisms: Lookup
    joined_phonetic: Lookup
    postings: Postings
    pair_postings: Lookup
    idf_sums: Float32Array
    tokenised_count: int
    prefix_index: PrefixIndex

    def entity_type(self, entity_row: int) -> EntityType:
        """Return the type of an entity."""
        return self.traits(entity_row).name

    def traits(self, entity_row: int) -> EntityTypeTraits:
        """Return the type of an entity with its traits."""
        return self.types.rows[self.type_codes.item(entity_row)]

    @cached_property
    def types(self) -> EntityTypes:
        """The types that entities can have."""
        return EntityTypes.reread(self.declared_types)
