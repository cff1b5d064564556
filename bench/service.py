"""Requests a second: the service beside an empty endpoint, real servers on loopback, in turns."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from statistics import median
from typing import Any, Final

from bench.lists import SyntheticList
from bench.pool import ROOT, serving
from bench.report import Rate

WARM_SECONDS: Final = 1.0


def service_rates(
    made: SyntheticList, folder: Path, seconds: float, rounds: int, environment: Mapping[str, str]
) -> list[Rate]:
    """Return the rate of the empty endpoint, and of the service for exact mentions and for half exact, half variant."""
    exact, variant = ([mention.text for mention in made.mentions(kind)] for kind in ("exact", "variant"))
    aside = len(exact) // 4
    mixed = [text for pair in zip(exact[:aside], variant, strict=False) for text in pair]
    files = {}
    for name, texts in (("exact", exact[aside:]), ("mixed", mixed)):
        files[name] = folder / f"load-{name}.json"
        files[name].write_text(json.dumps(texts), encoding="utf-8")
    service = ["-m", "polyonym", "serve", "--port", "0", "--gazetteer", str(made.gazetteer)]
    with serving(["-m", "bench.empty"], environment) as empty, serving(service, environment) as full:
        asked = {"empty": (empty, files["exact"]), "exact": (full, files["exact"]), "mixed": (full, files["mixed"])}
        # Each load goes on where the last one stopped: a mention that comes again may be remembered.
        sent = {
            name: _load(address, file, 0, WARM_SECONDS, environment)["requests"]
            for name, (address, file) in asked.items()
        }
        found: dict[str, list[dict[str, Any]]] = {name: [] for name in asked}
        for _ in range(rounds):
            for name, (address, file) in asked.items():
                found[name].append(_load(address, file, sent[name], seconds, environment))
                sent[name] += found[name][-1]["requests"]
    return [_rate(name, rows, found["empty"]) for name, rows in found.items()]


def _load(address: str, file: Path, skip: int, seconds: float, environment: Mapping[str, str]) -> dict[str, Any]:
    """Send mentions from a process of its own."""
    command = [sys.executable, "-m", "bench.load", address, str(file), str(skip), str(seconds)]
    done = subprocess.run(command, cwd=ROOT, env=dict(environment), check=True, stdout=subprocess.PIPE)  # noqa: S603 -- our own module
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def _rate(name: str, rows: list[dict[str, Any]], empty: list[dict[str, Any]]) -> Rate:
    """Return the medians of the rounds; the share is that of each round, beside the empty endpoint in the same."""
    shares = [row["per_second"] / other["per_second"] for row, other in zip(rows, empty, strict=True)]
    middle = {key: median(row[key] for row in rows) for key in ("per_second", "p50", "p99")}
    return Rate(name, middle["per_second"], median(shares), middle["p50"] * 1000, middle["p99"] * 1000)
