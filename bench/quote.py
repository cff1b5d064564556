"""`python -m bench.quote REPORT README`: put a kept report into a page, between its two marks."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path
from typing import Final

from bench.report import Report
from bench.tables import markdown

_BLOCK: Final = re.compile(r"(<!-- bench: begin[^>]*-->\n).*?(<!-- bench: end -->)", re.DOTALL)


def quoted(page: str, report: Report) -> str:
    """Return a page with the report in its place; raise ValueError for one that has no place for it."""
    if not _BLOCK.search(page):
        raise ValueError("The page has no marks to put the report between.")
    return _BLOCK.sub(lambda found: f"{found[1]}\n{markdown(report)}\n\n{found[2]}", page)


def main() -> None:
    """Rewrite a page."""
    report, page = map(Path, sys.argv[1:])
    kept = Report.of_json(json.loads(report.read_text(encoding="utf-8")))
    page.write_text(quoted(page.read_text(encoding="utf-8"), kept), encoding="utf-8")


if __name__ == "__main__":
    main()
