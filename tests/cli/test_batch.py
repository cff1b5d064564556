from __future__ import annotations

import csv
import json
import os
import stat
from pathlib import Path

import pytest

from polyonym.tables.delimited import ANSWER_COLUMNS


def read_csv(path: Path, delimiter: str = ",") -> list[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter=delimiter))


def read_jsonl(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def resolve(run, tmp_path: Path):
    """Return a function from the content of a file to the result and the path of the output."""

    def call(content: str | bytes, *options: str, name: str = "in.csv", output: str = "out.csv"):
        source = tmp_path / name
        source.write_bytes(content.encode() if isinstance(content, str) else content)
        target = tmp_path / output
        return run("resolve", "--input", source, "--output", target, *options), target

    return call


@pytest.fixture
def resolve_lines(resolve):
    """Return a function from lines of JSON to the result and the objects that were written."""

    def call(*lines: str, options: tuple[str, ...] = ()):
        content = "".join(line + "\n" for line in lines)
        result, target = resolve(content, *options, name="in.jsonl", output="out.jsonl")
        return result, read_jsonl(target)

    return call


def test_csv_keeps_rows_and_columns_in_order_and_adds_the_answer(resolve):
    result, target = resolve("n,mention,note\n1,Daesh,x\n2,is,\n3,Kunduz,z\n")
    head, *rows = read_csv(target)
    assert result.exit_code == 0
    assert head == ["n", "mention", "note", *ANSWER_COLUMNS]
    assert [row[:3] for row in rows] == [["1", "Daesh", "x"], ["2", "is", ""], ["3", "Kunduz", "z"]]
    assert [row[3] for row in rows] == ["match", "no_match", "ambiguous"]
    assert rows[0][4:6] == ["islamic-state", "Islamic State"]
    assert rows[0][7:] == ["Daesh", ""]


def test_a_cell_keeps_its_commas_quotes_and_line_ends(resolve):
    note = 'a, "b"\r\nc\rd\n'
    quoted = '"' + note.replace('"', '""') + '"'
    result, target = resolve(f"mention,note\nDaesh,{quoted}\nIS,after\n")
    rows = read_csv(target)
    assert result.exit_code == 0
    assert rows[1][1] == note
    assert rows[2][:2] == ["IS", "after"]


def test_a_byte_order_mark_is_read_and_not_written(resolve):
    result, target = resolve("mention\nDaesh\n".encode("utf-8-sig"))
    assert result.exit_code == 0
    assert target.read_bytes().startswith(b"mention,")


@pytest.mark.parametrize("content", ["mention,note\r\nDaesh,x\r\n", "mention,note\rDaesh,x\r", "mention,note\nDaesh,x"])
def test_line_ends_of_every_system_are_read(resolve, content):
    _, target = resolve(content)
    assert [row[:3] for row in read_csv(target)[1:]] == [["Daesh", "x", "match"]]


def test_semicolons_are_understood_and_kept(resolve):
    _, target = resolve("mention;note\nDaesh;1,5\n")
    assert read_csv(target, ";")[1][:3] == ["Daesh", "1,5", "match"]


def test_tsv_is_written_with_tabs(resolve):
    _, target = resolve("id\tmention\n1\tDaesh\n", name="in.tsv", output="out.tsv")
    assert read_csv(target, "\t")[1][:3] == ["1", "Daesh", "match"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("mention,note\nonly\nDaesh,x\n", "1 cells for 2 columns"),
        ("mention,note\na,b,tail\nDaesh,x\n", "beyond the last stands 'tail'"),
        (b"mention,note\n\xff\xfe,b\nDaesh,x\n" + b"Daesh,x\n" * 9, "not UTF-8"),
        ('mention,note\n"open,b\nDaesh,x\n', "quote is opened in line 2"),
        ("mention,note\n ,b\nDaesh,x\n", "invalid-mention: mention: The text is empty"),
        (f"mention,note\n{'x' * 10_000},b\nDaesh,x\n", "at most"),
        ("mention,note\na\x00b,b\nDaesh,x\n", "control character"),
    ],
)
def test_a_bad_row_carries_its_error_and_the_next_is_resolved(resolve, content, words):
    result, target = resolve(content)
    head, bad, good, *_ = read_csv(target)
    assert result.exit_code == 1
    assert words in bad[-1]
    assert bad[2:-1] == [""] * 5
    assert len(bad) == len(head)
    assert good[:3] == ["Daesh", "x", "match"]
    assert "1 errors" in result.stderr


def test_a_quote_that_is_never_closed_costs_one_row_wherever_it_stands(resolve):
    rows = ["Daesh,x\n"] * 50
    rows[20] = '"Daesh,x\n'
    _, target = resolve("mention,note\n" + "".join(rows))
    statuses = [row[2] for row in read_csv(target)[1:]]
    assert len(statuses) == 50
    assert [place for place, status in enumerate(statuses) if status != "match"] == [20]


def test_blank_lines_are_skipped(resolve):
    result, target = resolve("\nmention\n\nDaesh\n\n\n")
    assert result.exit_code == 0
    assert len(read_csv(target)) == 2


