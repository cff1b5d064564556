"""Readers and a writer at once: two versions of the files differ in every entity, and no answer mixes them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from polyonym import GazetteerError, Resolution, Resolver
from polyonym.snapshots.store import Store

ASKED = tuple(f"Version {version} Number 7" for version in (0, 1))


def put(path: Path, version: int) -> None:
    """Replace the files by a version in one step, as an editor does."""
    fresh = path.with_suffix(".fresh")
    fresh.write_text(
        "".join(
            f"- {{id: e{n}, type: person, name: Omar Safi {n}, description: version {version}, "
            f"aliases: [Version {version} Number {n}]}}\n"
            for n in range(50)
        )
    )
    fresh.replace(path)


def mixtures(resolver: Resolver, versions: dict[str, int]) -> Iterator[str]:
    """Ask in every way there is, and yield what is not of one version."""
    snapshot = resolver.snapshot
    if {entity.description for entity in snapshot.entities} != {f"version {versions[snapshot.fingerprint]}"}:
        yield "the entities are not those of the fingerprint"
    batch = [found for found in resolver.resolve_many(ASKED * 5) if isinstance(found, Resolution)]
    if len({found.gazetteer for found in batch}) != 1:
        yield "a batch was answered by two versions"
    for found in (*batch, *map(resolver.resolve, ASKED)):
        # Only the version that holds the alias has it to the letter.
        if (found.score == 1.0) != (found.mention == ASKED[versions[found.gazetteer]]):
            yield f"{found.mention} was answered with {found.score} by version {versions[found.gazetteer]}"


@pytest.mark.slow
def test_a_reader_during_a_swap_sees_one_version(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    versions = {}
    for version in (0, 1):
        put(path, version)
        versions[Resolver(Store(path)).snapshot.fingerprint] = version
    assert len(versions) == 2
    resolver = Resolver(Store(path))
    stop, wrong, seen = threading.Event(), list[str](), set[str]()

    def read() -> None:
        while not stop.is_set():
            seen.add(resolver.snapshot.fingerprint)
            wrong.extend(mixtures(resolver, versions))

    readers = [threading.Thread(target=read) for _ in range(4)]
    for reader in readers:
        reader.start()
    for turn in range(30):
        put(path, turn % 2)
        resolver.reload()
    stop.set()
    for reader in readers:
        reader.join()
    assert wrong == []
    assert seen == set(versions)


@pytest.mark.slow
def test_a_reader_while_broken_files_are_reloaded_sees_the_old_version(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    put(path, 0)
    resolver = Resolver(Store(path))
    before = resolver.snapshot
    path.write_text("- id: omar\n  type: man\n")
    threads = [threading.Thread(target=refused, args=(resolver,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for _ in range(100):
        assert resolver.resolve(ASKED[0]).gazetteer == before.fingerprint
    for thread in threads:
        thread.join()
    assert resolver.snapshot is before
    assert {problem.code for problem in resolver.describe().problems} == {"unknown-type", "missing-key"}


def refused(resolver: Resolver) -> None:
    with pytest.raises(GazetteerError):
        resolver.reload()
