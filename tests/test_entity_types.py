from __future__ import annotations

import pickle
from dataclasses import replace

import pytest

from polyonym.entity_types import BUILT_IN_TYPES, TRAITS, EntityTypes, EntityTypeTraits

VESSEL = EntityTypeTraits("vessel", "Vessel", "organization")
SAINT = EntityTypeTraits("saint", "Saint", "person", personal=True, titled=True)
TYPES = EntityTypes((VESSEL, SAINT))


def test_five_types_are_built_in_each_like_itself() -> None:
    assert BUILT_IN_TYPES.names == ("person", "organization", "place", "event", "other")
    assert [row.like for row in BUILT_IN_TYPES.rows] == list(BUILT_IN_TYPES.names)
    assert BUILT_IN_TYPES.declared == ()


@pytest.mark.parametrize(("trait", "names"), [("personal", {"person"}), ("titled", {"person"}), ("place", {"place"})])
def test_a_trait_holds_for_the_types_that_need_it(trait: str, names: set[str]) -> None:
    assert {row.name for row in BUILT_IN_TYPES.rows if getattr(row, trait)} == names


def test_every_trait_that_can_be_declared_holds_for_some_built_in_type_and_not_for_others() -> None:
    for trait in TRAITS:
        assert {getattr(row, trait) for row in BUILT_IN_TYPES.rows} == {True, False}


def test_the_code_of_a_type_is_its_place_and_built_in_codes_never_move() -> None:
    assert [TYPES.code(name) for name in TYPES.names] == list(range(7))
    assert [TYPES.code(name) for name in BUILT_IN_TYPES.names] == [BUILT_IN_TYPES.code(n) for n in BUILT_IN_TYPES.names]
    assert TYPES.rows[TYPES.code("saint")] == TYPES.of("saint") == SAINT


@pytest.mark.parametrize("name", ["ship", "Person", "", "vessel "])
def test_a_name_is_met_to_the_letter(name: str) -> None:
    assert name not in TYPES
    with pytest.raises(KeyError):
        TYPES.of(name)


def test_what_is_no_text_is_no_type() -> None:
    assert None not in TYPES
    assert 5 not in TYPES


def test_a_refusal_names_the_nearest_type_and_all_that_are_known() -> None:
    refusal = TYPES.refusal("vesel")
    assert refusal.startswith("There is no type 'vesel'. Did you mean `vessel`? Known are person, ")
    assert "other, vessel, saint; " in refusal
    assert "types.yaml" in refusal
    assert "Did you mean" not in TYPES.refusal("robot")


def test_a_refusal_of_a_long_text_is_short_and_can_be_written_out() -> None:
    assert len(TYPES.refusal("x" * 100_000)) < 300
    assert TYPES.refusal("\udfff").encode()


def test_the_digest_is_empty_without_declared_types_and_does_not_know_their_order() -> None:
    assert BUILT_IN_TYPES.digest == ""
    assert TYPES.digest == EntityTypes((SAINT, VESSEL)).digest != EntityTypes((VESSEL,)).digest


@pytest.mark.parametrize(
    "changed",
    [
        replace(VESSEL, name="ship"),
        replace(VESSEL, label="Ship"),
        replace(VESSEL, like="other"),
        *(replace(VESSEL, **{trait: True}) for trait in TRAITS),
    ],
)
def test_the_digest_changes_with_everything_that_a_row_says(changed: EntityTypeTraits) -> None:
    assert EntityTypes((changed,)).digest != EntityTypes((VESSEL,)).digest


def test_types_are_made_of_their_texts_again() -> None:
    labelled = EntityTypes((*TYPES.declared, EntityTypeTraits("hafen", "Häfen, グループ", "place", place=True)))
    assert EntityTypes.reread(labelled.written()) == labelled
    assert EntityTypes.reread(()) == BUILT_IN_TYPES


def test_types_can_be_pickled() -> None:
    assert TYPES.names
    copy = pickle.loads(pickle.dumps(TYPES))  # noqa: S301 -- our own bytes
    assert (copy, copy.digest, copy.of("saint")) == (TYPES, TYPES.digest, SAINT)
