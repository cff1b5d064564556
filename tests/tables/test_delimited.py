from __future__ import annotations

import io

import pytest

from polyonym.errors import InputError
from polyonym.tables.delimited import (
    ANSWER_COLUMNS,
    LONGEST_CELL,
    DelimitedWriter,
    TextWriter,
    answer_cells,
    mention_column,
    read_delimited,
    read_text,
)
from polyonym.tables.rows import Row, RowError

ANSWER = {"status": "match", "id": "a", "name": "A", "score": 0.5, "candidates": [{"alias": "Aa"}]}


def rows(text: str, delimiter: str | None = None) -> list[Row]:
    return list(read_delimited(io.StringIO(text, newline=""), delimiter).rows)


def written(writer, *pairs) -> str:
    stream = io.StringIO(newline="")
    writer.begin(stream)
    for row, answer in pairs:
        writer.write(stream, row, answer)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("head", "delimiter"), [("a,b", ","), ("a;b", ";"), ("a,b;c", ","), ("a", ","), ('"a;b",c', ",")]
)
def test_the_head_decides_between_comma_and_semicolon(head, delimiter):
    assert read_delimited([head + "\n"], None).delimiter == delimiter


def test_a_delimiter_that_is_given_is_not_guessed():
    stream = read_delimited(["a;b\tc\n", "1\t2\n"], "\t")
    assert (stream.columns, next(stream.rows).fields) == (("a;b", "c"), (("a;b", "1"), ("c", "2")))


def test_rows_know_the_line_that_they_begin_on():
    assert [row.line for row in rows('\n\na,b\n1,2\n"x\ny",3\n\n4,5\n')] == [4, 5, 8]


def test_columns_of_an_earlier_run_are_left_out():
    stream = read_delimited([f"a,{','.join(ANSWER_COLUMNS)},b\n", "1,,,,,,,2\n"], None)
    assert stream.columns == ("a", "b")
    assert next(stream.rows).fields == (("a", "1"), ("b", "2"))


@pytest.mark.parametrize("text", ["", "\n \n"])
def test_an_input_without_a_head_is_refused(text):
    with pytest.raises(InputError, match="The input is empty"):
        rows(text)


@pytest.mark.parametrize("head", ['"open', "caf\udce9"])
def test_a_head_that_cannot_be_read_is_refused(head):
    with pytest.raises(InputError, match="cannot be read"):
        rows(head + "\n")


def test_an_unclosed_quote_costs_its_row_and_no_other():
    found = rows('a,b\n1,2\n"3,4\n5,6\n7,8\n')
    assert [row.error is None for row in found] == [True, False, True, True]
    assert [dict(row.fields).get("a") for row in found] == ["1", "", "5", "7"]
    assert found[1].line == 3


def test_a_cell_longer_than_the_limit_is_an_error_of_its_row():
    found = rows(f"a\n{'x' * (LONGEST_CELL + 1)}\n{'x' * LONGEST_CELL}\n")
    assert [row.error is None for row in found] == [False, True]


@pytest.mark.parametrize(
    ("cells", "detail"),
    [
        ("1", "The row at line 2 has 1 cells for 2 columns."),
        ("1,2,3", "The row at line 2 has 3 cells for 2 columns; beyond the last stands '3'."),
    ],
)
def test_a_row_of_another_width_keeps_its_cells_and_names_those_beyond(cells, detail):
    (row,) = rows(f"a,b\n{cells}\n")
    assert row.error == RowError("ragged-row", detail)
    assert dict(row.fields)["a"] == "1"


def test_bytes_that_are_not_utf8_are_replaced_in_their_row():
    found = rows("a\ncaf\udce9\nDaesh\n")
    assert found[0].fields == (("a", "caf\ufffd"),)
    assert found[0].error is not None
    assert found[1].error is None


def test_plain_text_has_a_mention_a_line():
    found = list(read_text([" Daesh \n", "\n", "caf\udce9\n"]).rows)
    assert [(row.line, row.fields[0][1]) for row in found] == [(1, "Daesh"), (3, "caf\ufffd")]
    assert found[1].error is not None


@pytest.mark.parametrize(
    ("columns", "wanted", "found"),
    [
        (("a", "mention"), None, "mention"),
        (("name", "mention"), None, "mention"),
        (("a", " Name "), None, " Name "),
        (("only",), None, "only"),
        (("a", "B"), "b", "B"),
        (("b", "B"), "B", "B"),
    ],
)
def test_the_column_is_the_wanted_one_then_mention_then_name_then_the_only_one(columns, wanted, found):
    assert mention_column(columns, wanted) == found


@pytest.mark.parametrize(
    ("columns", "wanted", "words"),
    [
        (("a", "b"), None, "Say with --column"),
        (("a", "b"), "c", "no column 'c'; the columns are 'a', 'b'"),
        (("name", "name"), None, "Several columns"),
    ],
)
def test_a_column_that_is_unclear_is_refused_with_the_columns(columns, wanted, words):
    with pytest.raises(InputError, match=words):
        mention_column(columns, wanted)


def test_an_answer_fills_its_cells_and_an_error_only_the_last():
    assert answer_cells(ANSWER) == ("match", "a", "A", "0.5", "Aa", "")
    nobody = {"status": "no_match", "id": None, "name": None, "score": 0.0, "candidates": []}
    assert answer_cells(nobody) == ("no_match", "", "", "0.0", "", "")
    assert answer_cells(RowError("code", "What.")) == ("", "", "", "", "", "code: What.")


def test_cells_are_quoted_where_they_have_to_be_and_rows_end_in_a_line_feed():
    row = Row(2, (("a", 'x, "y"'), ("b", "p\r\nq")))
    head, *rest = written(DelimitedWriter(("a", "b"), ","), (row, ANSWER)).split("\n", 1)
    assert head == ",".join(("a", "b", *ANSWER_COLUMNS))
    assert rest == ['"x, ""y""","p\r\nq",match,a,A,0.5,Aa,\n']


def test_what_is_written_is_read_again_as_it_was():
    cells = ("", " x ", 'a "b"', "c,d;e\tf", "g\rh", "i\nj", "داعش")
    row = Row(2, tuple((str(place), cell) for place, cell in enumerate(cells)))
    for delimiter in (",", ";", "\t"):
        text = written(DelimitedWriter(tuple(map(str, range(len(cells)))), delimiter), (row, ANSWER))
        (again,) = rows(text, delimiter)
        assert tuple(value for _, value in again.fields) == cells


def test_a_line_of_text_has_no_tabs_and_line_ends_of_its_own():
    row = Row(1, (("mention", "a\tb\nc"),))
    assert written(TextWriter(), (row, ANSWER)) == "a b c\tmatch\ta\tA\t0.5\tAa\t\n"
