from __future__ import annotations

import io

import pytest

from polyonym.errors import InputError
from polyonym.tables.codec import read_rows, writer_for
from polyonym.tables.delimited import DelimitedWriter, TextWriter
from polyonym.tables.formats import Format
from polyonym.tables.json_lines import JsonLinesWriter
from polyonym.tables.rows import RowStream

CONTENT = {
    Format.jsonl: '{"mention": "Daesh"}\n',
    Format.csv: "mention\nDaesh\n",
    Format.tsv: "mention\tn\nDaesh\t1\n",
    Format.text: "Daesh\n",
}
NOTHING: frozenset[str] = frozenset()


@pytest.mark.parametrize("kind", Format)
def test_every_format_is_read(kind):
    stream = read_rows(io.StringIO(CONTENT[kind], newline=""), kind, ("mention",))
    assert [dict(row.fields)["mention"] for row in stream.rows] == ["Daesh"]


@pytest.mark.parametrize(
    ("kind", "writer"),
    [
        (Format.jsonl, JsonLinesWriter),
        (Format.csv, DelimitedWriter),
        (Format.tsv, DelimitedWriter),
        (Format.text, TextWriter),
    ],
)
def test_every_format_is_written(kind, writer):
    assert isinstance(writer_for(kind, RowStream(("a",), iter(())), NOTHING, NOTHING), writer)


@pytest.mark.parametrize(
    ("kind", "of_input", "written"),
    [(Format.csv, ",", ","), (Format.csv, ";", ";"), (Format.csv, "\t", ","), (Format.tsv, ",", "\t")],
)
def test_a_table_keeps_its_delimiter_unless_the_format_changes(kind, of_input, written):
    assert writer_for(kind, RowStream(("a",), iter(()), of_input), NOTHING, NOTHING).delimiter == written


def test_two_columns_of_one_name_have_no_room_in_a_json_object():
    with pytest.raises(InputError, match="Several columns are called 'a'"):
        writer_for(Format.jsonl, RowStream(("a", "b", "a"), iter(())), NOTHING, NOTHING)
