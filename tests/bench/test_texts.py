from __future__ import annotations

import json
from pathlib import Path

from bench.lists import build_list
from bench.texts import LENGTH, articles
from polyonym.text.scripts import script_of


def test_texts_hold_a_latin_name_of_the_list_about_every_sixty_characters(tmp_path: Path):
    made = build_list(300, tmp_path, None, 10)
    texts = articles(made, 4)
    lines = (made.gazetteer / "names.jsonl").read_text(encoding="utf-8").splitlines()
    names = {text for line in lines for text in (json.loads(line)["name"], *json.loads(line).get("aliases", ()))}
    for text in texts:
        assert LENGTH <= len(text) < LENGTH + 600
        held = sum(text.count(name) for name in names if script_of(name) == "Latn")
        assert 40 < len(text) / held < 80


def test_texts_are_the_same_in_every_run_and_others_for_another_seed(tmp_path: Path):
    made = build_list(60, tmp_path, None, 10)
    assert articles(made, 2) == articles(made, 2) != articles(made, 2, seed=1)
