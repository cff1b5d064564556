"""The learned maps between scripts with the weights that ship: the vectors of single tokens, and their cosine.

In comes a native token or a Latin one with the name of a map, out comes its unit vector, float32, shape (d,), in the
space that the map shares with Latin. A map is named after its script (see `scripts.Script.map_names`).
"""

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
def bundled_encoder() -> Encoder:
    """Return the encoder with the weights that ship with the package."""
    return Encoder.load(Path(str(resources.files("polyonym.text").joinpath("weights"))))


@read_once("map_names")
def map_names(script: str) -> tuple[str, ...]:
    """Return the learned maps that read a script, none for a script without one."""
    return tuple(name for name in traits(script).map_names if name in bundled_encoder().scripts)


def latin_space(name: str) -> str:
    """Return the vector space of a map. Maps of one space share their Latin vectors."""
    return bundled_encoder().space(name)


Vector = NDArray[np.float32]

_NATIVE: Final[BatchMemo[tuple[str, str], Vector]] = BatchMemo("native_vector")
_LATIN: Final[BatchMemo[tuple[str, str], Vector]] = BatchMemo("latin_vector")


def native_vectors(texts: Sequence[str], name: str) -> NDArray[np.float32]:
    """Return the vectors of native tokens under a map, in the space that it shares with Latin: a row each."""

    def compute(places: list[int]) -> Vector:
        new = [texts[place] for place in places]
        return bundled_encoder().native(new, name, [readings(text) for text in new])

    return np.array(_NATIVE.values([(name, text) for text in texts], compute))


def latin_vectors(latins: Sequence[str], name: str) -> NDArray[np.float32]:
    """Return the vectors of Latin tokens in a space: a row each."""
    keys = [(name, latin) for latin in latins]
    return np.array(
        _LATIN.values(keys, lambda places: bundled_encoder().latin([latins[place] for place in places], name))
    )


def native_vector(text: str, name: str) -> NDArray[np.float32]:
    """Return the vector of a native token under a map."""
    vector: NDArray[np.float32] = native_vectors([text], name)[0]
    return vector


def latin_vector(latin: str, name: str) -> NDArray[np.float32]:
    """Return the vector of a Latin token in a vector space."""
    vector: NDArray[np.float32] = latin_vectors([latin], name)[0]
    return vector


def cosine(native: str, script: str, latin: str) -> float:
    """Return the highest cosine of a native token and a Latin one that a map of the script gives; 0 without a map."""
    maps = map_names(script)
    cosines = (float(native_vector(native, name) @ latin_vector(latin, latin_space(name))) for name in maps)
    return max(cosines, default=0.0)
