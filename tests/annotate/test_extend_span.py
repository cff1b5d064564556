from __future__ import annotations

import pytest

from polyonym.annotate.extend_span import extend_span


@pytest.mark.parametrize(
    ("text", "name", "listed", "expected"),
    [
        ("by Acme Inc.", "Acme Inc", "Acme Inc.", "Acme Inc."),
        ("by Acme Inc.", "Acme Inc", "Acme Inc", "Acme Inc"),
        ("at Yahoo! today", "Yahoo", "Yahoo!", "Yahoo!"),
        ("at Yahoo? today", "Yahoo", "Yahoo!", "Yahoo"),
        ("the agency «Focus» said", "agency «Focus", "agency Focus", "agency «Focus»"),
        ("the «Focus» agency said", "Focus» agency", "Focus agency", "«Focus» agency"),
        ("the «Focus» said", "Focus", '"Focus"', "«Focus»"),
        ("the «Focus» said", "Focus", "Focus", "Focus"),
        ("the «Focus said»", "Focus", '"Focus"', "Focus"),
        ("Focus", "Focus", "Focus.", "Focus"),
    ],
)
def test_signs_belong_to_a_name_that_is_listed_with_them_or_holds_one_of_a_pair(text, name, listed, expected):
    start = text.index(name)
    first, last = extend_span(text, start, start + len(name), listed)
    assert text[first:last] == expected
