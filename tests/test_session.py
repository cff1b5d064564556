from __future__ import annotations

import weakref

import pytest

from polyonym import EntityNotFoundError, Mention, MentionError, TextError
from polyonym.annotate.intake import AnnotationOptions
from polyonym.engine import Resolver
from polyonym.model import BriefResolution
from polyonym.session import CacheSizes, Session

OMAR = "- {id: omar, type: person, name: Omar Safi, aliases: [Umar Safi]}\n- {id: kabul, type: place, name: Kabul}\n"


@pytest.fixture
def held(make):
    return make(OMAR)


@pytest.fixture
def session(held) -> Session:
    return held.session


def test_an_answer_is_remembered_within_the_size_of_the_cache(held):
    mention = Mention("Omer Safi")
    kept, dropped = Session(held.snapshot), Session(held.snapshot, sizes=CacheSizes(answers=0, annotations=0))
    assert kept.resolve(mention) is kept.resolve(mention)
    assert dropped.resolve(mention) is not dropped.resolve(mention)
    assert dropped.resolve(mention) == kept.resolve(mention)


def test_texts_are_annotated_alike_with_and_without_a_memory(held):
    text = "Omar Safi left Kabul. Umar Safi came back to Kabul."
    remembering, forgetful = Session(held.snapshot), Session(held.snapshot, sizes=CacheSizes(0, 0))
    first, second = (remembering.annotate(text, AnnotationOptions()) for _ in range(2))
    anew, again = (forgetful.annotate(text, AnnotationOptions()) for _ in range(2))
    assert len(first) == 4
    assert first == second == anew == again
    assert all(a.resolution is b.resolution for a, b in zip(first, second, strict=True))
    assert not any(a.resolution is b.resolution for a, b in zip(anew, again, strict=True))


def test_the_caches_go_with_the_session(held):
    """Without the help of the collector: a large snapshot must not stay in memory beside its successor."""
    session = Session(held.snapshot)
    session.resolve(Mention("Omer Safi"))
    session.annotate("Omar Safi", AnnotationOptions())
    gone = weakref.ref(session)
    del session
    assert gone() is None


def test_a_session_goes_on_answering_from_its_snapshot_after_a_reload(held):
    before = held.session
    (held.store.path / "made.yaml").write_text("- {id: umar, type: person, name: Umar Safi}\n")
    held.reload()
    assert held.session is not before
    assert before.entity("omar").name == "Omar Safi"
    assert before.resolve(Mention("Kabul")).gazetteer == before.fingerprint != held.fingerprint
    with pytest.raises(EntityNotFoundError):
        held.entity("omar")


def test_the_snapshot_is_counted_by_type_and_file(session):
    counts = session.counts
    assert (counts.entities, counts.names, counts.files) == (2, 3, ("made.yaml",))
    assert {kind: count for kind, count in counts.types.items() if count} == {"person": 1, "place": 1}


def test_what_cannot_be_read_is_refused_by_the_session_itself(session):
    with pytest.raises(MentionError):
        session.resolve(Mention(""))
    with pytest.raises(MentionError):
        session.compare("Omar", "\x00")
    with pytest.raises(MentionError):
        session.search("\x00")
    with pytest.raises(TextError):
        session.annotate("\x00", AnnotationOptions())


def test_held_out_names_are_counted_as_they_are_done(held: Resolver):
    seen: list[tuple[int, int]] = []
    found = held.hold_out(progress=lambda done, total: seen.append((done, total)))
    assert seen == [(1, 2), (2, 2)]
    assert [item.texts for item in found.outcomes] == [("Omar Safi",), ("Umar Safi",)]
    assert found.entities == 1
    assert held.hold_out("place").outcomes == ()


MIXED = ["Omer Safi", "", "Kabul", "Omer Safi", "\x00", "Kabool", "Nobody At All", "", "Omar Safi"]


def test_many_mentions_are_answered_in_order_and_each_as_by_itself(session):
    answers = session.resolve_many([Mention(text) for text in MIXED])
    for text, answer in zip(MIXED, answers, strict=True):
        if isinstance(answer, MentionError):
            with pytest.raises(MentionError, match=answer.field):
                session.resolve(Mention(text))
        else:
            assert answer == session.resolve(Mention(text))
    assert [place for place, answer in enumerate(answers) if isinstance(answer, MentionError)] == [1, 4, 7]


def test_decisions_are_those_of_whole_answers(session):
    mentions = [Mention(text) for text in MIXED]
    for brief, whole in zip(session.decide_many(mentions), session.resolve_many(mentions), strict=True):
        if isinstance(whole, MentionError):
            assert str(brief) == str(whole)
            continue
        alias = whole.candidates[0].alias if whole.candidates else None
        assert brief == BriefResolution(whole.mention, whole.status, whole.id, whole.name, whole.score, alias)


def test_no_mentions_have_no_answers(session):
    assert session.resolve_many([]) == session.decide_many([]) == []


def test_a_mention_that_repeats_is_answered_once(held):
    forgetful = Session(held.snapshot, sizes=CacheSizes(answers=0))
    first, _, again = forgetful.resolve_many([Mention("Omer Safi"), Mention("Kabul"), Mention("Omer Safi")])
    assert first is again


def test_a_batch_and_single_mentions_share_what_is_remembered(session):
    single = session.resolve(Mention("Omer Safi"))
    together = session.resolve_many([Mention("Kabul"), Mention("Omer Safi")])
    assert together[1] is single
    assert session.resolve(Mention("Kabul")) is together[0]


def test_what_was_not_asked_for_longest_is_forgotten_first(held):
    small = Session(held.snapshot, sizes=CacheSizes(answers=2))
    omar, kabul = small.resolve_many([Mention("Omar Safi"), Mention("Kabul")])
    assert small.resolve(Mention("Omar Safi")) is omar
    small.resolve(Mention("Umar Safi"))
    assert small.resolve(Mention("Omar Safi")) is omar
    assert small.resolve(Mention("Kabul")) is not kabul


def test_an_error_of_a_batch_holds_nothing_of_it(session):
    (error,) = session.resolve_many([Mention("")])
    assert error.__traceback__ is None
