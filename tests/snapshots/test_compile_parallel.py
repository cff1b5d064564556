from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from polyonym import GazetteerError
from polyonym.gazetteer.source import contents_of, pieces_of, read
from polyonym.gazetteer.types_file import read_types
from polyonym.gazetteer.validate import validate
from polyonym.gazetteer.words import read_words
from polyonym.index.build import compile_entities
from polyonym.index.neighbours import vector_spaces
from polyonym.snapshots.compile_parallel import Progress, compile_parallel
from polyonym.snapshots.packing import Packed, pack
from polyonym.snapshots.snapshot_file import StoredSnapshot
from polyonym.workers import SerialPool

LINES = "".join(
    f'{{"id": "e{number:02}", "type": "person", "name": "Omar Safi {number}", "aliases": ["Омар {number}"]}}\n'
    for number in range(30)
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "names.jsonl").write_text(LINES)
    (tmp_path / "places.yaml").write_text("- {id: kunduz, type: place, name: Kunduz}\n")
    return tmp_path


def compiled(
    path: Path, size: int, progress: Progress | None = None, *, vectors: bool = False, phrases: bool = False
) -> StoredSnapshot:
    words = read_words(path)
    pieces, pool = pieces_of(path, contents_of(path), size), SerialPool(words.lexicon)
    return compile_parallel(pieces, words, read_types(path), pool, progress, vectors=vectors, phrases=phrases)


@pytest.mark.parametrize("size", [1, 100, 1_000, 1_000_000])
def test_pieces_of_any_size_give_what_compiling_at_once_gives(folder: Path, size: int) -> None:
    found, expected = Packed(), Packed()
    pack(compiled(folder, size).columns, "c", found)
    pack(compile_entities(validate(read(folder)).entities, read_words(folder).lexicon).columns, "c", expected)
    assert found.values == expected.values
    differing = {name for name, array in expected.arrays.items() if not np.array_equal(array, found.arrays[name])}
    # Files are listed in the order in which they are read, which for one process is the order of the ids.
    assert differing <= {"c.entities.file_rows", "c.entities.file_names.data", "c.entities.file_names.offsets"}


def test_vectors_and_phrases_are_compiled_where_they_are_wanted(folder: Path) -> None:
    plain = compiled(folder, 1_000)
    assert (plain.ivf_indexes, plain.phrases) == ({}, None)
    whole = compiled(folder, 1_000, vectors=True, phrases=True)
    assert list(whole.ivf_indexes) == vector_spaces(whole.columns)
    assert whole.phrases is not None
    assert len(whole.phrases.listed_names) > 30


def test_every_step_reports_until_it_is_done(folder: Path) -> None:
    reports: list[tuple[str, int, int]] = []
    compiled(folder, 500, lambda *report: reports.append(report), vectors=True, phrases=True)
    assert list(dict.fromkeys(step for step, _, _ in reports)) == ["reading", "phrases", "vectors"]
    for step in ("reading", "phrases", "vectors"):
        done = [(each, total) for name, each, total in reports if name == step]
        assert done == sorted(done)
        assert done[-1][0] == done[-1][1]


def test_problems_of_entries_types_and_words_come_together(folder: Path) -> None:
    (folder / "more.yaml").write_text("- {id: kunduz, type: place, name: Konduz}\n- {id: x}\n")
    (folder / "types.yaml").write_text("- {name: vessel, like: ship}\n")
    (folder / "words").mkdir()
    (folder / "words" / "heads.yaml").write_text("- bank\n")
    with pytest.raises(GazetteerError) as raised:
        compiled(folder, 1_000)
    found = {(problem.origin.file, problem.code) for problem in raised.value.problems}
    assert found == {
        ("more.yaml", "missing-key"),
        ("places.yaml", "duplicate-id"),
        ("types.yaml", "unknown-like"),
        ("words/heads.yaml", "wrong-shape"),
    }


def test_a_warning_leaves_out_what_it_is_about_and_is_kept(folder: Path) -> None:
    (folder / "more.yaml").write_text("- {id: kunduz, type: place, name: Kunduz}\n")
    stored = compiled(folder, 1_000)
    assert [problem.code for problem in stored.warnings] == ["repeated-entity"]
    assert len(stored.columns.entities.texts) == 31
