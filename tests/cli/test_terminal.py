from __future__ import annotations

import pytest

from polyonym.cli.terminal import isolated, printable


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Daesh", "Daesh"),
        ("داعش", "داعش"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("a\x1b[31mb", "a\\x1b[31mb"),
        ("a\u202eb", "a\\u202eb"),
        ("a\nb", "a\\nb"),
        ("\udcff", "\\udcff"),
    ],
)
def test_what_steers_a_terminal_is_written_out_and_what_shapes_letters_is_kept(text, shown):
    assert printable(text) == shown


def test_right_to_left_text_is_isolated_from_its_neighbours():
    assert isolated("داعش") == "\u2068داعش\u2069"
    assert isolated("דאעש") == "\u2068דאעש\u2069"
    assert isolated("Daesh") == "Daesh"


def test_a_terminal_gets_colour_and_isolates(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("polyonym.cli.terminal.on_terminal", lambda: True)
    printed = run("resolve", "داعش").stdout
    assert "\x1b[32mmatch" in printed
    assert "\u2068داعش\u2069" in printed