@pytest.mark.parametrize(
    ("head", "options", "chosen"),
    [
        ("name,mention", (), 1),
        ("other,name", (), 1),
        ("other,Name ", (), 1),
        ("name,other", ("--column", "other"), 1),
        ("name,Other", ("--column", "other"), 1),
        ("whatever", (), 0),
    ],
)
def test_the_column_is_the_one_named_then_mention_then_name_then_the_only_one(resolve, head, options, chosen):
    width = len(head.split(","))
    _, target = resolve(head + "\n" + ",".join("Daesh" if i == chosen else "x" for i in range(width)) + "\n", *options)
    assert read_csv(target)[1][width] == "match"


@pytest.mark.parametrize(
    ("head", "options", "words"),
    [
        ("a,b", (), "the columns are 'a', 'b'"),
        ("a,b", ("--column", "c"), "no column 'c'; the columns are 'a', 'b'"),
        ("name,name", (), "Several columns"),
        ("", (), "empty"),
        ('"open', (), "first line"),
    ],
)
def test_a_column_that_cannot_be_found_is_wrong_usage_and_nothing_is_written(resolve, head, options, words):
    result, target = resolve(head + "\n", *options)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not target.exists()


def test_columns_of_an_earlier_run_are_replaced(resolve, run, tmp_path: Path):
    _, first = resolve("mention\nDaesh\n")
    again = tmp_path / "again.csv"
    run("resolve", "--input", first, "--output", again)
    assert again.read_bytes() == first.read_bytes()


def test_csv_can_be_written_as_json_lines(resolve):
    _, target = resolve("n,mention\n1,Daesh\n", output="out.jsonl")
    (answer,) = read_jsonl(target)
    assert (answer["n"], answer["mention"], answer["id"]) == ("1", "Daesh", "islamic-state")


def test_json_lines_are_not_written_as_csv(resolve):
    result, target = resolve('{"mention": "Daesh"}\n', name="in.jsonl")
    assert result.exit_code == 2
    assert not target.exists()


def test_plain_text_gives_a_line_a_mention(resolve):
    result, target = resolve("Daesh\r\n\nis\n", name="in.txt", output="out.txt")
    lines = target.read_text(encoding="utf-8").splitlines()
    assert result.exit_code == 0
    assert [line.split("\t")[:2] for line in lines] == [["Daesh", "match"], ["is", "no_match"]]


def test_a_line_of_json_carries_its_own_fields_and_the_resolution(resolve_lines):
    result, (answer,) = resolve_lines('{"doc": 7, "mention": "Daesh", "tags": [1, {"a": null}]}')
    assert result.exit_code == 0
    assert (answer["doc"], answer["tags"]) == (7, [1, {"a": None}])
    assert (answer["status"], answer["id"]) == ("match", "islamic-state")
    assert answer["candidates"]


def test_a_string_is_a_mention(resolve_lines):
    _, (answer,) = resolve_lines('"داعش"')
    assert (answer["mention"], answer["id"]) == ("داعش", "islamic-state")


def test_fields_that_the_answer_uses_are_kept_under_input(resolve_lines):
    _, (answer,) = resolve_lines('{"id": 5, "mention": "Daesh", "error": "old", "input": "x"}')
    assert answer["id"] == "islamic-state"
    assert answer["input"] == {"id": 5, "error": "old", "input": "x"}
    assert "error" not in answer


def test_a_row_with_an_error_keeps_its_fields_and_says_why(resolve_lines):
    result, answers = resolve_lines('{"id": 5, "mention": " "}', '{"mention": "Daesh"}')
    assert result.exit_code == 1
    assert answers[0]["error"]["code"] == "invalid-mention"
    assert answers[0]["input"] == {"id": 5}
    assert "id" not in answers[0]
    assert answers[1]["id"] == "islamic-state"


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Line 1 is not JSON"),
        ("[1]", "has to be an object with `mention` or a string"),
        ("7", "has to be an object"),
        ("null", "has to be an object"),
        ("{}", "mention: The row has no such field; it has none"),
        ('{"name": "x"}', "it has `name`"),
        ('{"mention": 7}', "has to be text"),
        ('{"mention": "x", "limit": "5"}', "limit: This has to be a whole number"),
        ('{"mention": "x", "limit": true}', "limit: This has to be a whole number"),
        ('{"mention": "x", "limit": 0}', "between 1 and 100"),
        ('{"mention": "x", "type": "planet"}', "no type 'planet'"),
        ('{"mention": "x", "type": ["person"]}', "type: This has to be text"),
        ('{"mention": "x", "language": "??"}', "BCP 47"),
        ('{"mention": "x", "weight": NaN}', "NaN is no JSON value"),
        ('{"mention": "x", "weight": 1e999}', "too large"),
        ('{"mention": "x", "n": ' + "1" * 5000 + "}", "not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ('{"mention": "\\ud800"}', "surrogate"),
    ],
)
def test_a_bad_line_carries_its_error_and_the_next_is_resolved(resolve_lines, line, words):
    result, answers = resolve_lines(line, '{"mention": "Daesh"}')
    assert result.exit_code == 1
    assert len(answers) == 2
    assert words in answers[0]["error"]["detail"]
    assert answers[1]["id"] == "islamic-state"


