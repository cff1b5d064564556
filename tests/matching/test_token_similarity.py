from __future__ import annotations

import random
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym.matching.align import token_likeness
from polyonym.matching.token_similarity import METHODS, token_similarities
from polyonym.matching.token_table import TokenRows, TokenTable
from polyonym.policy import DEFAULT_POLICY
from polyonym.text.lexicon import bundled_lexicon
from polyonym.text.name import Name, Token, analyse, joined_token, token_joins

LEXICON = bundled_lexicon()


def compare(pairs: list[tuple[Token, Token]]) -> None:
    """Compare what is said of all pairs of tokens at once with what is said of each by itself."""
    tokens = TokenRows()
    rows = np.array([[tokens.row(token) for token in pair] for pair in pairs], np.int64).reshape(-1, 2)
    table = TokenTable.of(tokens.tokens)
    for lefts, rights in (rows.T, rows.T[::-1]):
        found, methods = token_similarities(table, lefts, rights, LEXICON, DEFAULT_POLICY)
        for at, (a, b) in enumerate(pairs):
            likely, method = token_likeness(a, b, LEXICON, DEFAULT_POLICY)
            assert found[at] == pytest.approx(likely, abs=1e-9 if a.script == b.script else 1e-5), (a.text, b.text)
            assert METHODS[methods[at]] == method, (a.text, b.text)


@pytest.fixture(scope="module")
def tokens(name_pairs: list[tuple[Name, Name]]) -> list[Token]:
    names = dict.fromkeys(name for pair in name_pairs for name in pair)
    return list(dict.fromkeys(token for name in names for token in name.tokens))


@pytest.mark.parametrize("kind", ["labelled", "edges", "namesakes", "strangers"])
def test_the_tokens_of_real_names_are_as_likely_one_at_once_as_one_by_one(
    request: pytest.FixtureRequest, kind: str
) -> None:
    names = request.getfixturevalue(kind)
    compare(list(dict.fromkeys(pair for a, b in names for pair in product(a.tokens, b.tokens))))


def test_tokens_that_were_joined_are_as_likely_one_at_once_as_one_by_one(
    namesakes: list[tuple[Name, Name]], labelled: list[tuple[Name, Name]]
) -> None:
    pairs = [
        (join.token, token)
        for a, b in [*namesakes, *labelled]
        for join in token_joins(a.tokens, LEXICON)
        for token in b.tokens
    ]
    compare(list(dict.fromkeys(pairs)))


def test_given_names_are_as_likely_one_at_once_as_one_by_one(tokens: list[Token]) -> None:
    chance = random.Random(14)  # noqa: S311 -- no secret
    given_names = [token for token in tokens if token.given]
    assert len(given_names) > 100
    compare([(chance.choice(given_names), chance.choice(given_names)) for _ in range(3000)])
    compare([(a, b) for a in given_names for b in given_names if a.given & b.given][:3000])


def of(text: str) -> Token:
    """Return a text as one token."""
    return joined_token(analyse(text).tokens, LEXICON)


WORDS = st.one_of(
    st.sampled_from(
        [
            *("omar", "umar", "bank", "24", "2nd", "o", "bob", "robert", "united24", "ministry", "llc", "jr"),
            *("\u0628\u0627\u0646\u06a9", "\u0639\u0645\u0631", "\u4e60", "\u7fd2", "\u5b89\u500d", "\ubc15"),
            *("\u043e\u043c\u0430\u0440", "\u0431\u0430\u043d\u043a", "\u0423\u0301", "\u30bf\u30ca\u30ab", "\u03a9"),
            *("second", "\u0432\u0442\u043e\u0440\u0430\u044f", "\u05e2\u05d5\u05de\u05e8", "\u0663", "x" * 40),
        ]
    ),
    st.text("omaru24", min_size=1, max_size=6),
    st.text("\u0627\u0645\u0631\u0639\u0648", min_size=1, max_size=6),
    st.text("\u043e\u043c\u0430\u0440\u0443", min_size=1, max_size=6),
).map(analyse).filter(lambda name: bool(name.tokens)).map(lambda name: name.tokens[0])  # fmt: skip


@settings(max_examples=150)
@given(st.lists(st.tuples(WORDS, WORDS), max_size=60))
def test_any_tokens_are_as_likely_one_at_once_as_one_by_one(pairs: list[tuple[Token, Token]]) -> None:
    compare(pairs)


@pytest.mark.parametrize(
    ("a", "b", "likely", "method"),
    [
        ("omar", "omar", 1.0, "exact"),
        ("bank", "\u0628\u0627\u0646\u06a9", DEFAULT_POLICY.concept_similarity, "script"),
        ("united24", "united25", 0.0, "spelling"),
        ("o", "omar", DEFAULT_POLICY.initial_similarity, "spelling"),
        ("u", "omar", 0.0, "spelling"),
        ("o", "\u043e\u043c\u0430\u0440", DEFAULT_POLICY.initial_similarity, "script"),
        ("omar", "\u043e\u043c\u0430\u0440", DEFAULT_POLICY.same_romanisation, "script"),
    ],
)
def test_the_first_rule_that_applies_decides(a: str, b: str, likely: float, method: str) -> None:
    pair = analyse(a).tokens[0], analyse(b).tokens[0]
    table = TokenTable.of(pair)
    found = token_similarities(table, np.array([0]), np.array([1]), LEXICON, DEFAULT_POLICY)
    assert (found[0].tolist(), METHODS[found[1][0]]) == ([likely], method)
