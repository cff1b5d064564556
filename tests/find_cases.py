"""Cases for a number of the policy, found among the names of `cases/names.tsv`; not a test. Run by `make cases`.

When a model is fitted anew, scores move, and a row of `cases/policy.yaml` may stand at the edge of its number no more.
In comes the number. Every name of the table is asked as it is and with a slip, over a small gazetteer of the names that
are nearest to it, once under the policy and once with the number moved by a twentieth up or down. Where the answers
differ, out goes a row for the table, with as few entities as it takes. Rows whose decision changes come first.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from polyonym import Mention, MentionError
from polyonym.index.snapshot import Snapshot
from polyonym.policy import DEFAULT_POLICY, Policy
from polyonym.resolve.pipeline import resolve
from polyonym.snapshots.store import Store

NAMES: Final = Path(__file__).parent / "cases" / "names.tsv"
NEAREST: Final = 10
"""So many entities are taken from all names for a small gazetteer."""
Entity = dict[str, str]
Answer = dict[str, Any]


def bank() -> tuple[list[Entity], list[str]]:
    """Return an entity for each name of the table, and mentions: names, some with a slip or in another order."""
    with NAMES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))
    kinds = {row[side]: row["type"] or "other" for row in rows for side in ("a", "b")}
    entities = [{"id": f"e{number}", "type": kind, "name": name} for number, (name, kind) in enumerate(kinds.items())]
    chance = random.Random(1)  # noqa: S311 -- the same cases in every run
    mentions = list(kinds)
    for name in kinds:
        letters, words = list(name), name.split()
        at = chance.randrange(len(letters))
        letters[at : at + 1] = chance.choice(([], [letters[at]] * 2, [chance.choice(letters)]))
        mentions += ["".join(letters), " ".join(words[1:] + words[:1]), " ".join(words[:-1])]
    chance.shuffle(mentions)
    return entities, [text for text in dict.fromkeys(mentions) if len(text) > 1]


def snapshot_of(entities: list[Entity], folder: Path) -> Snapshot:
    """Compile some entities."""
    path = folder / "all.jsonl"
    path.write_text("".join(json.dumps(entity, ensure_ascii=False) + "\n" for entity in entities), encoding="utf-8")
    return Store(path).loaded.snapshot


def answer(snapshot: Snapshot, text: str, policy: Policy) -> Answer:
    """Return what the table says of an answer."""
    found = resolve(snapshot, Mention(text), policy)
    decided = {"status": found.status} | ({"id": found.id} if found.id else {})
    return {**decided, "candidates": [candidate.id for candidate in found.candidates]}


def moved(number: str, share: float) -> tuple[float, Policy]:
    """Return a number moved by a share of itself, by 1 at least if it is a whole one, and the policy with it."""
    name, _, key = number.partition(".")
    value = getattr(DEFAULT_POLICY, name)
    old = value[key] if key else value
    new = old + (1 if share > 0 else -1) if isinstance(old, int) else round(old * (1 + share), 6)
    return new, replace(DEFAULT_POLICY, **{name: {**value, key: new} if key else new})


def fewest(entities: list[Entity], differ: Callable[[list[Entity]], bool]) -> list[Entity]:
    """Leave out entities one by one as long as the answers differ all the same."""
    for entity in list(entities):
        rest = [one for one in entities if one is not entity]
        if rest and differ(rest):
            entities = rest
    return entities


def cases(number: str, share: float, folder: Path) -> Iterator[tuple[bool, str]]:
    """Yield rows for one side of a number, each with whether the decision changes there."""
    value, other = moved(number, share)
    entities, mentions = bank()
    by_id = {entity["id"]: entity for entity in entities}
    everything = snapshot_of(entities, folder)
    for text in mentions:
        try:
            near = [one.id for one in resolve(everything, Mention(text, limit=NEAREST), DEFAULT_POLICY).candidates]
        except MentionError:
            continue

        def differ(some: list[Entity], text: str = text) -> bool:
            snapshot = snapshot_of(some, folder)
            return answer(snapshot, text, DEFAULT_POLICY) != answer(snapshot, text, other)

        if not near or not differ([by_id[own] for own in near]):
            continue
        few = fewest([by_id[own] for own in near], differ)
        snapshot = snapshot_of(few, folder)
        before, after = answer(snapshot, text, DEFAULT_POLICY), answer(snapshot, text, other)
        decided = (before["status"], before.get("id")) != (after["status"], after.get("id"))
        row = {"mention": text, "entities": few, "gives": before, "at": value, "becomes": after}
        yield decided, json.dumps(row, ensure_ascii=False)


def main() -> None:
    """Print rows for both sides of a number."""
    parser = argparse.ArgumentParser(description="Find cases on both sides of a number of the policy.")
    parser.add_argument("number", help="such as threshold or role_weights.head")
    parser.add_argument("--share", type=float, default=0.05, help="by how much of itself the number is moved")
    parser.add_argument("--most", type=int, default=5, help="rows for each side")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for share in (options.share, -options.share):
            found = []
            for decided, row in cases(options.number, share, Path(folder)):
                found.append((not decided, len(row), row))
                if sum(not other for other, _, _ in found) >= options.most:
                    break
            sys.stdout.writelines(f"- {row}\n" for _, _, row in sorted(found)[: options.most])


if __name__ == "__main__":
    main()
