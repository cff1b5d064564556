"""Every example in the documentation is run: what a reader copies has to work.

`python` blocks are executed, `yaml` blocks validated as gazetteer entries, `json` blocks parsed. In `bash` and
`console` blocks, `curl` goes to the service in this process, `polyonym` to the command line in this process, and `cat`
shows a file. Commands that would take minutes or never end are checked for their options alone. Whatever else there is
has to be in a short list of commands that are known to work, and a `make` target has to exist.

What is shown as an answer has to be true: a `json` block behind a command holds nothing that the answer does not hold,
and neither do the lines below a command with a prompt. A block that names a file is that file for the commands of its
document, and a gazetteer that such files make has to be free of problems.
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
from collections.abc import Callable, Iterator
from contextlib import chdir
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from polyonym import Resolver
from polyonym.curation.check import check
from polyonym.gazetteer.source import read
from polyonym.gazetteer.types_file import read_types
from polyonym.gazetteer.words import read_words
from polyonym.policy import DEFAULT_POLICY

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = tuple(
    str(path.relative_to(ROOT))
    for path in (*sorted(ROOT.glob("*.md")), *sorted(ROOT.glob("docs/**/*.md")), *sorted(ROOT.glob("bench/*.md")))
)
MODEL_CARD = "service/polyonym/text/weights/MODEL_CARD.md"
SHELLS = {"bash", "console", "sh", "shell"}
# Commands that set things up or leave this process; `make`, `polyonym` and `cat` are looked at more closely.
KNOWN = {"git", "cd", "pip", "docker", "cut"}
# Commands of `polyonym` that do not end, or that need lists of names and minutes.
ONLY_PARSED = {("serve",), ("train",), ("encoder", "train")}
LONGEST_LINE = 125
INPUT = "mention,note\nNoorolhaq Olomi,a minister\nDaesh,a group\nKunduz,a province or a city\n"
NOTE = "Safi, the governor of Kunduz: Daesh, or IS, is here."

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w+-]*) *(?P<file>[^\n]*)\n(?P<body>.*?)^(?P=indent)```[ ]*$",
    re.MULTILINE | re.DOTALL,
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:)(?P<file>[^)#\s]*)#?(?P<heading>[^)\s]*)\)")
HEADING = re.compile(r"^#+ +(?P<text>.+?) *$", re.MULTILINE)
ASSIGNMENT = re.compile(r"[A-Z][A-Z0-9_]*=")


@dataclass(frozen=True)
class Example:
    """One fenced block, or one command of it, where it stands, and what it is shown to answer."""

    document: str
    line: int
    language: str
    text: str
    answer: str = ""
    file: str = ""


def examples(document: str, text: str) -> Iterator[Example]:
    """Yield the fenced blocks of a document; of a block for a shell, its commands."""
    last: Example | None = None  # a command at the end of a block: what it answers may be shown in the next
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 2
        language = found["language"].lower()
        body = re.sub(f"^{found['indent']}", "", found["body"], flags=re.MULTILINE)
        if language == "json" and last is not None and words_of(last.text)[:1] in (["curl"], ["polyonym"]):
            last = replace(last, answer=body)
        if last is not None:
            yield last
            last = None
        if language in SHELLS:
            *others, last = [
                Example(document, line + n, "shell", command, output) for n, command, output in commands(body)
            ]
            yield from others
        else:
            yield Example(document, line, language, body, file=found["file"])
    if last is not None:
        yield last


def commands(body: str) -> Iterator[tuple[int, str, str]]:
    """Yield the commands of a block with the number of their line and, where there is a prompt, their output."""
    lines = body.splitlines()
    prompted = any(line.startswith("$ ") for line in lines)
    at = 0
    while at < len(lines):
        start, line = at, lines[at]
        at += 1
        if prompted and not line.startswith("$ "):
            continue
        command = line.removeprefix("$ ")
        # A backslash at the end or a quotation mark left open carries a command on to the next line.
        while at < len(lines) and (command.endswith("\\") or not is_whole(command)):
            command = command.removesuffix("\\") + "\n" + lines[at].removeprefix("> ")
            at += 1
        output = at
        while prompted and output < len(lines) and not lines[output].startswith("$ "):
            output += 1
        if shlex.split(command, comments=True):
            yield start, command, "\n".join(lines[at:output])


def is_whole(command: str) -> bool:
    """Tell whether every quotation mark of a command is closed."""
    try:
        shlex.split(command, comments=True)
    except ValueError:
        return False
    return True


def words_of(command: str) -> list[str]:
    """Return the words of a command up to a pipe, without variables that are set in front of it."""
    words = shlex.split(command, comments=True)
    while words and ASSIGNMENT.match(words[0]):
        words.pop(0)
    for sign in ("|", ">", "&", "&&"):
        if sign in words:
            words = words[: words.index(sign)]
    return words


def in_documents() -> list[Any]:
    """Return every example of the documents as a parameter."""
    return [
        pytest.param(example, id=f"{example.document}:{example.line}")
        for document in DOCUMENTS
        for example in examples(document, (ROOT / document).read_text(encoding="utf-8"))
    ]


@pytest.fixture(scope="module")
def workspaces(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """Return what gives each document a folder like a fresh checkout, in which its examples may write."""

    @cache
    def workspace_of(document: str) -> Path:
        folder = tmp_path_factory.mktemp("workspace")
        lay_out(folder)
        for file, text in files_of(document).items():
            (folder / file).parent.mkdir(exist_ok=True, parents=True)
            (folder / file).write_text(text, encoding="utf-8")
        return folder

    return workspace_of


def files_of(document: str) -> dict[str, str]:
    """Return the files that a document shows, and those of other documents in folders that it says nothing of."""
    files: dict[str, str] = {}
    for name in (document, *DOCUMENTS):
        text = (ROOT / name).read_text(encoding="utf-8") if (ROOT / name).exists() else ""
        folders = {file.partition("/")[0] for file in files}
        shown = {found["file"]: found["body"] for found in FENCE.finditer(text) if found["file"]}
        files |= {file: body for file, body in shown.items() if file.partition("/")[0] not in folders}
    return files


@pytest.fixture
def workspace(workspaces: Callable[[str], Path]) -> Path:
    """Return the folder of the samples below."""
    return workspaces("sample")


def lay_out(folder: Path) -> None:
    """Put the gazetteer and some input into a folder."""
    for name in ("gazetteer", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    rows = [json.dumps({"mention": row.split(",")[0]}) for row in INPUT.splitlines()[1:]]
    texts = {
        "names.csv": INPUT,
        "names.tsv": INPUT.replace(",", "\t"),
        "mentions.jsonl": "\n".join(rows),
        "pairs.jsonl": json.dumps({"a": "Noorul Haq Ulumi", "b": "Noorolhaq Olomi"}),
        "note.txt": NOTE,
        "texts.jsonl": json.dumps({"id": 1, "text": NOTE}),
    }
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")


@cache
def resolver_of(gazetteer: Path) -> Resolver:
    """Load the gazetteer of a folder, once for all requests."""
    return Resolver.load(gazetteer)


def run_curl(words: list[str], workspace: Path) -> tuple[int, str]:
    """Send what a `curl` command would send to a service of its own, and return the status and the body."""
    from starlette.testclient import TestClient

    from polyonym.settings import WebSettings
    from polyonym.web.app import create_app

    method, url, headers, data = "", "", {}, None
    rest = iter(words[1:])
    for word in rest:
        if word in {"-X", "--request"}:
            method = next(rest)
        elif word in {"-H", "--header"}:
            key, _, value = next(rest).partition(":")
            headers[key.strip().lower()] = value.strip()
        elif word in {"-d", "--data", "--data-raw", "--data-binary", "--json"}:
            data = next(rest)
            if word == "--json":
                headers.setdefault("content-type", "application/json")
        elif word in {"-o", "--output", "-w", "--write-out", "-m", "--max-time"}:
            next(rest)
        elif not word.startswith("-"):
            url = word
    if data is not None and data.startswith("@"):
        data = (workspace / data[1:]).read_text(encoding="utf-8")
    keys = frozenset({headers["authorization"].removeprefix("Bearer ")} if "authorization" in headers else ())
    address = urlsplit(url if "://" in url else f"//{url}")
    assert address.path, f"There is no address in {words}."
    with TestClient(create_app(resolver_of(workspace / "gazetteer"), WebSettings(keys))) as client:
        target = address.path + (f"?{address.query}" if address.query else "")
        response = client.request(method or ("GET" if data is None else "POST"), target, headers=headers, content=data)
    return response.status_code, response.text


def run_polyonym(command: str, workspace: Path) -> tuple[int, str]:
    """Run the command line in a folder of its own: its exit code and output. Some commands are only parsed."""
    from typer.testing import CliRunner

    from polyonym.cli.app import app

    arguments = words_of(command)[1:]
    variables = dict(word.split("=", 1) for word in shlex.split(command, comments=True) if ASSIGNMENT.match(word))
    # Kept between the commands of a document, so that each opens what another has compiled.
    variables.setdefault("POLYONYM_SNAPSHOT", str(workspace / ".snapshots"))
    only_parsed = any(tuple(arguments[: len(words)]) == words for words in ONLY_PARSED)
    with chdir(workspace):
        if only_parsed:
            return parse_polyonym(arguments)
        result = CliRunner().invoke(app, arguments, env=variables, input="Daesh\nKunduz\n")
    return result.exit_code, result.output


def parse_polyonym(arguments: list[str]) -> tuple[int, str]:
    """Check the options of a command without running it."""
    import typer

    from polyonym.cli.app import app

    usage_error: Any = typer.BadParameter.__base__  # of whichever click this typer stands on
    command: Any = typer.main.get_command(app)
    while hasattr(command, "commands"):
        command, arguments = command.commands[arguments[0]], arguments[1:]
    try:
        command.make_context(command.name, list(arguments))
    except usage_error as error:
        return error.exit_code, error.format_message()
    return 0, ""


def holds(answer: Any, shown: Any) -> bool:
    """Tell whether an answer holds what is shown of it: objects may be shown with fewer members, lists cut short."""
    if isinstance(shown, dict):
        return isinstance(answer, dict) and all(key in answer and holds(answer[key], shown[key]) for key in shown)
    if isinstance(shown, list):
        return isinstance(answer, list) and len(shown) <= len(answer) and all(map(holds, answer, shown))
    return bool(answer == shown)


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def run_shell(command: str, answer: str, workspace: Path) -> None:
    """Run one command in the way that its program asks for, and look for what it is shown to answer."""
    words = words_of(command)
    program = Path(words[0]).name if words else ""
    if program == "curl":
        shown = json.loads(answer) if answer else {}
        status, body = run_curl(words, workspace)
        # A problem says its status; whoever shows one means it.
        assert status < 400 or status == shown.get("status"), body
        assert not shown or holds(json.loads(body), shown), body
    elif program == "polyonym":
        code, output = run_polyonym(command, workspace)
        assert code == 0, output
        if answer.startswith("{"):
            assert holds(json.loads(output), json.loads(answer)), output
        else:
            check_lines(answer, output)
    elif program == "cat":
        check_lines(answer, "\n".join((workspace / name).read_text(encoding="utf-8") for name in words[1:]))
    elif program == "make":
        targets = [word for word in words[1:] if not ASSIGNMENT.match(word) and not word.startswith("-")]
        assert set(targets) <= make_targets()
    elif program in {"python", "python3"} and words[1:2] == ["-c"]:
        run_python(words[2], workspace)
    elif program in {"python", "python3", "python3.12"}:
        assert words[1:3] in (["-m", "venv"], ["-m", "pip"]), f"Nobody knows whether this works: {command}"
    else:
        assert not words or program in KNOWN, f"Nobody knows whether this works: {command}"


def check_lines(shown: str, output: str) -> None:
    """Check that every line that is shown is a line of the output, but for the spaces in it."""
    lines = [line.split() for line in output.splitlines()]
    # The rule below the head of a table is as wide as the terminal has it.
    assert [line for line in shown.splitlines() if re.search(r"\w", line) and line.split() not in lines] == []


def run_python(text: str, workspace: Path) -> None:
    """Execute a block; one with prompts is a doctest."""
    with chdir(workspace):
        if ">>> " in text:
            test = doctest.DocTestParser().get_doctest(text, {}, "example", None, 0)
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            assert runner.run(test).failed == 0
        else:
            exec(compile(text, "example", "exec"), {"__name__": "example"})  # noqa: S102 -- our own words


def run(example: Example, workspace: Path) -> None:
    """Run one example, by its language."""
    if example.language == "shell":
        run_shell(example.text, example.answer, workspace)
    elif example.language in {"python", "pycon"}:
        run_python(example.text, workspace)
    elif example.language in {"yaml", "yml"}:
        # A block with the name of a file belongs to the gazetteer that its first folder is.
        path = workspace / (example.file.partition("/")[0] or "example.yaml")
        if not example.file:
            path.write_text(example.text, encoding="utf-8")
        report = check(read(path), DEFAULT_POLICY, read_words(path), read_types(path))
        found = {problem.code for problem in (*report.problems, *(failure.problem for failure in report.failures))}
        # An example may belong to an entity that it does not show.
        assert found <= ({"unknown-part-of"} if not example.file else set()), report
    elif example.language == "json":
        json.loads(example.text)


@pytest.mark.slow
@pytest.mark.parametrize("example", in_documents())
def test_an_example_works(example: Example, workspaces: Callable[[str], Path]) -> None:
    run(example, workspaces(example.document))


@pytest.mark.parametrize("document", [*DOCUMENTS, MODEL_CARD])
def test_a_link_leads_to_a_file_and_a_heading_that_are_there(document: str) -> None:
    source = ROOT / document
    for file, heading in LINK.findall(FENCE.sub("", source.read_text(encoding="utf-8"))):
        target = source.parent / file if file else source
        assert target.exists(), file
        assert not heading or heading in anchors(target.read_text(encoding="utf-8")), f"{file}#{heading}"


def anchors(text: str) -> set[str]:
    """Return what the headings of a document are linked by: lower case, hyphens for spaces, nothing but words."""
    found = (re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text))
    return set(found)


@pytest.mark.parametrize("document", [*DOCUMENTS, MODEL_CARD])
def test_a_page_reads_well(document: str) -> None:
    """Every row of a table has as many cells as its head, and no line of prose is too long to be edited."""
    width = 0
    for line in FENCE.sub("", (ROOT / document).read_text(encoding="utf-8")).splitlines():
        cells = len(re.findall(r"(?<!\\)\|", line)) if line.startswith("|") else 0
        assert not width or not cells or cells == width, line
        width = cells
        assert cells or len(line) <= LONGEST_LINE or " " not in line.strip("-*. "), line


def test_the_documents_are_there() -> None:
    assert {"README.md", "docs/curation.md", "bench/README.md"} <= set(DOCUMENTS)


SAMPLE = """
Text.

