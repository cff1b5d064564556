from __future__ import annotations

import pytest

from polyonym.cli.render.terminal import isolated, printable, progress


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


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Daesh", "Daesh"),
        ("داعش", "\u2068داعش\u2069"),
        ("דאעש", "\u2068דאעש\u2069"),
        ("محمد عمر صافی", "\u2068محمد عمر صافی\u2069"),
        ("'داعش' is (ar) داعش.", "'\u2068داعش\u2069' is (ar) \u2068داعش\u2069."),
    ],
)
def test_each_run_of_right_to_left_words_is_isolated_from_its_neighbours(text, shown):
    assert isolated(text) == shown


def test_a_terminal_gets_colour_and_isolates(run, monkeypatch):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("polyonym.cli.render.terminal.on_terminal", lambda: True)
    printed = run("resolve", "داعش").stdout
    assert "\x1b[32mmatch" in printed
    assert "\u2068داعش\u2069" in printed


def test_an_isolate_is_closed_on_the_line_that_it_begins_on(run, monkeypatch):
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setattr("polyonym.cli.render.terminal.on_terminal", lambda: True)
    printed = run("resolve", "محمد عمر صافی محمد عمر صافی محمد عمر صافی").stdout
    lines = [line for line in printed.splitlines() if "\u2068" in line]
    assert len(lines) > 1
    assert all(line.count("\u2068") == line.count("\u2069") for line in lines)


def test_progress_draws_nothing_before_there_is_some_and_nothing_in_a_pipe(capsys):
    with progress():
        pass
    with progress() as report:
        report("reading", 1, 2)
        report("vectors", 2, 2)
    assert capsys.readouterr() == ("", "")


def test_progress_is_drawn_on_a_terminal(monkeypatch, capsys):
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setattr("sys.stderr.isatty", lambda: True)
    with progress() as report:
        report("reading", 1, 2)
        report("reading", 2, 2)
    assert "reading" in capsys.readouterr().err
