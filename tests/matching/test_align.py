from __future__ import annotations

import pytest

from polyonym.matching.align import Alignment, align, token_likeness
from polyonym.matching.prepared import PreparedName
from polyonym.model import Method
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.name import Token, analyse


def aligned(mention: str, alias: str) -> Alignment:
    ours, theirs = (
        PreparedName(name.tokens, (1.0,) * len(name.tokens), name.script, bundled_lexicon())
        for name in (analyse(mention), analyse(alias))
    )
    return align(ours, theirs, DEFAULT_POLICY)


def pairs(mention: str, alias: str) -> set[tuple[str, str]]:
    ours, theirs = analyse(mention).tokens, analyse(alias).tokens
    return {
        (" ".join(ours[i].text for i in pair.ours), " ".join(theirs[j].text for j in pair.theirs))
        for pair in aligned(mention, alias).pairs
    }


@pytest.mark.parametrize(
    ("mention", "alias", "expected"),
    [
        ("Omar Safi", "Omar Safi", {("omar", "omar"), ("safi", "safi")}),
        ("Safi Omar", "Omar Safi", {("omar", "omar"), ("safi", "safi")}),
        ("Noorul Haq Ulumi", "Noorolhaq Olomi", {("noorul haq", "noorolhaq"), ("ulumi", "olomi")}),
        ("Noorolhaq Olomi", "Noorul Haq Ulumi", {("noorolhaq", "noorul haq"), ("olomi", "ulumi")}),
        ("J Campbell", "John Campbell", {("j", "john"), ("campbell", "campbell")}),
        ("Bill Clinton", "William Clinton", {("bill", "william"), ("clinton", "clinton")}),
        ("Bank of Iran", "بانک ایران", {("bank", "بانک"), ("iran", "ایران")}),
        ("习近平", "Xi Jinping", {("习", "xi"), ("近平", "jinping")}),
        ("Omar", "Ashraf", set()),
        ("Omar Omar", "Omar", {("omar", "omar")}),
    ],
)
def test_the_tokens_of_two_names_are_paired(mention: str, alias: str, expected: set[tuple[str, str]]) -> None:
    assert pairs(mention, alias) == expected


@pytest.mark.parametrize(
    ("a", "b"), [("Mohammad Omar Safi", "Omar Mohammed Amir Safi"), ("a a b", "b a c"), ("Ali", "")]
)
def test_every_token_is_in_one_pair_or_left_over(a: str, b: str) -> None:
    ours, theirs = analyse(a).tokens, analyse(b).tokens
    alignment = aligned(a, b)
    assert sorted([*(i for p in alignment.pairs for i in p.ours), *alignment.ours_left]) == list(range(len(ours)))
    assert sorted([*(j for p in alignment.pairs for j in p.theirs), *alignment.theirs_left]) == list(range(len(theirs)))


def token(text: str) -> Token:
    return analyse(text).tokens[0]


def likeness(a: str, b: str) -> tuple[float, Method]:
    return token_likeness(token(a), token(b), bundled_lexicon(), DEFAULT_POLICY)


@pytest.mark.parametrize(("a", "b"), [("2015", "2016"), ("24", "25"), ("7", "70"), ("24", "omar")])
def test_numbers_are_equal_or_have_nothing_in_common(a: str, b: str) -> None:
    assert likeness(a, b)[0] == 0.0


def test_spellings_that_sound_alike_say_so() -> None:
    assert likeness("Ulumi", "Olomi")[1] == "sound"


def test_tokens_of_two_scripts_say_so() -> None:
    assert likeness("Талибан", "Taliban")[1] == "script"


@pytest.mark.parametrize(("a", "b"), [("ulumi", "olomi"), ("safi", "shafi"), ("a", "b"), ("محمد", "mohammad")])
def test_likeness_is_the_same_both_ways_and_lies_between_0_and_1(a: str, b: str) -> None:
    assert likeness(a, b) == likeness(b, a)
    assert 0.0 <= likeness(a, b)[0] <= 1.0


@pytest.mark.parametrize(
    ("word", "near", "far"),
    [
        ("olomi", "ulumi", "salimi"),
        ("محمد", "mohammed", "mahdi"),
        ("Мансур", "mansoor", "qasim"),
        ("bob", "robert", "albert"),
    ],
)
def test_a_spelling_of_a_word_is_likelier_than_another_word(word: str, near: str, far: str) -> None:
    assert likeness(word, near)[0] > 0.5 > likeness(word, far)[0]


@pytest.mark.parametrize(
    ("word", "other"), [("united", "united24"), ("united24", "united25"), ("covid19", "covid"), ("24", "25")]
)
def test_a_number_in_a_word_is_no_misspelling(word: str, other: str) -> None:
    assert likeness(word, other)[0] == 0.0
    assert likeness(other, word)[0] == 0.0
