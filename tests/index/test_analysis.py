from __future__ import annotations

import pytest

from polyonym.gazetteer.source import Piece, read_piece
from polyonym.gazetteer.validate import check_records
from polyonym.index.analysis import analyse_entities, initialism, joined_phonetic_key, spaceless
from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.name import analyse


@pytest.mark.parametrize(
    ("folded", "joined"), [("ali abad", "aliabad"), ("abcdef", "abcdef"), ("abcde", ""), ("a b c", ""), ("", "")]
)
def test_short_names_are_not_compared_without_their_spaces(folded: str, joined: str) -> None:
    assert spaceless(folded) == joined


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("Islamic Republic of Iran", "iri"),
        ("Omar Safi", ""),
        ("\u041e\u041e\u041e \u0420\u043e\u0433 \u0418 \u041a", ""),
    ],
)
def test_three_words_of_latin_make_an_initialism(name: str, letters: str) -> None:
    assert initialism(analyse(name)) == letters


def test_one_word_has_no_sound_of_the_whole() -> None:
    assert joined_phonetic_key(analyse("Olomi").tokens) == ""
    assert joined_phonetic_key(analyse("Noor ol Haq").tokens) == joined_phonetic_key(analyse("Nur-ul-Haq").tokens) != ""


def part_of(text: str):
    return analyse_entities(check_records(read_piece(Piece("a.yaml", text))).entities, bundled_lexicon())


def test_a_name_that_is_matched_to_the_letter_is_found_by_nothing_else() -> None:
    part = part_of("- {id: is, type: organization, name: Islamic State, aliases: [{name: IS, match: cased}]}\n")
    assert part.token_counts.tolist()[1:] == [0]
    for look_up, (_, numbers) in part.lookups.items():
        assert (1 in numbers.tolist()) == (look_up == "cased")


def test_nothing_is_filed_under_an_empty_key() -> None:
    part = part_of("- {id: x, type: other, name: Abc, aliases: ['?!', Def]}\n")
    assert part.alias_positions.tolist() == [0, 1]
    assert len(part.lookups["exact"][0]) == 2


def test_no_entities_are_an_empty_part() -> None:
    part = analyse_entities((), bundled_lexicon())
    assert len(part.type_codes) == len(part.flags) == len(part.distinct_tokens) == len(part.texts.texts) == 0
