"""What every test can ask for: the real gazetteer, small ones made on the spot, and the tables under `cases/`.

A test marked `cases("sound")` runs once for each row of `cases/sound.yaml`, as its argument `case`: a dictionary of
strings. A table that is missing or empty fails the collection, so that no test passes by having nothing to do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from polyonym import Resolver, yamlfile
from polyonym.index.snapshot import Snapshot
from polyonym.snapshots.store import Store

ROOT = Path(__file__).parent.parent
CASES = ROOT / "tests" / "cases"

THREE_ENTITIES = """\
- id: islamic-state
  type: organization
  name: Islamic State
  aliases: [Daesh, ISIL, {name: IS, match: cased}, {name: داعش, lang: ar}]
- id: kunduz-city
  type: place
  name: Kunduz City
  aliases: [Kunduz]
- id: kunduz-province
  type: place
  name: Kunduz Province
  aliases: [Kunduz]
"""

# The same examples in every run: a build that fails for one fails for all. Widen the search with
# `--hypothesis-profile=explore`.
_CHECKS = [HealthCheck.too_slow, HealthCheck.function_scoped_fixture]
settings.register_profile("build", derandomize=True, deadline=None, database=None, suppress_health_check=_CHECKS)
settings.register_profile(
    "explore", deadline=None, database=None, max_examples=5000, suppress_health_check=_CHECKS, print_blob=True
)
settings.load_profile("build")


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "cases(table): run for each row of tests/cases/<table>.yaml")


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    for marker in metafunc.definition.iter_markers("cases"):
        rows = read_cases(*marker.args)
        metafunc.parametrize("case", rows, ids=[_label(number, row) for number, row in enumerate(rows)])


def _label(number: int, row: dict[str, Any]) -> str:
    """Name a row by its first value, so that a failure says which one it was."""
    return f"{number}-{next(iter(row.values()))!s}"


def read_cases(table: str) -> list[dict[str, Any]]:
    """Return the rows of a table; fail for one that holds nothing."""
    path = CASES / f"{table}.yaml"
    root = yamlfile.parse(path.read_bytes())
    rows = yamlfile.plain(root) if root else []
    assert rows, f"{path} is empty"
    return list(rows)


@pytest.fixture(scope="session")
def bundled() -> Path:
    """Return the folder of the gazetteer that ships with the project."""
    return ROOT / "gazetteer"


@pytest.fixture(scope="session")
def resolver(bundled: Path) -> Resolver:
    """Return a resolver over the real gazetteer."""
    return Resolver.load(bundled)


@pytest.fixture(scope="session")
def snapshot(resolver: Resolver) -> Snapshot:
    """Return the compiled form of the real gazetteer."""
    return resolver.snapshot


@pytest.fixture
def make(tmp_path: Path) -> Callable[..., Resolver]:
    """Return a function from the YAML of a gazetteer, and further files by name, to a resolver over them."""

    def build(text: str = "", **files: str) -> Resolver:
        folder = tmp_path / "gazetteer"
        folder.mkdir(exist_ok=True)
        (folder / "made.yaml").write_text(text, encoding="utf-8")
        for name, content in files.items():
            (folder / name.replace("__", ".")).write_text(content, encoding="utf-8")
        return Resolver(Store(folder))

    return build


@pytest.fixture(scope="session")
def client(resolver: Resolver) -> Iterator[Any]:
    """Return a client of the service in this process, over the real gazetteer and without keys."""
    from starlette.testclient import TestClient

    from polyonym.web.app import create_app

    # An error of the service is answered and not raised here, as behind a real server.
    with TestClient(create_app(resolver), raise_server_exceptions=False) as found:
        yield found


@pytest.fixture
def gazetteer(tmp_path: Path) -> Path:
    """Return a folder with three entities, two of which share a name."""
    folder = tmp_path / "names"
    folder.mkdir()
    (folder / "all.yaml").write_text(THREE_ENTITIES, encoding="utf-8")
    return folder
