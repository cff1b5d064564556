"""What ARCHITECTURE.md says does not happen, proved: by the source where that can be read off it, else by running."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "service" / "polyonym"
MODULES = sorted(PACKAGE.rglob("*.py"))
# The rooms that compute answers: from a snapshot and a mention or a text, by functions.
PURE = ("index", "matching", "resolve", "compare", "annotate")
WORLD = {
    "asyncio", "datetime", "http", "io", "logging", "os", "pathlib", "random", "secrets", "shutil", "signal",
    "socket", "subprocess", "tempfile", "threading", "time", "urllib",
}  # fmt: skip
# Where the environment of the process is read: what loads, the command line, and what starts other processes.
ENVIRONMENT = {"engine.py", "cli/options.py", "cli/serve.py", "workers.py"}
# Values that are being built while a file is read; nothing keeps them.
UNFROZEN = {"gazetteer/entry.py:Entry"}

ANSWERS = """
import sys
from polyonym import Resolver

resolver = Resolver.load()
names = ["Daesh", "Nurul Haq Olumi", "nobody in particular", "Safi"]
names += [alias.name for id in ("islamic-state", "kabul", "ashraf-ghani") for alias in resolver.entity(id).aliases]
texts = ["Safi, the governor of Kunduz: Daesh is here.", "Президент Ашраф Гани вернулся в Кабул из Пакистана."]

def answer(names):
    for name in names:
        resolver.resolve(name, context="the governor of the province")
        resolver.compare(name, "Nurul Haq Olumi")
    for text in texts:
        resolver.annotate(text + " " + names[0])
    resolver.search("om")

answer([*names, "Nurul Haq Olumy"])  # weights and word lists are read once, when they are first used
opened = []

def watch(event, args):
    if event.startswith(("open", "socket", "subprocess")):
        opened.append((event, args))

sys.addaudithook(watch)
answer([name + " x" for name in names])
print(opened)
"""


def imported(path: Path) -> Iterator[str]:
    """Yield the names of the packages that a module imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name.partition(".")[0] for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module.partition(".")[0]


@pytest.mark.parametrize("room", PURE)
def test_a_room_that_computes_answers_knows_no_file_no_environment_no_clock_and_no_network(room: str) -> None:
    modules = sorted((PACKAGE / room).rglob("*.py"))
    assert len(modules) > 4
    for path in modules:
        assert WORLD.isdisjoint(imported(path)), path
        calls = [node.func for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
        assert "open" not in [call.id for call in calls if isinstance(call, ast.Name)], path


@pytest.mark.slow
def test_an_answer_opens_no_file_and_no_connection() -> None:
    command = [sys.executable, "-W", "error", "-c", ANSWERS]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 -- our own words
    assert done.stdout == "[]\n", done.stdout + done.stderr


def test_the_environment_is_read_where_a_program_begins_and_nowhere_else() -> None:
    reading = re.compile(r"\bos\.(environ|getenv)\b")
    found = {str(path.relative_to(PACKAGE)) for path in MODULES if reading.search(path.read_text(encoding="utf-8"))}
    assert found == ENVIRONMENT


def test_every_dataclass_is_frozen() -> None:
    """A value that cannot change can be shared between threads, kept in a cache and compared."""
    found = set()
    for path in MODULES:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                made = [ast.unparse(each) for each in node.decorator_list]
                if any(each.startswith("dataclass") and "frozen=True" not in each for each in made):
                    found.add(f"{path.relative_to(PACKAGE)}:{node.name}")
    assert found == UNFROZEN


def test_every_test_that_the_architecture_names_exists() -> None:
    named = set(re.findall(r"`(test_[a-z0-9_]+)`", (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")))
    source = "\n".join(path.read_text(encoding="utf-8") for path in (ROOT / "tests").rglob("test_*.py"))
    assert {name for name in named if f"def {name}(" not in source} == set()