```bash
# a comment
make run PORT=8001      # starts it
curl -s localhost:8000/resolve \\
  -H 'Content-Type: application/json' \\
  -d '{"mention": "Daesh",
       "limit": 1}' | jq .
```

```json
{"id": "islamic-state", "candidates": [{"type": "organization"}]}
```

1. A list.
   ```console
   $ polyonym resolve Daesh
   Daesh   match   Islamic State   islamic-state   1.00   Daesh
   ```

```python
from polyonym import Resolver
assert Resolver.load().resolve("Daesh").id == "islamic-state"
```

```yaml
- {id: omar, type: person, name: Omar Safi, part_of: [elsewhere]}
```
"""


def test_the_sample_is_taken_apart_into_its_examples() -> None:
    found = [(example.line, example.language, example.text.split()[0]) for example in examples("sample", SAMPLE)]
    assert found == [
        (6, "shell", "make"),
        (7, "shell", "curl"),
        (14, "json", '{"id":'),
        (19, "shell", "polyonym"),
        (24, "python", "from"),
        (29, "yaml", "-"),
    ]
    answers = [example.answer.split()[0] for example in examples("sample", SAMPLE) if example.answer]
    assert answers == ['{"id":', "Daesh"]


@pytest.mark.slow
def test_every_example_of_the_sample_works(workspace: Path) -> None:
    for example in examples("sample", SAMPLE):
        run(example, workspace)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("shell", "curl localhost:8000/nowhere"),
        ("shell", 'curl localhost:8000/resolve -d \'{"mention": ""}\''),
        ("shell", "polyonym nonsense"),
        ("shell", "polyonym serve --prot 8000"),
        ("shell", "polyonym train score list.jsonl"),
        ("shell", "make nonsense"),
        ("shell", "rm -rf /"),
        ("shell", "python nonsense.py"),
        ("python", "assert False"),
        ("python", ">>> 1\n2\n"),
        ("yaml", "- {id: omar, typ: person, name: Omar Safi}"),
    ],
)
def test_an_example_that_does_not_work_is_found_out(language: str, text: str, workspace: Path) -> None:
    with pytest.raises(AssertionError):
        run(Example("sample", 1, language, text), workspace)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("curl localhost:8000/entities/islamic-state", '{"type": "person"}'),
        ("curl localhost:8000/entities/islamic-state", '{"colour": "red"}'),
        ("curl localhost:8000/nowhere", '{"status": 422}'),
        ("polyonym resolve Daesh", "Daesh   no_match"),
        ("polyonym resolve --json Daesh", '{"id": "kabul"}'),
        ("cat note.txt", "Another text."),
    ],
)
def test_an_answer_that_is_not_true_is_found_out(text: str, answer: str, workspace: Path) -> None:
    with pytest.raises(AssertionError):
        run(Example("sample", 1, "shell", text, answer), workspace)
