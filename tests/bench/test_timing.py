from __future__ import annotations

from types import SimpleNamespace

import pytest

from bench.lists import LabelledMention
from bench.timing import timed, verdict

KNOWN = LabelledMention("Omar Safi", "variant", "typo", "Latn", "p1")
NOBODY = LabelledMention("Somebody Else", "unknown", "", "Latn", None)


def answer(status: str, first: str | None = None) -> SimpleNamespace:
    candidates = [SimpleNamespace(id=first)] if first else []
    return SimpleNamespace(status=status, id=first if status == "match" else None, candidates=candidates)


@pytest.mark.parametrize(
    ("labelled", "given", "right", "first"),
    [
        (KNOWN, answer("match", "p1"), True, True),
        (KNOWN, answer("ambiguous", "p1"), False, True),
        (KNOWN, answer("match", "p2"), False, False),
        (KNOWN, answer("no_match"), False, False),
        (NOBODY, answer("no_match", "p2"), True, True),
        (NOBODY, answer("ambiguous", "p2"), False, True),
        (NOBODY, answer("match", "p2"), False, False),
    ],
)
def test_a_right_answer_is_told_from_a_right_first_candidate(labelled, given, right, first):
    assert verdict(labelled, given) == {"right": right, "first": first}


def test_mentions_are_timed_until_the_time_is_up():
    rows = timed(lambda _: answer("match", "p1"), [KNOWN] * 5, 60)
    assert len(rows) == 5
    assert all(row["ns"] > 0 and row["slip"] == "typo" for row in rows)
    assert len(timed(lambda _: answer("no_match"), [KNOWN] * 5, 0)) == 1
