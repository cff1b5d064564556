from __future__ import annotations

import hashlib
import json
import tempfile
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym.entity_types import EntityTypes, EntityTypeTraits
from polyonym.gazetteer.source import Piece, read_piece
from polyonym.gazetteer.validate import validate
from polyonym.index.build import compile_entities
from polyonym.index.neighbours import vector_spaces
from polyonym.index.snapshot import Snapshot
from polyonym.model import Mention, Origin, Problem
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve import pipeline
from polyonym.snapshots import snapshot_file as snapshotfile
from polyonym.snapshots.packing import Packed, pack
from polyonym.snapshots.snapshot_file import FORMAT, SnapshotFileError, StoredSnapshot, open_file, write

WARNING = Problem("empty-name", "Ünlü?", "Write it.", Origin("a.yaml", 3), "warning")


def stored(snapshot: Snapshot, *, vectors: bool = False) -> StoredSnapshot:
    ivf_indexes = (
        {which: snapshot.neighbours.ivf(*which) for which in vector_spaces(snapshot.columns)} if vectors else {}
    )
    return StoredSnapshot(snapshot.columns, ivf_indexes, (WARNING,))


def opened(path: Path, snapshot: Snapshot, key: str = "key") -> Snapshot:
    found = open_file(path, key)
    return Snapshot.of(found.columns, snapshot.lexicon, ivf_indexes=found.ivf_indexes)


def answers(snapshot: Snapshot, names: list[str]) -> list[object]:
    return [pipeline.resolve(snapshot, Mention(name, limit=10), DEFAULT_POLICY) for name in names]


