from __future__ import annotations

import unicodedata
from functools import reduce

from hypothesis import example, given
from hypothesis import strategies as st

from polyonym.text.name import analyse
from polyonym.text.normalise import CASED, FOLDED, cased, folded
from polyonym.text.phonetic import phonetic_key
from polyonym.text.romanise import romanise
from polyonym.text.scripts import script_of

# Every character there is, and on top of it the ones that combine, join and vanish, which is where folding goes wrong.
ANY = st.characters(exclude_categories=("Cs",))
ODD = st.sampled_from(
    "\u0300\u0301\u0323\u0327\u0338\u0345\u0340\u05bc\u064b\u0651\u0670\u093c\u094d\u3099\u309a\u20dd"  # marks
    "\u200b\u200c\u200d\u200e\u200f\u202e\u2066\u2069\u00ad\u034f\u061c\ufe0f\ufeff\u3164\u115f"  # invisible
    "\u0130\u0131\u00df\u1e9e\ufb01\ufdfa\u00b4\u0384\u1fbd\u02be\u2019\u0640\u07f5\u05f4\u037a"  # fold and vanish
    "\u1100\u1161\u11a8\uac00\uffa1\uffc2\uff76\uff9e\u3131\u314f"  # jamo and half-width kana
    "aIiSs. '-\u0627\u06cc\u064a\u05d0\u0905\u0430\u0439\u03c2\u00c5\u212b"  # plain letters between them
)
TEXT = st.text(st.one_of(ANY, ODD, ODD), max_size=12)


@given(TEXT)
@example("\uac38.\u11ad")
@example("\u07f5\u0322")
@example("a\u00ad\u0300")
@example("\u1100 \u1161")
def test_folding_twice_is_folding_once(text: str) -> None:
    once = folded.__wrapped__(text)
    assert folded.__wrapped__(once) == once


@given(TEXT)
@example("\uff57\u2062\u0300")
@example("\u1103\u115f\u1162")
def test_mending_twice_is_mending_once(text: str) -> None:
    once = cased.__wrapped__(text)
    assert cased.__wrapped__(once) == once


@given(st.text(st.characters(max_codepoint=127)))
def test_a_plain_text_goes_a_shorter_way_to_what_the_rules_make_of_it(text: str) -> None:
    assert cased(text) == reduce(lambda made, rule: rule(made), CASED, text)
    assert folded(text) == reduce(lambda made, rule: rule(made), FOLDED, text)


@given(TEXT)
def test_a_folded_name_is_composed_and_has_single_spaces_between_its_words(text: str) -> None:
    name = folded(text)
    assert unicodedata.is_normalized("NFC", name)
    assert name == " ".join(name.split())


@given(TEXT)
def test_a_folded_name_holds_nothing_invisible(text: str) -> None:
    assert not {unicodedata.category(character) for character in folded(text)} & {"Cc", "Cf", "Zl", "Zp", "Co", "Cn"}


@given(TEXT)
def test_names_that_are_one_to_the_letter_are_one_when_folded(text: str) -> None:
    assert folded(cased(text)) == folded(text) or "\u200c" in text or set(text) & SPACING_ACCENTS


SPACING_ACCENTS = {chr(code) for code in range(0x3000) if unicodedata.normalize("NFKC", chr(code))[:1] == " "}


@given(TEXT)
def test_a_canonically_equal_text_folds_alike(text: str) -> None:
    assert folded(unicodedata.normalize("NFD", text)) == folded(unicodedata.normalize("NFC", text))


@given(TEXT)
def test_any_text_can_be_taken_apart(text: str) -> None:
    name = analyse.__wrapped__(text)
    assert name.folded == folded(text)
    assert bool(name.tokens) == bool(name.folded)
    assert len(name.script) == 4
    for token in name.tokens:
        assert token.text
        assert token.latin.isascii()
        assert token.latin == token.latin.lower()
        assert token.phonetic_key.isascii()


@given(TEXT)
def test_the_forms_of_a_text_are_pure_functions_of_it(text: str) -> None:
    assert analyse.__wrapped__(text) == analyse.__wrapped__(text)


@given(st.text(st.one_of(ANY, ODD), max_size=8))
def test_romanising_twice_is_romanising_once(token: str) -> None:
    latin = romanise(folded(token).replace(" ", ""))
    assert romanise(latin) == latin


@given(st.text("abcdefghijklmnopqrstuvwxyz0123456789", max_size=15))
def test_a_sound_key_is_no_longer_than_its_token(token: str) -> None:
    assert len(phonetic_key(token)) <= len(token) + token.count("x")


@given(st.text(ANY, max_size=20))
def test_every_text_has_one_script(text: str) -> None:
    script = script_of(text)
    assert len(script) == 4
    assert script_of(text + text) == script


@given(st.integers(0, 1000), st.sampled_from("\u0301\u064e\u093f\u0323\u20dd\u0338"))
def test_a_flood_of_marks_on_a_letter_is_that_letter_or_stays_on_it(count: int, mark: str) -> None:
    name = folded.__wrapped__("a" + mark * count + "b")
    assert name[0] in "a\u0101\u1ea1\u00e1"
    assert name[-1] == "b"
    assert " " not in name
