from __future__ import annotations

from pathlib import Path

import pytest

from polyonym import GazetteerError, Resolver
from polyonym.entity_types import BUILT_IN_TYPES, MOST_DECLARED, EntityTypeTraits
from polyonym.gazetteer.types_file import DeclaredTypes, read_types

VESSEL = "- {name: vessel, label: Vessel, like: organization}\n"
ENTITY = "- {id: ever-given, type: vessel, name: Ever Given}\n"


def declared(folder: Path, text: str) -> DeclaredTypes:
    (folder / "types.yaml").write_text(text, encoding="utf-8")
    return read_types(folder)


def codes_of(folder: Path, types: str, entities: str = ENTITY) -> list[str]:
    """Return all problems of a gazetteer by their code."""
    (folder / "types.yaml").write_text(types, encoding="utf-8")
    (folder / "entities.yaml").write_text(entities, encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        Resolver.load(folder)
    return [problem.code for problem in caught.value.problems]


@pytest.mark.cases("type_problems")
def test_a_file_is_told_all_that_is_wrong_with_it_and_where(case: dict[str, list[str]], tmp_path: Path) -> None:
    found = declared(tmp_path, str(case["text"])).problems
    assert [f"{problem.origin.line} {problem.code}" for problem in found] == case["problems"], case["why"]


@pytest.mark.cases("type_problems")
def test_every_problem_names_the_file_and_says_what_to_do(case: dict[str, str], tmp_path: Path) -> None:
    for problem in declared(tmp_path, case["text"]).problems:
        assert problem.origin.file == "types.yaml"
        assert problem.severity == "error"
        assert problem.message.endswith(".")
        assert problem.fix.endswith((".", "?"))
        str(problem).encode()


def test_a_row_has_the_traits_of_what_it_is_like(tmp_path: Path) -> None:
    found = declared(tmp_path, VESSEL + "- {name: saint, like: person}\n- {name: rig, like: place}\n")
    assert found.types.declared == (
        EntityTypeTraits("vessel", "Vessel", "organization"),
        EntityTypeTraits("saint", "Saint", "person", personal=True, titled=True),
        EntityTypeTraits("rig", "Rig", "place", place=True),
    )


def test_a_row_may_set_a_trait_for_itself(tmp_path: Path) -> None:
    found = declared(
        tmp_path, "- {name: deity, like: person, titled: false}\n- {name: port, like: other, place: true}\n"
    )
    assert found.types.declared == (
        EntityTypeTraits("deity", "Deity", "person", personal=True, titled=False),
        EntityTypeTraits("port", "Port", "other", place=True),
    )


def test_a_label_is_made_of_the_name_where_there_is_none(tmp_path: Path) -> None:
    assert declared(tmp_path, "- {name: oil-rig_crew, like: other}").types.of("oil-rig_crew").label == "Oil rig crew"


def test_built_in_types_come_first_and_declared_ones_in_the_order_of_the_file(tmp_path: Path) -> None:
    found = declared(tmp_path, "- {name: vessel, like: other}\n- {name: aircraft, like: other}\n").types
    assert found.names == (*BUILT_IN_TYPES.names, "vessel", "aircraft")


def test_a_folder_without_the_file_has_the_built_in_types(tmp_path: Path) -> None:
    assert read_types(tmp_path) == DeclaredTypes(BUILT_IN_TYPES, ())


def test_a_gazetteer_of_one_file_declares_no_types(tmp_path: Path) -> None:
    declared(tmp_path, VESSEL)
    (tmp_path / "entities.yaml").write_text(ENTITY, encoding="utf-8")
    assert read_types(tmp_path / "entities.yaml") == DeclaredTypes(BUILT_IN_TYPES, ())
    with pytest.raises(GazetteerError) as caught:
        Resolver.load(tmp_path / "entities.yaml")
    (problem,) = caught.value.problems
    assert (problem.code, problem.origin.line) == ("unknown-type", 1)
    assert "types.yaml" in problem.fix


def test_a_gazetteer_of_one_file_may_be_called_so(tmp_path: Path) -> None:
    (tmp_path / "types.yaml").write_text("- {id: kabul, type: place, name: Kabul}\n", encoding="utf-8")
    assert Resolver.load(tmp_path / "types.yaml").resolve("Kabul").id == "kabul"


def test_a_folder_of_types_alone_holds_no_entities(tmp_path: Path) -> None:
    declared(tmp_path, VESSEL)
    with pytest.raises(GazetteerError) as caught:
        Resolver.load(tmp_path)
    assert [problem.code for problem in caught.value.problems] == ["no-files"]


def test_problems_of_types_and_of_entries_are_told_together(tmp_path: Path) -> None:
    found = codes_of(tmp_path, "- {name: vessel, like: ship}", "- {id: a, type: vesel, name: A, colour: red}\n")
    assert sorted(found) == ["unknown-key", "unknown-like", "unknown-type"]


@pytest.mark.parametrize("types", ["- {name: vessel}", "- {name: vessel, like: ship}", "- {name: vessel, lke: other}"])
def test_a_row_with_a_problem_is_not_reported_again_for_its_entities(tmp_path: Path, types: str) -> None:
    assert "unknown-type" not in codes_of(tmp_path, types)


@pytest.mark.parametrize(
    ("types", "code"),
    [
        ("- {name: vessel, like: other", "yaml-syntax"),
        ("[vessel]", "not-a-type"),
        ("- {like: organization}", "missing-key"),
        ("vessel: {like: other}", "not-a-list"),
    ],
)
def test_entities_are_not_reported_where_nobody_knows_what_the_file_declares(
    tmp_path: Path, types: str, code: str
) -> None:
    assert codes_of(tmp_path, types) == [code]


def test_no_more_types_are_declared_than_a_snapshot_can_tell_apart(tmp_path: Path) -> None:
    rows = [f"- {{name: kind-{number}, like: other}}" for number in range(MOST_DECLARED + 2)]
    assert declared(tmp_path, "\n".join(rows[:MOST_DECLARED])).problems == ()
    (problem,) = declared(tmp_path, "\n".join(rows)).problems
    assert (problem.code, problem.origin.line) == ("too-many-types", MOST_DECLARED + 1)
    last = f"- {{id: a, type: kind-{MOST_DECLARED + 1}, name: Ever Given}}\n"
    assert codes_of(tmp_path, "\n".join(rows), last) == ["too-many-types"]


@pytest.mark.parametrize("text", [b"\xff", None])
def test_a_file_that_cannot_be_read_is_a_problem(tmp_path: Path, monkeypatch, text: bytes | None) -> None:
    (tmp_path / "types.yaml").write_bytes(text or b"")
    if text is None:

        def refuse(_: Path) -> bytes:
            raise PermissionError(13, "Permission denied")

        monkeypatch.setattr(Path, "read_bytes", refuse)
    (problem,) = read_types(tmp_path).problems
    assert problem.code == ("unreadable" if text is None else "not-utf-8")
