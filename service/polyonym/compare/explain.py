"""The evidence about two names as one sentence that a person can read. Nothing here could change a score."""

from __future__ import annotations

from polyonym.compare.listed_verdict import KNOWN
from polyonym.model import Evidence
from polyonym.resolve.explain import VERBS, adjustments_in_words


def sentence_for_pair(text: str, evidence: Evidence) -> str:
    """Say in one sentence how well two names agree, and what counts against it."""
    verb = VERBS[evidence.method]
    if any(adjustment.code in KNOWN for adjustment in evidence.adjustments):
        verb = "stands in the gazetteer, as does"
    parts = [f"{text!r} {verb} {evidence.alias.name!r}, with a score of {evidence.score:.2f}"]
    parts += adjustments_in_words(evidence)
    return "; ".join(parts) + "."
