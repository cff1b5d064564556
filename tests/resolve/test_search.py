from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from polyonym import Mention, Resolver
from polyonym.index.snapshot import Snapshot
from polyonym.policy import DEFAULT_POLICY, Policy
from polyonym.resolve import search
from polyonym.resolve.candidates import FoundName, exact_lookup
from polyonym.resolve.rank import Ranking, ScoredName
from polyonym.resolve.retrieve import Retrieved, retrieve_batch
from polyonym.resolve.search import every_candidate, match_names, search_batch
from polyonym.text.name import Name, analyse

GAZETTEER = """
- {id: islamic-state, type: organization, name: Islamic State, aliases: [{name: IS, match: cased}, Daesh]}
- {id: ali-abad, type: place, name: Ali Abad, aliases: [Chahar Dara]}
- {id: omar, type: person, name: Omar Safi, not: [Omar Sharif]}
"""
NEVER = replace(DEFAULT_POLICY, second_batch_score=2.0, early_stop_score=2.0, romanised_stop_score=2.0)
"""No score is enough."""
RUSSIAN = "\u041c\u0443\u0445\u0430\u043c\u043c\u0430\u0434 \u041e\u043c\u0435\u0440 \u0421\u0430\u0444\u0438"


def searched(snapshot: Snapshot, mentions: Sequence[Mention], policy: Policy = DEFAULT_POLICY) -> list[Ranking]:
    names = [analyse(mention.text, snapshot.lexicon) for mention in mentions]
    hits = [exact_lookup(snapshot, name.cased, name.folded) for name in names]
    return search_batch(snapshot, mentions, names, hits, policy)


@pytest.fixture
def added(monkeypatch: pytest.MonkeyPatch) -> list[FoundName]:
    """Return a list into which every name goes that a search takes in."""
    found: list[FoundName] = []
    add = Ranking.add

    def record(self: Ranking, scored: ScoredName) -> None:
        found.append(scored.found)
        add(self, scored)

    monkeypatch.setattr(Ranking, "add", record)
    return found


@pytest.fixture
def stages(monkeypatch: pytest.MonkeyPatch) -> dict[str, list[str]]:
    """Return a dictionary into which go the mentions of every stage that retrieves names."""
    found: dict[str, list[str]] = {}

    def record(snapshot: Snapshot, mentions: Sequence[Name], strategy: str, policy: Policy) -> Retrieved:
        found.setdefault(strategy, []).extend(mention.text for mention in mentions)
        return retrieve_batch(snapshot, mentions, strategy, policy)  # type: ignore[arg-type]

    monkeypatch.setattr(search, "retrieve_batch", record)
    return found


def hits(resolver: Resolver, added: list[FoundName], mention: str) -> set[tuple[str, str]]:
    added.clear()
    searched(resolver.snapshot, [Mention(mention)])
    return {(resolver.snapshot.alias(item.name).name, item.hit) for item in added}


@pytest.mark.parametrize(
    ("mention", "expected"),
    [
        ("IS", ("IS", "cased")),
        ("daesh", ("Daesh", "exact")),
        ("Mr Omar Safi", ("Omar Safi", "left_out")),
        ("Aliabad", ("Ali Abad", "spaceless")),
        ("Omer Safy", ("Omar Safi", "alike")),
    ],
)
def test_a_name_is_hit_in_the_strictest_way_there_is(
    make: Callable[..., Resolver], added: list[FoundName], mention: str, expected: tuple[str, str]
) -> None:
    assert expected in hits(make(GAZETTEER), added, mention)


def test_a_name_that_is_matched_to_the_letter_is_hit_in_no_other_way(
    make: Callable[..., Resolver], added: list[FoundName]
) -> None:
    for mention in ("is", "Is", "iS", "the is", "ISS", "I5"):
        assert "IS" not in {name for name, _ in hits(make(GAZETTEER), added, mention)}


def test_an_exact_hit_ends_the_search(
    make: Callable[..., Resolver], added: list[FoundName], stages: dict[str, list[str]]
) -> None:
    assert hits(make(GAZETTEER), added, "DAESH") == {("Daesh", "exact")}
    assert stages == {}


def test_a_name_under_not_does_not_end_the_search(make: Callable[..., Resolver], added: list[FoundName]) -> None:
    found = hits(make(GAZETTEER), added, "OMAR SHARIF")
    assert ("Omar Sharif", "exact") in found
    assert ("Omar Safi", "alike") in found


