"""Every example in the documentation is run: what a reader copies has to work.

`python` blocks are executed, `yaml` blocks validated as gazetteer entries, `json` blocks parsed. In `bash` and
`console` blocks, `curl` goes to the service in this process, `polyonym` to the command line in this process; whatever
else there is has to be in a short list of commands that are known to work, and a `make` target has to exist.
"""

from __future__ import annotations

import doctest
import json
import re
import shlex
import shutil
from collections.abc import Iterator
from contextlib import chdir
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest

from polyonym import Resolver
from polyonym.gazetteer.source import read
from polyonym.gazetteer.validate import validate

ROOT = Path(__file__).parent.parent.parent
DOCUMENTS = ("README.md", "CONTRIBUTING.md", "ARCHITECTURE.md")
SHELLS = {"bash", "console", "sh", "shell"}
# Commands that set things up or leave this process; `make` and `polyonym serve` are looked at more closely.
KNOWN = {"git", "cd", "pip", "docker", "export", "source", "open", "mkdir", "cp", "cat", "podman"}
INPUT = "mention,note\nNoorolhaq Olomi,a minister\nDaesh,a group\nKunduz,a province or a city\n"

FENCE = re.compile(
    r"^(?P<indent> *)```(?P<language>[\w+-]*)[^\n]*\n(?P<body>.*?)^(?P=indent)```[ ]*$", re.MULTILINE | re.DOTALL
)
LINK = re.compile(r"(?<!!)\[[^\]]*\]\((?!https?:|mailto:|#)(?P<target>[^)#\s]+)")
ASSIGNMENT = re.compile(r"[A-Z][A-Z0-9_]*=")


@dataclass(frozen=True)
class Example:
    """One fenced block, or one command of it, and where it stands."""

    document: str
    line: int
    language: str
    text: str


def examples(document: str, text: str) -> Iterator[Example]:
    """Yield the fenced blocks of a document; of a block for a shell, its commands."""
    for found in FENCE.finditer(text):
        line = text.count("\n", 0, found.start()) + 2
        language = found["language"].lower()
        body = re.sub(f"^{found['indent']}", "", found["body"], flags=re.MULTILINE)
        if language in SHELLS:
            for offset, command in commands(body):
                yield Example(document, line + offset, "shell", command)
        else:
            yield Example(document, line, language, body)


