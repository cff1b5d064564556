from __future__ import annotations

import pytest

from polyonym.errors import MentionError

GAZETTEER = """
- {id: a-label, type: person, name: Omar Safi}
- {id: b-alias, type: person, name: Somebody Else, aliases: [Omar Safi Khan]}
- {id: c-word, type: person, name: Mullah Omarzai}
- {id: d-exact, type: place, name: Somewhere, aliases: [Omar]}
- {id: e-never, type: other, name: Unrelated, not: [Omar Sharif]}
- {id: f-arabic, type: person, name: Nobody, aliases: [{name: عمر صافی, lang: prs}]}
"""


@pytest.fixture
def found(make):
    engine = make(GAZETTEER)

    def search(*args, **kwargs):
        return [item.entity.id for item in engine.search(*args, **kwargs).found]

    return search


def test_the_name_itself_comes_first_then_labels_then_aliases_then_later_words(found):
    assert found("omar") == ["d-exact", "a-label", "b-alias", "c-word"]


def test_a_name_that_never_means_an_entity_does_not_find_it(found):
    assert "e-never" not in found("omar sh")


def test_words_may_be_typed_in_any_order(found):
    assert found("safi oma") == ["a-label", "b-alias"]


def test_every_script_is_searched_in_its_own_letters(found):
    assert found("صاف") == ["f-arabic"]
    assert found("عمر ص") == ["f-arabic"]


def test_likeness_answers_where_nothing_begins_so(found):
    assert set(found("Omer Saffi")[:2]) == {"a-label", "f-arabic"}


def test_the_type_is_kept_in_likeness_too(found):
    assert not {"a-label", "f-arabic"} & set(found("Omer Saffi", type="place"))


def test_the_index_follows_a_reload(make):
    engine = make(GAZETTEER)
    assert engine.search("omar").found
    (engine.store.path / "made.yaml").write_text("- {id: x, type: other, name: Omarosa}\n")
    engine.store.reload()
    result = engine.search("omar")
    assert [item.entity.id for item in result.found] == ["x"]
    assert result.gazetteer == engine.snapshot.fingerprint


def test_every_name_of_the_real_gazetteer_is_found_by_its_first_letters(resolver, snapshot):
    """Whoever types a whole name sees its entity, and whoever types half of it can go on until they do."""
    missing = [
        name.alias.name
        for name in snapshot.names
        if not name.never
        and name.entity_row
        not in {snapshot.entity_row(item.entity.id) for item in resolver.search(name.alias.name, limit=100).found}
    ]
    assert missing == []


def test_a_query_that_is_no_name_is_refused(found):
    with pytest.raises(MentionError, match="q: "):
        found("...")
