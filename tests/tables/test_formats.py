from __future__ import annotations

from pathlib import Path

import pytest

from polyonym.errors import InputError
from polyonym.tables.formats import STANDARD_STREAM, Format, conversion, json_lines_conversion


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.jsonl", Format.jsonl),
        ("a.ndjson", Format.jsonl),
        ("a.csv", Format.csv),
        ("a.CSV", Format.csv),
        ("a.tsv", Format.tsv),
        ("a.tab", Format.tsv),
        ("a.txt", Format.text),
    ],
)
def test_the_extension_names_the_format(name, kind):
    assert conversion(Path(name), STANDARD_STREAM, None).input_format is kind


def test_an_extension_goes_before_the_stated_format():
    assert conversion(Path("a.csv"), Path("b.jsonl"), Format.text).input_format is Format.csv
    assert conversion(Path("a.doc"), Path("b.jsonl"), Format.tsv).input_format is Format.tsv


def test_what_goes_to_stdout_has_the_stated_format_or_that_of_the_input():
    assert conversion(Path("a.csv"), STANDARD_STREAM, None).output_format is Format.csv
    assert conversion(Path("a.csv"), STANDARD_STREAM, Format.jsonl).output_format is Format.jsonl


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("a.jsonl", "b.jsonl"),
        ("a.csv", "b.tsv"),
        ("a.csv", "b.jsonl"),
        ("a.tsv", "b.csv"),
        ("a.txt", "b.csv"),
        ("a.txt", "b.jsonl"),
    ],
)
def test_formats_go_together_where_nothing_is_lost(source, target):
    assert conversion(Path(source), Path(target), None).target == Path(target)


@pytest.mark.parametrize(("source", "target"), [("a.jsonl", "b.csv"), ("a.csv", "b.txt"), ("a.tsv", "b.txt")])
def test_formats_that_lose_something_are_refused_with_what_can_be_written(source, target):
    with pytest.raises(InputError, match="without loss; write "):
        conversion(Path(source), Path(target), None)


@pytest.mark.parametrize("source", [STANDARD_STREAM, Path("a.doc"), Path("a")])
def test_a_format_that_nothing_names_has_to_be_stated(source):
    with pytest.raises(InputError, match="--format"):
        conversion(source, STANDARD_STREAM, None)


def test_json_lines_need_no_extension_and_no_other_one():
    found = json_lines_conversion(Path("a.data"), STANDARD_STREAM, "Pairs")
    assert (found.input_format, found.output_format) == (Format.jsonl, Format.jsonl)
    for source, target in (("a.csv", "b.jsonl"), ("a.jsonl", "b.csv")):
        with pytest.raises(InputError, match=r"Pairs are read and written as JSON Lines, and '\w\.csv'"):
            json_lines_conversion(Path(source), Path(target), "Pairs")
