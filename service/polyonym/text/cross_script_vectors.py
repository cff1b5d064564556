"""The learned map between scripts with the weights that ship: vectors of single tokens, remembered."""

from __future__ import annotations

from collections.abc import Sequence
from importlib import resources
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from polyonym.memo import BatchMemo, read_once
from polyonym.text.encoder import Encoder
from polyonym.text.romanise import readings
from polyonym.text.scripts import traits


@read_once("bundled_encoder")
def encoder() -> Encoder:
    """Open the weights inside the package, once."""
    return Encoder.load(Path(str(resources.files("polyonym.text").joinpath("weights"))))


@read_once("map_names")
def map_names(script: str) -> tuple[str, ...]:
    """Return the learned maps that know a script, none for a script that nothing was learned about."""
    return tuple(name for name in traits(script).map_names if name in encoder().scripts)


def latin_space(name: str) -> str:
    """Return the space of a map: maps of one space share their Latin vectors."""
    return encoder().space(name)


Vector = NDArray[np.float32]

_NATIVE: Final[BatchMemo[tuple[str, str], Vector]] = BatchMemo("native_vector")
_LATIN: Final[BatchMemo[tuple[str, str], Vector]] = BatchMemo("latin_vector")


def native_vectors(texts: Sequence[str], name: str) -> NDArray[np.float32]:
    """Return the vectors of native tokens under a map, in the space that it shares with Latin: a row each."""

    def compute(places: list[int]) -> Vector:
        new = [texts[place] for place in places]
        return encoder().native(new, name, [readings(text) for text in new])

    return np.array(_NATIVE.values([(name, text) for text in texts], compute))


def latin_vectors(latins: Sequence[str], name: str) -> NDArray[np.float32]:
    """Return the vectors of Latin tokens in a space: a row each."""
    keys = [(name, latin) for latin in latins]
    return np.array(_LATIN.values(keys, lambda places: encoder().latin([latins[place] for place in places], name)))


def native_vector(text: str, name: str) -> NDArray[np.float32]:
    """Return the vector of a token of another script under a map."""
    vector: NDArray[np.float32] = native_vectors([text], name)[0]
    return vector


def latin_vector(latin: str, name: str) -> NDArray[np.float32]:
    """Return the vector of a Latin token in a space."""
    vector: NDArray[np.float32] = latin_vectors([latin], name)[0]
    return vector


def cosine(native: str, script: str, latin: str) -> float:
    """Return how near a native token and a Latin one lie to each other, under the map that brings them nearest."""
    return max(
        (float(native_vector(native, name) @ latin_vector(latin, latin_space(name))) for name in map_names(script)),
        default=0.0,
    )
