from __future__ import annotations

import json
import random
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from polyonym import yamlfile
from polyonym.entity_types import BUILT_IN_TYPES
from polyonym.gazetteer.fingerprint import fingerprint
from polyonym.gazetteer.schema import KEYS
from polyonym.gazetteer.source import read
from polyonym.gazetteer.validate import Validated, validate
from polyonym.index.build import compile_entities
from polyonym.model import Entity, Mention
from polyonym.policy import DEFAULT_POLICY
from polyonym.resolve import pipeline
from polyonym.text.normalise import folded

# Text that both formats can hold: YAML knows no control characters, and both strip the ends of a value.
CHARACTERS = st.characters(
    codec="utf-8", exclude_categories=("Cc", "Cs", "Zl", "Zp"), exclude_characters="\ufeff\ufffe\uffff"
)
WORDS = st.sampled_from(
    [
        "Omar",
        "Safi",
        "Kunduz",
        "Daesh",
        "\u0635\u0627\u0641\u06cc",
        "\u041e\u043c\u0430\u0440",
        "ISIS",
        "IS",
        "is",
        "al",
        "\u5854\u5229\u73ed",
    ]
)
NAMES = (
    st.one_of(st.lists(WORDS, min_size=1, max_size=3).map(" ".join), st.text(CHARACTERS, min_size=1, max_size=12))
    .map(str.strip)
    .filter(lambda name: bool(folded(name)))
)
TEXTS = st.text(CHARACTERS, min_size=1, max_size=12).map(str.strip).filter(bool)
IDS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._:-]{0,6}", fullmatch=True)


@st.composite
def entities(draw: st.DrawFn) -> list[dict[str, Any]]:
    """Draw the records of a sound gazetteer, as plain dictionaries."""
    ids = draw(st.lists(IDS, min_size=1, max_size=5, unique=True))
    records = []
    for own in ids:
        record: dict[str, Any] = {"id": own, "type": draw(st.sampled_from(BUILT_IN_TYPES.names)), "name": draw(NAMES)}
        others = [other for other in ids if other != own]
        optional = {
            "description": TEXTS,
            "aliases": st.lists(NAMES, max_size=4, unique=True).map(
                lambda names: [{"name": n, "lang": "fa"} if len(n) % 2 else n for n in names]
            ),
            "part_of": st.lists(st.sampled_from(others), max_size=2, unique=True) if others else st.just([]),
            "same_as": st.lists(IDS.map(lambda value: f"wikidata:{value}"), max_size=2, unique=True),
            "context": st.lists(TEXTS, max_size=3, unique=True),
            "expect": st.lists(TEXTS, max_size=2, unique=True),
            "reject": st.lists(TEXTS, max_size=2, unique=True),
            "sources": st.lists(TEXTS, max_size=2, unique=True),
        }
        record |= draw(st.fixed_dictionaries({}, optional=optional))
        records.append(record)
    return records


