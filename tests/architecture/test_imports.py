from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent.parent
PACKAGE = ROOT / "service" / "polyonym"
MODULES = sorted(PACKAGE.rglob("*.py"))
# Names that say nothing about what is inside.
EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "misc", "manager", "core", "base", "services", "schemas"}

# What people and programs use the engine through.
EDGES = {"cli", "web", "batch.py"}

WITHOUT_THE_WEB = """
import sys

class Refuse:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in {"fastapi", "starlette", "pydantic", "uvicorn", "typer", "rich", "jinja2"}:
            raise ModuleNotFoundError(f"{name} is not to be imported here")

sys.meta_path.insert(0, Refuse())
from pathlib import Path
from tempfile import TemporaryDirectory
from polyonym import Mention, Resolver
from polyonym.batch import RESOLVE, resolve_rows, run_batch
from polyonym.tables.formats import conversion
resolver = Resolver.load()
print(resolver.resolve("Mohammed Omar Safi").id)
with TemporaryDirectory() as folder:
    source, target = Path(folder) / "in.csv", Path(folder) / "out.csv"
    source.write_text("mention\\nDaesh\\n")
    answerer = resolve_rows(resolver, Mention(""), "mention", ())
    print(dict(run_batch(conversion(source, target, None), RESOLVE, lambda _: answerer).counts)["match"])
"""


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=60)  # noqa: S603 -- our own words


@pytest.mark.slow
def test_every_contract_between_the_layers_is_kept() -> None:
    done = run("-c", "from importlinter.cli import lint_imports_command; lint_imports_command()")
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.slow
def test_the_core_resolves_mentions_and_files_without_a_web_framework_or_a_terminal() -> None:
    done = run("-W", "error", "-c", WITHOUT_THE_WEB)
    assert done.stdout.split() == ["mohammad-omar-safi", "1"], done.stderr


@pytest.mark.slow
def test_importing_the_package_reads_no_gazetteer_and_prints_nothing() -> None:
    code = "import sys; sys.addaudithook(lambda e, a: e == 'open' and 'gazetteer/' in str(a[0]) and str(a[0]).endswith(('.yaml', '.jsonl')) and sys.exit(f'opened {a[0]}')); import polyonym"  # noqa: E501 -- one statement of another program
    done = run("-W", "error", "-c", code)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


def test_there_are_modules() -> None:
    assert len(MODULES) > 30


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PACKAGE)) for path in MODULES])
def test_a_module_says_what_it_is_for_and_has_a_name_that_does_too(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), "The module has no docstring."
    assert path.stem not in EMPTY_NAMES
    assert path.parent.name not in EMPTY_NAMES


def test_the_source_root_is_no_package() -> None:
    assert not (ROOT / "service" / "__init__.py").exists()


@pytest.mark.parametrize("name", ["TODO", "FIXME", "XXX", "HACK"])
def test_nothing_is_left_to_do_in_the_source(name: str) -> None:
    assert [path.name for path in MODULES if name in path.read_text(encoding="utf-8")] == []


def test_no_module_builds_anything_global_but_constants() -> None:
    """An application, a resolver or a store at module level would be built by importing it."""
    built = {"FastAPI", "Resolver", "Store", "create_app", "build"}
    for path in MODULES:
        for statement in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(statement, ast.Assign | ast.AnnAssign) and isinstance(statement.value, ast.Call):
                called = statement.value.func
                assert not (isinstance(called, ast.Name) and called.id in built), path


def test_no_edge_reaches_through_the_engine_to_what_is_behind_it() -> None:
    """What an edge needs is a method of the engine or of a session, so that every edge can have it."""
    edges = [path for path in MODULES if path.relative_to(PACKAGE).parts[0] in EDGES]
    assert len(edges) > 20
    for path in edges:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Attribute) and node.attr in {"store", "snapshot"}), f"{path}:{node.lineno}"


def test_every_room_stands_in_the_architecture() -> None:
    """A folder that is not listed has no place yet; one that is listed and gone misleads."""
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    block = text.partition("```text\n")[2].partition("```")[0]
    listed = [row.split()[0] for row in block.splitlines() if row and not row.startswith("    ")]
    tree = {path.name + "/" for path in PACKAGE.iterdir() if (path / "__init__.py").exists()}
    tree |= {path.stem for path in PACKAGE.glob("*.py") if path.stem != "__init__"}
    assert set(listed) == tree
    assert len(listed) == len(set(listed))
