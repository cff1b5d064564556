from __future__ import annotations

from pathlib import Path

import pytest

from polyonym.curation.check import Report, check
from polyonym.gazetteer.source import read
from polyonym.gazetteer.types_file import read_types
from polyonym.policy import DEFAULT_POLICY


@pytest.fixture
def checked(tmp_path: Path):
    """Return a function from the YAML of a gazetteer to its report."""

    def call(text: str) -> Report:
        path = tmp_path / "names.yaml"
        path.write_text(text, encoding="utf-8")
        return check(read(path), DEFAULT_POLICY)

    return call


ULUMI = "- id: ulumi\n  type: person\n  name: Noor ul-Haq Ulumi\n"
OTHER = "- id: other\n  type: person\n  name: Abdul Rauf Khadim\n"


def test_promises_that_hold_are_counted_and_nothing_is_reported(checked):
    report = checked(
        ULUMI + "  expect: [Noor ul-Haq Ulumi, noor ul haq ulumi]\n  reject: [Abdul Rauf Khadim]\n" + OTHER
    )
    assert report.sound
    assert (report.entities, report.names, report.promises) == (2, 2, 3)
    assert report.failures == ()


def test_a_mention_that_goes_elsewhere_is_told_where_to_and_by_which_alias(checked):
    (failure,) = checked(ULUMI + "  expect:\n    - Abdul Rauf Khadim\n" + OTHER).failures
    assert (failure.entity, failure.promise, failure.mention) == ("ulumi", "expect", "Abdul Rauf Khadim")
    assert failure.problem.code == "expect-elsewhere"
    assert str(failure.problem.origin) == "names.yaml:5"
    assert "`other` by its name `Abdul Rauf Khadim` (names.yaml:8" in failure.problem.message
    assert "under `not` of `other`" in failure.problem.fix


def test_a_mention_that_finds_nobody_is_to_become_an_alias(checked):
    (failure,) = checked(ULUMI + "  expect: [Something Else Entirely]\n").failures
    assert failure.problem.code == "expect-unmatched"
    assert failure.problem.fix == "Add it to the aliases of `ulumi`."


def test_a_shared_name_is_no_promise_that_can_be_kept(checked):
    text = "- {id: a, type: place, name: Kunduz, expect: [Kunduz]}\n- {id: b, type: place, name: Kunduz}\n"
    report = checked(text)
    (failure,) = report.failures
    assert failure.problem.code == "expect-ambiguous"
    assert "`not` of `b`" in failure.problem.fix
    assert not report.sound


def test_an_ambiguous_answer_is_no_breach_of_reject(checked):
    text = "- {id: a, type: place, name: Kunduz, reject: [Kunduz]}\n- {id: b, type: place, name: Kunduz}\n"
    assert checked(text).failures == ()


def test_a_reject_that_is_an_alias_names_the_alias_that_is_at_fault(checked):
    (failure,) = checked(ULUMI + "  aliases: [Olomi]\n  reject: [olomi]\n").failures
    assert failure.problem.code == "reject-matched"
    assert "Take the alias `Olomi` out" in failure.problem.fix


@pytest.mark.parametrize("promise", ["expect", "reject"])
def test_a_promise_that_can_never_be_tried_fails(checked, promise):
    (failure,) = checked(ULUMI + f'  {promise}: ["?!"]\n').failures
    assert failure.problem.code == f"{promise}-unreadable"


def test_promises_are_not_tried_on_files_with_errors(checked):
    report = checked(ULUMI + "  expect: [Nobody Here]\n- id: broken\n")
    assert [problem.code for problem in report.problems] == ["missing-key", "missing-key"]
    assert (report.failures, report.shared, report.sound) == ((), (), False)


def test_warnings_are_reported_and_the_promises_tried(checked):
    report = checked(ULUMI + "  aliases: [Olomi, Olomi]\n  expect: [Olomi]\n")
    assert [problem.severity for problem in report.problems] == ["warning"]
    assert report.sound
    assert report.promises == 1


def test_a_shared_name_lists_who_bears_it_and_where(checked):
    text = "- {id: b, type: place, name: Kunduz}\n- {id: a, type: person, name: Someone, aliases: [KUNDUZ]}\n"
    (shared,) = checked(text).shared
    assert [(bearer.id, bearer.type, bearer.origin.line) for bearer in shared.bearers] == [
        ("a", "person", 2),
        ("b", "place", 1),
    ]


@pytest.mark.parametrize(
    ("first", "second", "are_shared"),
    [
        ("{name: US, match: cased}", "{name: us, match: exact}", True),
        ("{name: US, match: cased}", "{name: US, match: cased}", True),
        ("{name: US, match: cased}", "{name: Us, match: cased}", False),
        ("Straße", "STRASSE", True),
        ("Olomi", "Ulumi", False),
    ],
)
def test_a_name_is_shared_where_one_mention_meets_both(checked, first, second, are_shared):
    one = f"- {{id: a, type: place, name: One, aliases: [{first}]}}\n"
    two = f"- {{id: b, type: place, name: Two, aliases: [{second}]}}\n"
    assert bool(checked(one + two).shared) is are_shared


def test_one_entity_with_a_name_in_two_languages_shares_it_with_nobody(checked):
    text = "- {id: a, type: place, name: One, aliases: [{name: Kunduz, lang: en}, {name: Kunduz, lang: de}]}\n"
    assert checked(text).shared == ()


def test_declared_types_are_known_and_their_problems_reported(tmp_path: Path):
    (tmp_path / "names.yaml").write_text("- {id: ship, type: vessel, name: Ever Given, expect: [Evergiven]}\n")
    (tmp_path / "types.yaml").write_text("- {name: vessel, like: organization}\n")
    report = check(read(tmp_path), DEFAULT_POLICY, types=read_types(tmp_path))
    assert (report.sound, report.promises, report.problems) == (True, 1, ())
    (tmp_path / "types.yaml").write_text("[vessel]\n")
    report = check(read(tmp_path), DEFAULT_POLICY, types=read_types(tmp_path))
    assert [problem.code for problem in report.problems] == ["not-a-type"]
    assert (report.sound, report.promises) == (False, 0)
