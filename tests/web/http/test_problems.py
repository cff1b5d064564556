from __future__ import annotations

import importlib
import json
import pkgutil
from collections.abc import Iterator

import pytest

import polyonym
from polyonym.errors import GazetteerError, MentionError, PolyonymError
from polyonym.model import Origin, Problem
from polyonym.web.http import problems


def family(error: type[PolyonymError]) -> Iterator[type[PolyonymError]]:
    yield error
    for child in error.__subclasses__():
        yield from family(child)


def test_every_error_of_the_project_has_its_place_in_the_table():
    # A class is known once its module is imported, wherever in the project it stands.
    for module in pkgutil.walk_packages(polyonym.__path__, "polyonym."):
        if not module.name.endswith("__main__"):
            importlib.import_module(module.name)
    missing = [error.__name__ for error in family(PolyonymError) if error.code not in problems.KINDS]
    assert missing == []


def test_every_kind_is_an_error_with_a_title():
    for code, kind in problems.KINDS.items():
        assert 400 <= kind.status < 600, code
        assert kind.title
        assert code == code.lower().strip()


def test_a_problem_has_the_members_of_the_standard_and_a_code():
    problem = problems.problem_of(MentionError("mention", "Too short."))
    assert problem == {
        "type": "urn:polyonym:problem:invalid-mention",
        "title": "The mention cannot be resolved",
        "status": 422,
        "detail": "mention: Too short.",
        "code": "invalid-mention",
        "errors": [{"field": "mention", "detail": "Too short."}],
    }


def test_every_problem_of_the_files_is_told():
    found = [Problem("code", f"What {number}.", "Fix it.", Origin("a.yaml", number)) for number in range(1, 4)]
    problem = problems.problem_of(GazetteerError(found))
    assert [item["line"] for item in problem["problems"]] == [1, 2, 3]
    assert "\n" not in problem["detail"]


def test_errors_are_capped_and_counted():
    errors = [{"type": "extra_forbidden", "loc": ("body", f"k{n}"), "msg": ""} for n in range(1000)]
    problem = problems.invalid_request(errors)
    assert len(problem["errors"]) == problems.MOST_ERRORS
    assert "999 more" in problem["detail"]


@pytest.mark.parametrize("text", ["\ud800", "x" * 100_000, "\udcff" * 1000])
def test_what_was_sent_is_shortened_and_can_always_be_written(text):
    response = problems.response(problems.problem("bad-request", text))
    assert len(response.body) < 5000
    json.loads(response.body)
