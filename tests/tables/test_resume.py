from __future__ import annotations

import pytest

from polyonym.tables.resume import Checkpoint


@pytest.mark.parametrize(
    ("left", "done", "size"), [(b"", 0, 0), (b"a", 0, 0), (b"a\n", 1, 2), (b"a\nb\nc", 2, 4), ("é\n".encode(), 1, 3)]
)
def test_whole_lines_are_done(tmp_path, left, done, size):
    target = tmp_path / "out.jsonl"
    (tmp_path / "out.jsonl.part").write_bytes(left)
    assert Checkpoint.find(target, resume=True) == Checkpoint(done, size)
    assert Checkpoint.find(target, resume=False) == Checkpoint(0, 0)


def test_nothing_left_is_nothing_done(tmp_path):
    assert Checkpoint.find(tmp_path / "out.jsonl", resume=True) == Checkpoint(0, 0)


def test_an_output_takes_its_place_when_it_is_whole(tmp_path):
    target, part = tmp_path / "out.jsonl", tmp_path / "out.jsonl.part"
    part.write_bytes(b"a\nb")
    target.write_text("old", encoding="utf-8")
    with Checkpoint.find(target, resume=True).open(target) as stream:
        stream.write("c\n")
        assert target.read_text(encoding="utf-8") == "old"
    assert target.read_bytes() == b"a\nc\n"
    assert not part.exists()


def test_a_run_that_fails_leaves_what_it_has_written(tmp_path):
    target = tmp_path / "out.jsonl"

    def run():
        with Checkpoint.find(target, resume=False).open(target) as stream:
            stream.write("a\n")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run()
    assert not target.exists()
    assert Checkpoint.find(target, resume=True).done == 1
