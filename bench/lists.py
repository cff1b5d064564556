"""A made list on disk: a gazetteer of so many names, and mentions with the ids that each means.

The mentions are `exact` (a listed name that one entity alone bears), `variant` (one with a slip), `script` (a name
that is listed in another script only) and `unknown` (nobody's). A list is made once for its size, seed and words, and
is there whole or not at all.
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

from bench.entities import Made, entities, stranger
from bench.slips import slipped
from bench.words import Words, listed_words, own_words
from polyonym.text.scripts import script_of

KINDS: Final = ("exact", "variant", "script", "unknown")
_VERSION: Final = "3"
"""Part of the name on disk: another one whenever what is made changes."""
_DRAWS: Final = 3
"""So many entities are drawn for a mention of each kind; fewer than one in five is listed in one script only."""


@dataclass(frozen=True, slots=True)
class LabelledMention:
    """A mention, how it came about, its script, and the entity that it means (None for nobody)."""

    text: str
    kind: str
    slip: str
    script: str
    id: str | None


@dataclass(frozen=True, slots=True)
class MadeList:
    """Where a list stands on disk."""

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


def made_list(size: int, folder: Path, names: Path | None = None, mentions: int = 2000, seed: int = 0) -> MadeList:
    """Return the list of a size, made where it is not there yet; `names` is a list of entities to take words from."""
    source = hashlib.blake2b(names.read_bytes(), digest_size=4).hexdigest() if names else "own"
    place = folder / f"{size}-{mentions}-{seed}-{source}-{_VERSION}"
    if not place.exists():
        half = place.with_name(place.name + ".half")
        shutil.rmtree(half, ignore_errors=True)
        (half / "gazetteer").mkdir(parents=True)
        _write(half, size, listed_words(names) if names else own_words(), mentions, seed)
        half.rename(place)
    return MadeList(size, place)


def _write(folder: Path, size: int, words: Words, mentions: int, seed: int) -> None:
    """Make a list and its mentions."""
    made = list(up_to(entities(words, seed), size))
    _lines(folder / "gazetteer" / "names.jsonl", (entity.entry() for entity in made))
    for kind, sought in sought_of(made, words, mentions, seed).items():
        _lines(folder / f"{kind}.jsonl", map(asdict, sought))


def up_to(stream: Iterable[Made], size: int) -> Iterator[Made]:
    """Yield entities until they bear so many names together; the last one may lose some."""
    left = size
    for entity in stream:
        if len(entity.names) >= left:
            yield Made(entity.id, entity.type, entity.names[:left], entity.held)
            return
        left -= len(entity.names)
        yield entity


def sought_of(made: Sequence[Made], words: Words, count: int, seed: int = 0) -> dict[str, list[LabelledMention]]:
    """Return up to `count` mentions of every kind, none of them twice."""
    dice = Random(f"mentions {seed}")  # noqa: S311 -- reproducible, not secret
    bearers = Counter(key for entity in made for key in {text.casefold() for text in entity.names})
    found: dict[str, dict[str, LabelledMention]] = {kind: {} for kind in KINDS}
    for _ in range(_DRAWS * count):
        if all(len(sought) >= count for sought in found.values()):
            break
        entity = dice.choice(made)
        for sought in _drawn(entity, words, dice):
            key, known = sought.text.casefold(), found[sought.kind]
            if len(known) < count and (bearers[key] == 1 if sought.kind == "exact" else not bearers[key]):
                known.setdefault(key, sought)
    return {kind: list(sought.values()) for kind, sought in found.items()}


def _drawn(entity: Made, words: Words, dice: Random) -> Iterator[LabelledMention]:
    """Yield what may be sought of an entity, and a stranger."""
    text = dice.choice(entity.names)
    yield LabelledMention(text, "exact", "", script_of(text), entity.id)
    if script_of(entity.names[0]) == "Latn":
        changed, slip = slipped(entity.names[0], entity.type, dice)
        yield LabelledMention(changed, "variant", slip, "Latn", entity.id)
    for held in entity.held:
        # Whichever of the two is not Latin gives the name to what had to be crossed.
        across = next(script for script in map(script_of, (held, entity.names[0])) if script != "Latn")
        yield LabelledMention(held, "script", across, script_of(held), entity.id)
    text = stranger(words, dice)
    yield LabelledMention(text, "unknown", "", script_of(text), None)


def _lines(path: Path, rows: Iterable[object]) -> None:
    """Write JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
