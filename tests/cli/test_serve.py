from __future__ import annotations

import json
import shlex
import signal
import socket
import subprocess
import urllib.request
from pathlib import Path

import pytest

from polyonym import Resolver
from polyonym.cli.serve import address, greeting_of


@pytest.mark.parametrize(
    ("host", "shown"),
    [
        ("127.0.0.1", "http://127.0.0.1:8000"),
        ("0.0.0.0", "http://127.0.0.1:8000"),  # noqa: S104 -- only named
        ("::", "http://[::1]:8000"),
        ("::1", "http://[::1]:8000"),
        ("example.org", "http://example.org:8000"),
    ],
)
def test_the_address_is_one_that_a_browser_can_open(host, shown):
    assert address(host, 8000) == shown


def test_the_curl_that_is_printed_asks_for_a_name_that_the_gazetteer_knows(gazetteer: Path):
    (gazetteer / "all.yaml").write_text("- {id: a, type: person, name: Sa'id}\n", encoding="utf-8")
    resolver = Resolver.load(gazetteer)
    words = shlex.split(next(text for text in greeting_of(resolver, gazetteer, "http://h") if text.startswith("  Try")))
    body = json.loads(words[words.index("-d") + 1])
    assert resolver.resolve(body["mention"]).id == "a"


def test_a_port_that_is_taken_exits_with_1_before_anything_is_loaded(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        result = run("serve", "--port", str(taken.getsockname()[1]), "--gazetteer", "/nowhere")
    assert result.exit_code == 1
    assert "Choose another port with --port" in result.stderr


def test_a_host_that_is_not_here_exits_with_1(run):
    result = run("serve", "--host", "203.0.113.1", "--port", "0")
    assert result.exit_code == 1
    assert "Cannot listen on 203.0.113.1" in result.stderr


def test_a_gazetteer_with_problems_exits_with_1_and_lists_them(run, gazetteer: Path):
    (gazetteer / "bad.yaml").write_text("- id: x\n", encoding="utf-8")
    result = run("serve", "--port", "0")
    assert result.exit_code == 1
    assert "bad.yaml:1: error: missing-key" in result.stderr


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_it_answers_once_it_says_so_and_ends_cleanly(program, gazetteer: Path, number: int):
    command = [*program, "serve", "--port", "0", "--gazetteer", gazetteer]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:  # noqa: S603 -- the program under test
        url = next(line.split()[1] for line in process.stdout if line.strip().startswith("Open"))
        with urllib.request.urlopen(url + "healthz", timeout=10) as answer:  # noqa: S310 -- our own address
            assert answer.status == 200
        process.send_signal(number)
        assert process.wait(30) == 0
        assert process.stderr.read() == ""