@pytest.fixture(scope="module")
def path(snapshot: Snapshot, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a file of the real gazetteer, with its vectors."""
    found = tmp_path_factory.mktemp("kept") / "real.snapshot"
    write(found, "key", stored(snapshot, vectors=True))
    return found


@pytest.fixture
def copy(path: Path, tmp_path: Path) -> Path:
    """Return a copy of that file, to be damaged."""
    found = tmp_path / "copy.snapshot"
    found.write_bytes(path.read_bytes())
    return found


@pytest.mark.slow
def test_every_name_of_the_real_gazetteer_is_answered_as_from_memory(path: Path, snapshot: Snapshot) -> None:
    again = opened(path, snapshot)
    names = [name.alias.name for name in snapshot.names]
    assert answers(again, names) == answers(snapshot, names)
    assert list(again.entities) == list(snapshot.entities)
    assert list(again.names) == list(snapshot.names)


def test_mentions_that_stand_nowhere_are_answered_as_from_memory(path: Path, snapshot: Snapshot) -> None:
    names = ["Nurul Haq Olumi", "Mohamed Umar Saafi", "Кундуз", "عمر صافي", "塔利班", "Zzyzx Qqq"]
    assert answers(opened(path, snapshot), names) == answers(snapshot, names)


def test_columns_come_back_array_for_array(path: Path, snapshot: Snapshot) -> None:
    before, after = Packed(), Packed()
    pack(snapshot.columns, "c", before)
    pack(open_file(path, "key").columns, "c", after)
    assert before.values == after.values
    assert before.arrays.keys() == after.arrays.keys()
    for name, array in before.arrays.items():
        assert array.dtype == after.arrays[name].dtype
        assert np.array_equal(array, after.arrays[name]), name


def test_warnings_come_back(path: Path) -> None:
    assert open_file(path, "key").warnings == (WARNING,)


def test_arrays_are_mapped_read_only_and_aligned(path: Path) -> None:
    packed = Packed()
    pack(open_file(path, "key").columns, "c", packed)
    for name, array in packed.arrays.items():
        assert not array.flags.writeable, name
        assert array.size == 0 or array.ctypes.data % 64 == 0, name
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0


def test_the_same_snapshot_is_the_same_file(path: Path, snapshot: Snapshot, tmp_path: Path) -> None:
    again = tmp_path / "again.snapshot"
    write(again, "key", stored(snapshot, vectors=True))
    assert again.read_bytes() == path.read_bytes()


@pytest.mark.parametrize("kept", [0, 7, 31, 32, 100, 5_000, -1, -100])
def test_a_file_that_was_cut_off_is_refused(copy: Path, kept: int) -> None:
    copy.write_bytes(copy.read_bytes()[:kept])
    with pytest.raises(SnapshotFileError):
        open_file(copy, "key")


@pytest.mark.parametrize("share", [0.0, 0.0001, 0.3, 0.6, 0.999])
def test_a_byte_that_was_changed_is_found(copy: Path, share: float) -> None:
    data = bytearray(copy.read_bytes())
    header = json.loads(data[32 : 32 + int.from_bytes(data[12:16], "little")])
    filled = [row for row in header["arrays"] if 0 not in row["shape"]]
    row = filled[int(share * len(filled))]
    size = int(np.prod(row["shape"])) * np.dtype(row["dtype"]).itemsize
    data[row["offset"] + int(share * size)] ^= 1
    copy.write_bytes(data)
    with pytest.raises(SnapshotFileError, match=row["name"]):
        open_file(copy, "key")


@pytest.mark.parametrize(
    ("offset", "why"), [(0, "no snapshot"), (8, "form"), (13, "damaged"), (20, "damaged"), (60, "damaged")]
)
def test_a_header_that_was_changed_is_refused(copy: Path, offset: int, why: str) -> None:
    data = bytearray(copy.read_bytes())
    data[offset] ^= 1
    copy.write_bytes(data)
    with pytest.raises(SnapshotFileError, match=why):
        open_file(copy, "key")


def test_another_key_and_another_version_are_refused(copy: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(SnapshotFileError, match="other files"):
        open_file(copy, "other")
    monkeypatch.setattr(snapshotfile, "FORMAT", FORMAT + 1)
    with pytest.raises(SnapshotFileError, match="format"):
        open_file(copy, "key")


@pytest.mark.parametrize(
    "change",
    [
        lambda header: header.pop("arrays"),
        lambda header: header["values"].clear(),
        lambda header: header["arrays"].pop(),
        lambda header: header["arrays"][0].update(offset=-64),
        lambda header: header["arrays"][0].update(offset=1 << 60),
        lambda header: header["arrays"][0].update(shape=[1 << 40]),
        lambda header: header["arrays"][0].update(dtype="|O8"),
        lambda header: header["warnings"].append({"code": "x"}),
    ],
)
def test_a_header_that_says_nonsense_is_refused_though_its_digest_is_right(copy: Path, change) -> None:
    data = bytearray(copy.read_bytes())
    length = int.from_bytes(data[12:16], "little")
    header = json.loads(data[32 : 32 + length])
    change(header)
    text = json.dumps(header).encode().ljust(length)[:length]
    data[32 : 32 + length] = text
    data[16:32] = hashlib.blake2b(text, digest_size=16).digest()
    copy.write_bytes(data)
    with pytest.raises(SnapshotFileError):
        open_file(copy, "key")


def test_a_file_that_is_missing_is_that_and_no_damage(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        open_file(tmp_path / "missing", "key")


@pytest.mark.parametrize("failing", ["fsync", "replace", "crc"])
def test_a_crash_while_writing_leaves_the_old_file_and_nothing_else(
    failing: str, copy: Path, snapshot: Snapshot, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(*_: object) -> None:
        raise KeyboardInterrupt

    before = copy.read_bytes()
    if failing == "fsync":
        monkeypatch.setattr(snapshotfile.os, "fsync", crash)
    elif failing == "replace":
        monkeypatch.setattr(Path, "replace", crash)
    else:
        monkeypatch.setattr(snapshotfile, "_crc", crash)
    with pytest.raises(KeyboardInterrupt):
        write(copy, "other", stored(snapshot))
    monkeypatch.undo()
    assert copy.read_bytes() == before
    assert list(copy.parent.iterdir()) == [copy]


def test_a_snapshot_serves_on_when_its_file_is_replaced_or_taken_away(copy: Path, snapshot: Snapshot) -> None:
    again = opened(copy, snapshot)
    names = [name.alias.name for name in snapshot.names][::10]
    write(copy, "other", stored(compile_entities(snapshot.entities[:3])))
    assert answers(again, names) == answers(snapshot, names)
    copy.unlink()
    assert answers(again, names) == answers(snapshot, names)


NAMES = st.lists(
    st.lists(
        st.sampled_from(["Omar", "Safi", "Kunduz", "صافی", "Омар", "塔利班", "IS", "al", "3", "&", "Noor-ul-Haq"]),
        min_size=1,
        max_size=3,
    ).map(" ".join),
    min_size=1,
    max_size=6,
    unique=True,
)


@settings(max_examples=25)
@given(NAMES, NAMES)
def test_any_gazetteer_answers_from_its_file_as_from_memory(names: list[str], asked: list[str]) -> None:
    text = "".join(
        json.dumps({"id": f"e{at}", "type": "other", "name": name, "aliases": names[:at]}) + "\n"
        for at, name in enumerate(names)
    )
    validated = validate(read_piece(Piece("a.jsonl", text)))
    snapshot = compile_entities(validated.entities)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.snapshot"
        write(path, "key", stored(snapshot))
        again = opened(path, snapshot)
        assert answers(again, names + asked) == answers(snapshot, names + asked)
        assert list(again.entities) == list(snapshot.entities)


def test_the_types_of_a_gazetteer_are_kept_with_it(tmp_path: Path) -> None:
    types = EntityTypes((EntityTypeTraits("vessel", "судно", "place", titled=True, place=True),))
    records = read_piece(Piece("a.jsonl", '{"id": "a", "type": "vessel", "name": "Ever Given"}'))
    snapshot = compile_entities(validate(records, types).entities, types=types)
    write(tmp_path / "kept", "key", stored(snapshot))
    copy = opened(tmp_path / "kept", snapshot)
    assert (copy.types, copy.entities[0].type, copy.columns.traits(0)) == (types, "vessel", types.declared[0])
    assert answers(copy, ["Ever Given"]) == answers(snapshot, ["Ever Given"])