def test_half_a_surrogate_pair_in_another_field_comes_out_as_it_went_in(resolve_lines):
    result, (answer,) = resolve_lines('{"mention": "Daesh", "note": "\\ud83d!"}')
    assert result.exit_code == 0
    assert answer["note"] == "\ud83d!"


def test_what_a_row_says_about_its_mention_wins_over_the_options(resolve_lines):
    _, answers = resolve_lines(
        '{"mention": "Kunduz", "limit": 1}', '{"mention": "Kunduz", "limit": null}', options=("--limit", "2")
    )
    assert [len(answer["candidates"]) for answer in answers] == [1, 2]


def test_the_field_of_the_mention_can_be_named(resolve_lines):
    _, answers = resolve_lines('{"who": "Daesh", "mention": "else"}', '"Daesh"', options=("--column", "who"))
    assert [answer["id"] for answer in answers] == ["islamic-state"] * 2
    assert answers[0]["mention"] == "Daesh"
    assert answers[0]["input"] == {"mention": "else"}


def test_standard_streams_need_a_format_and_the_rest_is_the_same(run):
    result = run("resolve", "--input", "-", "--format", "jsonl", stdin='"Daesh"\n{"mention": "is"}\n')
    assert result.exit_code == 0
    assert [json.loads(line)["status"] for line in result.stdout.splitlines()] == ["match", "no_match"]


def test_without_an_output_the_answers_go_to_stdout(run, tmp_path: Path):
    (tmp_path / "in.csv").write_text("mention\nDaesh\n", encoding="utf-8")
    result = run("resolve", "--input", tmp_path / "in.csv")
    assert result.stdout.splitlines()[1].startswith("Daesh,match,islamic-state")
    assert "1 row in" in result.stderr


def test_an_empty_file_of_lines_gives_an_empty_file(resolve):
    result, target = resolve("", name="in.jsonl", output="out.jsonl")
    assert result.exit_code == 0
    assert target.read_bytes() == b""


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"\x1f\x8b\x08rest", "gzip"),
        (b"PAR1rest", "Parquet"),
        ("mention\nDaesh\n".encode("utf-16"), "UTF-16"),
        ("mention\nDaesh\n".encode("utf-16-le"), "binary"),
        ("mention\nДаиш\n".encode("cp1251"), "other than UTF-8"),
        (bytes(range(256)) * 4, "binary"),
    ],
)
def test_a_file_that_is_no_text_is_refused_whole(resolve, content, words):
    result, target = resolve(content)
    assert result.exit_code == 2
    assert words in result.stderr
    assert not target.exists()


def test_a_missing_input_a_folder_and_a_missing_output_folder_are_refused(run, tmp_path: Path):
    good = tmp_path / "in.csv"
    good.write_text("mention\nDaesh\n", encoding="utf-8")
    for source, target, words in [
        (tmp_path / "none.csv", tmp_path / "out.csv", "No such file"),
        (tmp_path, tmp_path / "out.csv", "Is a directory"),
        (good, tmp_path / "none" / "out.csv", "There is no folder"),
        (good, tmp_path / "names", "is a folder"),
        (good, good, "is the input"),
    ]:
        result = run("resolve", "--input", source, "--output", target, "--format", "csv")
        assert (result.exit_code, words in result.stderr) == (2, True), result.stderr


def test_the_input_is_not_overwritten_through_a_link_either(run, tmp_path: Path):
    source, link = tmp_path / "in.csv", tmp_path / "link.csv"
    source.write_text("mention\nDaesh\n", encoding="utf-8")
    link.symlink_to(source)
    assert run("resolve", "--input", source, "--output", link).exit_code == 2
    assert source.read_text(encoding="utf-8") == "mention\nDaesh\n"


def test_a_run_that_breaks_leaves_the_older_output_and_nothing_else(run, tmp_path: Path, monkeypatch):
    source, target = tmp_path / "in.csv", tmp_path / "out.csv"
    source.write_text("mention\nDaesh\n", encoding="utf-8")
    target.write_text("precious", encoding="utf-8")

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    result = run("resolve", "--input", source, "--output", target)
    assert result.exit_code == 1
    assert "No space left" in result.stderr
    assert target.read_text(encoding="utf-8") == "precious"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.csv", "names", "out.csv"]


def test_a_replaced_output_keeps_its_permissions_and_its_link(run, tmp_path: Path):
    source, real, link = tmp_path / "in.csv", tmp_path / "real.csv", tmp_path / "out.csv"
    source.write_text("mention\nDaesh\n", encoding="utf-8")
    real.write_text("old", encoding="utf-8")
    real.chmod(0o640)
    link.symlink_to(real)
    assert run("resolve", "--input", source, "--output", link).exit_code == 0
    assert link.is_symlink()
    assert stat.S_IMODE(real.stat().st_mode) == 0o640
    assert "islamic-state" in real.read_text(encoding="utf-8")
