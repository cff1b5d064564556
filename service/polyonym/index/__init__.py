"""The value that is searched: the arrays of a snapshot, and how they are built from entities.

Everything in a snapshot is addressed by its position in a table. Names of variables and fields say what a number is:

- A *row* is a position in a table of the snapshot, counted from 0. `entity_row`: entities in the order of their ids.
  `name_row`: names (aliases, and names under `not`) in the order of their entities. `token_row`: distinct tokens.
  `term_row`: distinct terms. `word_row`, `script_row`, `concept_row`, `file_row`: distinct texts of each kind.
- A *term* is a token in its romanised form. Several tokens share one: the term of `safi` and of its Cyrillic form is
  `safi`.
- A *code* is a position in a tuple that is fixed in the program, such as `ENTITY_TYPES` or `ROLES`.
- A *position* is a place inside a list: of an alias in its entity, of a token in its name.
- An *offset* is the place in a flat array where the list of a row begins (CSR layout, see `arrays`).
- A *digest* is the 64-bit hash of a text (see `polyonym.hashing`).
- A *phrase id* or *word id* counts from 1, because 0 stands for an unknown word (see `phrase_trie`).

Plural forms (`name_rows`, `term_rows`) are arrays of such numbers, int32 unless a docstring says otherwise.
"""
