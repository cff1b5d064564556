from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from polyonym.errors import InputError
from polyonym.text.encoder import Encoder
from polyonym.training.encoder import Built, build, evaluate, figures, quantised, routes, write
from polyonym.training.pairs import Pair, ScriptPairs, gather

PairFile = Callable[..., Path]
WEIGHTS = Path(__file__).parents[2] / "service/polyonym/text/weights"


@pytest.fixture
def made(pair_file: PairFile) -> ScriptPairs:
    return gather([pair_file()], "Xmad")[0]


@pytest.fixture(scope="module")
def trained(made_up: list[tuple[str, str]]) -> Built:
    pairs = tuple(Pair((latin,), (native,)) for latin, native in made_up)
    return build(ScriptPairs("Xmad", pairs, ("made",)))


def bytes_of(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


@pytest.mark.slow
def test_a_few_hundred_pairs_train_a_map_that_finds_unseen_spellings(made: ScriptPairs, tmp_path: Path) -> None:
    built = build(made, hold_out=True)
    assert built.accuracy.tokens > 15
    assert built.accuracy.top1 > 0.9
    write(tmp_path / "w", [built])
    encoder = Encoder.load(tmp_path / "w")
    assert evaluate(encoder, made) == built.accuracy
    cosines = encoder.latin(["tamana", "sorobu"], "Xmad") @ encoder.native(["ταμανα"], "Xmad").T
    assert cosines[0, 0] > 0.8
    assert cosines[1, 0] < 0.5


@pytest.mark.slow
def test_two_trainings_give_equal_bytes(made: ScriptPairs, trained: Built, tmp_path: Path) -> None:
    steps: list[str] = []
    write(tmp_path / "a", [trained])
    write(tmp_path / "b", [build(made, step=steps.append)])
    assert steps == ["without the held-out pairs", "looking up the held-out pairs", "on all pairs"]
    assert bytes_of(tmp_path / "a") == bytes_of(tmp_path / "b")
    assert len(bytes_of(tmp_path / "a")) == 8


@pytest.mark.slow
def test_maps_of_other_scripts_stay_in_the_folder(trained: Built, tmp_path: Path) -> None:
    write(tmp_path, [trained])
    write(tmp_path, [replace(trained, script="Cyrl", sources=("other",))])
    assert Encoder.load(tmp_path).scripts == ("Armn", "Cyrl", "Geor", "Grek", "Xmad")
    assert {script: row["sources"] for script, row in figures(tmp_path).items()} == {
        "Cyrl": ["other"],
        "Xmad": ["made"],
    }
    assert all(row["bytes"] > 1000 for row in figures(tmp_path).values())


def test_a_script_that_is_read_through_another_is_not_trained(made: ScriptPairs) -> None:
    with pytest.raises(InputError, match="Grek is read through the map of Cyrl"):
        build(ScriptPairs("Grek", made.pairs, made.sources))


def test_too_few_pairs_are_refused(made: ScriptPairs) -> None:
    with pytest.raises(InputError, match="20 pairs of Xmad are too few to train on"):
        build(ScriptPairs("Xmad", made.pairs[:20], made.sources))


@pytest.mark.slow
def test_weights_without_a_map_for_the_pairs_say_which_they_have(
    made: ScriptPairs, trained: Built, tmp_path: Path
) -> None:
    write(tmp_path, [trained])
    with pytest.raises(InputError, match="no map for Thai; they have one for Xmad"):
        evaluate(Encoder.load(tmp_path), ScriptPairs("Thai", made.pairs, made.sources))


def test_rows_lose_less_than_a_hundredth_to_eight_bits() -> None:
    rows = np.random.default_rng(0).standard_normal((20, 16)).astype(np.float32)
    prepare = quantised([f"g{at}" for at in range(20)], rows)
    assert prepare.rows.dtype == np.int8
    assert np.abs(prepare.rows * prepare.scales[:, None] - rows).max() < 0.01 * np.abs(rows).max()


def test_the_routes_that_ship_are_those_of_the_table() -> None:
    header = json.loads((WEIGHTS / "header.json").read_text("utf-8"))
    assert {script: (way["map"], way["features"]) for script, way in header["scripts"].items()} == {
        script: (way["map"], way["features"]) for script, way in routes().items()
    }


def test_the_model_card_says_what_the_figures_say() -> None:
    card = (WEIGHTS / "MODEL_CARD.md").read_text("utf-8")
    for script, row in figures(WEIGHTS).items():
        sources, size = ", ".join(row["sources"]), f"{row['bytes'] / 1e6:.2f}"
        counts = f"{row['pairs']:,} | {row['tokens']:,} | {row['among']:,}"
        assert f"| {script} | {sources} | {counts} | {row['top1']:.3f} | {row['top10']:.3f} | {size} |" in card


def test_every_source_is_named_with_its_licence() -> None:
    card = (WEIGHTS / "MODEL_CARD.md").read_text("utf-8").partition("## Sources")[2]
    assert all(source in card for row in figures(WEIGHTS).values() for source in row["sources"])
