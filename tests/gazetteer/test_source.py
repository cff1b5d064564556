from __future__ import annotations

from pathlib import Path

import pytest

from polyonym import yamlfile
from polyonym.gazetteer.source import files_of, read

ENTRY = "- {id: omar, type: person, name: Omar Safi}\n"


def test_a_folder_is_read_as_one_set_in_the_order_of_its_files(tmp_path: Path) -> None:
    for name in ("b.yaml", "a.yml", "c.jsonl", "schema.json", "notes.txt", "README.md"):
        (tmp_path / name).write_text("")
    (tmp_path / "deeper.yaml").mkdir()
    assert [path.name for path in files_of(tmp_path)] == ["a.yml", "b.yaml", "c.jsonl"]


def test_one_file_is_a_gazetteer_too(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text(ENTRY)
    assert [file for file, _ in read(path).entries] == ["one.yaml"]


@pytest.mark.parametrize("name", ["", "missing", "missing.yaml"])
def test_no_files_are_one_problem(tmp_path: Path, name: str) -> None:
    records = read(tmp_path / name)
    assert [problem.code for problem in records.problems] == ["no-files"]
    assert records.entries == ()


def test_a_file_that_cannot_be_read_is_a_problem_and_the_others_are_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "good.yaml").write_text(ENTRY)
    (tmp_path / "locked.yaml").write_text(ENTRY)
    read_bytes = Path.read_bytes

    def refuse(path: Path) -> bytes:
        if path.name == "locked.yaml":
            raise PermissionError(13, "Permission denied")
        return read_bytes(path)

    monkeypatch.setattr(Path, "read_bytes", refuse)
    records = read(tmp_path)
    assert [(problem.code, problem.origin.file) for problem in records.problems] == [("unreadable", "locked.yaml")]
    assert [file for file, _ in records.entries] == ["good.yaml"]


def test_a_file_that_is_no_yaml_does_not_hide_the_others(tmp_path: Path) -> None:
    (tmp_path / "bad.yaml").write_text("- [\n")
    (tmp_path / "good.yaml").write_text(ENTRY)
    records = read(tmp_path)
    assert [problem.origin.file for problem in records.problems] == ["bad.yaml"]
    assert [file for file, _ in records.entries] == ["good.yaml"]


@pytest.mark.parametrize("row", ['{"id": 1e3}', '{"id": 1E400}', '{"id": 0.10}', '{"id": NaN}', '{"id": -0}'])
def test_a_number_in_json_stays_as_it_was_written(tmp_path: Path, row: str) -> None:
    path = tmp_path / "numbers.jsonl"
    path.write_text(row)
    ((_, node),) = read(path).entries
    assert yamlfile.plain(node) == {"id": row[7:-1]}


def test_only_a_line_feed_ends_a_line_of_json(tmp_path: Path) -> None:
    path = tmp_path / "lines.jsonl"
    path.write_bytes('{"name": "a\u2028b\u0085c"}\r\n\r\n{"name": "d"}\n'.encode())
    assert [node.line for _, node in read(path).entries] == [1, 3]


def test_a_file_of_many_brackets_is_a_problem_and_does_not_end_the_process(tmp_path: Path) -> None:
    for name in ("deep.yaml", "deep.jsonl"):
        (tmp_path / name).write_text("[" * 200_000)
    assert [problem.code for problem in read(tmp_path).problems] == ["json-syntax", "yaml-syntax"]
