from __future__ import annotations

import ast
from pathlib import Path

import pytest

from polyonym import yamlfile
from polyonym.gazetteer.schema import WARNINGS
from polyonym.gazetteer.source import read
from polyonym.gazetteer.validate import Validated, validate

CASES = Path(__file__).parent.parent / "cases"
VALID = sorted((CASES / "valid").iterdir())
SOURCE = Path(__file__).parent.parent.parent / "service" / "polyonym" / "gazetteer"
# The first two are about the file system and not about what a file holds: tests/gazetteer/test_source.py provokes them,
# test_words.py the third, which is about a folder, and test_types_file.py the last.
WITHOUT_A_FILE = {"no-files", "unreadable", "unknown-word-list", "too-many-types"}


def problems_of(name: str) -> Validated:
    return validate(read(CASES / "invalid" / name))


@pytest.mark.cases("problems")
def test_a_bad_file_is_told_all_that_is_wrong_with_it_and_where(case: dict[str, list[str]]) -> None:
    found = problems_of(str(case["file"])).problems
    told = [f"{problem.origin.line} {problem.severity} {problem.code}" for problem in found]
    assert told == case["problems"], case["why"]


@pytest.mark.cases("problems")
def test_every_problem_names_its_file_and_says_what_to_do_in_words_that_can_be_written_out(
    case: dict[str, str],
) -> None:
    for problem in problems_of(case["file"]).problems:
        assert problem.origin.file == case["file"]
        assert problem.message.endswith(".")
        assert problem.fix.endswith((".", "?"))
        str(problem).encode()


@pytest.mark.cases("problems")
def test_only_an_error_keeps_files_from_being_served(case: dict[str, list[str]]) -> None:
    assert problems_of(str(case["file"])).sound == all("warning" in problem for problem in case["problems"])


def test_every_file_of_the_folder_of_bad_files_stands_in_the_table() -> None:
    listed = {line.split()[-1] for line in (CASES / "problems.yaml").read_text().splitlines() if "- file:" in line}
    assert listed == {path.name for path in (CASES / "invalid").iterdir()}


@pytest.mark.parametrize("path", VALID, ids=[path.name for path in VALID])
def test_a_good_file_has_no_problem(path: Path) -> None:
    assert validate(read(path)).problems == ()


def test_there_are_good_files() -> None:
    assert len(VALID) > 10


def codes_in_source() -> set[str]:
    """Return the code of every problem that the source can report: the place of it among the arguments is fixed."""
    places = {"report": 0, "Problem": 0, "_refused": 2}
    return {
        code.value
        for path in SOURCE.glob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in places
        for code in (call.args[places[call.func.id]],)
        if isinstance(code, ast.Constant)
    }


def test_every_code_that_the_source_can_report_is_provoked_by_a_case() -> None:
    provoked = {problem.code for path in (CASES / "invalid").iterdir() for problem in problems_of(path.name).problems}
    root = yamlfile.parse((CASES / "type_problems.yaml").read_bytes())
    assert root is not None
    of_types = {problem.split()[-1] for case in yamlfile.plain(root) for problem in case["problems"]}
    assert codes_in_source() == provoked | of_types | WITHOUT_A_FILE


def test_every_code_that_is_a_warning_is_one_that_the_source_can_report() -> None:
    assert codes_in_source() >= WARNINGS


def test_a_near_key_is_suggested() -> None:
    assert problems_of("unknown-key.yaml").problems[0].fix == "Did you mean `aliases`?"


def test_a_near_id_is_suggested() -> None:
    assert problems_of("unknown-part-of.yaml").problems[0].fix == "Did you mean `kunduz-province`?"


def test_an_entry_with_a_problem_gives_no_entity_and_the_others_do() -> None:
    validated = problems_of("not-an-entity.yaml")
    assert [entity.id for entity in validated.entities] == ["omar"]


def test_an_entry_with_a_warning_gives_its_entity_without_what_the_warning_is_about() -> None:
    (first, _) = problems_of("empty-name.yaml").entities
    assert [alias.name for alias in first.aliases] == ["Omar Safi", "Safi"]


def test_an_id_in_a_bad_entry_still_counts_as_known() -> None:
    problems = validate(read(CASES / "invalid" / "unportable-id.yaml")).problems
    assert "unknown-part-of" not in {problem.code for problem in problems}


def test_problems_come_in_the_order_of_file_and_line(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("- id: x\n- id: y\n")
    (tmp_path / "a.yaml").write_text("- Daesh\n- ISIL\n")
    (tmp_path / "c.yaml").write_text("[\n")
    places = [str(problem.origin) for problem in validate(read(tmp_path)).problems]
    assert places == sorted(places)
    assert len(places) == 7


@pytest.mark.slow
def test_ten_thousand_unknown_parts_are_reported_in_seconds(tmp_path: Path) -> None:
    rows = [f"- {{id: e{i}, type: person, name: n{i}, part_of: [x{i}]}}\n" for i in range(10_000)]
    (tmp_path / "many.yaml").write_text("".join(rows))
    assert len(validate(read(tmp_path)).problems) == 10_000


@pytest.mark.slow
def test_an_entity_of_twenty_thousand_names_is_read_in_seconds(tmp_path: Path) -> None:
    names = ", ".join(f"name {i}" for i in range(20_000))
    (tmp_path / "many.yaml").write_text(f"- {{id: a, type: person, name: A, aliases: [{names}]}}\n")
    (entity,) = validate(read(tmp_path)).entities
    assert len(entity.aliases) == 20_001
