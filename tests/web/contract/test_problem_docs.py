from __future__ import annotations

import pytest

from polyonym.web.contract.problem_docs import BODY_PROBLEMS, responses
from polyonym.web.http import problems


def examples(found, status):
    return found[status]["content"][problems.MEDIA_TYPE]["examples"]


def test_every_route_can_fail_inside():
    assert list(responses()) == [500]
    assert list(examples(responses(), 500)) == ["internal-error"]


def test_codes_of_one_status_share_a_response_with_an_example_each():
    found = responses("invalid-mention", "invalid-request")
    assert set(examples(found, 422)) == {"invalid-mention", "invalid-request"}
    assert found[422]["description"] == "The mention cannot be resolved, or: the request has the wrong shape"


@pytest.mark.parametrize("code", ["invalid-mention", "invalid-text", "entity-not-found", *BODY_PROBLEMS])
def test_an_example_is_the_problem_of_its_code(code):
    status = problems.KINDS[code].status
    example = examples(responses(code), status)[code]["value"]
    assert (example["code"], example["status"], example["type"]) == (code, status, problems.URN + code)
    assert example["detail"]


def test_who_brings_no_key_is_told_in_the_contract_how_to():
    assert "WWW-Authenticate" in responses("api-key-missing")[401]["headers"]
    assert "headers" not in responses("invalid-mention")[422]


def test_a_code_without_an_example_is_an_error():
    with pytest.raises(KeyError):
        responses("not-found")
