"""`python -m bench.quote REPORT`: put what was measured into the pages that quote it, between marks.

Speed comes from a report that was kept, accuracy is measured anew: it takes seconds and is the same on every machine.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from bench import accuracy
from bench.report import Report
from bench.tables import markdown, summary

ROOT: Final = Path(__file__).parent.parent
PAGES: Final = ("README.md", "docs/performance.md", "docs/matching.md")
"""The pages with marks."""
_BLOCK: Final = re.compile(
    r"(?P<begin><!-- (?P<name>\w+): begin[^>]*-->\n).*?(?P<end><!-- (?P=name): end -->)", re.DOTALL
)


def blocks(report: Report, root: Path = ROOT) -> dict[str, str]:
    """Return the text of every block by its name."""
    evaluation = accuracy.held_out(root / "gazetteer")
    return {
        "summary": f"{summary(report)}\n\n{accuracy.summary(evaluation)}",
        "report": markdown(report),
        "accuracy": accuracy.markdown(evaluation, accuracy.labelled(root / "tests" / "cases")),
    }


def quoted(page: str, texts: Mapping[str, str]) -> str:
    """Return a page with each block in its place; raise ValueError for no marks, KeyError for marks of no block."""
    if not _BLOCK.search(page):
        raise ValueError("The page has no marks to put a block between.")
    return _BLOCK.sub(lambda found: f"{found['begin']}\n{texts[found['name']]}\n\n{found['end']}", page)


def main() -> None:
    """Rewrite the pages."""
    kept = Report.of_json(json.loads(Path(sys.argv[1]).read_text(encoding="utf-8")))
    texts = blocks(kept)
    for name in PAGES:
        path = ROOT / name
        path.write_text(quoted(path.read_text(encoding="utf-8"), texts), encoding="utf-8")


if __name__ == "__main__":
    main()
