from __future__ import annotations

import pytest

from polyonym.annotate.common_words import is_common_word, with_word_penalty, without_word_penalty
from polyonym.annotate.linking import AnnotationContext, LinkedSpan
from polyonym.annotate.policy import DEFAULT_ANNOTATION_POLICY
from polyonym.annotate.sentence import Sentences
from polyonym.annotate.spotter import Spot
from polyonym.policy import DEFAULT_POLICY


@pytest.fixture
def context(make):
    names = "- {id: who, type: organization, name: WHO}\n- {id: will, type: person, name: Will Stone, aliases: [Will]}"
    return AnnotationContext(make(names).snapshot, DEFAULT_POLICY, DEFAULT_ANNOTATION_POLICY)


def linked(context: AnnotationContext, text: str, word: str) -> LinkedSpan:
    spot = Spot(text.index(word), text.index(word) + len(word), "listed")
    return LinkedSpan(spot, context.link(spot, text))


@pytest.mark.parametrize(("word", "expected"), [("who", True), ("will", True), ("WHO", False), ("georgia", False)])
def test_a_common_word_in_lower_case_is_no_name(context, word, expected):
    assert is_common_word(context, word, Spot(0, len(word), "listed")) is expected


@pytest.mark.parametrize(
    ("text", "word", "code"),
    [
        ("The WHO said so.", "WHO", None),
        ("ASK THE WHO ABOUT IT.", "WHO", "all_capitals"),
        ("We met Will there.", "Will", None),
        ("So it goes. Will came.", "Will", "sentence_start"),
    ],
)
def test_a_name_gets_a_penalty_where_its_capitals_say_nothing(context, text, word, code):
    span = linked(context, text, word)
    found = with_word_penalty(context, Sentences.of(text), span)
    assert (found.name.word_penalty.code if found.name.word_penalty else None) == code
    lost = span.name.candidates[0].evidence.score - found.name.candidates[0].evidence.score
    assert lost == pytest.approx(DEFAULT_ANNOTATION_POLICY.common_word_penalty if code else 0.0)


@pytest.mark.parametrize(
    ("text", "word", "is_restored"), [("Will came.", "Will", True), ("ASK THE WHO ABOUT IT.", "WHO", False)]
)
def test_the_penalty_is_taken_back_where_the_text_matches_the_entity_elsewhere(context, text, word, is_restored):
    span = linked(context, text, word)
    penalised = with_word_penalty(context, Sentences.of(text), span)
    entity = span.name.candidates[0].entity
    assert without_word_penalty(context, penalised, set()) is penalised
    found = without_word_penalty(context, penalised, {entity})
    assert (found.name.matched == entity) is is_restored
