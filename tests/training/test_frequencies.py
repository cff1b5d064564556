from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest

from polyonym.training.frequencies import (
    highest,
    main,
    mean,
    share_of_names,
    share_of_tokens,
    table,
    tokens_of,
)


def test_the_tokens_of_a_name_are_romanised_words_of_two_letters_or_more() -> None:
    assert tokens_of("Иван I. Petrov 42") == {"ivan", "petrov"}


def test_an_entity_counts_once_however_many_names_it_has() -> None:
    shares = share_of_names([["Omar Safi", "Omar Safy"], ["Omar"]])
    assert shares == {"omar": 1.0, "safi": 0.25, "safy": 0.25}


def test_the_share_of_a_token_among_names_is_twice_that_among_tokens() -> None:
    assert share_of_tokens({"omar": 1, "safi": 3}) == {"omar": 0.5, "safi": 1.0}


def test_sources_are_averaged_or_the_highest_is_taken() -> None:
    tables = [{"omar": 0.4, "safi": 0.2}, {"omar": 0.2}]
    assert mean(tables) == pytest.approx({"omar": 0.3, "safi": 0.1})
    assert highest(tables) == {"omar": 0.4, "safi": 0.2}


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """Return a list of 20 people and an organization, and a list of pairs."""
    names, pairs = tmp_path / "list.jsonl.gz", tmp_path / "pairs.tsv.gz"
    rows = [{"type": "person", "names": [{"text": f"Omar {'abcdefghijklmnopqrst'[n] * 2}"}]} for n in range(20)]
    rows.append({"type": "organization", "names": [{"text": "Kabul Bank"}]})
    names.write_bytes(gzip.compress("".join(json.dumps(row) + "\n" for row in rows).encode()))
    pairs.write_bytes(gzip.compress("latin\tnative\tcount\nivan\tиван\t3\nolga\tольга\t1\n".encode()))
    return names, pairs


def test_a_table_lists_people_before_organizations_and_frequent_tokens_first(files: tuple[Path, Path]) -> None:
    names, pairs = files
    rows = table([names], [pairs])
    assert rows == table([names], [pairs])
    assert rows[:3] == [("ivan", "person", 1.0), ("olga", "person", 0.5), ("omar", "person", 0.5)]
    assert rows[-2:] == [("bank", "organization", 1.0), ("kabul", "organization", 1.0)]


def test_the_table_is_printed_as_it_is_stored(files: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    main([str(path) for path in files])
    assert capsys.readouterr().out.splitlines()[0] == "ivan\tperson\t1"
