from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from polyonym import Resolver
from polyonym.index.snapshot import Snapshot
from polyonym.policy import DEFAULT_POLICY as POLICY
from polyonym.resolve import prefilter
from polyonym.resolve.prefilter import FARTHEST, prefilter_batch
from polyonym.resolve.query import QueryBatch, QueryTerm, Strategy, query_batch
from polyonym.text.name import Token, analyse


def agreed(resolver: Resolver, mention: str, strategy: Strategy = "fuzzy") -> dict[str, float]:
    snapshot = resolver.snapshot
    query = query_batch(snapshot, [analyse(mention, snapshot.lexicon)], strategy)
    numbers = np.arange(len(snapshot.names), dtype=np.int32)
    found = prefilter_batch(snapshot, query, np.zeros(len(numbers), np.int64), numbers, POLICY)
    return {snapshot.alias(number).name: float(share) for number, share in enumerate(found)}


@pytest.mark.parametrize(
    ("mention", "alias", "least", "most"),
    [
        ("Omar Safi", "Safi Omar", 0.999, 1.0),
        ("Omar Safi", "Omar Rahimi", 0.15, 0.35),
        ("Omar Safi", "Ashraf Ghani", 0.0, 0.0),
        ("Noorul Haq Ulumi", "Noorolhaq Olomi", 0.2, 0.9),
        ("Noorolhaq Olomi", "Noorul Haq Ulumi", 0.2, 0.9),
        ("Omar Safi", "Umar Safi", 0.5, 0.999),
        ("O. Safi", "Omar Safi", 0.4, 0.9),
    ],
)
def test_a_glance_says_how_much_of_two_names_agrees(
    make: Callable[..., Resolver], mention: str, alias: str, least: float, most: float
) -> None:
    resolver = make(f"- {{id: one, type: person, name: {alias}}}\n")
    assert least <= agreed(resolver, mention)[alias] <= most + 1e-6


def test_words_of_two_languages_for_one_thing_agree(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: one, type: organization, name: Olomi Bank}\n")
    assert agreed(resolver, "Olomi \u0411\u0430\u043d\u043a")["Olomi Bank"] > 0.9


def test_as_written_words_agree_by_their_letters(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: one, type: person, name: Abdul Johanna}\n")
    assert agreed(resolver, "Johanna Abdul", "identical")["Abdul Johanna"] == pytest.approx(1.0)
    assert 0.5 < agreed(resolver, "Johana Abdul", "identical")["Abdul Johanna"] < 0.95


def test_no_names_agree_with_nothing(resolver: Resolver) -> None:
    query = query_batch(resolver.snapshot, [analyse("Omar")], "fuzzy")
    none = np.zeros(0, np.int64), np.zeros(0, np.int32)
    assert len(prefilter_batch(resolver.snapshot, query, *none, POLICY)) == 0


def test_a_name_without_words_agrees_with_nothing(make: Callable[..., Resolver]) -> None:
    # Words of a name that is met to the letter alone are not kept.
    snapshot = make("- {id: one, type: person, name: Omar Safi, aliases: [{name: Omar, match: cased}]}\n").snapshot
    query = query_batch(snapshot, [analyse("Omar"), analyse("Safi")], "fuzzy")
    pairs = np.array([0, 0, 1, 1]), np.array([0, 1, 1, 0], np.int32)
    found = prefilter_batch(snapshot, query, *pairs, POLICY).tolist()
    assert [share > 0 for share in found] == [True, False, False, True]


def slowly(snapshot: Snapshot, query: QueryBatch, row: int, number: int) -> float:
    """Return what `prefilter_batch` does for one pair, word by word."""
    mention, words = query.mentions[row].tokens, snapshot.tokens(number)
    terms = np.flatnonzero(query.mention_rows == row).tolist()
    likely = [[likeness(snapshot, query, at, word) for word in words] for at in terms]
    ours = [
        max(max(line) for line, at in zip(likely, terms, strict=True) if place in query.terms[at].places)
        for place in range(len(mention))
    ]
    theirs = [max(line[at] for line in likely) for at in range(len(words))]
    for at, place, alike in joins(mention, words, ours, theirs):
        ours[place] = max(ours[place], alike)
        theirs[at], theirs[at + 1] = max(theirs[at], alike), max(theirs[at + 1], alike)
    return share(snapshot, mention, ours) * share(snapshot, words, theirs)


