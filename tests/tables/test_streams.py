from __future__ import annotations

import io
import os
import stat
import sys
from pathlib import Path

import pytest

from polyonym.errors import InputError
from polyonym.tables.formats import STANDARD_STREAM, Format
from polyonym.tables.streams import check_output, open_input, open_output


def read(path: Path, kind: Format = Format.csv) -> str:
    with open_input(path, kind) as source:
        return source.text.read()


def test_a_byte_order_mark_is_no_part_of_the_text(tmp_path: Path):
    (tmp_path / "a.csv").write_bytes("\ufeffDaesh\n".encode())
    assert read(tmp_path / "a.csv") == "Daesh\n"


@pytest.mark.parametrize(
    ("kind", "lines"),
    [(Format.csv, "a\r\nb\rc\n"), (Format.text, "a\nb\nc\n"), (Format.jsonl, "a\r\nb\rc\n")],
)
def test_line_ends_are_kept_but_in_plain_text(tmp_path: Path, kind, lines):
    (tmp_path / "a").write_bytes(b"a\r\nb\rc\n")
    assert read(tmp_path / "a", kind) == lines


def test_a_line_of_json_lines_ends_in_a_line_feed_only(tmp_path: Path):
    (tmp_path / "a").write_bytes(b'"a\rb"\n"c"\n')
    with open_input(tmp_path / "a", Format.jsonl) as source:
        assert list(source.text) == ['"a\rb"\n', '"c"\n']


def test_bytes_that_are_not_utf8_are_kept_for_their_row_to_be_refused(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"x" * 100 + b"\xff")
    assert read(tmp_path / "a").endswith("\udcff")


def test_the_size_is_known_for_a_file_and_the_position_moves(tmp_path: Path):
    (tmp_path / "a").write_bytes(b"abc\n" * 10_000)
    with open_input(tmp_path / "a", Format.csv) as source:
        assert (source.size, source.position()) == (40_000, 0)
        source.text.readline()
        assert 0 < source.position() < 40_000


def test_stdin_has_no_size(monkeypatch):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Daesh\n")))
    with open_input(STANDARD_STREAM, Format.text) as source:
        assert (source.text.read(), source.size, source.position()) == ("Daesh\n", None, 0)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"\x1f\x8brest", "gzip"),
        (b"PK\x03\x04rest", "spreadsheet"),
        (b"PAR1rest", "Parquet"),
        ("Daesh".encode("utf-16"), "UTF-16"),
        (b"a\x00b\x00c\x00", "binary"),
        ("Даиш".encode("cp1251"), "other than UTF-8"),
    ],
)
def test_a_file_that_is_no_text_is_refused_with_what_it_is(tmp_path: Path, content, words):
    (tmp_path / "a").write_bytes(content)
    with pytest.raises(InputError, match=words):
        read(tmp_path / "a")


@pytest.mark.parametrize(("broken", "is_text"), [(10, True), (11, False)])
def test_one_byte_in_ten_may_be_none_of_utf8(tmp_path: Path, broken, is_text):
    (tmp_path / "a").write_bytes(b"\xff" * broken + b"x" * (100 - broken))
    if is_text:
        assert len(read(tmp_path / "a")) == 100
    else:
        with pytest.raises(InputError):
            read(tmp_path / "a")


def test_an_input_that_cannot_be_read_is_refused(tmp_path: Path):
    for path in (tmp_path / "none", tmp_path):
        with pytest.raises(InputError, match="cannot be read"):
            read(path)


def test_an_output_appears_only_when_it_is_complete(tmp_path: Path):
    target = tmp_path / "out"
    with open_output(target) as stream:
        stream.write("whole")
        assert not target.exists()
    assert target.read_text() == "whole"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_that_fails_leaves_the_older_file_and_nothing_else(tmp_path: Path):
    target = tmp_path / "out"
    target.write_text("old")

    def fail() -> None:
        with open_output(target) as stream:
            stream.write("half")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    assert target.read_text() == "old"
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_an_output_keeps_the_link_and_the_permissions_of_what_it_replaces(tmp_path: Path):
    real, link = tmp_path / "real", tmp_path / "link"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    with open_output(link) as stream:
        stream.write("new")
    assert link.is_symlink()
    assert (real.read_text(), stat.S_IMODE(real.stat().st_mode)) == ("new", 0o640)


def test_a_device_is_written_directly():
    with open_output(Path(os.devnull)) as stream:
        stream.write("anything")
    assert not Path(os.devnull).is_file()


def test_half_a_surrogate_pair_is_written_as_an_escape(tmp_path: Path):
    with open_output(tmp_path / "out") as stream:
        stream.write("\ud83d")
    assert (tmp_path / "out").read_bytes() == b"\\ud83d"


def test_an_output_that_cannot_be_written_is_refused_before_any_work(tmp_path: Path):
    source, link = tmp_path / "in", tmp_path / "link"
    source.write_text("x")
    link.symlink_to(source)
    for target, words in [
        (source, "is the input"),
        (link, "is the input"),
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "out", "There is no folder"),
    ]:
        with pytest.raises(InputError, match=words):
            check_output(source, target)
    check_output(source, tmp_path / "out")
    check_output(STANDARD_STREAM, STANDARD_STREAM)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write everywhere")
def test_an_output_that_must_not_be_written_is_refused(tmp_path: Path):
    target = tmp_path / "out"
    target.write_text("x")
    target.chmod(0o400)
    with pytest.raises(InputError, match="must not be written"):
        check_output(STANDARD_STREAM, target)