def written(files: Mapping[str, str]) -> Validated:
    """Validate files that are written to a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in files.items():
            Path(folder, name).write_text(text, encoding="utf-8", newline="\n")
        return validate(read(Path(folder)))


def as_yaml(records: list[dict[str, Any]]) -> str:
    return yamlfile.dump(records)


def as_json_lines(records: list[dict[str, Any]]) -> str:
    return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def sound(validated: Validated) -> tuple[Entity, ...]:
    assert validated.sound, validated.problems
    return validated.entities


@pytest.mark.slow
@given(entities())
def test_what_is_written_is_read_back(records: list[dict[str, Any]]) -> None:
    for entity, record in zip(sound(written({"a.yaml": as_yaml(records)})), records, strict=True):
        aliases = [a if isinstance(a, str) else a["name"] for a in record.get("aliases", [])]
        assert (entity.id, entity.type, entity.name) == (record["id"], record["type"], record["name"])
        assert entity.aliases[0].name == record["name"]
        assert {alias.name for alias in entity.aliases} == {record["name"], *aliases}
        assert entity.description == record.get("description", "")
        for key in ("part_of", "same_as", "context", "expect", "reject", "sources"):
            assert getattr(entity, key) == tuple(record.get(key, ()))


@pytest.mark.slow
@given(entities())
def test_yaml_and_json_lines_of_the_same_records_have_one_fingerprint(records: list[dict[str, Any]]) -> None:
    yaml, lines = written({"a.yaml": as_yaml(records)}), written({"a.jsonl": as_json_lines(records)})
    assert fingerprint(sound(yaml)) == fingerprint(sound(lines))
    escaped = "".join(json.dumps(record) + "\r\n" for record in records)
    assert fingerprint(sound(written({"a.jsonl": escaped}))) == fingerprint(sound(lines))


@pytest.mark.slow
@given(entities(), st.randoms(use_true_random=False))
@settings(max_examples=50)
def test_the_order_of_files_and_entries_changes_neither_fingerprint_nor_answers(
    records: list[dict[str, Any]], shuffle: random.Random
) -> None:
    shuffled = shuffle.sample(records, len(records))
    cut = shuffle.randrange(len(records) + 1)
    first = compile_entities(sound(written({"a.yaml": as_yaml(records)})))
    second = compile_entities(
        sound(written({"b.yaml": as_yaml(shuffled[:cut]), "a.jsonl": as_json_lines(shuffled[cut:])}))
    )
    assert first.fingerprint == second.fingerprint
    for mention in ("Omar Safi", "Safi Omar", "IS", "is", "Daish", *(record["name"] for record in records)):
        one, other = (pipeline.resolve(it, Mention(mention[:1000]), DEFAULT_POLICY) for it in (first, second))
        assert [(c.id, c.score, c.alias) for c in one.candidates] == [
            (c.id, c.score, c.alias) for c in other.candidates
        ]
        assert (one.status, one.id) == (other.status, other.id)


@pytest.mark.slow
@given(entities(), st.data())
def test_any_change_of_an_entry_changes_the_fingerprint(records: list[dict[str, Any]], data: st.DataObject) -> None:
    before = fingerprint(sound(written({"a.yaml": as_yaml(records)})))
    changed = data.draw(st.sampled_from(records))
    changed["description"] = changed.get("description", "") + "x"
    assert fingerprint(sound(written({"a.yaml": as_yaml(records)}))) != before


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=6) | NAMES | IDS,
    lambda inner: (
        st.lists(inner, max_size=4) | st.dictionaries(st.sampled_from(KEYS) | st.text(max_size=4), inner, max_size=6)
    ),
    max_leaves=20,
)


@pytest.mark.slow
@given(st.lists(st.one_of(JSON, st.dictionaries(st.sampled_from((*KEYS, "name", "lang", "match")), JSON, max_size=8))))
@settings(max_examples=100)
def test_no_json_brings_validation_down_and_every_problem_can_be_written_out(rows: list[object]) -> None:
    validated = written({"a.jsonl": "".join(json.dumps(row) + "\n" for row in rows)})
    for problem in validated.problems:
        assert str(problem).encode()
        assert 1 <= problem.origin.line <= max(1, len(rows))
    compile_entities(validated.entities) if validated.sound else None


YAMLISH = st.lists(
    st.sampled_from(
        [
            "- ",
            "  ",
            "\n",
            ": ",
            "id: a",
            "type: person",
            "name: Omar",
            "aliases:",
            "[",
            "]",
            "{",
            "}",
            ",",
            "&a ",
            "*a",
            "!!x ",
            "|\n",
            ">",
            "'",
            '"',
            "#",
            "---",
            "\t",
            "\r\n",
            "\x85",
            "\u2028",
            "\x00",
            "\ufeff",
            "%YAML 1.1",
            "? ",
            "<<: ",
            "\\x",
        ]
    )
    | st.text(max_size=3),
    max_size=25,
).map("".join)


@pytest.mark.slow
@given(YAMLISH.filter(lambda text: text.encode("utf-8", "ignore").decode() == text))
@settings(max_examples=500)
def test_no_text_brings_the_reading_of_yaml_down(text: str) -> None:
    for problem in written({"a.yaml": text, "a.jsonl": text}).problems:
        assert str(problem).encode()


@given(st.binary(max_size=60))
def test_no_bytes_bring_the_reading_of_files_down(data: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "a.yaml").write_bytes(data)
        Path(folder, "a.jsonl").write_bytes(data)
        validate(read(Path(folder)))
