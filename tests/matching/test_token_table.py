from __future__ import annotations

from polyonym.matching.token_table import Interner, TokenRows, TokenTable
from polyonym.text.frequency import token_frequencies
from polyonym.text.name import Name, Token, analyse
from polyonym.text.scripts import LATIN


def tokens_of(pairs: list[tuple[Name, Name]]) -> list[Token]:
    return list(dict.fromkeys(token for pair in pairs for name in pair for token in name.tokens))


def same(ids: list[int], values: list[object]) -> None:
    """Check that ids are equal where values are."""
    assert len(set(zip(ids, values, strict=True))) == len(set(ids)) == len(set(values))


def digits(token: Token) -> str:
    return "" if token.latin.isalpha() else "".join(filter(str.isdigit, token.latin))


def test_every_column_says_what_its_token_does(name_pairs: list[tuple[Name, Name]]) -> None:
    tokens = tokens_of(name_pairs)
    table = TokenTable.of(tokens)
    assert len(tokens) > 1000
    assert [table.words.texts[row] for row in table.word_rows.tolist()] == [token.latin for token in tokens]
    assert len(set(table.words.texts)) == len(table.words.texts)
    same(table.text_ids.tolist(), [token.text for token in tokens])
    same(table.script_ids.tolist(), [token.script for token in tokens])
    assert [table.scripts[code] for code in table.script_ids.tolist()] == [token.script for token in tokens]
    same([*table.concept_ids.tolist(), 0], [*(token.concept for token in tokens), ""])
    same([*table.digit_ids.tolist(), 0], [*map(digits, tokens), ""])
    assert table.first_letters.tolist() == [ord(token.latin[0]) if token.latin else 0 for token in tokens]
    assert table.letters.tolist() == [token.latin.isalpha() for token in tokens]
    assert table.numeric.tolist() == [not token.latin or token.latin.isdigit() for token in tokens]
    assert table.initial.tolist() == [len(token.latin) == 1 for token in tokens]
    assert table.latin.tolist() == [token.script == LATIN for token in tokens]
    assert table.given.tolist() == [bool(token.given) for token in tokens]
    assert table.common.tolist() == [token.latin in token_frequencies() for token in tokens]


def test_sounds_of_words_are_those_of_their_tokens(name_pairs: list[tuple[Name, Name]]) -> None:
    tokens = [token for token in tokens_of(name_pairs) if not token.latin.isdigit()]
    table = TokenTable.of(tokens)
    assert [table.words.sounds[row] for row in table.word_rows.tolist()] == [token.phonetic_key for token in tokens]


def test_no_tokens_make_an_empty_table() -> None:
    table = TokenTable.of([])
    assert (len(table.word_rows), len(table.common), list(table.words.texts)) == (0, 0, [])


def test_equal_tokens_share_a_row_and_tokens_that_differ_in_anything_do_not() -> None:
    omar, role = analyse("Omar").tokens[0], Token("omar", "omar", LATIN, "honorific")
    rows = TokenRows()
    assert [rows.row(token) for token in (omar, role, analyse("omar").tokens[0])] == [0, 1, 0]
    assert rows.tokens == [omar, role]


def test_values_get_rows_in_the_order_in_which_they_are_seen() -> None:
    interner = Interner()
    assert [interner.row(value) for value in ("b", "a", "b", ("a",))] == [0, 1, 0, 2]
