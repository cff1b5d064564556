from __future__ import annotations

import dataclasses
import pickle
from collections.abc import Callable
from pathlib import Path

import pytest

import polyonym
from polyonym import EntityNotFoundError, GazetteerError, Mention, MentionError, Resolution, Resolver, SettingsError
from polyonym.engine import in_memory
from polyonym.model import STATUSES
from polyonym.session import CacheSizes


def test_every_public_name_is_there() -> None:
    for name in polyonym.__all__:
        assert getattr(polyonym, name) is not None
    assert list(polyonym.__all__) == sorted(polyonym.__all__)


def test_a_name_that_is_not_public_is_not_there() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Nothing'"):
        polyonym.Nothing  # noqa: B018 -- reading it is the test


def test_a_file_is_loaded_like_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("- {id: omar, type: person, name: Omar Safi}\n")
    by_file, by_folder, by_string = Resolver.load(path), Resolver.load(tmp_path), Resolver.load(str(path))
    assert by_file.snapshot.fingerprint == by_folder.snapshot.fingerprint == by_string.snapshot.fingerprint


def test_the_default_gazetteer_is_loaded_where_none_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("POLYONYM_GAZETTEER", raising=False)
    monkeypatch.chdir(tmp_path)
    assert Resolver.load().resolve("Mohammed Omar Safi").id == "mohammad-omar-safi"


def test_a_path_that_does_not_exist_is_a_matter_of_settings(tmp_path: Path) -> None:
    with pytest.raises(SettingsError):
        Resolver.load(tmp_path / "missing")


