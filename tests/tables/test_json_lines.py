from __future__ import annotations

import io
import json

import pytest

from polyonym.tables.json_lines import JsonLinesWriter, merged, read_json_lines
from polyonym.tables.rows import Row, RowError

RESERVED = frozenset({"status", "id"})


def read(*lines: str, fields: tuple[str, ...] = ("mention",)) -> list[Row]:
    return list(read_json_lines(lines, fields))


def written(row: Row, answer, *, dropped: frozenset[str] = frozenset()) -> str:
    stream = io.StringIO()
    writer = JsonLinesWriter(RESERVED, dropped)
    writer.begin(stream)
    writer.write(stream, row, answer)
    return stream.getvalue()


def test_an_object_is_a_row_with_its_fields_in_order():
    (row,) = read('{"b": 1, "a": [null, {"x": true}]}')
    assert row.fields == (("b", 1), ("a", [None, {"x": True}]))


def test_a_string_stands_for_the_one_text_field():
    assert read('"Daesh"')[0].fields == (("mention", "Daesh"),)
    (row,) = read('"Daesh"', fields=("a", "b"))
    assert row.error == RowError("unreadable-row", "Line 1 has to be an object with `a` and `b`.")


def test_blank_lines_are_counted_and_skipped():
    assert [row.line for row in read("\n", '"a"\n', " \n", '"b"')] == [2, 4]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{", "Line 1 is not JSON"),
        ("[1]", "an object with `mention` or a string"),
        ("null", "an object with `mention` or a string"),
        ('{"a": NaN}', "NaN is no JSON value"),
        ('{"a": -Infinity}', "-Infinity is no JSON value"),
        ('{"a": 1e999}', "the number 1e999 is too large"),
        ("[" * 100_000, "nested too deeply"),
        ('{"a": "caf\udce9"}', "not UTF-8"),
    ],
)
def test_a_line_that_cannot_be_read_is_a_row_with_an_error(line, words):
    bad, good = read(line, '"Daesh"')
    assert bad.fields == ()
    assert bad.error is not None
    assert bad.error.code == "unreadable-row"
    assert words in bad.error.detail
    assert good.error is None


def test_an_answer_stands_behind_the_fields_of_its_row():
    assert list(merged([("n", 1), ("mention", "x")], {"status": "match"}, RESERVED).items()) == [
        ("n", 1),
        ("mention", "x"),
        ("status", "match"),
    ]


def test_a_field_that_the_answer_replaces_is_kept_under_input():
    answer = {"status": "match", "id": "a"}
    assert merged([("id", 5), ("input", 6), ("error", 7)], answer, RESERVED) == {
        "status": "match",
        "id": "a",
        "input": {"id": 5, "input": 6, "error": 7},
    }


def test_a_field_with_the_value_of_the_answer_is_not_kept_twice():
    assert merged([("mention", "x")], {"mention": "x"}, RESERVED) == {"mention": "x"}


def test_a_reserved_field_never_stands_for_an_answer_that_there_is_none_of():
    assert merged([("id", 5)], {"error": {"code": "c"}}, RESERVED) == {"error": {"code": "c"}, "input": {"id": 5}}


def test_a_row_with_an_error_is_written_with_its_code_and_detail():
    line = written(Row(1, (("n", 1),)), RowError("code", "What."))
    assert json.loads(line) == {"n": 1, "error": {"code": "code", "detail": "What."}}
    assert line.endswith("}\n")


def test_fields_that_an_answer_stands_for_are_dropped():
    line = written(Row(1, (("id", 1), ("text", "long"))), {"mentions": []}, dropped=frozenset({"text"}))
    assert "text" not in json.loads(line)


def test_names_are_written_as_they_are_and_not_as_escapes():
    assert "داعش" in written(Row(1, (("mention", "داعش"),)), {"status": "match"})