def test_a_name_is_matched_once(resolver: Resolver, added: list[FoundName]) -> None:
    for mention in ("Kunduz", "Mohammad Omar", "Islamic", "the Afghan National Army of Afghanistan", "Omer Safy"):
        hits(resolver, added, mention)
        assert len({item.name for item in added}) == len(added)


def test_names_are_looked_for_as_they_are_written_then_by_their_spelling_then_by_the_map(
    resolver: Resolver, stages: dict[str, list[str]]
) -> None:
    searched(resolver.snapshot, [Mention("Mohamad Omer Safy")], NEVER)
    assert list(stages) == ["identical", "fuzzy", "cross_script"]


def test_the_most_promising_are_matched_first_and_all_that_are_tried_as_written_promise_much(
    resolver: Resolver, added: list[FoundName], monkeypatch: pytest.MonkeyPatch
) -> None:
    stage_of: list[list[float]] = []
    take = search.take_stage

    def record(*args: Any) -> None:
        before = len(added)
        take(*args)
        stage_of.append([item.retrieval_score for item in added[before:]])

    monkeypatch.setattr(search, "take_stage", record)
    searched(resolver.snapshot, [Mention("Omar Mohammad Safi")], NEVER)
    assert len(stage_of) == 3
    assert all(scores == sorted(scores, reverse=True) for scores in stage_of)
    assert stage_of[0]
    assert all(score >= NEVER.identical_prefilter for score in stage_of[0])


def stages_of(resolver: Resolver, stages: dict[str, list[str]], mention: Mention, policy: Policy) -> list[str]:
    stages.clear()
    searched(resolver.snapshot, [mention], policy)
    return list(stages)


def test_one_name_that_is_written_alike_is_enough_but_where_a_context_may_speak_for_another(
    resolver: Resolver, stages: dict[str, list[str]]
) -> None:
    sure = replace(NEVER, second_batch_score=0.72)
    mention = Mention("Safi Mohammad Omar")
    assert stages_of(resolver, stages, mention, sure) == ["identical"]
    assert stages_of(resolver, stages, replace(mention, type="person"), sure) == ["identical"]
    for told in (replace(mention, context="the governor"), replace(mention, language="fa")):
        assert stages_of(resolver, stages, told, sure) == ["identical", "fuzzy", "cross_script"]
    assert stages_of(resolver, stages, replace(mention, type="place"), sure) == ["identical", "fuzzy", "cross_script"]


@pytest.mark.parametrize(
    ("text", "changes", "stops"),
    [
        ("Mohamad Omer Safy", {"early_stop_score": 0.5}, True),
        ("Mohamad Omer Safy", {"romanised_stop_score": 0.5}, False),
        ("Mohamad Omer Safy", {"early_stop_score": 0.5, "romanised_stop_prefilter": 1.0}, False),
        (RUSSIAN, {"early_stop_score": 0.0}, False),
        (RUSSIAN, {"romanised_stop_score": 0.1, "romanised_stop_prefilter": 0.0}, True),
    ],
)
def test_the_map_is_not_asked_where_a_name_that_is_spelled_alike_is_sure(
    resolver: Resolver, stages: dict[str, list[str]], text: str, changes: dict[str, float], stops: bool
) -> None:
    found = stages_of(resolver, stages, Mention(text), replace(NEVER, **changes))  # type: ignore[arg-type]
    assert found == ["identical", "fuzzy", *([] if stops else ["cross_script"])]


def test_a_latin_mention_asks_the_map_only_where_names_are_in_other_scripts(
    make: Callable[..., Resolver], stages: dict[str, list[str]]
) -> None:
    latin = make("- {id: omar, type: person, name: Omar Safi}\n")
    assert stages_of(latin, stages, Mention("Omer Rahimi"), NEVER) == ["identical", "fuzzy"]
    native = "\u0639\u0645\u0631 \u0631\u062d\u06cc\u0645\u06cc"
    assert stages_of(latin, stages, Mention(native), NEVER) == ["identical", "fuzzy", "cross_script"]