def test_files_with_errors_are_refused_with_all_problems(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("- id: omar\n  type: man\n  nme: Omar\n")
    with pytest.raises(GazetteerError) as error:
        Resolver.load(tmp_path)
    assert {problem.code for problem in error.value.problems} == {"unknown-type", "unknown-key", "missing-key"}
    assert "a.yaml:2" in str(error.value)


@pytest.mark.parametrize("text", ["", "# nothing\n", "[]\n"])
def test_a_gazetteer_without_entities_answers_every_mention_with_nobody(
    make: Callable[..., Resolver], text: str
) -> None:
    resolver = make(text)
    for mention in ("Omar", "ISIS", "\u0639\u0645\u0631", "2015", "Mohammad Omar Safi"):
        found = resolver.resolve(mention, "person", "en", "a context")
        assert (found.status, found.id, found.candidates, found.score) == ("no_match", None, (), 0.0)
    assert resolver.compare("Omar Safi", "Omar Safi").same
    assert resolver.search("omar").found == ()
    assert resolver.search().found == ()


def test_a_gazetteer_of_one_entity_is_resolved(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: omar, type: person, name: Omar Safi}\n")
    assert resolver.resolve("Omer Safi").id == "omar"
    assert resolver.resolve("Somebody Else").status == "no_match"


def test_a_gazetteer_without_a_name_that_can_be_met_answers_with_nobody(make: Callable[..., Resolver]) -> None:
    assert make('- {id: what, type: other, name: "?!"}\n').resolve("what").status == "no_match"


def test_a_gazetteer_of_names_that_are_never_fuzzy_is_resolved(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: a, type: other, name: IS}\n- {id: b, type: other, name: Iraq}\n")
    assert [resolver.resolve(mention).id for mention in ("IS", "is", "iraq", "Iran")] == ["a", None, "b", None]


def test_a_mention_and_its_parts_give_the_same_answer(resolver: Resolver) -> None:
    whole = Mention("Kunduz", "place", "en", "provincial governor", 1)
    assert resolver.resolve(whole) == resolver.resolve("Kunduz", "place", "en", "provincial governor", 1)


def test_the_limit_bounds_the_candidates_and_not_the_decision(resolver: Resolver) -> None:
    for limit in (1, 2, 5, 100):
        found = resolver.resolve("Kunduz", limit=limit)
        assert found.status == "ambiguous"
        assert len(found.candidates) <= limit


def test_many_mentions_are_resolved_in_order_and_a_bad_one_fails_alone(resolver: Resolver) -> None:
    answers = list(resolver.resolve_many(["Daesh", "", Mention("Kunduz", context="the city"), "\x00", "Safi"]))
    assert [type(answer) for answer in answers] == [Resolution, MentionError, Resolution, MentionError, Resolution]
    assert [answer.id for answer in answers if isinstance(answer, Resolution)] == [
        "islamic-state",
        "kunduz-city",
        "mohammad-omar-safi",
    ]


def test_many_and_one_are_the_same_computation(resolver: Resolver) -> None:
    mentions = ["Daesh", "Noorolhaq Olomi", "is", "Kunduz", "Mohammad"]
    assert list(resolver.resolve_many(mentions)) == [resolver.resolve(mention) for mention in mentions]


def test_many_mentions_are_read_one_by_one(resolver: Resolver) -> None:
    def endless() -> object:
        while True:
            yield "Daesh"

    answers = resolver.resolve_many(endless())  # type: ignore[arg-type]
    assert [next(answers), next(answers)] == [resolver.resolve("Daesh")] * 2  # type: ignore[comparison-overlap]


def test_a_resolution_is_consistent(resolver: Resolver) -> None:
    for mention in ("Daesh", "Kunduz", "is", "Mohammad", "Noorolhaq Olomi", "Baghdadi", "Ghani", "Afghan"):
        found = resolver.resolve(mention)
        assert found.mention == mention
        assert found.status in STATUSES
        assert found.gazetteer == resolver.snapshot.fingerprint
        scores = [candidate.score for candidate in found.candidates]
        assert scores == sorted(scores, reverse=True)
        assert len({candidate.id for candidate in found.candidates}) == len(scores)
        assert found.score == (scores[0] if scores else 0.0)
        if found.status == "match":
            assert (found.id, found.name) == (found.candidates[0].id, found.candidates[0].name)
        else:
            assert (found.id, found.name) == (None, None)


def test_answers_cannot_be_changed(resolver: Resolver) -> None:
    found = resolver.resolve("Daesh")
    with pytest.raises(dataclasses.FrozenInstanceError):
        found.status = "no_match"  # type: ignore[misc]


@pytest.mark.parametrize(("a", "b"), [("", "Omar"), ("Omar", " "), ("Omar", "\x00"), ("?", "Omar")])
def test_a_name_that_cannot_be_read_is_not_compared(resolver: Resolver, a: str, b: str) -> None:
    with pytest.raises(MentionError) as error:
        resolver.compare(a, b)
    assert error.value.field == ("b" if a == "Omar" else "a")


def test_a_mention_that_comes_again_is_answered_from_memory_and_after_a_reload_anew(
    make: Callable[..., Resolver],
) -> None:
    resolver = make("- {id: omar, type: person, name: Omar Safi}\n")
    first = resolver.resolve("Omer Safi")
    assert resolver.resolve("Omer Safi") is first
    assert resolver.resolve("Omer Safi", limit=1) is not first
    (resolver.store.path / "made.yaml").write_text("- {id: umar, type: person, name: Umar Safi}\n")
    assert resolver.reload().removed == ("omar",)
    assert resolver.resolve("Omer Safi").gazetteer != first.gazetteer


def test_many_are_answered_as_one_by_one(resolver: Resolver) -> None:
    mentions = ["IS", "is", "Mohamad Omer Safi", "Qundoz", "is", "\u0635\u0627\u0641\u06cc", "Nobody At All", "IS"]
    assert list(resolver.resolve_many(mentions)) == [resolver.resolve(mention) for mention in mentions]


def test_texts_find_the_names_laid_out_where_the_snapshot_is_kept(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, make: Callable[..., Resolver]
) -> None:
    kept = make("- {id: omar, type: person, name: Omar Safi}\n").store.path
    monkeypatch.setenv("POLYONYM_SNAPSHOT", "off")
    resolver = Resolver.load(kept)
    assert not resolver.annotates_at_once
    assert resolver.annotate("Omar Safi")
    assert resolver.annotates_at_once
    monkeypatch.setenv("POLYONYM_SNAPSHOT", str(tmp_path / "cache"))
    assert Resolver.load(kept).annotates_at_once


def test_the_state_says_what_is_served_and_how_the_last_reload_went(make: Callable[..., Resolver]) -> None:
    resolver = make("- {id: omar, type: person, name: Omar Safi, aliases: [Umar Safi, Umar Safi]}\n")
    state = resolver.describe()
    assert (state.fingerprint, state.entities, state.names) == (resolver.fingerprint, 1, 2)
    assert (state.types["person"], state.files) == (1, ("made.yaml",))
    assert [problem.code for problem in state.warnings] == ["duplicate-item"]
    assert state.problems == ()
    (resolver.store.path / "made.yaml").write_text("- {id: omar, name: Omar Safi}\n")
    with pytest.raises(GazetteerError):
        resolver.reload()
    after = resolver.describe()
    assert [problem.code for problem in after.problems] == ["missing-key"]
    assert dataclasses.replace(after, problems=()) == state


def test_an_entity_is_returned_by_its_id(resolver: Resolver) -> None:
    assert resolver.entity("islamic-state").name == "Islamic State"
    with pytest.raises(EntityNotFoundError):
        resolver.entity("nobody")


def test_entities_in_memory_are_resolved_without_files(resolver: Resolver) -> None:
    small = in_memory([resolver.entity("islamic-state")])
    assert small.resolve("Daesh").id == "islamic-state"
    assert small.describe().entities == 1
    change = small.reload()
    assert (change.before, change.added, change.removed, change.changed) == (change.after, (), (), ())


def test_the_sizes_of_the_caches_are_set_where_the_engine_is_built(resolver: Resolver) -> None:
    forgetful = Resolver(resolver.store, cache_sizes=CacheSizes(answers=0))
    assert forgetful.resolve("Daesh") == resolver.resolve("Daesh")
    assert forgetful.resolve("Daesh") is not forgetful.resolve("Daesh")
    assert resolver.resolve("Daesh") is resolver.resolve("Daesh")


FLEET = """
- {id: ever-given, type: vessel, name: Ever Given, aliases: [Changci]}
- {id: grace, type: person, name: Grace Darya, aliases: [Ever Given]}
"""
VESSEL = "- {name: vessel, label: Vessel, like: organization}\n"


@pytest.fixture
def fleet(make: Callable[..., Resolver]) -> Resolver:
    return make(FLEET, types__yaml=VESSEL)


def test_a_declared_type_decides_like_a_built_in_one(fleet: Resolver) -> None:
    assert fleet.resolve("Ever Given").status == "ambiguous"
    assert fleet.resolve("Ever Given", "vessel").id == "ever-given"
    assert fleet.resolve(Mention("Ever Given", "person")).id == "grace"
    assert fleet.resolve("Changcy").candidates[0].type == "vessel"
    assert [found.entity.id for found in fleet.search("ever", "vessel").found] == ["ever-given"]
    assert [found.entity.id for found in fleet.search("", "vessel").found] == ["ever-given"]
    assert [item.text for item in fleet.annotate("Changci and Grace Darya", ["vessel"])] == ["Changci"]
    assert fleet.compare("Ever Given", "Changci", "vessel").explanation.evidence.adjustments[-1].code == "known_same"
    assert fleet.hold_out("vessel").entities == 1


def test_a_type_that_is_not_declared_is_refused_by_every_call(fleet: Resolver) -> None:
    for call in (
        lambda: fleet.resolve("Ever Given", "vesel"),
        lambda: fleet.compare("Ever Given", "Changci", "vesel"),
        lambda: fleet.search("ever", "vesel"),
        lambda: fleet.search("", "vesel"),
        lambda: fleet.annotate("Changci", ["person", "vesel"]),
        lambda: fleet.hold_out("vesel"),
    ):
        with pytest.raises(MentionError, match=r"There is no type 'vesel'\. Did you mean `vessel`"):
            call()
    (answer,) = fleet.resolve_many([Mention("Ever Given", "vesel")])
    assert isinstance(answer, MentionError)


def test_the_state_lists_and_counts_declared_types_and_a_reload_takes_new_ones(fleet: Resolver) -> None:
    assert (fleet.describe().types["vessel"], [row.name for row in fleet.describe().declared_types]) == (1, ["vessel"])
    path = fleet.store.path / "types.yaml"  # type: ignore[attr-defined]
    path.write_text(VESSEL + "- {name: drone, like: other}\n", encoding="utf-8")
    change = fleet.reload()
    assert (change.before == change.after, change.added, change.changed) == (False, (), ())
    assert fleet.types.names[-2:] == ("vessel", "drone")
    assert (fleet.describe().types["drone"], fleet.resolve("Ever Given", "drone").status) == (0, "no_match")
    path.write_text("- {name: vessel, like: ship}\n", encoding="utf-8")
    with pytest.raises(GazetteerError):
        fleet.reload()
    assert fleet.types.names[-2:] == ("vessel", "drone")


def test_a_pickled_resolver_serves_the_same_snapshot_and_reloads(fleet: Resolver) -> None:
    before = fleet.resolve("Changcy", "vessel")
    copy = pickle.loads(pickle.dumps(fleet))  # noqa: S301 -- our own bytes
    assert (copy.resolve("Changcy", "vessel"), copy.types, copy.policy) == (before, fleet.types, fleet.policy)
    assert copy.reload().after == fleet.fingerprint
    assert copy.describe().entities == 2


def test_entities_in_memory_may_be_of_declared_types(fleet: Resolver) -> None:
    held = in_memory(fleet.snapshot.entities, types=fleet.types)
    assert (held.resolve("Ever Given", "vessel").id, held.fingerprint) == ("ever-given", fleet.fingerprint)
