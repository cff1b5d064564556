from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

TEXT = "Daesh and IS, which is not in Kunduz.\r\nداعش\n"


@pytest.fixture
def note(tmp_path: Path) -> Path:
    path = tmp_path / "note.txt"
    path.write_bytes(TEXT.encode())
    return path


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_the_names_of_a_file_are_a_table(run, note):
    result = run("annotate", note)
    assert result.exit_code == 0
    rows = [row.split() for row in result.stdout.splitlines()[2:]]
    assert [row[:4] for row in rows if row[0].isdecimal()] == [
        ["0", "5", "Daesh", "match"],
        ["10", "12", "IS", "match"],
        ["30", "36", "Kunduz", "ambiguous"],
        ["39", "43", "داعش", "match"],
    ]
    assert any("kunduz-province" in row for row in rows)


def test_json_has_the_shape_of_the_wire_and_offsets_of_the_file_as_it_is(run, note):
    result = run("annotate", "--json", note)
    found = [json.loads(line) for line in result.stdout.splitlines()]
    assert [item["text"] for item in found] == [TEXT[item["start"] : item["end"]] for item in found]
    assert list(found[0])[:6] == ["file", "start", "end", "text", "mention", "status"]


def test_standard_input_and_several_files(run, note):
    assert "Daesh" in run("annotate", "-", stdin="He met Daesh.").stdout
    assert run("annotate", note, note).stdout.count("note.txt") == 2


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        (("--type", "place"), ["Kunduz"]),
        (("--status", "ambiguous"), ["Kunduz"]),
        (("--type", "place", "--type", "organization", "--status", "match"), ["Daesh", "IS", "داعش"]),
    ],
)
def test_options_keep_what_is_wanted(run, note, options, expected):
    found = [json.loads(line) for line in run("annotate", "--json", note, *options).stdout.splitlines()]
    assert [item["text"] for item in found] == expected


def test_a_file_of_texts_keeps_ids_and_puts_an_error_into_its_row(run, tmp_path):
    source, target = tmp_path / "texts.jsonl", tmp_path / "names.jsonl"
    rows = ['{"id": 7, "text": "Daesh"}', '{"id": 8}', "nonsense", '{"id": 9, "text": "a\\u0000"}', '"no names"']
    source.write_text("\n".join(rows), encoding="utf-8")
    result = run("annotate", "--input", source, "--output", target)
    assert result.exit_code == 1
    found = lines(target)
    assert [row.get("id") for row in found] == [7, 8, None, 9, None]
    assert list(found[0]) == ["id", "mentions"]
    assert found[0]["mentions"][0]["id"] == "islamic-state"
    assert [row.get("error", {}).get("code") for row in found] == [
        None, "invalid-text", "unreadable-row", "invalid-text", None,
    ]  # fmt: skip
    assert found[4] == {"mentions": []}
    assert "1 with names, 1 without, 3 errors" in result.stderr


def test_a_run_that_was_stopped_goes_on_behind_its_last_whole_line(run, tmp_path):
    source, target, part = (tmp_path / name for name in ("texts.jsonl", "names.jsonl", "names.jsonl.part"))
    source.write_text("".join(f'{{"id": {n}, "text": "Daesh"}}\n' for n in range(5)), encoding="utf-8")
    assert run("annotate", "--input", source, "--output", target).exit_code == 0
    whole = target.read_text(encoding="utf-8")
    target.unlink()
    part.write_text('{"id": 0, "mentions": []}\n{"id": 1, "mentions": []}\n{"id": 2, "men', encoding="utf-8")
    result = run("annotate", "--input", source, "--output", target, "--resume")
    assert result.exit_code == 0
    assert "2 rows were there already" in result.stderr
    assert [row["id"] for row in lines(target)] == list(range(5))
    assert target.read_text(encoding="utf-8").splitlines()[2:] == whole.splitlines()[2:]
    assert not part.exists()


def test_without_resume_what_was_left_is_written_anew(run, tmp_path):
    source, target, part = (tmp_path / name for name in ("texts.jsonl", "names.jsonl", "names.jsonl.part"))
    source.write_text('{"id": 0, "text": "x"}\n', encoding="utf-8")
    part.write_text("old\n", encoding="utf-8")
    assert run("annotate", "--input", source, "--output", target).exit_code == 0
    assert lines(target) == [{"id": 0, "mentions": []}]


def test_the_page_marks_names_and_escapes_everything_else(run, tmp_path):
    note, page = tmp_path / "a<b.txt", tmp_path / "page.html"
    note.write_text('<script>x</script> Daesh & "IS"\nداعش in Kunduz', encoding="utf-8")
    assert run("annotate", "--html", page, note).exit_code == 0
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text
    assert "&lt;script&gt;x&lt;/script&gt;" in text
    assert re.findall(r'<mark class="(\w+)" title="[^"<>]*" tabindex="0">([^<]*)</mark>', text) == [
        ("organization", "Daesh"),
        ("organization", "IS"),
        ("organization", "داعش"),
        ("several", "Kunduz"),
    ]
    assert text.count('<p dir="auto">') == 2
    assert not re.search(r"(src|href)=|https?:|@import", text)


def test_a_file_that_is_no_text_is_told_and_the_others_are_read(run, note, tmp_path):
    bad = tmp_path / "bad.txt"
    bad.write_bytes(b"Daesh \x01")
    result = run("annotate", bad, note)
    assert result.exit_code == 1
    assert "bad.txt: text: A control character (U+0001)" in result.stderr
    assert "islamic-state" in result.stdout


@pytest.mark.parametrize(
    "arguments",
    [
        (),
        ("--input", "x.csv"),
        ("note.txt", "--input", "x.jsonl"),
        ("note.txt", "--output", "x.jsonl"),
        ("note.txt", "--resume"),
        ("note.txt", "--type", "robot"),
        ("note.txt", "--status", "no_match"),
        ("note.txt", "--language", "no tag"),
        ("nowhere.txt",),
    ],
)
def test_wrong_usage_exits_with_2(run, arguments):
    assert run("annotate", *arguments).exit_code == 2
