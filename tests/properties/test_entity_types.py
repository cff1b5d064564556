"""What holds of declared types in every gazetteer; the real one serves, with types that it does not declare itself."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym import Resolver, wireform
from polyonym.entity_types import BUILT_IN_TYPES

BUNDLED = Path(__file__).parents[2] / "gazetteer"
CLONES = {name: f"my-{name}" for name in BUILT_IN_TYPES.names}
SETTINGS = settings(max_examples=60)


def served(folder: Path, types: str, change: Callable[[str], str] = str) -> Resolver:
    """Serve a changed copy of the real gazetteer that declares types."""
    folder.mkdir()
    for path in BUNDLED.glob("*.yaml"):
        (folder / path.name).write_text(change(path.read_text(encoding="utf-8")), encoding="utf-8")
    (folder / "types.yaml").write_text(types, encoding="utf-8")
    return Resolver.load(folder)


@pytest.fixture(scope="module")
def unused(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    """Return the real gazetteer with types that no entity has, of every kind."""
    rows = [f"- {{name: {clone}, like: {name}}}\n" for name, clone in CLONES.items()]
    return served(tmp_path_factory.mktemp("unused") / "names", "".join(rows))


@pytest.fixture(scope="module")
def cloned(tmp_path_factory: pytest.TempPathFactory) -> Resolver:
    """Return the real gazetteer with a declared type in the place of every built-in one."""
    rows = [f"- {{name: {clone}, like: {name}}}\n" for name, clone in CLONES.items()]
    pattern = re.compile(rf"^(  type: )({'|'.join(CLONES)})$", re.MULTILINE)
    return served(
        tmp_path_factory.mktemp("cloned") / "names",
        "".join(rows),
        lambda text: pattern.sub(lambda found: found[1] + CLONES[found[2]], text),
    )


@st.composite
def mentions(draw: st.DrawFn) -> tuple[int, int, str | None]:
    """Draw a name of the gazetteer by its number, a letter of it to leave out, and a type to ask with."""
    return draw(st.integers(0, 10_000)), draw(st.integers(0, 30)), draw(st.sampled_from([None, *CLONES]))


def spelled(resolver: Resolver, number: int, at: int) -> str:
    names = resolver.snapshot.names
    name = names[number % len(names)].alias.name
    shorter = name[:at] + name[at + 1 :]
    return shorter if any(map(str.isalnum, shorter)) else name


def without_types(answer: Any) -> Any:
    """Take out what may differ: the fingerprint, the types, and the sentences that name a type."""
    if isinstance(answer, dict):
        return {k: without_types(v) for k, v in answer.items() if k not in {"gazetteer", "type", "sentence", "detail"}}
    return [without_types(item) for item in answer] if isinstance(answer, list) else answer


@SETTINGS
@given(mentions())
def test_a_type_that_no_entity_has_changes_no_answer(
    resolver: Resolver, unused: Resolver, drawn: tuple[int, int, str | None]
) -> None:
    number, at, kind = drawn
    mention = spelled(resolver, number, at)
    one, other = (wireform.resolution(each.resolve(mention, kind)) for each in (resolver, unused))
    assert one | {"gazetteer": other["gazetteer"]} == other
    assert resolver.compare(mention, "Kunduz", kind) == unused.compare(mention, "Kunduz", kind)
    text = f"Gen. {mention} said that Kunduz and Safi are near {mention}."
    assert [(item.start, item.end, item.resolution.id) for item in resolver.annotate(text)] == [
        (item.start, item.end, item.resolution.id) for item in unused.annotate(text)
    ]


@SETTINGS
@given(mentions())
def test_a_type_is_scored_and_read_as_the_one_that_it_is_like(
    resolver: Resolver, cloned: Resolver, drawn: tuple[int, int, str | None]
) -> None:
    number, at, kind = drawn
    mention, clone = spelled(resolver, number, at), CLONES.get(kind or "")
    one, other = (wireform.resolution(each.resolve(mention, k)) for each, k in ((resolver, kind), (cloned, clone)))
    assert without_types(one) == without_types(other)
    assert [CLONES[item["type"]] for item in one["candidates"]] == [item["type"] for item in other["candidates"]]
    assert resolver.compare(mention, "Kunduz Bank", kind) == cloned.compare(mention, "Kunduz Bank", clone)
    text = f"Gen. {mention} said that Kunduz and Safi are near {mention}. {mention.split()[-1]} agreed."
    found, same = (
        each.annotate(text, types) for each, types in ((resolver, kind and [kind]), (cloned, clone and [clone]))
    )
    assert [without_types(wireform.annotation(item)) for item in found] == [
        without_types(wireform.annotation(item)) for item in same
    ]


def test_the_fingerprint_knows_declared_types_and_a_gazetteer_without_any_keeps_its_own(
    resolver: Resolver, unused: Resolver, tmp_path: Path
) -> None:
    assert unused.fingerprint != resolver.fingerprint
    assert served(tmp_path / "empty", "# none yet\n").fingerprint == resolver.fingerprint
    rows = (unused.store.path / "types.yaml").read_text(encoding="utf-8").splitlines()  # type: ignore[attr-defined]
    assert served(tmp_path / "turned", "\n".join(reversed(rows))).fingerprint == unused.fingerprint
    shutil.copytree(BUNDLED, tmp_path / "copy")
    assert Resolver.load(tmp_path / "copy").fingerprint == resolver.fingerprint
