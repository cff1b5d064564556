from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from polyonym import Resolver, yamlfile

ROOT = Path(__file__).parent.parent
SEEDS = sorted((ROOT / "seeds").glob("*.yaml"))


def read(path: Path) -> dict[str, Any]:
    root = yamlfile.parse(path.read_bytes())
    assert root is not None
    found: dict[str, Any] = yamlfile.plain(root)
    return found


MENTIONS = [
    pytest.param(mention, id=f"{path.stem}-{mention['text']}") for path in SEEDS for mention in read(path)["mentions"]
]


def test_there_are_seeds() -> None:
    assert len(SEEDS) >= 5
    assert len(MENTIONS) > 100


@pytest.mark.parametrize("path", SEEDS, ids=[path.stem for path in SEEDS])
def test_a_seed_holds_facts_under_known_keys_and_no_text(path: Path) -> None:
    seed = read(path)
    assert seed.keys() <= {"publisher", "date", "language", "mentions"}
    for mention in seed["mentions"]:
        assert {"text", "id"} <= mention.keys() <= {"text", "id", "type", "context"}
        assert len(mention.get("context", "").split()) <= 4, "A context is a few words and no sentence."


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_seed_mention_names_an_entity_of_the_gazetteer(resolver: Resolver, mention: dict[str, str]) -> None:
    assert resolver.snapshot.entity(mention["id"]).id == mention["id"]


@pytest.mark.parametrize("mention", MENTIONS)
def test_a_seed_mention_resolves_to_its_entity_over_http(client: Any, mention: dict[str, str]) -> None:
    body = {("mention" if key == "text" else key): value for key, value in mention.items() if key != "id"}
    answer = client.post("/resolve", json=body).json()
    assert (answer["status"], answer["id"]) == ("match", mention["id"]), answer["candidates"][:3]


def test_all_seed_mentions_resolve_in_one_batch_over_http(client: Any) -> None:
    mentions: list[dict[str, str]] = [row for path in SEEDS for row in read(path)["mentions"]]
    body = [
        {("mention" if key == "text" else key): value for key, value in row.items() if key != "id"} for row in mentions
    ]
    results = client.post("/resolve/batch", json={"mentions": body}).json()["results"]
    assert [result["id"] for result in results] == [row["id"] for row in mentions]


@pytest.mark.parametrize("path", SEEDS, ids=[path.stem for path in SEEDS])
def test_the_names_of_a_seed_are_found_in_sentences(resolver: Resolver, path: Path) -> None:
    """Each mention in a sentence of its own, with the words that the seed has beside it."""
    missed = []
    for mention in read(path)["mentions"]:
        text = f"It was said today of {mention.get('context', '')} {mention['text']}, and nothing else."
        start = text.index(mention["text"] + ",")
        found = [
            (item.resolution.id, item.resolution.status)
            for item in resolver.annotate(text)
            if item.start <= start and item.end >= start + len(mention["text"])
        ]
        if found != [(mention["id"], "match")]:
            missed.append((mention["text"], found))
    assert missed == []


ARTICLES = "POLYONYM_ARTICLES"
"""Names a folder with the texts that the seeds were taken from, one a file; they belong to others and are not here."""


def occurrences(text: str, mentions: list[dict[str, str]]) -> Iterator[tuple[int, int, set[str]]]:
    """Yield where the spellings of a seed stand in its text, the longest first, and whom each can mean."""
    meant: dict[str, set[str]] = {}
    for mention in mentions:
        meant.setdefault(mention["text"], set()).add(mention["id"])
    taken: list[tuple[int, int]] = []
    for spelling in sorted(meant, key=len, reverse=True):
        for found in re.finditer(rf"(?<!\w){re.escape(spelling)}(?!\w)", text):
            start, end = found.span()
            if not any(first < end and start < last for first, last in taken):
                taken.append((start, end))
                yield start, end, meant[spelling]


@pytest.mark.skipif(ARTICLES not in os.environ, reason=f"{ARTICLES} names no folder with the texts of the seeds")
def test_the_names_of_the_articles_are_right(resolver: Resolver) -> None:
    texts = [path.read_text(encoding="utf-8") for path in Path(os.environ[ARTICLES]).glob("*.txt")]
    right, misses = 0, []
    for path in SEEDS:
        mentions = read(path)["mentions"]
        text = max(texts, key=lambda text: sum(mention["text"] in text for mention in mentions))
        found = {(item.start, item.end): item.resolution for item in resolver.annotate(text)}
        for start, end, meant in occurrences(text, mentions):
            around = [found[place] for place in found if place[0] <= start and end <= place[1]]
            if around and around[0].status == "match" and around[0].id in meant:
                right += 1
            else:
                misses.append((path.stem, start, text[start:end], [item.status for item in around]))
        assert not [item for item in found.values() if item.mention in {"is", "will", "us", "may", "at"}]
    assert right / (right + len(misses)) >= 0.97, misses


def sources(resolver: Resolver) -> Iterator[tuple[str, str]]:
    for entity in resolver.snapshot.entities:
        for source in entity.sources:
            if source.startswith("seeds/"):
                yield entity.id, source


def test_every_source_that_is_a_seed_is_a_seed_file(resolver: Resolver) -> None:
    files = {f"seeds/{path.stem}" for path in SEEDS}
    assert {source for _, source in sources(resolver)} <= files


def test_an_entity_names_the_seeds_that_it_is_mentioned_in(resolver: Resolver) -> None:
    mentioned = {(mention["id"], f"seeds/{path.stem}") for path in SEEDS for mention in read(path)["mentions"]}
    assert mentioned - set(sources(resolver)) == set()
