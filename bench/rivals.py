"""The same work done by other libraries: every name of the list scored against the mention, the best one kept.

RapidFuzz is a dependency and always there. nomenklatura is not; where somebody has installed it, its `logic-v2`
scores a sample of the names, the right ones among them, and the time for all is told from that.
"""

from __future__ import annotations

import importlib
import json
from collections.abc import Callable, Collection, Sequence
from importlib.util import find_spec
from pathlib import Path
from time import perf_counter, perf_counter_ns
from typing import Any, Final

from bench.lists import LabelledMention

SAMPLE: Final = 2000
"""So many names nomenklatura is shown for a mention: it takes about a tenth of a millisecond a pair."""

Scan = Callable[[str], str | None]


def installed() -> tuple[str, ...]:
    """Return the rivals that can be run here."""
    return ("rapidfuzz", "logic-v2") if find_spec("nomenklatura") else ("rapidfuzz",)


def listed_names(names: Path) -> list[tuple[str, str]]:
    """Return every name of a list with the id that it is of."""
    entries = [json.loads(line) for line in names.read_text(encoding="utf-8").splitlines()]
    return [(text, entry["id"]) for entry in entries for text in (entry["name"], *entry.get("aliases", ()))]


def scan(rival: str, names: Path, mentions: Sequence[LabelledMention], seconds: float) -> dict[str, Any]:
    """Look for mentions one by one until the time is up: nanoseconds for all names of the list, and what was right."""
    listed = listed_names(names)
    look, share = _SCANS[rival](listed, {labelled.id for labelled in mentions})
    rows: list[dict[str, Any]] = []
    end = perf_counter() + seconds
    for labelled in mentions:
        began = perf_counter_ns()
        found = look(labelled.text)
        rows.append({"ns": (perf_counter_ns() - began) / share, "first": found == labelled.id})
        if perf_counter() > end:
            break
    return {"rows": rows, "share": share}


def _rapidfuzz(listed: Sequence[tuple[str, str]], _: Collection[str | None]) -> tuple[Scan, float]:
    """Return RapidFuzz's `extractOne` with WRatio, over names folded once."""
    from rapidfuzz import fuzz, process

    # Not `utils.default_process`, which takes the marks out of Indic and vocalised Arabic names.
    folded = [text.casefold() for text, _ in listed]

    def look(text: str) -> str | None:
        best = process.extractOne(text.casefold(), folded, scorer=fuzz.WRatio)
        return listed[best[2]][1] if best else None

    return look, 1.0


def _logic_v2(listed: Sequence[tuple[str, str]], labelled: Collection[str | None]) -> tuple[Scan, float]:
    """Return nomenklatura's `logic-v2` over a sample of the names that holds those which are sought."""
    # By name: the types of what need not be installed cannot be checked.
    matching = importlib.import_module("nomenklatura.matching")
    proxies = importlib.import_module("followthemoney")
    matcher = matching.get_algorithm("logic-v2")
    config = matcher.default_config()
    step = max(1, len(listed) // SAMPLE)
    sample = [name for place, name in enumerate(listed) if place % step == 0 or name[1] in labelled]

    def entity(text: str, schema: str) -> Any:
        return proxies.EntityProxy.from_dict({"id": text, "schema": schema, "properties": {"name": [text]}})

    kinds = {"o": "Organization", "p": "Person"}  # by the first letter of an id
    shown = [(entity(text, kinds[identity[0]]), identity) for text, identity in sample]

    def look(text: str) -> str | None:
        asked = entity(text, "LegalEntity")
        scores = [(matcher.compare(asked, proxy, config).score, identity) for proxy, identity in shown]
        return max(scores)[1] if scores else None

    return look, len(sample) / len(listed)


_SCANS: Final[dict[str, Callable[[Sequence[tuple[str, str]], Collection[str | None]], tuple[Scan, float]]]] = {
    "rapidfuzz": _rapidfuzz,
    "logic-v2": _logic_v2,
}
