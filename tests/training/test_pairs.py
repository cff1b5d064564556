from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import pytest

from polyonym.errors import InputError
from polyonym.training.pairs import Pair, gather, respelled, split_held_out, table

PairFile = Callable[..., Path]
ROWS = "latin\tnative\nKabul\tكابُل\nkabul\tکابل\nHerat\tهرات\n"


def test_spellings_are_folded_and_counted_once(pair_file: PairFile) -> None:
    (found,) = gather([pair_file(ROWS)])
    assert (found.script, found.sources) == ("Arab", ("made",))
    assert found.pairs == (Pair(("herat",), ("هرات",)), Pair(("kabul",), ("کابل",)))


def test_the_columns_may_stand_anywhere_and_the_file_be_gzipped(tmp_path: Path) -> None:
    path = tmp_path / "ar2en.tsv.gz"
    path.write_bytes(gzip.compress("native\tx\tlatin\r\nهرات\t7\therat\r\n\r\n".encode()))
    assert gather([path])[0].pairs == (Pair(("herat",), ("هرات",)),)


def test_lines_in_another_script_are_left_out_and_files_are_told_apart_by_theirs(pair_file: PairFile) -> None:
    arabic = pair_file(ROWS + "moskva\tМосква\n", "a.tsv")
    cyrillic = pair_file("latin\tnative\nmoskva\tМосква\n", "b.tsv")
    assert [(found.script, len(found.pairs)) for found in gather([arabic, cyrillic])] == [("Arab", 2), ("Cyrl", 1)]


def test_a_given_script_holds_for_every_line(pair_file: PairFile) -> None:
    (found,) = gather([pair_file(ROWS + "moskva\tМосква\n")], "Thai")
    assert (found.script, len(found.pairs)) == ("Thai", 3)


def test_japanese_names_are_written_in_kana_and_in_han_signs(pair_file: PairFile) -> None:
    (found,) = gather([pair_file("latin\tnative\nsato\tサトウ\nkato\tカトウ\nsato\t佐藤\n")])
    assert (found.script, len(found.pairs)) == ("Jpan", 3)


def test_held_out_spellings_are_about_one_in_twenty_always_the_same_and_never_trained_on() -> None:
    pairs = [Pair((f"{kind}{number}",), (f"n{number}",)) for number in range(2000) for kind in "ab"]
    kept, held = split_held_out(pairs)
    assert (kept, held) == split_held_out(pairs)
    assert 0.03 < len(held) / len(pairs) < 0.07
    assert not {pair.native for pair in kept} & {pair.native for pair in held}


def test_letters_that_a_map_does_not_know_are_respelled() -> None:
    assert respelled([Pair(("tashkent",), ("қўқон",))], table("cyrillic_letters")) == [Pair(("tashkent",), ("кукон",))]


@pytest.mark.parametrize("name", ["routes", "korean_syllables", "han_readings", "wade_giles", "persian_letters"])
def test_every_table_is_there(name: str) -> None:
    assert table(name)


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("", ":1: The first line names no column `latin` and `native`"),
        ("latin\tenglish\n", ":1: The first line names no column `native`"),
        ("latin\tnative\nkabul\n", ":2: The line has 1 columns, and the first line names 2."),
        ("latin\tnative\nkabul\tkabul\n", "holds no names in another script than Latin"),
        ("latin\tnative\n", "holds no names in another script than Latin"),
    ],
)
def test_a_broken_file_is_named_with_what_is_wrong(pair_file: PairFile, text: str, complaint: str) -> None:
    path = pair_file(text)
    with pytest.raises(InputError) as caught:
        gather([path])
    assert str(path) in caught.value.detail
    assert complaint in caught.value.detail


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("a.tsv.gz", b"latin\tnative\n", "no whole gzip file"),
        ("a.tsv.gz", gzip.compress(b"latin\tnative\n" * 99, mtime=0)[:-9], "no whole gzip file"),
        ("a.tsv", "latin\tnative\nherat\tهرات\n".encode("utf-16"), "not UTF-8"),
    ],
)
def test_a_file_of_another_kind_is_named(tmp_path: Path, name: str, content: bytes, complaint: str) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(InputError, match=complaint):
        gather([path])
