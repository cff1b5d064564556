from __future__ import annotations

import pytest
from pydantic import ValidationError

from polyonym import Mention, wireform
from polyonym.model import Adjustment, Alias, Candidate, Evidence, Explanation, Origin, Resolution, RunnerUp, TokenPair
from polyonym.web.contract import wire


def test_a_request_becomes_the_mention_that_it_states():
    body = wire.ResolveRequest.model_validate(
        {"mention": "Safi", "type": "person", "language": "prs", "context": "Kunduz", "limit": 2}
    )
    assert body.as_mention() == Mention("Safi", "person", "prs", "Kunduz", 2)


def test_the_defaults_of_a_request_are_those_of_a_mention():
    assert wire.ResolveRequest.model_validate({"mention": "Safi"}).as_mention() == Mention("Safi")


@pytest.mark.parametrize(
    ("model", "body"),
    [
        (wire.ResolveRequest, {"mention": "x", "colour": 1}),
        (wire.ResolveRequest, {"mention": 5}),
        (wire.ResolveRequest, {"mention": "x", "limit": "5"}),
        (wire.ResolveRequest, {"mention": "x", "limit": True}),
        (wire.BatchRequest, {"mentions": "x"}),
        (wire.BatchRequest, {}),
        (wire.CompareRequest, {"a": "x"}),
        (wire.CompareRequest, {"a": "x", "b": "y", "look_up": "no"}),
        (wire.AnnotateRequest, {"text": "x", "nested": 1}),
        (wire.AnnotateRequest, {"text": "x", "types": "person"}),
    ],
)
def test_a_request_of_another_shape_is_refused(model, body):
    with pytest.raises(ValidationError):
        model.model_validate(body)


@pytest.mark.parametrize("text", ["", " ", "\ud800", "x" * 100_000])
def test_what_a_text_has_to_be_is_not_decided_here(text):
    assert wire.ResolveRequest.model_validate({"mention": text}).mention == text
    assert wire.AnnotateRequest.model_validate({"text": text}).text == text


def test_an_item_of_a_batch_is_checked_by_itself():
    items = [5, {"colour": 1}, None]
    assert wire.BatchRequest.model_validate({"mentions": items}).mentions == items


def test_a_resolution_is_written_with_the_fields_that_are_described():
    evidence = Evidence(
        "spelling",
        Alias("Omar", "en", "fuzzy", Origin("a.yaml", 2)),
        "Latn",
        (TokenPair("omer", "omar", 0.9, "spelling", 1.0),),
        (Adjustment("left_out", -0.02, "Words."),),
        0.9,
    )
    explanation = Explanation(evidence, RunnerUp("b", "B", 0.5), 0.4, "Because.")
    candidate = Candidate("a", "A", "person", 0.9, "Omar", explanation)
    written = wireform.resolution(Resolution("Omer", "match", "a", "A", 0.9, (candidate,), "fingerprint"))
    read = wire.Resolution.model_validate(written)
    assert read.model_dump() == written
    assert list(read.model_dump()) == list(written)
