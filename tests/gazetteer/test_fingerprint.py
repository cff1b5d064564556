from __future__ import annotations

from collections.abc import Callable

import pytest

from polyonym import Resolver

ENTRY = "- {{id: {id}, type: {type}, name: {name}, aliases: [{alias}], context: [{context}]}}\n"
PLAIN = {"id": "omar", "type": "person", "name": "Omar Safi", "alias": "Safi", "context": "governor"}


def fingerprint(make: Callable[..., Resolver], text: str, **files: str) -> str:
    return make(text, **files).snapshot.fingerprint


def test_a_fingerprint_is_sixteen_hexadecimal_digits(make: Callable[..., Resolver]) -> None:
    found = fingerprint(make, ENTRY.format(**PLAIN))
    assert len(found) == 16
    assert int(found, 16) >= 0


@pytest.mark.parametrize("key", PLAIN)
def test_a_change_of_any_key_changes_the_fingerprint(make: Callable[..., Resolver], key: str) -> None:
    before = fingerprint(make, ENTRY.format(**PLAIN))
    assert fingerprint(make, ENTRY.format(**{**PLAIN, key: "event" if key == "type" else "other"})) != before


@pytest.mark.parametrize(
    "text",
    [
        "# a comment\n\n" + ENTRY.format(**PLAIN),
        "- id: omar\n  context: [governor]\n  aliases:\n    - Safi\n  name: 'Omar Safi'\n  type: person\n",
        ENTRY.format(**PLAIN).replace("\n", "\r\n"),
        "\ufeff" + ENTRY.format(**PLAIN),
    ],
    ids=["comment", "order of keys and quotes", "line ends", "byte order mark"],
)
def test_how_an_entry_is_written_does_not_change_the_fingerprint(make: Callable[..., Resolver], text: str) -> None:
    assert fingerprint(make, text) == fingerprint(make, ENTRY.format(**PLAIN))


def test_moving_an_entry_to_another_file_does_not_change_the_fingerprint(make: Callable[..., Resolver]) -> None:
    other = "- {id: kunduz, type: place, name: Kunduz}\n"
    together = fingerprint(make, ENTRY.format(**PLAIN) + other)
    assert fingerprint(make, other, z__yaml=ENTRY.format(**PLAIN)) == together


def test_content_that_runs_over_from_one_entry_to_the_next_is_another_content(make: Callable[..., Resolver]) -> None:
    one = "- {id: a, type: other, name: A, sources: [x]}\n- {id: b, type: other, name: B}\n"
    other = "- {id: a, type: other, name: A}\n- {id: b, type: other, name: B, sources: [x]}\n"
    assert fingerprint(make, one) != fingerprint(make, other)
