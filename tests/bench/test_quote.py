from __future__ import annotations

import json
from pathlib import Path

import pytest

from bench.quote import PAGES, blocks, quoted
from bench.report import Report

ROOT = Path(__file__).parent.parent.parent
KEPT = ROOT / "bench" / "reports" / "readme.json"


@pytest.mark.slow
def test_every_page_quotes_what_is_measured():
    """A figure is measured, never typed: where this fails, run `make quote` and read the difference."""
    texts = blocks(Report.of_json(json.loads(KEPT.read_text(encoding="utf-8"))))
    pages = {name: (ROOT / name).read_text(encoding="utf-8") for name in PAGES}
    assert [name for name, page in pages.items() if quoted(page, texts) != page] == []
    assert [name for name in texts if not any(f"<!-- {name}: begin" in page for page in pages.values())] == []


def test_a_block_is_put_between_its_marks():
    page = "# A page\n<!-- report: begin (written by hand) -->\nold\n<!-- report: end -->\nEnd\n"
    text = "# A page\n<!-- report: begin (written by hand) -->\n\nnew\n\n<!-- report: end -->\nEnd\n"
    assert quoted(page, {"report": "new"}) == text


def test_a_page_without_marks_is_refused():
    with pytest.raises(ValueError, match="no marks"):
        quoted("# A page\n", {"report": "new"})
