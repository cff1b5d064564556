from __future__ import annotations

from datetime import UTC, datetime

import pytest
from pydantic import ValidationError

from polyonym import wireform
from polyonym.snapshots.store import Change
from polyonym.web.contract import wire_entities


def test_a_query_that_says_nothing_lists_twenty():
    query = wire_entities.EntityQuery.model_validate({})
    assert (query.q, query.type, query.limit, query.after) == ("", None, 20, None)


@pytest.mark.parametrize(("limit", "fits"), [("0", False), ("1", True), ("100", True), ("101", False), ("many", False)])
def test_a_page_holds_from_one_to_a_hundred_entities(limit, fits):
    if fits:
        assert wire_entities.EntityQuery.model_validate({"limit": limit}).limit == int(limit)
    else:
        with pytest.raises(ValidationError):
            wire_entities.EntityQuery.model_validate({"limit": limit})


def test_an_unknown_parameter_is_refused():
    with pytest.raises(ValidationError):
        wire_entities.EntityQuery.model_validate({"query": "x"})


def test_an_entity_is_written_with_the_fields_that_are_described(resolver):
    written = {**wireform.entity(resolver.entity("islamic-state")), "gazetteer": resolver.fingerprint}
    assert wire_entities.Entity.model_validate(written).model_dump(by_alias=True) == written


def test_the_state_is_written_with_the_fields_that_are_described(resolver):
    written = wireform.gazetteer_state(resolver.describe())
    read = wire_entities.GazetteerState.model_validate(written)
    assert read.model_dump() == written
    assert datetime.fromisoformat(written["loaded_at"]).tzinfo == UTC


def test_a_change_is_written_with_the_fields_that_are_described():
    written = wireform.change(Change("a", "b", ("new",), (), ("other",)))
    listed = {name: list(value) if isinstance(value, tuple) else value for name, value in written.items()}
    assert wire_entities.Change.model_validate(listed).model_dump() == listed


def test_a_line_of_a_list_is_written_with_the_fields_that_are_described(resolver):
    (found,) = resolver.search("daesh", limit=1).found
    written = wireform.entity_row(found)
    assert wire_entities.EntityRow.model_validate(written).model_dump() == written
