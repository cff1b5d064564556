from __future__ import annotations

import gc
import json
import logging
from pathlib import Path

import pytest

from polyonym import GazetteerError, Resolver
from polyonym.gazetteer.source import read
from polyonym.gazetteer.types_file import read_types
from polyonym.gazetteer.validate import Validated, validate
from polyonym.gazetteer.words import read_words
from polyonym.index.build import compile_entities
from polyonym.index.snapshot import Snapshot
from polyonym.model import Mention
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve import pipeline
from polyonym.snapshots import load as module
from polyonym.snapshots.cache import SnapshotCache
from polyonym.snapshots.load import load
from polyonym.snapshots.store import Store
from polyonym.workers import WorkerLostError

NAMES = ["Noorolhaq Olomi", "Omar Safi", "نورالحق علومی", "Омар Сафи", "Kunduz Province", "Bank of Kunduz", "塔利班"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return files of entities, words and types; an entity stands there twice, and ids come in no order."""
    found = tmp_path / "names"
    (found / "words").mkdir(parents=True)
    rows = [
        {
            "id": f"e{(number * 37) % 90:03}",
            "type": ("person", "vessel")[number % 2],
            "name": f"{NAMES[number % 7]} {number}",
            "aliases": ["?"],
        }
        for number in range(90)
    ]
    rows[5]["part_of"] = ["whole"]
    text = "".join(json.dumps(row, ensure_ascii=False) + "\n" for row in [*rows, rows[3]])
    (found / "b.jsonl").write_text(text, encoding="utf-8")
    (found / "a.yaml").write_text("- {id: whole, type: place, name: The Whole, not: [A Part]}\n")
    (found / "words" / "heads.yaml").write_text("bank: [Bankhouse]\n")
    (found / "types.yaml").write_text("- {name: vessel, like: organization}\n")
    return found


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Treat every gazetteer as a large one, in pieces of a few lines."""
    monkeypatch.setattr(module, "LARGE", 1)
    monkeypatch.setattr(module, "PIECE_SIZE", 500)


@pytest.fixture
def cache(tmp_path: Path) -> SnapshotCache:
    return SnapshotCache(tmp_path / "cache", min_bytes=0)


def served(path: Path, cache: SnapshotCache | None = None) -> Resolver:
    return Resolver(Store(path, cache=cache))


def validated(path: Path) -> Validated:
    """Read and validate the gazetteer step by step, in this process."""
    return validate(read(path), read_types(path).types)


def slowly(path: Path) -> Snapshot:
    """Compile the gazetteer step by step, in this process."""
    words, types = read_words(path), read_types(path).types
    return compile_entities(validated(path).entities, words.lexicon, words.digest, types=types)


def check_same(one: Snapshot, other: Snapshot) -> None:
    asked = [name.alias.name for name in other.names] + ["Nurul Haq Olumi 3", "Умар Сафи", "Bankhouse of Kunduz"]
    assert one.fingerprint == other.fingerprint
    assert list(one.entities) == list(other.entities)
    assert (one.types, one.type_counts()) == (other.types, other.type_counts())
    for text in asked:
        mention = Mention(text, limit=5)
        assert pipeline.resolve(one, mention, DEFAULT_POLICY) == pipeline.resolve(other, mention, DEFAULT_POLICY)


def test_a_small_gazetteer_is_the_same_as_compiled_step_by_step(folder: Path) -> None:
    check_same(served(folder).snapshot, slowly(folder))


@pytest.mark.slow
def test_a_large_gazetteer_is_the_same_whoever_compiles_it(folder: Path, large: None) -> None:
    check_same(served(folder).snapshot, slowly(folder))


@pytest.mark.slow
@pytest.mark.parametrize("worker_count", [1, 2])
def test_problems_are_the_same_whoever_finds_them(
    folder: Path, large: None, monkeypatch: pytest.MonkeyPatch, worker_count: int
) -> None:
    monkeypatch.setattr(module, "worker_count", lambda: worker_count)
    assert load(folder)[0].warnings == validated(folder).problems
    assert {problem.code for problem in load(folder)[0].warnings} == {"empty-name", "repeated-entity"}
    with (folder / "b.jsonl").open("a") as stream:
        stream.write(
            '{"id": "e001", "type": "person", "name": "Another"}\n{"id": \n{"id": "x", "part_of": ["nobody"]}\n'
        )
    with pytest.raises(GazetteerError) as error:
        load(folder)
    assert error.value.problems == validated(folder).problems
    assert {"duplicate-id", "json-syntax", "unknown-part-of"} <= {problem.code for problem in error.value.problems}


def test_files_that_cannot_be_read_are_the_same_problems(folder: Path) -> None:
    (folder / "c.jsonl").write_bytes(b'{"id": "\xff"}\n')
    with pytest.raises(GazetteerError) as error:
        load(folder)
    assert error.value.problems == validated(folder).problems


def test_the_second_time_nothing_is_compiled_and_all_is_the_same(
    folder: Path, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = served(folder, cache)
    monkeypatch.setattr(module, "_compile", lambda *_, **__: pytest.fail("It was compiled."))
    second = served(folder, cache)
    check_same(second.snapshot, first.snapshot)
    assert second.store.loaded.warnings == first.store.loaded.warnings != ()
    assert second.resolve("Bankhouse of Kunduz 5") == first.resolve("Bankhouse of Kunduz 5")


def test_a_small_gazetteer_is_not_kept_where_only_large_ones_are(folder: Path, tmp_path: Path) -> None:
    served(folder, SnapshotCache(tmp_path / "cache"))
    assert not (tmp_path / "cache").exists()


def test_a_damaged_snapshot_is_made_anew(folder: Path, cache: SnapshotCache, caplog: pytest.LogCaptureFixture) -> None:
    before = served(folder, cache).snapshot
    [path] = cache.folder.iterdir()
    whole = path.read_bytes()
    path.unlink()  # and not cut off in its place, where the first snapshot reads it
    path.write_bytes(whole[: len(whole) // 2])
    check_same(served(folder, cache).snapshot, before)
    assert path.read_bytes() == whole
    assert [record.levelno for record in caplog.records] == [logging.WARNING]


def test_a_reload_opens_what_is_kept_of_the_files_as_they_are(
    folder: Path, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    resolver = served(folder, cache)
    before, old = resolver.snapshot, (folder / "a.yaml").read_text()
    (folder / "a.yaml").write_text(old.replace("The Whole", "The Sum"))
    change = resolver.store.reload()
    assert (change.added, change.removed, change.changed) == ((), (), ("whole",))
    assert resolver.resolve("The Sum").id == "whole"
    (folder / "a.yaml").write_text(old)
    monkeypatch.setattr(module, "_compile", lambda *_, **__: pytest.fail("It was compiled."))
    assert resolver.store.reload().after == before.fingerprint
    assert before.entity("whole").name == resolver.snapshot.entity("whole").name == "The Whole"


def test_a_word_list_that_changes_makes_another_snapshot(folder: Path, cache: SnapshotCache) -> None:
    before = served(folder, cache).snapshot
    (folder / "words" / "heads.yaml").write_text("bank: [Moneyhouse]\n")
    assert served(folder, cache).snapshot.fingerprint != before.fingerprint


def test_files_that_change_while_they_are_compiled_are_not_mixed_up(
    folder: Path, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    compiled = module._compile  # noqa: SLF001 -- what stands between reading and keeping

    def edit_meanwhile(*arguments, **options):
        (folder / "words" / "heads.yaml").write_text("bank: [Moneyhouse]\n")
        return compiled(*arguments, **options)

    monkeypatch.setattr(module, "_compile", edit_meanwhile)
    served(folder, cache)
    assert not cache.folder.exists()


def test_a_folder_that_cannot_be_written_costs_a_warning_and_no_answer(
    folder: Path, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("no folder")
    resolver = served(folder, SnapshotCache(tmp_path / "file" / "cache", min_bytes=0))
    assert resolver.resolve("The Whole").id == "whole"
    assert len(caplog.records) == 1


@pytest.mark.slow
def test_a_crew_that_is_lost_costs_a_warning_and_no_answer(
    folder: Path, large: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    compile_parallel, tried = module.compile_parallel, []

    def lose_the_first(*arguments, **options):
        tried.append(arguments)
        if len(tried) == 1:
            raise WorkerLostError("gone")
        return compile_parallel(*arguments, **options)

    monkeypatch.setattr(module, "compile_parallel", lose_the_first)
    check_same(served(folder).snapshot, slowly(folder))
    assert "by one process" in caplog.text


@pytest.mark.slow
def test_progress_of_a_large_gazetteer_is_told_to_the_end_and_of_a_small_one_not(
    folder: Path, cache: SnapshotCache, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[tuple[str, int, int]] = []
    load(folder, progress=lambda *step: told.append(step))
    assert told == []
    monkeypatch.setattr(module, "LARGE", 1)
    monkeypatch.setattr(module, "PIECE_SIZE", 500)
    load(folder, cache, progress=lambda *step: told.append(step))
    assert [step for step, done, total in told if done == total] == ["reading", "phrases", "vectors"]
    assert len(told) > 10


@pytest.mark.slow
def test_vectors_of_a_large_gazetteer_are_kept(folder: Path, cache: SnapshotCache, large: None) -> None:
    load(folder, cache)
    kept, words = load(folder, cache)
    assert {script for script, _ in kept.ivf_indexes} >= {"Latn", "Arab", "Cyrl"}
    check_same(Snapshot.of(kept.columns, words.lexicon, ivf_indexes=kept.ivf_indexes), slowly(folder))


@pytest.mark.slow
@pytest.mark.parametrize("processes", [1, 2])
def test_patterns_are_kept_and_find_in_texts_what_those_of_memory_find(
    folder: Path, cache: SnapshotCache, large: None, monkeypatch: pytest.MonkeyPatch, processes: int
) -> None:
    monkeypatch.setattr(module, "worker_count", lambda: processes)
    text = "Noorolhaq Olomi 7, Nurul Haq Olumi 7, в Кундузе, 塔利班 6, Умар Сафи. The Whole and Bank of Kunduz 5's."
    told: list[tuple[str, int, int]] = []
    found = Store(folder, cache=cache, progress=lambda *step: told.append(step))
    again = Store(folder, cache=cache)
    assert found.loaded.snapshot.phrases is not None
    assert again.loaded.snapshot.phrases is not None
    assert ("phrases", 1, 1) in told
    expected = Resolver(Store(folder)).annotate(text)
    assert len(expected) >= 4
    assert Resolver(found).annotate(text) == Resolver(again).annotate(text) == expected


def test_what_is_kept_has_its_phrases_and_what_is_not_makes_them_when_asked(folder: Path, cache: SnapshotCache) -> None:
    assert load(folder)[0].phrases is None
    assert load(folder, cache)[0].phrases is not None


@pytest.mark.slow
def test_garbage_is_collected_again_when_a_large_gazetteer_is_loaded_or_refused(folder: Path, large: None) -> None:
    load(folder)
    assert gc.isenabled()
    (folder / "c.yaml").write_text("- Daesh\n")
    with pytest.raises(GazetteerError):
        load(folder)
    assert gc.isenabled()


@pytest.mark.slow
@pytest.mark.parametrize("worker_count", [1, 2])
def test_a_broken_file_of_types_is_told_once_whoever_reads_the_entities(
    folder: Path, large: None, monkeypatch: pytest.MonkeyPatch, worker_count: int
) -> None:
    monkeypatch.setattr(module, "worker_count", lambda: worker_count)
    (folder / "types.yaml").write_text("- {name: vessel, like: ship}\n")
    with pytest.raises(GazetteerError) as error:
        load(folder)
    assert [problem.code for problem in error.value.problems if problem.severity == "error"] == ["unknown-like"]


def test_a_kept_snapshot_knows_its_types_and_another_one_is_made_for_others(folder: Path, cache: SnapshotCache) -> None:
    before = served(folder, cache).snapshot
    assert (served(folder, cache).snapshot.types, before.type_counts()["vessel"]) == (before.types, 45)
    (folder / "types.yaml").write_text("- {name: vessel, like: place}\n")
    after = served(folder, cache).snapshot
    assert (before.types.of("vessel").like, after.types.of("vessel").like) == ("organization", "place")
    assert before.fingerprint != after.fingerprint
    (folder / "types.yaml").unlink()
    with pytest.raises(GazetteerError, match="There is no type `vessel`"):
        served(folder, cache)
