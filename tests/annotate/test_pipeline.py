from __future__ import annotations

import pytest


def found(resolver, text, **options):
    return [
        (item.start, item.end, item.resolution.id if item.resolution.status == "match" else "?")
        for item in resolver.annotate(text, **options)
    ]


@pytest.mark.cases("annotate")
def test_the_names_of_a_sentence_are_found_and_nothing_else(resolver, unmarked, case):
    text, names = unmarked(case["text"])
    assert found(resolver, text) == names, case["why"]
