"""The encoder: name tokens of different scripts as vectors of one space, in which spellings of one name are close.

In come folded tokens of a script or Latin ones, out come unit rows, float32, shape (n, d). The dot product of a
`latin` row and a `native` row of one map is their cosine. A token without a known n-gram has a row of zeros, so its
cosine with everything is 0.

The algorithm is canonical correlation analysis (Hotelling, 1936) over bags of character n-grams of paired spellings:
truncated SVD of the whitened cross-covariance. `polyonym.training.encoder` fits it. A vector is the sum of one learned
row for each n-gram of a token, scaled to length 1. There is no neural network.

Rules: both sides of a map come from one training run, as a Latin vector made for Hebrew means nothing to Cyrillic. And
the training counts the n-grams of this module.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from types import MappingProxyType
from typing import Final

import numpy as np
import numpy.typing as npt

Vectors = npt.NDArray[np.float32]
Features = Callable[[str, str], list[str]]

ORDERS: Final = (1, 2, 3)
SKELETON_ORDERS: Final = (2, 3, 4)
# Romanisers write or leave out these letters at will, and Arabic and Hebrew do not write most of them.
_DROP_VOWELS: Final = str.maketrans("", "", "aeiouwy")
# Tokens encoded at once. The rows of such a batch, about 35 a token, fit into the processor's cache.
_CHUNK: Final = 512


def letter_grams(token: str, orders: Sequence[int] = ORDERS) -> list[str]:
    """Return the character n-grams of a token between the boundary marks ^ and $."""
    marked = f"^{token}$"
    size = len(marked)
    return [marked[i : i + n] for n in orders for i in range(size - n + 1)]


def latin_grams(token: str, _reading: str = "") -> list[str]:
    """Return the n-grams of a Latin token, and those of its consonants, which span more of it."""
    skeleton = letter_grams(token.translate(_DROP_VOWELS), SKELETON_ORDERS)
    return letter_grams(token) + ["!" + gram for gram in skeleton]


def native_grams(token: str, _reading: str = "") -> list[str]:
    """Return the n-grams of a token of an alphabet, an abjad or a kana syllabary."""
    return letter_grams(token)


def hangul_grams(token: str, _reading: str = "") -> list[str]:
    """Return the n-grams of the letters (jamo) of a Hangul token, and those of its syllables."""
    return letter_grams(_jamo(token)) + ["#" + gram for gram in letter_grams(token, (1, 2))]


def han_grams(token: str, reading: str = "") -> list[str]:
    """Return the n-grams of the characters and of their reading, which unseen characters have as well."""
    grams = letter_grams(token)
    if reading:
        syllables = ["^", *reading.split(), "$"]
        grams += ["#" + ".".join(syllables[i : i + n]) for n in (1, 2) for i in range(len(syllables) - n + 1)]
        grams += ["@" + gram for gram in letter_grams("".join(syllables[1:-1]))]
    return grams


# The features of the native side, by the name that the header of the weights gives for a script.
FEATURES: Final[Mapping[str, Features]] = MappingProxyType(
    {"letters": native_grams, "jamo": hangul_grams, "han": han_grams}
)


def _jamo(token: str) -> str:
    """Return a token with its Hangul syllables decomposed into letters."""
    out: list[str] = []
    for char in token:
        code = ord(char) - 0xAC00
        if not 0 <= code < 11172:
            out.append(char)
            continue
        out += (chr(0x1100 + code // 588), chr(0x1161 + code % 588 // 28))
        if code % 28:
            out.append(chr(0x11A7 + code % 28))
    return "".join(out)


@dataclass(frozen=True)
class Rewrite:
    """A table that rewrites a token, longest key first; ^ and $ in a key stand for the start and the end."""

    table: Mapping[str, str]

    @cached_property
    def _longest(self) -> int:
        return max(map(len, self.table), default=1)

    def __call__(self, token: str) -> str:
        """Return the rewritten token; letters that no key covers stay."""
        marked, out, at = f"^{token}$", [], 0
        while at < len(marked):
            for size in range(min(self._longest, len(marked) - at), 0, -1):
                found = self.table.get(marked[at : at + size])
                if found is not None:
                    out.append(found)
                    at += size
                    break
            else:
                out.append(marked[at])
                at += 1
        return "".join(out).strip("^$")


@dataclass(frozen=True)
class Projection:
    """One side of a map: the n-grams that it knows, and a quantised row for each.

    Attributes:
        rows: int8, shape (n-grams, d).
        scales: float32, shape (n-grams,); a row times its scale is the learned row.
        index: the number of the row of each n-gram.
    """

    rows: npt.NDArray[np.int8]
    scales: Vectors
    index: Mapping[str, int]

    @classmethod
    def load(cls, folder: Path, side: str) -> Projection:
        """Open one side; its rows are mapped from disk."""
        grams = (folder / f"{side}.grams.txt").read_text(encoding="utf-8").split("\n")
        return cls(
            # A plain array, since every slice of a memmap is made with a file and an offset of its own.
            rows=np.load(folder / f"{side}.rows.npy", mmap_mode="r").view(np.ndarray),
            scales=np.load(folder / f"{side}.scales.npy"),
            index={gram: i for i, gram in enumerate(grams)},
        )

    @cached_property
    def _dense(self) -> Vectors:
        """The learned rows as float32, for batches that read each of them many times. About 3 MB."""
        return self.rows.astype(np.float32) * self.scales[:, None]

    def encode(self, grams: Sequence[Sequence[str]]) -> Vectors:
        """Return a unit row for each list of n-grams, float32, shape (n, d)."""
        get = self.index.get
        known = [[i for i in map(get, token) if i is not None] for token in grams]
        if len(known) <= 8:
            sums = np.array([self._sum(ids) for ids in known], dtype=np.float32)
        else:
            sums = np.concatenate([self._sums(known[i : i + _CHUNK]) for i in range(0, len(known), _CHUNK)])
        return _unit(sums.reshape(len(known), self.rows.shape[1]))

    def _sum(self, ids: list[int]) -> Vectors:
        """Return the sum of some rows."""
        total: Vectors = self.scales[ids] @ self.rows[ids].astype(np.float32)
        return total

    def _sums(self, known: Sequence[Sequence[int]]) -> Vectors:
        """Return the sum of the rows of each token; tokens with equally many n-grams are summed as one block."""
        lengths = np.fromiter(map(len, known), np.intp, len(known))
        out = np.zeros((len(known), self.rows.shape[1]), np.float32)
        for length in np.unique(lengths[lengths > 0]).tolist():
            places = np.flatnonzero(lengths == length)
            ids = np.fromiter((i for place in places.tolist() for i in known[place]), np.intp, len(places) * length)
            out[places] = self._dense[ids].reshape(len(places), length, -1).sum(axis=1)
        return out


@dataclass(frozen=True)
class ScriptMap:
    """Both sides of one trained script."""

    latin: Projection
    native: Projection
    features: Features

    @classmethod
    def load(cls, folder: Path, features: str) -> ScriptMap:
        """Open the map of one script."""
        return cls(Projection.load(folder, "latin"), Projection.load(folder, "native"), FEATURES[features])


@dataclass(frozen=True)
class Route:
    """How a script is encoded: its trained map, the features of its native side, and the letters of that map."""

    map: str
    features: str
    rewrite: Rewrite


@dataclass(frozen=True)
class Encoder:
    """The maps of a weights folder, each opened when it is first used."""

    folder: Path
    routes: Mapping[str, Route]
    _open: dict[str, ScriptMap] = field(default_factory=dict, repr=False, compare=False)

    @classmethod
    def load(cls, folder: Path | str) -> Encoder:
        """Read the header of a weights folder."""
        folder = Path(folder)
        header = json.loads((folder / "header.json").read_text(encoding="utf-8"))
        routes = {
            script: Route(route["map"], route["features"], Rewrite(MappingProxyType(route["rewrite"])))
            for script, route in sorted(header["scripts"].items())
        }
        return cls(folder, MappingProxyType(routes))

    @property
    def scripts(self) -> tuple[str, ...]:
        """The maps by name: ISO 15924 codes, but `Han` for Han signs as Chinese names."""
        return tuple(self.routes)

    def space(self, script: str) -> str:
        """Return the vector space of a script; scripts that share one share their Latin vectors."""
        return self.routes[script].map

    def latin(self, tokens: Sequence[str], script: str) -> Vectors:
        """Return a unit row for each Latin token, in the space of a script."""
        return self._map(script).latin.encode([latin_grams(token) for token in tokens])

    def native(self, tokens: Sequence[str], script: str, readings: Sequence[str] | None = None) -> Vectors:
        """Return a unit row for each token of a script.

        Args:
            tokens: folded tokens of that script.
            script: one of `scripts`.
            readings: what Unidecode writes for each token, syllables separated (`jie li`). Only Han uses them; without
                them rare characters have no vector.
        """
        route, features = self.routes[script], self._map(script).features
        pairs = zip(tokens, readings if readings is not None else [""] * len(tokens), strict=True)
        return self._map(script).native.encode([features(route.rewrite(t), reading) for t, reading in pairs])

    def _map(self, script: str) -> ScriptMap:
        """Return the map of a script, opened at its first use."""
        route = self.routes[script]
        if route.map not in self._open:
            self._open[route.map] = ScriptMap.load(self.folder / route.map, route.features)
        return self._open[route.map]


def _unit(rows: Vectors) -> Vectors:
    """Return rows scaled to length 1; rows of zeros stay."""
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.where(lengths > 0, lengths, 1), dtype=np.float32)
