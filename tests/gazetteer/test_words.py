from __future__ import annotations

from pathlib import Path

import pytest

from polyonym import GazetteerError, Resolver
from polyonym.gazetteer.words import read_words

PEOPLE = "- {id: karim, type: person, name: Karim Latif}\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "people.yaml").write_text(PEOPLE, encoding="utf-8")
    (tmp_path / "words").mkdir()
    return tmp_path


def test_a_gazetteer_without_word_lists_has_those_of_the_package(tmp_path: Path) -> None:
    words = read_words(tmp_path)
    assert (words.problems, words.digest) == ((), "")
    assert "mullah" in words.lexicon.words


def test_a_word_of_the_curator_is_left_out_of_a_mention(folder: Path) -> None:
    (folder / "words" / "honorifics.yaml").write_text("fa: [Wakil]\n", encoding="utf-8")
    found = Resolver.load(folder).resolve("Wakil Karim Latif")
    assert (found.status, found.candidates[0].explanation.evidence.adjustments[0].code) == ("match", "left_out")


def test_a_given_name_of_the_curator_is_read_as_another(folder: Path) -> None:
    (folder / "words" / "given_names.yaml").write_text("house: [[Karim, Boppo]]\n", encoding="utf-8")
    assert Resolver.load(folder).resolve("Boppo Latif").id == "karim"


def test_the_fingerprint_changes_with_the_words(folder: Path) -> None:
    before = Resolver.load(folder).snapshot.fingerprint
    (folder / "words" / "honorifics.yaml").write_text("fa: [Wakil]\n", encoding="utf-8")
    assert Resolver.load(folder).snapshot.fingerprint != before


@pytest.mark.parametrize(
    ("name", "text", "code", "line"),
    [
        ("honorific.yaml", "fa: [Wakil]", "unknown-word-list", 1),
        ("honorifics.yaml", "fa: [Wakil", "yaml-syntax", 2),
        ("honorifics.yaml", "- Wakil", "wrong-shape", 1),
        ("honorifics.yaml", "fa: [Wakil]\nps: Malik", "wrong-shape", 2),
        ("given_names.yaml", "fa: [Karim, Kareem]", "wrong-shape", 1),
    ],
)
def test_a_broken_word_list_keeps_the_gazetteer_from_being_served(
    folder: Path, name: str, text: str, code: str, line: int
) -> None:
    (folder / "words" / name).write_text(text, encoding="utf-8")
    with pytest.raises(GazetteerError) as caught:
        Resolver.load(folder)
    assert [(p.code, p.origin.file, p.origin.line) for p in caught.value.problems] == [(code, f"words/{name}", line)]
