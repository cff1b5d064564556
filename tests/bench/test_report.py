from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.picture import draw
from bench.report import AnnotationContext, ColumnRate, Growth, Latency, Machine, Rate, Recall, Report, Rival, Size
from bench.run import latency
from bench.tables import duration, markdown, tables
from bench.timing import percentile

LATENCIES = tuple(
    Latency(kind, 10, 20.0, 1500.0, 2_000_000.0, 0.5, 1.0, {}) for kind in ("exact", "variant", "script", "unknown")
)
SIZE = Size(1000, 500, 0.5, 2**20, 0.25, 2**20, 2**20, 2**20, 2**21, 2**20, LATENCIES)
REPORT = Report(
    Machine("A processor", 2, "3.11.7", "Linux", "2026-01-01"),
    {"service_size": 1000},
    0.5,
    (SIZE,),
    (Growth("exact", 1000, 10_000, 1.25),),
    (Rate("empty", 2000.0, 1.0, 3.0, 9.0),),
    (Rival("rapidfuzz", 1000, 10, 700.0, 35.0, 0.9, 1.0),),
    (Recall("Arab", 1000, 10, 8, 8), Recall("Hani", 1000, 10, 0, 0)),
    (AnnotationContext(1000, 0.005, 0.0005, 1.5, 60.4, 1.75, 2.25, 120.2, 0.5),),
    (ColumnRate("mixed", 1000, 600, 4000.4, 500.0, 8.0),),
)


def test_a_report_survives_json():
    assert Report.of_json(json.loads(json.dumps(REPORT.as_json()))) == REPORT


@pytest.mark.parametrize("part", ["readings", "columns"])
def test_a_report_of_before_something_was_measured_can_be_read(part):
    kept = REPORT.as_json()
    del kept[part]
    assert getattr(Report.of_json(kept), part) == ()


def test_a_report_of_another_version_is_refused():
    with pytest.raises(ValueError, match="version 0"):
        Report.of_json({**REPORT.as_json(), "version": 0})


def test_the_tables_hold_every_part_and_a_script_without_a_right_answer_has_no_recall():
    found = {table.columns[0]: table.rows for table in tables(REPORT)}
    assert len(list(tables(REPORT))) == 8
    rows = [table.rows for table in tables(REPORT)]
    assert (("1,000", "5 ms", "500 µs", "60", "1.75", "2.25", "120", "0.50 s"),) in rows
    assert found["script"] == (("Arab", "1,000", "10", "8", "1.000"),)
    assert found["column"] == (("half exact, half variant", "1,000", "600", "4,000", "500", "8"),)
    assert found["load"] == (("empty endpoint", "2,000", "1.000", "3.00 ms", "9.00 ms"),)


def test_the_readme_gets_the_machine_the_date_and_the_tables():
    text = markdown(REPORT)
    assert text.startswith("A processor, 2 cores, Python 3.11.7, Linux, 2026-01-01.")
    assert "| 1,000 | exact | 20 µs | 1.5 ms | 2 s | 0.500 | 1.000 |" in text


@pytest.mark.slow
def test_a_report_can_be_drawn(tmp_path: Path):
    pytest.importorskip("matplotlib")
    draw(REPORT, tmp_path / "a.svg")
    assert "exact, p50" in (tmp_path / "a.svg").read_text(encoding="utf-8")


@pytest.mark.parametrize(("microseconds", "text"), [(2.0, "2 µs"), (1500.0, "1.5 ms"), (3_000_000.0, "3 s")])
def test_a_time_has_the_unit_that_fits(microseconds, text):
    assert duration(microseconds) == text


def test_percentiles_are_values_that_were_measured():
    values = [float(number) for number in range(1, 101)]
    assert [percentile(values, share) for share in (50, 90, 99, 100)] == [50.0, 90.0, 99.0, 100.0]
    assert percentile([7.0], 50) == 7.0


def test_mentions_of_a_kind_are_summed_up():
    rows = [
        {"ns": 1000, "slip": "typo", "right": True, "first": True},
        {"ns": 3000, "slip": "typo", "right": False, "first": True},
        {"ns": 2000, "slip": "initial", "right": False, "first": False},
    ]
    found = latency("variant", rows)
    assert (found.mentions, found.p50, found.p99) == (3, 2.0, 3.0)
    assert found.right == pytest.approx(1 / 3)
    assert found.slips == {"initial": 0.0, "typo": 1.0}
