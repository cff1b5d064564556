"""A synthetic list on disk: a gazetteer of a given number of names, and mentions labelled with the right ids.

The mentions are `exact` (a listed name of one entity alone), `variant` (a listed name with an error), `script` (a name
that is listed in another script only) and `unknown` (a name of no entity). A list is built once for its size, seed and
words, under a temporary name, so that no half list is ever used.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random
from typing import Final

from bench.entities import SyntheticEntity, entities, unknown_name
from bench.slips import perturb
from bench.words import Words, listed_words, own_words
from polyonym.text.scripts import script_of

KINDS: Final = ("exact", "variant", "script", "unknown")
_VERSION: Final = "3"
"""Part of the name on disk. Change it whenever the content of lists changes."""
_DRAWS: Final = 3
"""Entities that are drawn for each mention of a kind: fewer than one in five is listed in one script only."""


@dataclass(frozen=True, slots=True)
class LabelledMention:
    """A mention, its kind, error and script, and the id of the entity that it means (None for none)."""

    text: str
    kind: str
    slip: str
    script: str
    id: str | None


@dataclass(frozen=True, slots=True)
class SyntheticList:
    """The size and the folder of a list."""

    size: int
    folder: Path

    @property
    def gazetteer(self) -> Path:
        """Return the folder to load."""
        return self.folder / "gazetteer"

    def mentions(self, kind: str) -> tuple[LabelledMention, ...]:
        """Return the mentions of a kind."""
        lines = (self.folder / f"{kind}.jsonl").read_text(encoding="utf-8").splitlines()
        return tuple(LabelledMention(**json.loads(line)) for line in lines)


def build_list(
    size: int, folder: Path, names: Path | None = None, mentions: int = 2000, seed: int = 0
) -> SyntheticList:
    """Return the list of a size, and build it where it does not exist. `names` is a file to take words from."""
    source = hashlib.blake2b(names.read_bytes(), digest_size=4).hexdigest() if names else "own"
    place = folder / f"{size}-{mentions}-{seed}-{source}-{_VERSION}"
    if not place.exists():
        half = place.with_name(place.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        (half / "gazetteer").mkdir(parents=True)
        _write(half, size, listed_words(names) if names else own_words(), mentions, seed)
        half.rename(place)
    return SyntheticList(size, place)


def _write(folder: Path, size: int, words: Words, mentions: int, seed: int) -> None:
    """Write a gazetteer and its mentions."""
    made = list(up_to(entities(words, seed), size))
    _lines(folder / "gazetteer" / "names.jsonl", (entity.entry() for entity in made))
    for kind, labelled in draw_mentions(made, words, mentions, seed).items():
        _lines(folder / f"{kind}.jsonl", map(asdict, labelled))


def up_to(stream: Iterable[SyntheticEntity], size: int) -> Iterator[SyntheticEntity]:
    """Yield entities with `size` names together. The last one may lose some of its names."""
    left = size
    for entity in stream:
        if len(entity.names) >= left:
            yield SyntheticEntity(entity.id, entity.type, entity.names[:left], entity.unlisted)
            return
        left -= len(entity.names)
        yield entity


def draw_mentions(
    made: Sequence[SyntheticEntity], words: Words, count: int, seed: int = 0
) -> dict[str, list[LabelledMention]]:
    """Return at most `count` mentions of every kind, all different."""
    rng = Random(f"mentions {seed}")  # noqa: S311 -- reproducible, not secret
    bearers = Counter(key for entity in made for key in {text.casefold() for text in entity.names})
    found: dict[str, dict[str, LabelledMention]] = {kind: {} for kind in KINDS}
    for _ in range(_DRAWS * count):
        if all(len(labelled) >= count for labelled in found.values()):
            break
        entity = rng.choice(made)
        for labelled in _drawn(entity, words, rng):
            key, known = labelled.text.casefold(), found[labelled.kind]
            if len(known) < count and (bearers[key] == 1 if labelled.kind == "exact" else not bearers[key]):
                known.setdefault(key, labelled)
    return {kind: list(labelled.values()) for kind, labelled in found.items()}


def _drawn(entity: SyntheticEntity, words: Words, rng: Random) -> Iterator[LabelledMention]:
    """Yield mentions of an entity, and an unknown name."""
    text = rng.choice(entity.names)
    yield LabelledMention(text, "exact", "", script_of(text), entity.id)
    if script_of(entity.names[0]) == "Latn":
        changed, slip = perturb(entity.names[0], entity.type, rng)
        yield LabelledMention(changed, "variant", slip, "Latn", entity.id)
    for unlisted in entity.unlisted:
        # Whichever of the two is not Latin gives the name to what had to be crossed.
        across = next(script for script in map(script_of, (unlisted, entity.names[0])) if script != "Latn")
        yield LabelledMention(unlisted, "script", across, script_of(unlisted), entity.id)
    text = unknown_name(words, rng)
    yield LabelledMention(text, "unknown", "", script_of(text), None)


def _lines(path: Path, rows: Iterable[object]) -> None:
    """Write JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