def commands(body: str) -> Iterator[tuple[int, str]]:
    """Yield the commands of a block with the number of their line; with a prompt, other lines are output."""
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
        if shlex.split(command, comments=True):
            yield start, command


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
    """Return every example of the documents as a parameter; one that is skipped where nothing is written yet."""
    found = [
        pytest.param(example, id=f"{example.document}:{example.line}")
        for document in DOCUMENTS
        if (ROOT / document).exists()
        for example in examples(document, (ROOT / document).read_text(encoding="utf-8"))
    ]
    return found or [pytest.param(None, marks=pytest.mark.skip(reason="The documents hold no examples yet."))]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder like a fresh checkout, with some input to work on, in which examples may write."""
    folder = tmp_path_factory.mktemp("desk")
    for name in ("gazetteer", "seeds"):
        shutil.copytree(ROOT / name, folder / name)
    shutil.copytree(ROOT / "gazetteer", folder / "my-names")
    for stem in ("names", "mentions", "input"):
        (folder / f"{stem}.csv").write_text(INPUT, encoding="utf-8")
        (folder / f"{stem}.tsv").write_text(INPUT.replace(",", "\t"), encoding="utf-8")
        rows = [json.dumps({"mention": row.split(",")[0]}) for row in INPUT.splitlines()[1:]]
        (folder / f"{stem}.jsonl").write_text("\n".join(rows), encoding="utf-8")
    return folder


def run_curl(words: list[str], desk: Path) -> int:
    """Send what a `curl` command would send to a service of its own, and return the status."""
    from starlette.testclient import TestClient

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
        data = (desk / data[1:]).read_text(encoding="utf-8")
    keys = [headers["authorization"].removeprefix("Bearer ")] if "authorization" in headers else []
    address = urlsplit(url if "://" in url else f"//{url}")
    assert address.path, f"There is no address in {words}."
    with TestClient(create_app(Resolver.load(desk / "gazetteer"), keys)) as client:
        target = address.path + (f"?{address.query}" if address.query else "")
        status: int = client.request(
            method or ("GET" if data is None else "POST"), target, headers=headers, content=data
        ).status_code
    return status


def run_polyonym(words: list[str], desk: Path) -> int:
    """Run the command line in a folder of its own, and return its exit code; a server is only asked for its help."""
    from typer.testing import CliRunner

    from polyonym.cli.app import app

    arguments = ["serve", "--help"] if words[1] == "serve" else words[1:]
    with chdir(desk):
        return CliRunner().invoke(app, arguments).exit_code


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][\w-]*):", (ROOT / "Makefile").read_text(), re.MULTILINE))


def run_shell(command: str, desk: Path) -> None:
    """Run one command in the way that its program asks for."""
    words = words_of(command)
    program = Path(words[0]).name if words else ""
    if program == "curl":
        assert run_curl(words, desk) < 400
    elif program == "polyonym":
        assert run_polyonym(words, desk) == 0
    elif program == "make":
        targets = [word for word in words[1:] if not ASSIGNMENT.match(word) and not word.startswith("-")]
        assert set(targets) <= make_targets()
    elif program in {"python", "python3"} and words[1:2] == ["-c"]:
        run_python(words[2], desk)
    elif program in {"python", "python3"} and words[1:3] == ["-m", "polyonym"]:
        assert run_polyonym(words[2:], desk) == 0
    elif program in {"python", "python3", "python3.12"}:
        assert words[1:3] in (["-m", "venv"], ["-m", "pip"]), f"Nobody knows whether this works: {command}"
    else:
        assert not words or program in KNOWN, f"Nobody knows whether this works: {command}"


def run_python(text: str, desk: Path) -> None:
    """Execute a block; one with prompts is a doctest."""
    with chdir(desk):
        if ">>> " in text:
            test = doctest.DocTestParser().get_doctest(text, {}, "example", None, 0)
            runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
            assert runner.run(test).failed == 0
        else:
            exec(compile(text, "example", "exec"), {"__name__": "example"})  # noqa: S102 -- our own words


def run(example: Example, desk: Path) -> None:
    """Run one example, by its language."""
    if example.language == "shell":
        run_shell(example.text, desk)
    elif example.language in {"python", "pycon"}:
        run_python(example.text, desk)
    elif example.language in {"yaml", "yml"}:
        path = desk / "example.yaml"
        path.write_text(example.text, encoding="utf-8")
        problems = validate(read(path)).problems
        path.unlink()
        # An example may belong to an entity that it does not show.
        assert {problem.code for problem in problems} <= {"unknown-part-of"}, list(map(str, problems))
    elif example.language == "json":
        json.loads(example.text)


@pytest.mark.slow
@pytest.mark.parametrize("example", in_documents())
def test_an_example_works(example: Example, desk: Path) -> None:
    run(example, desk)


@pytest.mark.parametrize("document", [name for name in DOCUMENTS if (ROOT / name).exists()])
def test_a_link_to_a_file_leads_somewhere(document: str) -> None:
    for target in LINK.findall((ROOT / document).read_text(encoding="utf-8")):
        assert (ROOT / target).exists(), target


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

1. A list.
   ```console
   $ polyonym resolve Daesh --json
   { "output": "here" }
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
        (15, "shell", "polyonym"),
        (20, "python", "from"),
        (25, "yaml", "-"),
    ]


@pytest.mark.slow
def test_every_example_of_the_sample_works(desk: Path) -> None:
    for example in examples("sample", SAMPLE):
        run(example, desk)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("shell", "curl localhost:8000/nowhere"),
        ("shell", 'curl localhost:8000/resolve -d \'{"mention": ""}\''),
        ("shell", "polyonym nonsense"),
        ("shell", "make nonsense"),
        ("shell", "rm -rf /"),
        ("shell", "python nonsense.py"),
        ("python", "assert False"),
        ("python", ">>> 1\n2\n"),
        ("yaml", "- {id: omar, typ: person, name: Omar Safi}"),
    ],
)
def test_an_example_that_does_not_work_is_found_out(language: str, text: str, desk: Path) -> None:
    with pytest.raises(AssertionError):
        run(Example("sample", 1, language, text), desk)