def test_what_one_mention_has_found_ends_the_search_of_no_other(
    resolver: Resolver, stages: dict[str, list[str]]
) -> None:
    texts = ["Daesh", "Safi Mohammad Omar", "Mohamad Omer Safy", "Nobody Like This"]
    searched(resolver.snapshot, [Mention(text) for text in texts])
    assert stages["identical"] == texts[1:]
    assert "Nobody Like This" in stages["cross_script"]
    assert "Safi Mohammad Omar" not in stages["fuzzy"]


MENTIONS = [
    Mention(text, kind, limit=limit)
    for text, kind, limit in product(
        [
            *("Mohamad Omer Safy", "Kunduz", "Omar Safi", "Amin Rahimi", "Nurul Haq Olumi", "Islamik Stat", "24"),
            *("\u0645\u062d\u0645\u062f \u0639\u0645\u0631 \u0635\u0627\u0641\u06cc", "\u4e60\u8fd1\u5e73"),
            *("\u0422\u0430\u043b\u0438\u0431\u0430\u043d", "\ubb38\uc7ac\uc778", "Safi " * 40),
        ],
        [None, "person"],
        [1, 5],
    )
]


def kept(ranking: Ranking) -> dict[int, tuple[int, float]]:
    return {entity: (one.found.name, one.score) for entity, one in ranking.kept().items()}


def check_one_by_one(snapshot: Snapshot, mentions: list[Mention]) -> None:
    for mention, ranking in zip(mentions, searched(snapshot, mentions), strict=True):
        alone = searched(snapshot, [mention])[0]
        assert ranking.tried == alone.tried, mention
        expected = kept(alone)
        assert kept(ranking).keys() == expected.keys(), mention
        for entity, (name, score) in kept(ranking).items():
            assert name == expected[entity][0]
            assert score == pytest.approx(expected[entity][1], abs=1e-6)


def test_what_is_found_does_not_depend_on_the_batch(snapshot: Snapshot) -> None:
    check_one_by_one(snapshot, MENTIONS)
    check_one_by_one(snapshot, MENTIONS[::-3])


def test_a_batch_that_is_longer_than_a_block_is_searched_in_blocks(
    snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch, stages: dict[str, list[str]]
) -> None:
    monkeypatch.setattr(search, "_MOST_MENTIONS", 7)
    check_one_by_one(snapshot, MENTIONS)


def test_pairs_are_matched_alike_one_by_one_and_together(snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch) -> None:
    one_by_one = []
    for few in (10**9, 0):
        monkeypatch.setattr(search, "_FEW", few)
        one_by_one.append(searched(snapshot, MENTIONS, NEVER))
    for mention, scalar, batch in zip(MENTIONS, *one_by_one, strict=True):
        assert scalar.tried == batch.tried
        assert kept(scalar).keys() == kept(batch).keys(), mention
        for entity, (name, score) in kept(scalar).items():
            assert kept(batch)[entity] == (name, pytest.approx(score, abs=1e-6)), mention


def test_listed_names_can_be_matched_by_themselves(make: Callable[..., Resolver]) -> None:
    snapshot = make(GAZETTEER).snapshot
    ranking = Ranking(snapshot, analyse("Omar Safy"), DEFAULT_POLICY)
    number = next(at for at, name in enumerate(snapshot.names) if name.alias.name == "Omar Safi")
    match_names(snapshot, [ranking], [[number]], DEFAULT_POLICY)
    best = ranking.surest(None)
    assert best is not None
    assert (best.found, best.score > 0.5) == (FoundName(number, "alike"), True)


def test_every_candidate_holds_what_a_search_that_never_stops_may_match(resolver: Resolver) -> None:
    snapshot = resolver.snapshot
    for text in ("Mohamad Omer Safy", "Nurul Haq Olumi", "\u0422\u0430\u043b\u0438\u0431\u044d\u043d"):
        every = every_candidate(snapshot, analyse(text), DEFAULT_POLICY)
        assert len(set(every)) == len(every) > 5
        ranking = searched(snapshot, [Mention(text)], NEVER)[0]
        assert set(every) >= {name for name, _ in kept(ranking).values()}


@pytest.mark.parametrize("text", ["Daesh", "Mr Omar Safi", "zq"])
def test_a_listed_name_has_no_candidates_beside_itself(resolver: Resolver, text: str) -> None:
    assert every_candidate(resolver.snapshot, analyse(text), DEFAULT_POLICY) == []


def test_no_mentions_are_searched(snapshot: Snapshot) -> None:
    assert searched(snapshot, []) == []
