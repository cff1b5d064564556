from __future__ import annotations

import signal
import subprocess
import sys
import time
from importlib.metadata import version
from pathlib import Path

import pytest

COMMANDS = ("resolve", "compare", "check", "evaluate", "serve", "encoder", "train", "schema", "openapi")
HEAVY = {"fastapi", "jinja2", "numpy", "polyonym.engine", "pydantic", "uvicorn"}
POLYONYM = (sys.executable, "-m", "polyonym")


def test_version_is_that_of_the_package(run):
    assert run("--version").stdout == f"polyonym {version('polyonym')}\n"


def test_help_names_every_command(run):
    printed = run("--help").stdout
    assert all(f"  {command} " in printed for command in COMMANDS)


@pytest.mark.parametrize("command", ["", "resolve", "compare", "check", "evaluate", "serve"])
def test_help_has_examples_a_line_each(run, command):
    printed = run(*command.split(), "--help").stdout
    assert "Examples:" in printed
    assert f"\n    polyonym {command}".rstrip() in printed


@pytest.mark.parametrize("arguments", [("nonsense",), ("resolve", "--nonsense"), ("serve", "--port", "70000")])
def test_what_does_not_exist_is_wrong_usage(run, arguments):
    assert run(*arguments).exit_code == 2


@pytest.mark.slow
def test_help_loads_neither_the_web_framework_nor_the_engine():
    code = (
        "import sys; sys.argv = ['polyonym', '--help']\n"
        "from polyonym.cli.app import main\n"
        "try: main()\n"
        f"finally: print(sorted({HEAVY} & set(sys.modules)), file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603 -- the program under test
    assert done.stderr.strip() == "[]"


@pytest.mark.slow
def test_a_pipe_that_closes_early_is_silent(gazetteer: Path, tmp_path: Path):
    source = tmp_path / "in.csv"
    source.write_text("mention\n" + "Daesh\n" * 20_000, encoding="utf-8")
    command = [*POLYONYM, "resolve", "--gazetteer", gazetteer, "--input", source]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 -- the program under test
        process.stdout.readline()
        process.stdout.close()
        complaint = process.stderr.read()
        assert process.wait(30) == 0
    assert complaint == b""


@pytest.mark.slow
def test_output_is_utf8_whatever_the_locale_says(gazetteer: Path):
    command = [*POLYONYM, "resolve", "--gazetteer", gazetteer, "داعش"]
    done = subprocess.run(command, capture_output=True, check=True, env={"PYTHONIOENCODING": "ascii"})  # noqa: S603 -- the program under test
    assert "داعش" in done.stdout.decode("utf-8")


@pytest.mark.slow
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_run_that_is_stopped_leaves_nothing_behind(program, gazetteer: Path, tmp_path: Path, number: int, code: int):
    target = tmp_path / "out.txt"
    command = [*program, "resolve", "-g", gazetteer, "-i", "-", "--format", "text", "-o", target]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stderr=subprocess.PIPE) as process:  # noqa: S603 -- the program under test
        process.stdin.write(b"Daesh\n" * 10)
        process.stdin.flush()
        while not list(tmp_path.glob(".out.txt.*.part")):
            assert process.poll() is None
            time.sleep(0.01)
        process.send_signal(number)
        assert process.wait(30) == code
        assert b"Traceback" not in process.stderr.read()
    assert [path.name for path in tmp_path.iterdir()] == ["names"]
