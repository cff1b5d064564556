"""What a user can say or meet has a place in the documentation, and nothing there is about what does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

import polyonym
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.gazetteer.schema import FIELDS, TYPE_FIELDS, WARNINGS
from polyonym.model import MATCH_MODES
from polyonym.policy import DEFAULT_POLICY
from polyonym.tables.formats import EXTENSIONS, Format
from polyonym.text.lexicon import FILES

ROOT = Path(__file__).parent.parent.parent
DOCS = ROOT / "docs"
SOURCE = ROOT / "service" / "polyonym"
PAGES = sorted(DOCS.glob("*.md"))
# A room for what is to come, a file that a curator makes, and a folder of the wheel.
ELSEWHERE = {"exchange/", "types.yaml", "polyonym/bundled"}
SHARED = "Options that several commands take"
FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
OPTION = re.compile(r"`(--[a-z][a-z-]*)|(?<=, )`(-[a-z])`")
# Codes that the source puts together: `expect-` or `reject-` and this.
UNHYPHENED = {"expect-unreadable", "reject-unreadable"}
ROUTE = re.compile(r"`(GET|POST|PUT|DELETE|PATCH) (/[^\s`?]*)`")
VARIABLE = re.compile(r"\bPOLYONYM_[A-Z_]*[A-Z]\b")


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def sections(text: str) -> dict[str, str]:
    """Return what stands below each heading, up to the next one; examples are left out."""
    parts = re.split(r"^#+ (.+)$", FENCE.sub("", text), flags=re.MULTILINE)
    return dict(zip(map(str.strip, parts[1::2]), parts[2::2], strict=True))


def codes_in(text: str) -> set[str]:
    """Return the words in backticks in the first two columns of the tables of a page."""
    rows = [row.split("|") for row in text.splitlines() if row.startswith("|")]
    return {code for row in rows for cell in row[1:3] for code in re.findall(r"`([^`\s]+)`", cell)}


def commands(group: Any = None, path: tuple[str, ...] = ("polyonym",)) -> Iterator[tuple[str, Any]]:
    """Yield every command that does something, by the words that call it."""
    from typer.main import get_command

    from polyonym.cli.app import app

    for name, command in (group or get_command(app)).commands.items():
        if hasattr(command, "commands"):
            yield from commands(command, (*path, name))
        else:
            yield " ".join((*path, name)), command


def options_of(command: Any) -> set[str]:
    names = {name for param in command.params for name in (*param.opts, *param.secondary_opts)}
    return {name for name in names if name.startswith("-")} | {"--help"}


@cache
def routes() -> set[tuple[str, str]]:
    from polyonym import Resolver
    from polyonym.web.app import create_app

    described = create_app(Resolver.load(ROOT / "gazetteer")).openapi()["paths"]
    found = {(method.upper(), path) for path, operations in described.items() for method in operations}
    return found | {("GET", path) for path in ("/", "/docs", "/openapi.json")}


def variables() -> set[str]:
    return {name for path in SOURCE.rglob("*.py") for name in VARIABLE.findall(path.read_text(encoding="utf-8"))}


@pytest.mark.parametrize(("name", "command"), list(commands()), ids=[name for name, _ in commands()])
def test_a_command_has_a_section_with_each_of_its_options_and_no_other(name, command):
    known = sections(page("command-line.md"))
    named = {option for found in OPTION.findall(known[f"`{name}`"]) for option in found if option}
    shared = {option for found in OPTION.findall(known[SHARED]) for option in found if option}
    long = {option for option in options_of(command) if option.startswith("--")}
    assert long - {"--help"} <= named
    assert named <= options_of(command)
    assert {option for option in options_of(command) if not option.startswith("--")} <= named | shared


def test_every_section_about_a_command_is_about_one_that_exists():
    documented = {
        heading.strip("`") for heading in sections(page("command-line.md")) if heading.startswith("`polyonym")
    }
    assert documented == {name for name, _ in commands()}


def test_the_options_before_a_command_have_a_place():
    from typer.main import get_command

    from polyonym.cli.app import app

    top = {option for option in options_of(get_command(app)) if option.startswith("--")}
    assert top <= set(re.findall(r"--[a-z-]+", sections(page("command-line.md"))[SHARED]))


def test_every_file_format_has_a_place():
    text = page("command-line.md")
    assert {extension for extension in EXTENSIONS if f"`{extension}`" not in text} == set()
    assert {kind for kind in Format if f"`{kind}`" not in text} == set()


def test_every_route_has_a_row_and_every_route_in_the_pages_exists():
    rows = set(ROUTE.findall(sections(page("service.md"))["Calls"]))
    assert rows == routes()
    for path in (*PAGES, ROOT / "README.md", ROOT / "ARCHITECTURE.md"):
        assert set(ROUTE.findall(path.read_text(encoding="utf-8"))) <= routes(), path.name


def test_every_variable_has_a_row_and_every_variable_in_the_pages_exists():
    rows = {code for code in codes_in(sections(page("operations.md"))["Settings"]) if code.startswith("POLYONYM")}
    assert rows == variables()
    for path in (*PAGES, ROOT / "README.md"):
        assert set(VARIABLE.findall(path.read_text(encoding="utf-8"))) <= variables(), path.name


def test_every_code_of_an_http_problem_has_a_row():
    from polyonym.web.http.problems import KINDS

    documented = codes_in(sections(page("service.md"))["Errors"])
    assert set(KINDS) <= documented
    status_of = {}
    for row in re.findall(r"^\| (\d+) \| (.+?) \|", sections(page("service.md"))["Errors"], re.MULTILINE):
        status_of |= dict.fromkeys(re.findall(r"`([^`]+)`", row[1]), int(row[0]))
    assert status_of == {code: kind.status for code, kind in KINDS.items()}


def test_every_key_type_and_match_mode_of_an_entry_has_a_row():
    documented = sections(page("curation.md"))
    assert {field.key for field in FIELDS} <= codes_in(documented["An entry"])
    assert {name for name in BUILT_IN_TYPES.names if f"`{name}`" not in documented["An entry"]} == set()
    assert set(MATCH_MODES) <= codes_in(documented["How strictly a name is met"])
    assert set(FILES) <= codes_in(documented["Word lists"])
    assert {field.key for field in TYPE_FIELDS} <= codes_in(page("types.md"))


def test_every_code_of_a_problem_of_the_files_has_a_row():
    files = [*(SOURCE / "gazetteer").glob("*.py"), SOURCE / "curation" / "check.py"]
    literals = {code for path in files for code in re.findall(r"\"([a-z0-9]+(?:-[a-z0-9]+)+)\"", path.read_text())}
    codes = literals - {"utf-8", "utf-8-sig"}
    assert len(codes) > 30
    documented = codes_in(page("curation.md"))
    assert codes <= documented
    assert {code for code in documented if re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", code)} <= codes | UNHYPHENED
    assert documented >= WARNINGS


def test_every_code_of_a_reason_has_a_row():
    from polyonym.compare.pair_model import PAIR_REASONS
    from polyonym.matching.score_model import REASONS

    literal = re.compile(r"Adjustment\(\s*\"([a-z_]+)\"")
    written = {code for path in SOURCE.rglob("*.py") for code in literal.findall(path.read_text(encoding="utf-8"))}
    assert len(written) > 8
    reasons = {code for code, _, _ in (*REASONS, *PAIR_REASONS)}
    assert written | reasons <= codes_in(page("matching.md"))


def test_the_thresholds_that_the_pages_name_are_those_in_force():
    text = page("matching.md")
    policy = DEFAULT_POLICY
    scores = (policy.threshold, policy.margin, policy.ambiguous_floor, policy.same_threshold, policy.unsure_floor)
    assert {score for score in scores if f" {score} " not in re.sub(r"[.,]?\s", " ", text)} == set()


def test_every_public_name_has_a_place():
    text = page("library.md")
    assert {name for name in polyonym.__all__ if f"`{name}`" not in text and f"`{name}." not in text} == set()


def test_every_method_of_a_resolver_has_a_row():
    public = {name for name, value in vars(polyonym.Resolver).items() if not name.startswith("_") and callable(value)}
    rows = {code.partition("(")[0] for code in re.findall(r"^\| `([^`]+)`", page("library.md"), re.MULTILINE)}
    assert public <= rows


def test_every_page_is_linked_from_another():
    texts = {path: path.read_text(encoding="utf-8") for path in (*PAGES, ROOT / "README.md", ROOT / "ARCHITECTURE.md")}
    for path in PAGES:
        linked = [other for other, text in texts.items() if other != path and re.search(rf"\b{path.name}\b", text)]
        assert linked, path.name


def test_every_record_of_a_decision_has_a_row_and_says_its_number():
    folder = DOCS / "decisions"
    records = {path.name for path in folder.glob("[0-9]*.md")}
    assert records
    rows = re.findall(r"^\| \[(\d{4})\]\((\d{4}-[a-z0-9-]+\.md)\) \|", page("decisions/README.md"), re.MULTILINE)
    assert {file for _, file in rows} == records
    assert len({number for number, _ in rows}) == len(records)
    for number, file in rows:
        assert page(f"decisions/{file}").startswith(f"# {number}. "), file


@pytest.mark.parametrize("name", ["ARCHITECTURE.md", "CONTRIBUTING.md", "bench/README.md"])
def test_a_path_in_backticks_is_there(name):
    text = FENCE.sub("", (ROOT / name).read_text(encoding="utf-8"))
    paths = re.findall(r"`((?:[\w.-]+/)+[\w.-]*|[\w-]+\.(?:py|json|toml|yaml))`", text)
    here = (ROOT, SOURCE, DOCS, ROOT / "gazetteer")
    assert {path for path in paths if not any((folder / path).exists() for folder in here)} <= ELSEWHERE


def test_every_list_that_weights_were_fitted_on_has_a_row_with_its_licence():
    card = (SOURCE / "text" / "weights" / "MODEL_CARD.md").read_text(encoding="utf-8")
    text, _, table = card.partition("## Sources")
    named = set(re.findall(r"`([a-z0-9]+_[a-z0-9_]+)`", text))
    assert len(named) > 5
    listed = {word for row in re.findall(r"^\| (.+?) \|", table, re.MULTILINE) for word in row.split(", ")}
    assert named <= listed


def test_every_step_in_a_picture_of_a_flow_is_a_module():
    text = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")
    pictures = re.findall(r"^```mermaid\n(.*?)^```", text, re.MULTILINE | re.DOTALL)
    steps = {step for picture in pictures for step in re.findall(r"\b\w+/\w+\b", picture)}
    assert len(steps) > 12
    assert {step for step in steps if not (SOURCE / f"{step}.py").exists()} == set()
