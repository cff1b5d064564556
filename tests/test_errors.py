from __future__ import annotations

import pickle

import pytest

from polyonym import errors
from polyonym.errors import GazetteerError, MentionError, PolyonymError
from polyonym.model import Origin, Problem

KINDS = [kind for kind in vars(errors).values() if isinstance(kind, type) and issubclass(kind, PolyonymError)]
PROBLEM = Problem("unknown-key", "There is no key `nme`.", "Did you mean `name`?", Origin("a.yaml", 3))


def made(kind: type[PolyonymError]) -> PolyonymError:
    if kind is GazetteerError:
        return GazetteerError([PROBLEM])
    return kind("mention", "Too long.") if issubclass(kind, MentionError) else kind("x")


def test_every_error_has_a_code_of_its_own() -> None:
    codes = [kind.code for kind in KINDS]
    assert len(set(codes)) == len(codes) > 4


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_survives_the_way_to_another_process(kind: type[PolyonymError]) -> None:
    error = made(kind)
    copy = pickle.loads(pickle.dumps(error))  # noqa: S301 -- our own bytes
    assert type(copy) is kind
    assert (copy.detail, str(copy), vars(copy)) == (error.detail, str(error), vars(error))


def test_files_with_several_problems_tell_each_on_a_line_of_its_own() -> None:
    text = str(GazetteerError([PROBLEM, PROBLEM]))
    assert text.startswith("2 problems in the gazetteer\n")
    assert text.count("a.yaml:3: error: unknown-key: There is no key `nme`. Did you mean `name`?") == 2
    assert str(GazetteerError([PROBLEM])).startswith("1 problem in the gazetteer\n")
