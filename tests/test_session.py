from __future__ import annotations

import weakref

import pytest

from polyonym import EntityNotFoundError, Mention, MentionError, TextError
from polyonym.annotate.intake import AnnotationOptions
from polyonym.engine import Resolver
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
