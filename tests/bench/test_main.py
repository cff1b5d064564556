from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bench.report import Report

ROOT = Path(__file__).parent.parent.parent


@pytest.mark.slow
def test_the_command_measures_everything_once_at_a_tiny_size(tmp_path: Path) -> None:
    options = "--sizes 60,120 --rounds 1 --mentions 8 --articles 3 --seconds 2 --service-seconds 0.3 --pool 40"
    options += " --recall-size 60 --recall-wanted 3"
    paths = ["--folder", tmp_path / "lists", "--report", tmp_path / "r.json", "--plot", tmp_path / "r.svg"]
    command = [sys.executable, "-W", "error", "-m", "bench", *options.split(), *map(str, paths)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120)  # noqa: S603 -- our own words
    assert done.returncode == 0, done.stderr
    report = Report.of_json(json.loads((tmp_path / "r.json").read_text(encoding="utf-8")))
    assert [size.names for size in report.sizes] == [60, 120]
    for size in report.sizes:
        assert [row.kind for row in size.latencies] == ["exact", "variant", "script", "unknown"]
        assert all(0 < row.p50 <= row.p90 <= row.p99 for row in size.latencies)
        assert size.latencies[0].right == 1.0
        assert 0 < size.open_memory <= size.open_peak
    assert [rate.load for rate in report.rates] == ["empty", "exact", "mixed"]
    assert all(rate.per_second > 0 for rate in report.rates)
    assert [row.names for row in report.readings] == [60, 120]
    assert all(min(row.first, row.warm, row.bare) > 0 for row in report.readings)
    assert report.rivals[0].name == "rapidfuzz"
    assert sum(row.wanted for row in report.recall) > 0
    assert "of empty" in done.stdout
    assert (tmp_path / "r.svg").exists()
