"""What is handed out: the wheel holds every file that the program reads, and works where no checkout is."""

from __future__ import annotations

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path, PurePosixPath

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "service" / "polyonym"

pytestmark = pytest.mark.slow


def run(*arguments: str | Path, folder: Path, **variables: str) -> str:
    """Run this Python in a folder, with nothing of the surroundings but what is named, and return its output."""
    command = [sys.executable, *map(str, arguments)]
    done = subprocess.run(command, cwd=folder, env=variables, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def build(checkout: Path, target: str, folder: Path) -> Path:
    """Build a wheel or a source distribution with the backend that is installed here: nothing is downloaded."""
    run("-m", "hatchling", "build", "-t", target, "-d", folder, folder=checkout)
    (built,) = folder.iterdir()
    return built


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(ROOT, "wheel", tmp_path_factory.mktemp("wheel"))


def names_in(wheel: Path) -> set[str]:
    """Return the files of a wheel but for its metadata."""
    with zipfile.ZipFile(wheel) as archive:
        return {name for name in archive.namelist() if ".dist-info/" not in name}


def test_the_wheel_holds_the_package_and_the_gazetteer_and_nothing_else(wheel: Path) -> None:
    package = {
        str(PurePosixPath("polyonym", *path.relative_to(PACKAGE).parts))
        for path in PACKAGE.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    gazetteer = {f"polyonym/bundled/{path.name}" for path in (ROOT / "gazetteer").iterdir()}
    assert names_in(wheel) == package | gazetteer


def test_the_wheel_carries_the_licence_and_the_notice(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        licences = {PurePosixPath(name).name for name in archive.namelist() if "/licenses/" in name}
    assert licences == {"LICENSE", "NOTICE"}


def test_the_wheel_answers_from_an_empty_folder_with_its_own_gazetteer(wheel: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.unpack_archive(wheel, site, "zip")
    empty = tmp_path / "empty"
    empty.mkdir()
    code = "import polyonym; r = polyonym.Resolver.load(); print(r.store.path); print(r.resolve('Daesh').id)"
    # `-P` and PYTHONPATH: the unpacked wheel stands before the checkout that this environment has installed.
    path, answer = run("-P", "-c", code, folder=empty, PYTHONPATH=str(site)).split()
    assert (Path(path), answer) == (site / "polyonym" / "bundled", "islamic-state")
    assert "islamic-state" in run("-P", "-m", "polyonym", "resolve", "داعش", folder=empty, PYTHONPATH=str(site))


def test_the_source_distribution_builds_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    source = build(ROOT, "sdist", tmp_path / "sdist")
    run("-m", "tarfile", "-e", source, tmp_path / "unpacked", folder=tmp_path)
    (checkout,) = (tmp_path / "unpacked").iterdir()
    assert {"tests", "seeds", "Makefile", "constraints.txt", "CHANGELOG.md"} <= {
        path.name for path in checkout.iterdir()
    }
    assert names_in(build(checkout, "wheel", tmp_path / "again")) == names_in(wheel)
