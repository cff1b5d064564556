from __future__ import annotations

from importlib import metadata
from pathlib import Path

import grimp
import pytest

from polyonym.gazetteer.source import contents_of
from polyonym.snapshots import cache_key as module
from polyonym.snapshots.cache_key import LIBRARIES, SHAPING, cache_key

PACKAGE = Path(module.__file__).parent.parent


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    folder = tmp_path / "names"
    (folder / "words").mkdir(parents=True)
    (folder / "a.yaml").write_text("- {id: omar, type: person, name: Omar Safi}\n")
    (folder / "words" / "heads.yaml").write_text("bank: [Bankhouse]\n")
    (folder / "types.yaml").write_text("- {name: vessel, like: other}\n")
    return folder


def key(gazetteer: Path) -> str | None:
    return cache_key(gazetteer, contents_of(gazetteer))


def test_the_same_files_have_the_same_key(gazetteer: Path) -> None:
    assert key(gazetteer) == key(gazetteer)


@pytest.mark.parametrize("name", ["a.yaml", "words/heads.yaml", "types.yaml"])
def test_a_byte_of_any_file_changes_the_key(gazetteer: Path, name: str) -> None:
    before = key(gazetteer)
    data = (gazetteer / name).read_bytes()
    (gazetteer / name).write_bytes(data[:-2] + b"x" + data[-1:])
    assert key(gazetteer) != before
    (gazetteer / name).write_bytes(data)
    assert key(gazetteer) == before


def test_the_name_of_a_file_changes_the_key_and_another_file_does_not(gazetteer: Path) -> None:
    before = key(gazetteer)
    (gazetteer / "notes.txt").write_text("nothing")
    assert key(gazetteer) == before
    (gazetteer / "a.yaml").rename(gazetteer / "b.yaml")
    assert key(gazetteer) != before


def test_where_one_file_ends_and_the_next_begins_changes_the_key(gazetteer: Path) -> None:
    whole = (gazetteer / "a.yaml").read_bytes()
    (gazetteer / "b.yaml").write_bytes(b"")
    before = key(gazetteer)
    (gazetteer / "a.yaml").write_bytes(whole[:-1])
    (gazetteer / "b.yaml").write_bytes(whole[-1:])
    assert key(gazetteer) != before


def test_a_file_of_types_that_comes_or_goes_changes_the_key(gazetteer: Path) -> None:
    before = key(gazetteer)
    (gazetteer / "types.yaml").unlink()
    assert key(gazetteer) != before


def test_a_gazetteer_of_one_file_has_a_key_of_its_own_file_alone(gazetteer: Path) -> None:
    before = key(gazetteer / "a.yaml")
    (gazetteer / "types.yaml").unlink()
    assert key(gazetteer / "a.yaml") == before


def test_the_version_of_the_form_changes_the_key(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(gazetteer)
    monkeypatch.setattr(module, "FORMAT", 99)
    assert key(gazetteer) != before


def test_code_that_was_edited_since_it_was_loaded_keeps_nothing(
    gazetteer: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "_STARTED", 0.0)
    assert key(gazetteer) is None


@pytest.fixture(scope="module")
def compiling() -> set[str]:
    """Return the modules, of this package and of others, that compiling a gazetteer imports."""
    graph = grimp.build_graph("polyonym", include_external_packages=True)
    start = "polyonym.snapshots.load"
    return {start, *graph.find_upstream_modules(start)}


def test_every_module_that_compiling_imports_is_part_of_the_key(compiling: set[str]) -> None:
    own = {name for name in compiling if name.startswith("polyonym.")}
    assert {"polyonym.index.merge", "polyonym.text.name", "polyonym.annotate.compile_phrases"} <= own
    tops = {name.split(".")[1] for name in own}
    assert {top if (PACKAGE / top).is_dir() else f"{top}.py" for top in tops} == set(SHAPING)


def test_every_library_that_compiling_imports_is_part_of_the_key(compiling: set[str]) -> None:
    libraries = metadata.packages_distributions()
    found = {name for module in compiling for name in libraries.get(module, ())} - {"polyonym"}
    assert found == set(LIBRARIES)


def test_a_changed_module_or_library_changes_the_key(gazetteer: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = key(gazetteer)
    with monkeypatch.context() as patched:
        patched.setattr(module, "SHAPING", SHAPING[:-1])
        assert key(gazetteer) != before
    monkeypatch.setattr(module.metadata, "version", lambda name: "9.9" if name == "numpy" else "1.0")
    assert key(gazetteer) != before
