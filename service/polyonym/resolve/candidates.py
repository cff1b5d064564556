"""A mention to the names that may be meant: from look-ups and indexes, never from a scan.

In comes an analysed mention, out come the numbers of names, each with the way it was hit. An exact hit ends the
search: what stands in the gazetteer to the letter needs no likeness. Recall is decided here, since what is not found
cannot be scored.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np

from polyonym.gazetteer.compile import spaceless
from polyonym.gazetteer.index import best
from polyonym.gazetteer.snapshot import Snapshot
from polyonym.resolve.policy import Policy
from polyonym.text.name import Name, Token

Hit = Literal["cased", "exact", "left_out", "spaceless", "alike"]


@dataclass(frozen=True, slots=True)
class Found:
    """A name that a mention may be, by its number, and how it was hit."""

    name: int
    hit: Hit


def candidates(snapshot: Snapshot, mention: Name, policy: Policy) -> tuple[Found, ...]:
    """Return the names to score, exact hits alone where they name somebody; a name appears once."""
    exact = _exact(snapshot, mention)
    if any(not snapshot.names[found.name].never for found in exact):
        return exact
    seen = {found.name for found in exact}
    alike = (Found(name, "alike") for name in _alike(snapshot, mention, policy) if name not in seen)
    return (*exact, *alike)


def _exact(snapshot: Snapshot, mention: Name) -> tuple[Found, ...]:
    """Look the keys of a mention up, strictest first; stop at the first that hits."""
    folded = snapshot.exact.get(mention.folded, ())
    to_the_letter = snapshot.cased.get(mention.cased, ())
    if folded or to_the_letter:
        # A name to the letter does not hide another entity that bears it in another case.
        hits: dict[int, Hit] = dict.fromkeys(folded, "exact")
        hits.update(dict.fromkeys(to_the_letter, "cased"))
        return tuple(Found(name, hit) for name, hit in hits.items())
    left_out = (*snapshot.cased.get(mention.core_cased, ()), *snapshot.exact.get(mention.core, ()))
    if left_out:
        return tuple(Found(name, "left_out") for name in dict.fromkeys(left_out))
    return tuple(Found(name, "spaceless") for name in snapshot.spaceless.get(spaceless(mention.folded), ()))


def _alike(snapshot: Snapshot, mention: Name, policy: Policy) -> list[int]:
    """Return the names that share rare and similar tokens with the mention, or look like it as a whole."""
    total = np.zeros(len(snapshot.fuzzy), np.float32)
    for token in mention.tokens:
        total += _holders(snapshot, token, policy)
    by_token, _ = best(total, policy.token_candidates, 1e-6)
    whole = "".join(token.latin for token in mention.tokens)
    by_whole, _ = snapshot.wholes.nearest(whole, policy.whole_candidates, policy.whole_floor)
    chosen = dict.fromkeys((*by_token.tolist(), *by_whole.tolist()))
    return [snapshot.fuzzy[number] for number in chosen]


_SOUND_SIMILARITY: Final = 0.7
_SHORTEST_SOUND: Final = 2


def _holders(snapshot: Snapshot, token: Token, policy: Policy) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Return what one token says for each name: how near the nearest token of the name is, times its rarity."""
    index = snapshot.tokens
    gains = np.zeros(len(snapshot.fuzzy), np.float32)
    near, cosines = index.spellings.nearest(token.latin, policy.near_tokens, policy.near_token_floor)
    similar = dict(zip(near.tolist(), cosines.tolist(), strict=True))
    if len(token.sound) >= _SHORTEST_SOUND:
        for number in index.sounds.get(token.sound, ()):
            similar[number] = max(similar.get(number, 0.0), _SOUND_SIMILARITY)
    weight = policy.role_weights[token.role]
    for number, similarity in similar.items():
        holders = index.names[number]
        gains[holders] = np.maximum(gains[holders], weight * similarity * float(index.rarity[number]))
    return gains
