"""What a snapshot knows, as columns: the stored half of it, in memory or mapped from disk.

Names, tokens and entities are numbers here. The objects of `model` and `text.name` are made of the columns when
somebody asks for one, so that a million names cost what their arrays cost.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, get_args

import numpy as np
from numpy.typing import NDArray

from polyonym.index.arrays import Float32Array, Int32Array, Lookup, Postings, Texts
from polyonym.index.entity_texts import EntityTexts
from polyonym.index.prefix_index import PrefixIndex
from polyonym.index.term_index import TermIndex
from polyonym.model import ENTITY_TYPES, MATCH_MODES, EntityType, MatchMode
from polyonym.text.lexicon import Lexicon, Role
from polyonym.text.name import Token

Codes = NDArray[np.uint8]

ROLES: Final[tuple[Role, ...]] = get_args(Role)
NEVER: Final = 4
"""The bit of a name's flags that says it stands under `not`; the two bits below are its match mode."""
LOWERCASE: Final = 8
"""The bit for a name without any capital letter."""
UPPERCASE: Final = 16
"""The bit for a name in capitals."""
FOLDS_IN_TEXT: Final = 32
"""The bit for a name that a running text may fold otherwise than the name is folded by itself."""
_MODE: Final = 3


@dataclass(frozen=True, eq=False)
class Names:
    """Names by number: the entity, the place among its aliases (or under its `not`), flags, script and tokens."""

    entity_rows: Int32Array
    alias_positions: Int32Array
    flags: Codes
    script_rows: Codes
    token_rows: Postings
    scripts: Texts

    def __len__(self) -> int:
        """Count the names."""
        return len(self.entity_rows)

    def is_never(self, number: int) -> bool:
        """Tell whether a name stands under `not`."""
        return bool(self.flags.item(number) & NEVER)

    def has_flag(self, flag: int) -> NDArray[np.bool_]:
        """Tell of every name whether it has one of the bits above."""
        found: NDArray[np.bool_] = (self.flags & flag) != 0
        return found

    def match_mode(self, number: int) -> MatchMode:
        """Return how strictly a mention has to agree with a name."""
        return MATCH_MODES[self.flags.item(number) & _MODE]

    def has_match_mode(self, numbers: Int32Array | slice, mode: MatchMode) -> NDArray[np.bool_]:
        """Tell of each of some names whether it has a match mode."""
        found: NDArray[np.bool_] = (self.flags[numbers] & _MODE) == MATCH_MODES.index(mode)
        return found

    def script(self, number: int) -> str:
        """Return the script of a name."""
        return self._scripts[self.script_rows.item(number)]

    def script_row(self, script: str) -> int:
        """Return the code of a script in `scripts`; one that no name is written in has none of theirs."""
        return self._scripts.index(script) if script in self._scripts else len(self._scripts)

    @cached_property
    def _scripts(self) -> list[str]:
        return self.scripts.to_list()


@dataclass(frozen=True, eq=False)
class Tokens:
    """Distinct tokens by number: as written, with the number of the romanised form, role, concept and script."""

    texts: Texts
    term_rows: Int32Array
    role_codes: Codes
    concept_rows: Int32Array
    script_rows: Codes
    concepts: Texts
    scripts: Texts

    @classmethod
    def of(cls, tokens: Sequence[tuple[str, str, str, str, str]], numbers: dict[str, int]) -> Tokens:
        """Lay out tokens, each as written, romanised, script, role, concept; `numbers` are those of the romanised."""
        concepts = {concept: code for code, concept in enumerate(dict.fromkeys(token[4] for token in tokens))}
        scripts = {script: code for code, script in enumerate(dict.fromkeys(token[2] for token in tokens))}
        count, roles = len(tokens), {str(role): code for code, role in enumerate(ROLES)}
        return cls(
            Texts.of(text for text, *_ in tokens),
            np.fromiter((numbers[latin] for _, latin, *_ in tokens), np.int32, count),
            np.fromiter((roles[role] for _, _, _, role, _ in tokens), np.uint8, count),
            np.fromiter((concepts[concept] for *_, concept in tokens), np.int32, count),
            np.fromiter((scripts[script] for _, _, script, *_ in tokens), np.uint8, count),
            Texts.of(concepts),
            Texts.of(scripts),
        )

    def token(self, number: int, latins: Sequence[str], lexicon: Lexicon) -> Token:
        """Return the token of a number, as `text.name.analyse` made it; `latins` are the romanised forms."""
        made = self._made.get(number)
        if made is None:
            made = self._made[number] = self._make(number, latins[self.term_rows[number]], lexicon)
        return made

    def _make(self, number: int, latin: str, lexicon: Lexicon) -> Token:
        text, concept = self.texts[number], self._concepts[self.concept_rows.item(number)]
        script, role = self._scripts[self.script_rows.item(number)], ROLES[self.role_codes.item(number)]
        if latin.isdigit():
            return Token(text, latin, script, role, concept)
        return Token(text, latin, script, role, concept, lexicon.given.get(text, frozenset()))

    def rows_of_script(self, script: str) -> Int32Array:
        """Return the numbers of the tokens of a script."""
        scripts = self._scripts
        code = scripts.index(script) if script in scripts else len(scripts)
        return np.flatnonzero(self.script_rows == code).astype(np.int32)

    def concept_row(self, concept: str) -> int:
        """Return the code of a concept in `concepts`; one that no token stands for has none of theirs."""
        return self._concept_numbers.get(concept, -1)

    @cached_property
    def native_scripts(self) -> tuple[str, ...]:
        """The scripts of the tokens but Latin."""
        return tuple(script for script in self._scripts if script != "Latn")

    @cached_property
    def _made(self) -> dict[int, Token]:
        # No more than there are tokens: names share them, and the objects are made once.
        return {}

    @cached_property
    def _concepts(self) -> list[str]:
        return self.concepts.to_list()

    @cached_property
    def _concept_numbers(self) -> dict[str, int]:
        return {concept: code for code, concept in enumerate(self._concepts)}

    @cached_property
    def _scripts(self) -> list[str]:
        return self.scripts.to_list()


def pair_key(one: NDArray[np.integer], other: NDArray[np.integer]) -> NDArray[np.uint64]:
    """Return the keys of pairs of romanised tokens, whichever comes first."""
    low: NDArray[np.uint64] = np.minimum(one, other).astype(np.uint64)
    keys: NDArray[np.uint64] = (low << np.uint64(32)) | np.maximum(one, other).astype(np.uint64)
    return keys


@dataclass(frozen=True, eq=False)
class Columns:
    """Everything of a snapshot that is computed from the files and stored.

    `entities` are the entities as texts, `type_codes` is the type of each, `ids` finds one by its id. `exact` finds
    names by their folded form, `spaceless` by the same without spaces, `cased` to the letter, `initialisms` by the
    first letters of longer names, `joined` by the sound key of neighbouring words, or of all, written as one. Names
    that are not `cased` are `fuzzy_count`: `postings` leads from a romanised token to those that hold it, smallest
    first, `pairs` from two of them; `weights` is what each romanised token tells, `sizes` what all tokens of a name
    tell together. `prefix_index` are the folded words of all names.
    """

    fingerprint: str
    entities: EntityTexts
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

    def entity_type(self, entity: int) -> EntityType:
        """Return the type of an entity."""
        return ENTITY_TYPES[self.type_codes.item(entity)]
