from __future__ import annotations

import pytest

from polyonym import Resolver


@pytest.mark.parametrize(
    ("a", "b", "verb"),
    [
        ("Omar Safi", "Omar Safi", "is, to the letter,"),
        ("Omar Safi", "OMAR SAFI", "is, but for case and accents,"),
        ("Khukumatov", "Khukumatopv", "is spelled like"),
        ("Khukumatov", "Khukumatof", "sounds like"),
        ("Khukumatov", "\u0425\u0443\u043a\u0443\u043c\u0430\u0442\u043e\u0432", "is, across scripts, like"),
    ],
)
def test_a_sentence_says_how_the_two_agree_both_names_and_the_score(
    resolver: Resolver, a: str, b: str, verb: str
) -> None:
    found = resolver.compare(a, b, look_up=False)
    assert found.explanation.sentence.startswith(f"{a!r} {verb} {b!r}, with a score of {found.score:.2f}")
    assert found.explanation.sentence.endswith(".")


def test_every_adjustment_is_in_the_sentence_with_its_amount(resolver: Resolver) -> None:
    found = resolver.compare("Samuel J Goldwyn Jr", "Goldwyn Samuel", look_up=False).explanation
    assert len(found.evidence.adjustments) > 1
    for adjustment in found.evidence.adjustments:
        assert f"{adjustment.detail.rstrip('.')} ({adjustment.amount:+.2f})" in found.sentence


def test_what_the_gazetteer_knows_stands_before_how_the_two_look(resolver: Resolver) -> None:
    known = resolver.compare("Daesh", "Islamic State").explanation.sentence
    assert known.startswith("'Daesh' stands in the gazetteer, as does 'Islamic State', with a score of 0.98")
