from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.quote import quoted
from bench.report import Report

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "bench" / "reports" / "readme.json"


def test_the_readme_quotes_the_report_that_is_kept():
    """A figure is measured, never typed: `make quote` writes the block."""
    page = (ROOT / "README.md").read_text(encoding="utf-8")
    assert quoted(page, Report.of_json(json.loads(KEPT.read_text(encoding="utf-8")))) == page


def test_a_page_without_marks_is_refused():
    with pytest.raises(ValueError, match="no marks"):
        quoted("# A page\n", Report.of_json(json.loads(KEPT.read_text(encoding="utf-8"))))
