"""Train the maps that `polyonym.text.encoder` reads: one a script, from pairs of spellings.

Pairs, counts of their n-grams weighted by rarity, canonical correlation analysis, rows of eight-bit numbers. Pairs that
the map itself finds far apart are taken for misaligned and left out of a second training. A map is judged by a training
without one native spelling in twenty (see `retrieval`), and what is written is trained on all.

The rule that must not be broken: n-grams are counted by the functions that `text.encoder` looks them up with.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np

from polyonym.errors import InputError
from polyonym.text.encoder import FEATURES, Encoder, Features, Projection, ScriptMap, latin_grams
from polyonym.text.romanise import readings
from polyonym.training.correlation import Bag, Matrix, canonical, count, rarity, vocabulary, weighted
from polyonym.training.pairs import Gathered, Pair, respelled, split, table
from polyonym.training.retrieval import Accuracy, latin_vectors, native_vectors, retrieval
from polyonym.training.synthetic_pairs import made_pairs

Stage = Callable[[str], None]
Json = dict[str, Any]

FIGURES: Final = "figures.json"
FEWEST_PAIRS: Final = 100
_LARGEST: Final = 127
"""The largest number of eight bits that a row holds."""


@dataclass(frozen=True, slots=True)
class Recipe:
    """How large a map becomes and how it is fitted.

    `ridge` is added to the diagonal of both covariances, as a share of its mean. Directions that the two sides agree
    on weigh more: the correlations to the power of `sharpness` (flat between 3 and 5). Pairs with a cosine up to
    `keep_above` after the first training are taken for misaligned.
    """

    latin_size: int = 5000
    native_size: int = 4000
    dimensions: int = 160
    ridge: float = 0.3
    sharpness: float = 4.0
    keep_above: float = 0.2


@dataclass(frozen=True, slots=True)
class Built:
    """A trained map, and how well one that was trained without the held-out pairs does."""

    script: str
    pairs: int
    sources: tuple[str, ...]
    accuracy: Accuracy
    map: ScriptMap


RECIPES: Final[Mapping[str, Recipe]] = {"Han": Recipe(latin_size=6000, native_size=8000)}
"""Scripts that need another size; Han has characters where others have letters."""
STEPS: Final = 3
"""How often `build` tells that something is done."""


def build(found: Gathered, *, hold_out: bool = False, step: Stage = lambda _: None) -> Built:
    """Train and judge the map of a script.

    Args:
        found: the pairs of a script that is not read through the map of another.
        hold_out: return the map that has not seen the held-out pairs, so that it can be judged by them again.
        step: told what comes next.
    """
    script = found.script
    way = routes().get(script, _plain_route(script))
    if way["map"] != script:
        raise InputError(f"{script} is read through the map of {way['map']}; train that one.")
    recipe, kind = RECIPES.get(script, Recipe()), spoken(way["features"])
    real = respelled(found.pairs, letters(way["rewrite"]))
    kept, held = split(real)
    if len(kept) < FEWEST_PAIRS or not held:
        raise InputError(f"{len(real):,} pairs of {script} are too few to train on; {FEWEST_PAIRS * 2:,} are a start.")
    step("without the held-out pairs")
    tried = train([*kept, *made_pairs(script, kept)], kind, recipe)
    step("looking up the held-out pairs")
    accuracy = retrieval(tried, held, kept)
    if hold_out:
        return Built(script, len(kept), found.sources, accuracy, tried)
    step("on all pairs")
    every = [*real, *made_pairs(script, real)]
    return Built(script, len(every), found.sources, accuracy, train(every, kind, recipe))


def judge(encoder: Encoder, found: Gathered) -> Accuracy:
    """Look up the held-out part of pairs with weights from a folder; raise InputError for a script they do not know."""
    script = found.script
    if script not in encoder.routes:
        raise InputError(f"The weights have no map for {script}; they have one for {', '.join(encoder.scripts)}.")
    route = encoder.routes[script]
    opened = ScriptMap.load(encoder.folder / route.map, route.features)
    kept, held = split(respelled(found.pairs, route.rewrite.table))
    if not held:
        raise InputError(f"{len(kept):,} pairs of {script} are too few to hold one in twenty out.")
    return retrieval(ScriptMap(opened.latin, opened.native, spoken(route.features)), held, kept)


def spoken(features: str) -> Features:
    """Return what is counted on the native side; a Han token brings its own reading."""
    kind = FEATURES[features]
    return (lambda token, _: kind(token, readings(token))) if features == "han" else kind


def train(pairs: Sequence[Pair], kind: Features, recipe: Recipe) -> ScriptMap:
    """Train both sides of a map, leave out the pairs that it finds misaligned, train again."""
    latin = [[gram for token in pair.latin for gram in latin_grams(token)] for pair in pairs]
    native = [[gram for token in pair.native for gram in kind(token, "")] for pair in pairs]
    first = _train_once(latin, native, kind, recipe)
    ours, theirs = native_vectors(first, [p.native for p in pairs]), latin_vectors(first, [p.latin for p in pairs])
    kept = np.flatnonzero(np.sum(ours * theirs, axis=1) > recipe.keep_above).tolist()
    return _train_once([latin[at] for at in kept], [native[at] for at in kept], kind, recipe)


def _train_once(latin: Sequence[Bag], native: Sequence[Bag], kind: Features, recipe: Recipe) -> ScriptMap:
    """Train both sides of a map."""
    grams = vocabulary(latin, recipe.latin_size), vocabulary(native, recipe.native_size)
    if not all(grams):
        raise InputError("The pairs have too little in common to train on: hardly a letter is in three of them.")
    counts = count(latin, grams[0]), count(native, grams[1])
    rare = rarity(counts[0]), rarity(counts[1])
    x, y = weighted(counts[0], rare[0]), weighted(counts[1], rare[1])
    left, strengths, right = canonical(x, y, recipe.dimensions, recipe.ridge)
    weight = strengths**recipe.sharpness
    return ScriptMap(
        quantised(grams[0], rare[0][:, None] * left * weight),
        quantised(grams[1], rare[1][:, None] * right * weight),
        kind,
    )


def quantised(grams: Sequence[str], rows: Matrix) -> Projection:
    """Return rows as eight-bit numbers with a scale each."""
    scales = (np.maximum(np.abs(rows).max(axis=1), 1e-12) / _LARGEST).astype(np.float32)
    small = np.rint(rows / scales[:, None]).astype(np.int8)
    return Projection(small, scales, {gram: at for at, gram in enumerate(grams)})


def routes() -> dict[str, Any]:
    """Return how each script of the project is encoded."""
    return dict(table("routes"))


def letters(name: str) -> dict[str, str]:
    """Return the table that rewrites the letters of a script, by its name."""
    return {} if name == "none" else dict(table(name))


def _plain_route(script: str) -> dict[str, str]:
    """Return how a script without a row of its own is encoded: letter by letter."""
    return {"map": script, "features": "letters", "rewrite": "none"}


def write(folder: Path, built: Sequence[Built]) -> None:
    """Write maps into a folder of weights, with the header and the figures; maps of other scripts stay in it."""
    for one in built:
        (folder / one.script).mkdir(parents=True, exist_ok=True)
        _write_side(folder / one.script, "latin", one.map.latin)
        _write_side(folder / one.script, "native", one.map.native)
    known = routes()
    header = _read(folder / "header.json").get("scripts", {})
    for one in built:
        for script, way in {one.script: _plain_route(one.script), **known}.items():
            if way["map"] == one.script:
                header[script] = {**way, "rewrite": letters(way["rewrite"])}
    _write_json(folder / "header.json", {"version": 1, "scripts": header})
    rows = {one.script: {"pairs": one.pairs, "sources": [*one.sources], **asdict(one.accuracy)} for one in built}
    _write_json(folder / FIGURES, _read(folder / FIGURES) | rows)


def figures(folder: Path) -> dict[str, Json]:
    """Return what is written beside weights about their training, by script, with the bytes that each map takes."""
    sizes = {
        script: sum(path.stat().st_size for path in (folder / script).iterdir()) for script in _read(folder / FIGURES)
    }
    return {script: {**row, "bytes": sizes[script]} for script, row in _read(folder / FIGURES).items()}


def _write_side(folder: Path, name: str, prepare: Projection) -> None:
    """Write one side of a map as `Projection.load` reads it."""
    np.save(folder / f"{name}.rows.npy", prepare.rows)
    np.save(folder / f"{name}.scales.npy", prepare.scales)
    (folder / f"{name}.grams.txt").write_text("\n".join(prepare.index), encoding="utf-8", newline="\n")


def _read(path: Path) -> Json:
    """Read a JSON file of a weights folder, empty where there is none."""
    found: Json = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _write_json(path: Path, value: Json) -> None:
    """Write a JSON file of a weights folder."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
