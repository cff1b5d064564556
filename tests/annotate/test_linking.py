from __future__ import annotations

import pytest

from polyonym.annotate.linking import AnnotationCache, AnnotationContext, LinkedSpan, as_form, best_first
from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY
from polyonym.annotate.spotter import Spot
from polyonym.model import Adjustment
from polyonym.policy import DEFAULT_POLICY

NAMES = """\
- {id: kabul, type: place, name: Kabul}
- {id: praha, type: place, name: Praha}
- {id: georgia-state, type: place, name: Georgia, context: [Atlanta]}
- {id: georgia-country, type: place, name: Georgia}
- {id: jordan, type: place, name: Jordan, not: [Jordan Valley]}
"""


@pytest.fixture
def resolver(make):
    return make(NAMES)


@pytest.fixture
def context(resolver):
    return AnnotationContext(resolver.snapshot, DEFAULT_POLICY, DEFAULT_ANNOTATION_POLICY)


def listed(text: str) -> Spot:
    return Spot(0, len(text), "listed")


def ids(context: AnnotationContext, found) -> list[str]:
    return [context.snapshot.entities[item.entity].id for item in found.candidates]


def test_a_listed_name_is_linked_to_its_entity(context):
    found = context.link(listed("Kabul"), "Kabul")
    assert ids(context, found) == ["kabul"]
    assert found.matched == found.candidates[0].entity


def test_what_is_not_listed_has_no_candidates(context):
    assert context.link(listed("Herat"), "Herat") is None


def test_a_name_of_two_entities_is_tied_and_matches_none(context):
    found = context.link(listed("Georgia"), "Georgia")
    assert sorted(ids(context, found)) == ["georgia-country", "georgia-state"]
    assert len(found.tied) == 2
    assert found.matched is None


@pytest.mark.parametrize(
    ("kind", "penalty"),
    [
        ("form", DEFAULT_ANNOTATION_POLICY.inflected_penalty),
        ("affixed", DEFAULT_ANNOTATION_POLICY.affixed_penalty),
    ],
)
def test_a_form_is_scored_as_the_listed_name_less_a_penalty(context, kind, penalty):
    base = context.link(listed("Praha"), "Praha")
    (row,) = context.snapshot.look_up(context.snapshot.columns.exact, "praha")
    form = context.link(Spot(0, 5, kind, (row,)), "Praze")
    assert ids(context, form) == ["praha"]
    assert form.candidates[0].evidence.score == pytest.approx(base.candidates[0].evidence.score - penalty)
    assert form.candidates[0].evidence.adjustments[-1].code == kind


def test_an_adjustment_spares_some_candidates_and_decides_anew(context):
    tied = context.link(listed("Georgia"), "Georgia")
    spared = frozenset({tied.candidates[1].entity})
    found = context.adjust(tied, Adjustment("elsewhere", -0.2, "Said by a test."), spared)
    assert found.matched == tied.candidates[1].entity
    assert found.candidates[1].evidence.score == pytest.approx(tied.candidates[0].evidence.score - 0.2)
    assert context.adjust(tied, Adjustment("elsewhere", -0.2, "Said by a test."), spared) is found


def test_a_match_with_a_word_penalty_is_ambiguous(context):
    name = context.link(listed("Kabul"), "Kabul")
    found = context.adjust(name, Adjustment("all_capitals", 0.0, "Said by a test."), is_word=True)
    assert (name.decision.status, found.decision.status) == ("match", "ambiguous")
    assert found.word_penalty.code == "all_capitals"


def test_an_entity_is_dropped_inside_a_name_that_it_lists_under_not(context):
    text = "Jordan Valley and Jordan"
    inside, apart = Spot(0, 6, "listed"), Spot(18, 24, "listed")
    spans = [LinkedSpan(spot, context.link(spot, text)) for spot in (inside, apart)]
    blocked = [(Spot(0, 13, "listed"), context.blocked_entities("Jordan Valley"))]
    assert [span.spot for span in context.without_blocked(spans, blocked)] == [apart]
    assert context.blocked_entities("Jordan") == frozenset()


def test_a_span_is_answered_as_resolve_answers_its_text(context, resolver):
    span = LinkedSpan(listed("Georgia"), context.link(listed("Georgia"), "Georgia"))
    assert context.resolution(span, "Georgia") == resolver.resolve("Georgia")
    assert context.resolution(span, "Georgia") is context.resolution(span, "Georgia")


def test_context_terms_are_those_of_the_entity(context):
    terms = [context.context_terms(row) for row in range(len(context.snapshot.entities))]
    assert frozenset({"atlanta"}) in terms


def test_a_cache_that_has_outgrown_its_size_is_emptied_and_others_are_kept():
    cache = AnnotationCache(2)
    for number in range(3):
        cache.terms[number] = frozenset()
        cache.word_ids[str(number)] = number
    cache.make_room()
    assert cache.terms == {}
    assert len(cache.word_ids) == 3


def test_the_evidence_of_a_form_keeps_the_score_and_is_by_spelling(context):
    evidence = context.link(listed("Praha"), "Praha").candidates[0].evidence
    form = as_form(evidence, "Praze")
    assert (form.method, form.score) == ("spelling", evidence.score)
    assert [(pair.mention, pair.alias) for pair in form.pairs] == [("praze", "praha")]


def test_candidates_come_best_first_and_by_row_where_scores_are_equal(context):
    tied = context.link(listed("Georgia"), "Georgia").candidates
    assert best_first(reversed(tied)) == tuple(sorted(tied, key=lambda item: item.entity))
