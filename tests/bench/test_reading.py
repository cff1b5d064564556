from __future__ import annotations

import json
from pathlib import Path

from bench.reading import automaton, begin, read


def test_texts_are_read_for_the_first_time_and_again(resolver):
    text = "The Taliban took Kabul."
    assert min(begin(resolver, text, "kab").values()) > 0
    found = read(resolver, [text, "Kabul."])
    assert found["found"] == 3
    assert found["bytes"] == len(text) + 6
    assert found["first"] >= 0 <= found["warm"]


def test_a_bare_automaton_is_built_and_timed(tmp_path: Path):
    names = tmp_path / "names.jsonl"
    names.write_text(json.dumps({"id": "a", "name": "Kabul", "aliases": ["Kabul City", "-"]}) + "\n", encoding="utf-8")
    found = automaton(names, ["In Kabul."])
    assert found["build"] > 0 <= found["seconds"]
