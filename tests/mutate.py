"""Which small changes of the code do the tests notice? Run by `make mutants`; not a test itself.

In comes the list in `mutants.yaml`. Each mutant is applied to a copy of the project, and the tests that concern its
folder (RELEVANT) run there until the first fails: the quick ones, then the slow ones. A mutant is `killed` if a test
fails, `survived` if none does, and `stale` if its text does not stand in the code any more; the last two fail the run.
The checkout is not touched.
"""

from __future__ import annotations

import argparse
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal, get_args

from polyonym import yamlfile

ROOT: Final = Path(__file__).parent.parent
LIST: Final = Path(__file__).parent / "mutants.yaml"
RELEVANT: Final = {
    "annotate": ("tests/annotate", "tests/properties/test_annotate.py"),
    "": (
        "tests/test_policy.py",
        "tests/resolve",
        "tests/matching",
        "tests/compare",
        "tests/properties/test_resolve.py",
        "tests/test_seeds.py",
        "tests/curation",
        "tests/test_engine.py",
    ),
}
"""The tests that concern a folder of the package; those under the empty name concern all others."""
LONGEST: Final = 600
"""Seconds after which a run of tests counts as failed: the mutant does not end."""
PASSED: Final = frozenset({0, 5})
FAILED: Final = 1
"""What pytest returns: all passed or none was selected; some failed."""
LEFT_OUT: Final = shutil.ignore_patterns(
    ".git", ".venv*", "__pycache__", ".*_cache", ".hypothesis", "build", "dist", "*.egg-info"
)

Fate = Literal["killed", "survived", "stale"]


@dataclass(frozen=True, slots=True)
class Mutant:
    """A change of one file: text that stands there once, and what replaces it. `survives` is why no test notices."""

    file: str
    old: str
    new: str
    why: str
    survives: str = ""

    def __str__(self) -> str:
        """Show the change on one line."""
        return f"{self.file}: {self.old!r} -> {self.new!r} ({self.why})"


def mutants(path: Path) -> list[Mutant]:
    """Read the list; a row with an unknown or a missing key is an error."""
    root = yamlfile.parse(path.read_bytes())
    return [Mutant(**row) for row in yamlfile.plain(root)] if root else []


def tests_for(file: str, checkout: Path) -> list[str]:
    """Return the tests to run for a changed file, as far as a project has them."""
    tests = RELEVANT.get(file.split("/", maxsplit=1)[0], RELEVANT[""])
    return [path for path in tests if (checkout / path).exists()]


@contextmanager
def applied(mutant: Mutant, checkout: Path) -> Iterator[bool]:
    """Apply a mutant to a copy for a while; yield whether it applies."""
    path = checkout / "service" / "polyonym" / mutant.file
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    if text.count(mutant.old) != 1:
        yield False
        return
    try:
        path.write_text(text.replace(mutant.old, mutant.new), encoding="utf-8")
        yield True
    finally:
        path.write_text(text, encoding="utf-8")


def tests_pass(checkout: Path, file: str) -> bool:
    """Run the tests that concern a file in a copy until the first fails."""
    tests = tests_for(file, checkout)
    return all(_pass(checkout, [*tests, "-m", marked]) for marked in ("not slow", "slow"))


def _pass(checkout: Path, arguments: Sequence[str]) -> bool:
    """Run pytest in a copy until the first test fails."""
    # Compiled modules are told apart by the second, and two mutants can come within one: none are kept.
    paths = os.pathsep.join([str(checkout / "service"), str(checkout)])
    environment = {**os.environ, "PYTHONPATH": paths, "PYTHONDONTWRITEBYTECODE": "1", "OMP_NUM_THREADS": "1"}
    command = [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 -- our own words
            command, cwd=checkout, env=environment, capture_output=True, check=False, timeout=LONGEST
        )
    except subprocess.TimeoutExpired:
        return False
    if done.returncode not in {FAILED, *PASSED}:
        sys.exit(f"pytest could not run:\n{done.stdout.decode()}{done.stderr.decode()}")
    return done.returncode in PASSED


def fate(mutant: Mutant, checkout: Path) -> Fate:
    """Return what becomes of a mutant."""
    with applied(mutant, checkout) as applies:
        if not applies:
            return "stale"
        return "survived" if tests_pass(checkout, mutant.file) else "killed"


def main() -> int:
    """Try the mutants, say what became of each, and return 1 where that is not what the list says."""
    parser = argparse.ArgumentParser(description="Apply the mutants of tests/mutants.yaml and run the tests on each.")
    parser.add_argument("only", nargs="*", help="words: of the mutants, those whose line holds one of them")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="mutants that are tried at once")
    parser.add_argument("--checkout", type=Path, default=ROOT, help="the project to try them on")
    parser.add_argument("--list", type=Path, default=LIST, help="the list of mutants")
    options = parser.parse_args()
    every = [one for one in mutants(options.list) if not options.only or any(word in str(one) for word in options.only)]
    began, fates = time.monotonic(), Counter[Fate]()
    wrong: list[str] = []
    with tempfile.TemporaryDirectory(prefix="mutants-") as folder:
        free: queue.SimpleQueue[Path] = queue.SimpleQueue()
        for number in range(options.jobs):
            free.put(Path(shutil.copytree(options.checkout, Path(folder) / str(number), ignore=LEFT_OUT)))
        first = free.get()
        if not all(tests_pass(first, file) for file in RELEVANT):
            sys.exit("The tests fail without any mutant. Run them by themselves first.")
        free.put(first)

        def tried(mutant: Mutant) -> tuple[Mutant, Fate]:
            checkout = free.get()
            try:
                return mutant, fate(mutant, checkout)
            finally:
                free.put(checkout)

        with ThreadPoolExecutor(options.jobs) as pool:
            for number, (mutant, found) in enumerate(pool.map(tried, every), 1):
                fates[found] += 1
                expected = "survived" if mutant.survives else "killed"
                print(f"{number}/{len(every)} {found:8} {mutant}", flush=True)  # noqa: T201 -- what the command says
                if found != expected:
                    wrong.append(f"{found}, not {expected}: {mutant}")
    counts = ", ".join(f"{fates[one]} {one}" for one in get_args(Fate))
    lines = [f"{counts} in {time.monotonic() - began:.0f} s", *wrong]
    if fates["stale"]:
        lines.append("Stale: write the text anew as the code has it now.")
    print(*lines, sep="\n")  # noqa: T201 -- what the command says
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
