from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rapidfuzz.distance import OSA

from polyonym import Resolver
from polyonym.index.snapshot import Snapshot
from polyonym.index.term_index import TermNeighbours
from polyonym.policy import DEFAULT_POLICY as POLICY
from polyonym.resolve.prefilter import FARTHEST, prefilter_scores
from polyonym.resolve.query import Query, QueryTerm, Strategy, build_query
from polyonym.text.name import Token, analyse


def agreed(resolver: Resolver, mention: str, strategy: Strategy = "fuzzy") -> dict[str, float]:
    snapshot = resolver.snapshot
    query = build_query(snapshot, analyse(mention, snapshot.lexicon), strategy)
    numbers = np.arange(len(snapshot.names), dtype=np.int32)
    found = prefilter_scores(snapshot, query, numbers, POLICY)
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
    query = build_query(resolver.snapshot, analyse("Omar"), "fuzzy")
    assert len(prefilter_scores(resolver.snapshot, query, np.zeros(0, np.int32), POLICY)) == 0


def slowly(snapshot: Snapshot, query: Query, number: int) -> float:
    """Return what `prefilter_scores` does for one name, word by word."""
    mention, words = query.mention.tokens, snapshot.tokens(number)
    likely = [
        [likeness(snapshot, one, near, word) for word in words]
        for one, near in zip(query.terms, query.neighbours, strict=True)
    ]
    ours = [
        max(max(row) for row, one in zip(likely, query.terms, strict=True) if place in one.places)
        for place in range(len(mention))
    ]
    theirs = [max(row[at] for row in likely) for at in range(len(words))]
    for at, place, alike in joins(mention, words, ours, theirs):
        ours[place] = max(ours[place], alike)
        theirs[at], theirs[at + 1] = max(theirs[at], alike), max(theirs[at + 1], alike)
    return share(snapshot, mention, ours) * share(snapshot, words, theirs)


def likeness(snapshot: Snapshot, one: QueryTerm, near: TermNeighbours, word: Token) -> float:
    if one.token.concept and one.token.concept == word.concept:
        return POLICY.concept_similarity
    if 1 in (len(one.token.latin), len(word.latin)) and one.token.latin[:1] == word.latin[:1]:
        return POLICY.initial_similarity
    return float(near.similarities_to(np.array([snapshot.columns.terms.row_of[word.latin]], np.int32))[0])


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
@given(st.lists(NAMES, min_size=1, max_size=6, unique=True), NAMES)
def test_all_names_at_once_agree_as_each_does_word_by_word(make, names: list[str], mention: str) -> None:
    rows = "".join(f"- {{id: e{at}, type: other, name: {name}}}\n" for at, name in enumerate(names))
    snapshot = make(rows).snapshot
    query = build_query(snapshot, analyse(mention, snapshot.lexicon), "fuzzy")
    fuzzy_count = [number for number in range(len(names)) if snapshot.tokens(number)]
    found = prefilter_scores(snapshot, query, np.array(fuzzy_count, np.int32), POLICY)
    assert found.tolist() == pytest.approx([slowly(snapshot, query, number) for number in fuzzy_count], abs=1e-5)
