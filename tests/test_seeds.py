from __future__ import annotations

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
