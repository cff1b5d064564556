"""Trains the maps that `polyonym.text.encoder` reads, one for each script, from pairs of spellings.

In come pairs, out comes a map: n-gram counts weighted by idf, canonical correlation analysis (see `correlation`), rows
quantised to eight bits. Pairs with a low cosine under the first map are taken for misaligned and left out of a second
training. The accuracy is that of a training without one native spelling in twenty (see `retrieval`); the map that is
written is trained on all pairs.

Rule: n-grams are counted by the functions that `text.encoder` looks them up with.
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
from polyonym.training.correlation import Bag, Matrix, canonical, count, idf, vocabulary, weighted
from polyonym.training.pairs import Pair, ScriptPairs, respelled, split_held_out, table
from polyonym.training.retrieval import Accuracy, latin_vectors, native_vectors, retrieval
from polyonym.training.synthetic_pairs import synthetic_pairs

Stage = Callable[[str], None]
Json = dict[str, Any]

FIGURES: Final = "figures.json"
MIN_PAIRS: Final = 100
_INT8_MAX: Final = 127


@dataclass(frozen=True, slots=True)
class Recipe:
    """The size of a map, and how it is fitted.

    Attributes:
        latin_size: n-grams of the Latin side, at most.
        native_size: n-grams of the native side, at most.
        dimensions: dimensions of the vector space, at most.
        ridge: what is added to the diagonal of both covariances, as a share of its mean.
        sharpness: the power of the canonical correlations by which dimensions are scaled; accuracy is flat from 3 to 5.
        keep_above: pairs with a lower cosine after the first training are taken for misaligned.
    """

    latin_size: int = 5000
    native_size: int = 4000
    dimensions: int = 160
    ridge: float = 0.3
    sharpness: float = 4.0
    keep_above: float = 0.2


@dataclass(frozen=True, slots=True)
class Built:
    """A trained map, and the accuracy of one that was trained without the held-out pairs."""

    script: str
    pairs: int
    sources: tuple[str, ...]
    accuracy: Accuracy
    map: ScriptMap


RECIPES: Final[Mapping[str, Recipe]] = {"Han": Recipe(latin_size=6000, native_size=8000)}
"""Maps that need another size: Han has thousands of characters where others have some dozen letters."""
STEPS: Final = 3
"""The number of steps that `build` reports."""


def build(pairs: ScriptPairs, *, hold_out: bool = False, step: Stage = lambda _: None) -> Built:
    """Train and evaluate the map of a script.

    Args:
        pairs: the pairs of a script that has a map of its own.
        hold_out: return the map that has not seen the held-out pairs, so that it can be evaluated by them again.
        step: called with a description of each step before it begins.

    Raises:
        InputError: the script is read through the map of another one, or the pairs are too few.
    """
    script = pairs.script
    route = routes().get(script, _plain_route(script))
    if route["map"] != script:
        raise InputError(f"{script} is read through the map of {route['map']}; train that one.")
    recipe, features = RECIPES.get(script, Recipe()), features_with_readings(route["features"])
    real = respelled(pairs.pairs, letters(route["rewrite"]))
    kept, held = split_held_out(real)
    if len(kept) < MIN_PAIRS or not held:
        raise InputError(f"{len(real):,} pairs of {script} are too few to train on; {MIN_PAIRS * 2:,} are a start.")
    step("without the held-out pairs")
    without_held = train([*kept, *synthetic_pairs(script, kept)], features, recipe)
    step("looking up the held-out pairs")
    accuracy = retrieval(without_held, held, kept)
    if hold_out:
        return Built(script, len(kept), pairs.sources, accuracy, without_held)
    step("on all pairs")
    all_pairs = [*real, *synthetic_pairs(script, real)]
    return Built(script, len(all_pairs), pairs.sources, accuracy, train(all_pairs, features, recipe))


def evaluate(encoder: Encoder, pairs: ScriptPairs) -> Accuracy:
    """Return the accuracy of an encoder on the held-out part of pairs; raise InputError for an unknown script."""
    script = pairs.script
    if script not in encoder.routes:
        raise InputError(f"The weights have no map for {script}; they have one for {', '.join(encoder.scripts)}.")
    route = encoder.routes[script]
    opened = ScriptMap.load(encoder.folder / route.map, route.features)
    kept, held = split_held_out(respelled(pairs.pairs, route.rewrite.table))
    if not held:
        raise InputError(f"{len(kept):,} pairs of {script} are too few to hold one in twenty out.")
    return retrieval(ScriptMap(opened.latin, opened.native, features_with_readings(route.features)), held, kept)


def features_with_readings(name: str) -> Features:
    """Return the features of the native side by their name; those of Han tokens look the readings up."""
    features = FEATURES[name]
    return (lambda token, _: features(token, readings(token))) if name == "han" else features


def train(pairs: Sequence[Pair], features: Features, recipe: Recipe) -> ScriptMap:
    """Train a map, leave out the pairs that it finds misaligned, and train it again."""
    latin = [[gram for token in pair.latin for gram in latin_grams(token)] for pair in pairs]
    native = [[gram for token in pair.native for gram in features(token, "")] for pair in pairs]
    first = _train_once(latin, native, features, recipe)
    native_rows = native_vectors(first, [pair.native for pair in pairs])
    latin_rows = latin_vectors(first, [pair.latin for pair in pairs])
    kept = np.flatnonzero(np.sum(native_rows * latin_rows, axis=1) > recipe.keep_above).tolist()
    return _train_once([latin[at] for at in kept], [native[at] for at in kept], features, recipe)


def _train_once(latin: Sequence[Bag], native: Sequence[Bag], features: Features, recipe: Recipe) -> ScriptMap:
    """Train both sides of a map on bags of n-grams."""
    grams = vocabulary(latin, recipe.latin_size), vocabulary(native, recipe.native_size)
    if not all(grams):
        raise InputError("The pairs have too little in common to train on: hardly a letter is in three of them.")
    counts = count(latin, grams[0]), count(native, grams[1])
    idfs = idf(counts[0]), idf(counts[1])
    x, y = weighted(counts[0], idfs[0]), weighted(counts[1], idfs[1])
    left, correlations, right = canonical(x, y, recipe.dimensions, recipe.ridge)
    scale = correlations**recipe.sharpness
    return ScriptMap(
        quantised(grams[0], idfs[0][:, None] * left * scale),
        quantised(grams[1], idfs[1][:, None] * right * scale),
        features,
    )


def quantised(grams: Sequence[str], rows: Matrix) -> Projection:
    """Return one side of a map: rows, float32, shape (n-grams, d), as int8 with a scale each."""
    scales = (np.maximum(np.abs(rows).max(axis=1), 1e-12) / _INT8_MAX).astype(np.float32)
    return Projection(
        np.rint(rows / scales[:, None]).astype(np.int8), scales, {gram: at for at, gram in enumerate(grams)}
    )


def routes() -> dict[str, Any]:
    """Return the routes of the scripts: map, features and rewriting of each."""
    return dict(table("routes"))


def letters(name: str) -> dict[str, str]:
    """Return the table that rewrites the letters of a script, by the name that a route gives."""
    return {} if name == "none" else dict(table(name))


def _plain_route(script: str) -> dict[str, str]:
    """Return the route of a script without a row: its own map, its letters as they are."""
    return {"map": script, "features": "letters", "rewrite": "none"}


def write(folder: Path, built: Sequence[Built]) -> None:
    """Write maps into a folder of weights, with its header and figures. Maps of other scripts stay in it."""
    for one in built:
        (folder / one.script).mkdir(parents=True, exist_ok=True)
        _write_side(folder / one.script, "latin", one.map.latin)
        _write_side(folder / one.script, "native", one.map.native)
    known = routes()
    header = _read(folder / "header.json").get("scripts", {})
    for one in built:
        for script, route in {one.script: _plain_route(one.script), **known}.items():
            if route["map"] == one.script:
                header[script] = {**route, "rewrite": letters(route["rewrite"])}
    _write_json(folder / "header.json", {"version": 1, "scripts": header})
    rows = {one.script: {"pairs": one.pairs, "sources": [*one.sources], **asdict(one.accuracy)} for one in built}
    _write_json(folder / FIGURES, _read(folder / FIGURES) | rows)


def figures(folder: Path) -> dict[str, Json]:
    """Return the figures of the training of weights, by script, with the bytes that each map takes."""
    sizes = {
        script: sum(path.stat().st_size for path in (folder / script).iterdir()) for script in _read(folder / FIGURES)
    }
    return {script: {**row, "bytes": sizes[script]} for script, row in _read(folder / FIGURES).items()}


def _write_side(folder: Path, name: str, side: Projection) -> None:
    """Write one side of a map as `Projection.load` reads it."""
    np.save(folder / f"{name}.rows.npy", side.rows)
    np.save(folder / f"{name}.scales.npy", side.scales)
    (folder / f"{name}.grams.txt").write_text("\n".join(side.index), encoding="utf-8", newline="\n")


def _read(path: Path) -> Json:
    """Read a JSON file of a weights folder, empty where there is none."""
    found: Json = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    return found


def _write_json(path: Path, value: Json) -> None:
    """Write a JSON file of a weights folder."""
    text = json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")