def likeness(snapshot: Snapshot, query: QueryBatch, at: int, word: Token) -> float:
    one: QueryTerm = query.terms[at]
    if one.token.concept and one.token.concept == word.concept:
        return POLICY.concept_similarity
    if 1 in (len(one.token.latin), len(word.latin)) and one.token.latin[:1] == word.latin[:1]:
        return POLICY.initial_similarity
    term = np.array([snapshot.columns.terms.row_of[word.latin]], np.int32)
    return float(query.neighbours.similarity(query.neighbour_rows[at : at + 1], term)[0])


def joins(mention, words, ours, theirs) -> list[tuple[int, int, float]]:
    found = []
    for at in range(len(words) - 1):
        both = words[at].latin + words[at + 1].latin
        for place, token in enumerate(mention):
            near = abs(len(both) - len(token.latin)) <= FARTHEST
            if near and max(theirs[at], theirs[at + 1], ours[place]) < POLICY.join_ceiling:
                found.append((at, place, OSA.normalized_similarity(token.latin, both) ** 2))
    return found


def share(snapshot: Snapshot, tokens: tuple[Token, ...], matched: list[float]) -> float:
    weights = [snapshot.idf(token.latin) * POLICY.role_weights[token.role] for token in tokens]
    return sum(w * m for w, m in zip(weights, matched, strict=True)) / sum(weights)


WORDS = st.sampled_from(
    ["omar", "omer", "noorul", "haq", "noorolhaq", "safi", "safy", "bank", "al", "m", "ministry", "ulumi", "olomi"]
)
NAMES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join).filter(lambda name: len(name) > 3)


@settings(max_examples=60, deadline=None)
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), st.lists(NAMES, min_size=1, max_size=3))
def test_all_pairs_at_once_agree_as_each_does_word_by_word(make, names: list[str], mentions: list[str]) -> None:
    rows = "".join(f"- {{id: e{at}, type: other, name: {name}}}\n" for at, name in enumerate(names))
    snapshot = make(rows).snapshot
    query = query_batch(snapshot, [analyse(mention, snapshot.lexicon) for mention in mentions], "fuzzy")
    pairs = [(row, name) for row in range(len(mentions)) for name in range(len(names)) if snapshot.tokens(name)]
    own, numbers = np.array(pairs, np.int64).reshape(-1, 2).T
    found = prefilter_batch(snapshot, query, own, numbers.astype(np.int32), POLICY)
    assert found.tolist() == pytest.approx([slowly(snapshot, query, *pair) for pair in pairs], abs=1e-5)


def test_long_names_are_looked_at_in_blocks_of_a_bounded_size(
    make: Callable[..., Resolver], monkeypatch: pytest.MonkeyPatch
) -> None:
    long = [" ".join(f"{a}{b}ro{chr(97 + row)}o" for a in "bcdfghkl" for b in "aeiu") for row in range(8)]
    rows = [f"- {{id: e{at}, type: other, name: {name}}}" for at, name in enumerate([*long, "Omar Safi"])]
    snapshot = make("\n".join(rows) + "\n").snapshot
    query = query_batch(snapshot, [analyse(text) for text in (*long[:5], "Omar", "Safi Omar")], "fuzzy")
    mentions, names = np.repeat(np.arange(7), 9), np.tile(np.arange(9, dtype=np.int32), 7)
    whole = prefilter_batch(snapshot, query, mentions, names, POLICY)
    cells: list[int] = []
    similarities = prefilter._similarities  # noqa: SLF001 -- counted

    def counted(snapshot, query, grid, policy):
        cells.append(len(grid.cell_words))
        return similarities(snapshot, query, grid, policy)

    monkeypatch.setattr(prefilter, "_similarities", counted)
    monkeypatch.setattr(prefilter, "_MOST_CELLS", 5000)
    assert prefilter_batch(snapshot, query, mentions, names, POLICY).tolist() == whole.tolist()
    assert len(cells) > 10
    assert max(cells) <= 5000
    monkeypatch.setattr(prefilter, "_MOST_CELLS", 1)
    assert prefilter_batch(snapshot, query, mentions, names, POLICY).tolist() == whole.tolist()
